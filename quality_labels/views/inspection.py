"""The sheet of one piece."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from marketplace import jinja
from marketplace.machine import IllegalMove
from marketplace.refusal import Refusal
from quality_labels import actions, queries, schemes
from quality_labels.forms import EvaluationForm
from quality_labels.states import ApplicationState
from quality_labels.views.access import at_the_centre, done_already, find_application, piece_context
from shops.access import MemberRequest


@at_the_centre
@require_http_methods(["GET", "HEAD", "POST"])
def evaluation(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the sheet of the scheme, and keep what was read."""
    application = find_application(request, pk)
    if application.state not in (ApplicationState.ACCEPTED, ApplicationState.EVALUATED):
        raise Http404
    scheme = application.scheme_version.read()
    own = queries.own_sheet(application, request.user)
    form = EvaluationForm(scheme, jinja.lang(), request.POST or None, corrects=own)
    if request.method == "POST" and form.is_valid():
        try:
            taken = actions.evaluate(
                application=application,
                inspector=request.user,
                sheet=form.sheet(),
                note=form.cleaned_data["note"],
                corrects=own,
                why=form.cleaned_data.get("why", ""),
                now=timezone.now(),
            )
        except IllegalMove:
            return done_already(request)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            if taken.is_doubtful:
                messages.warning(request, _("A value is borderline: another inspector reads this piece too."))
            else:
                messages.success(request, _("The sheet is kept. Somebody else decides."))
            return redirect("stamping")
    context = piece_context(application) | {
        "form": form,
        "corrects": own,
        "scheme": scheme,
        "bands": written_bands(scheme),
        "unit_word": lambda unit: schemes.word("units", unit, jinja.lang()),
    }
    return render(request, "quality_labels/evaluation.html", context, status=422 if form.errors else 200)


def written_bands(scheme: schemes.Scheme) -> list[tuple[int, list[str], bool]]:
    """Return the grades and what reaches them, best first, in the active language."""
    language = jinja.lang()
    rows = []
    for band in scheme.bands:
        conditions = []
        for condition in band.conditions:
            measure = scheme.measure(condition.measure)
            bound, sign = (
                (condition.at_least, "≥") if condition.at_least is not None else (condition.at_most, "≤")
            )
            if bound is not None:
                conditions.append(
                    f"{measure.names[language]} {sign} {queries.write_value(measure, bound, language)}"
                )
        rows.append((band.grade, conditions, band.official))
    return rows
