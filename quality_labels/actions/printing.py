"""Labels go to the printer, once each."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace.accounts.models import User
from marketplace.machine import advance
from marketplace.refusal import Refusal
from quality_labels import printing, queries
from quality_labels.models import Label, PrintedLabel, PrintRun
from quality_labels.refusals import NeedsAnother, NotReady
from quality_labels.states import LABEL_MOVES, LabelState, Layout
from shops.models import Body

MOST_AT_ONCE = 200


@transaction.atomic
def print_labels(
    *,
    centre: Body,
    labels: Sequence[Label],
    layout: Layout,
    by: User,
    now: datetime,
    stock_from: int | None = None,
) -> PrintRun:
    """Print labels together: the file is drawn, every QR of it read back, and only then are they printed labels.

    :raises Refusal: none was chosen, too many, or one of another centre.
    :raises NotReady: a checkpoint does not cover one of them yet, or its QR cannot be read from the file.
    :raises NeedsAnother: this centre keeps deciding and printing apart, and `by` decided on one.
    :raises IllegalMove: one of them was printed already (AlreadyThere).
    Source: docs/quality-labels.md, R510 and R511.
    """
    if not labels or len(labels) > MOST_AT_ONCE or any(label.centre_id != centre.pk for label in labels):
        raise Refusal(_("Choose the labels to print."), field="labels")
    if not all(queries.is_published(label) for label in labels):
        raise NotReady(_("The public log does not hold these labels yet. Try again in a moment."))
    if queries.policy_of(centre).printer_apart and any(
        label.decision.decider_id == by.pk for label in labels
    ):
        raise NeedsAnother(
            _("You decided on one of these pieces: this centre lets somebody else print them.")
        )
    for label in labels:
        advance(label, LabelState.PRINTED, moves=LABEL_MOVES, by=by, at=now)
    pdf = printing.draw(labels, layout, at=now)
    if unread := printing.unread(pdf, labels):
        raise NotReady(
            ngettext(
                "The QR of %(count)s label cannot be read from the print. Nothing was released.",
                "The QR of %(count)s labels cannot be read from the print. Nothing was released.",
                len(unread),
            )
            % {"count": len(unread)}
        )
    run = PrintRun.objects.create(
        centre=centre,
        layout=layout,
        stock_from=stock_from,
        printed_by=by,
        printed_at=now,
        sha256=hashlib.sha256(pdf).hexdigest(),
    )
    PrintedLabel.objects.bulk_create(
        PrintedLabel(run=run, label=label, position=position) for position, label in enumerate(labels, 1)
    )
    return run
