"""The printer's corner of the desk."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.machine import IllegalMove
from marketplace.refusal import Refusal
from quality_labels import actions, printing, queries
from quality_labels.forms import PrintForm
from quality_labels.models import PrintRun
from quality_labels.states import Layout
from quality_labels.views.access import at_the_centre, done_already
from shops.access import MemberRequest

RUNS_SHOWN = 50


@at_the_centre
@require_http_methods(["GET", "HEAD", "POST"])
def prints(request: MemberRequest) -> HttpResponse:
    """Choose labels and a paper; show what was printed and what of it is still in stock."""
    centre = request.membership.body
    waiting = list(queries.printable(centre))
    form = PrintForm(waiting, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            run = actions.print_labels(
                centre=centre,
                labels=[label for label in waiting if label.public_id in form.cleaned_data["labels"]],
                layout=Layout(form.cleaned_data["layout"]),
                stock_from=form.cleaned_data["stock_from"],
                by=request.user,
                now=timezone.now(),
            )
        except IllegalMove:
            return done_already(request)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Every QR was read back from the file. Print it now."))
            return redirect("stamping_print_run", run.pk)
    runs = list(queries.print_runs(centre)[:RUNS_SHOWN])
    context = {"form": form, "waiting": waiting, "runs": runs}
    return render(request, "quality_labels/prints.html", context, status=422 if form.errors else 200)


@at_the_centre
@require_safe
def print_run(request: MemberRequest, run_pk: int) -> HttpResponse:
    """Show one run: its file, and where each of its labels is by now."""
    run = get_object_or_404(queries.print_runs(request.membership.body), pk=run_pk)
    return render(
        request, "quality_labels/print_run.html", {"run": run, "labels": queries.labels_of_run(run)}
    )


@at_the_centre
@require_safe
def print_file(request: MemberRequest, run_pk: int) -> HttpResponse:
    """Serve the file of a run; drawn again, it is the same file."""
    run = get_object_or_404(PrintRun, pk=run_pk, centre=request.membership.body)
    pdf = printing.draw(queries.labels_of_run(run), Layout(run.layout), at=run.printed_at)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="labels-{run.pk}.pdf"'
    return response
