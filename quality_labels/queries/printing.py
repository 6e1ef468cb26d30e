"""What waits for the printer, and what became of what was printed."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from quality_labels.models import Label, PrintRun
from quality_labels.queries.log import current_checkpoint
from quality_labels.states import LabelState
from shops.models import Body


def printable(centre: Body) -> QuerySet[Label]:
    """Return the labels of a centre that may be printed: signed, and covered by a checkpoint of the log."""
    newest = current_checkpoint()
    return (
        Label.objects.filter(
            centre=centre, state=LabelState.SIGNED, log_entry__position__lt=newest.size if newest else 0
        )
        .select_related("product__kind", "centre", "scheme_version", "log_entry")
        .order_by("signed_at", "pk")
    )


def print_runs(centre: Body) -> QuerySet[PrintRun]:
    """Return the print runs of a centre, newest first, with how many labels are on pieces, void, and still in stock."""
    return PrintRun.objects.filter(centre=centre).annotate(
        count=Count("printed"),
        in_stock=Count("printed", filter=Q(printed__label__state=LabelState.PRINTED)),
        void=Count("printed", filter=Q(printed__label__state=LabelState.VOIDED)),
    )


def labels_of_run(run: PrintRun) -> list[Label]:
    """Return the labels of a run in the order of its file."""
    rows = run.printed.select_related("label__product", "label__centre", "label__scheme_version")
    return [row.label for row in rows.order_by("position")]
