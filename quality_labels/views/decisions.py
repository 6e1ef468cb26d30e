"""A grade, or a reasoned refusal."""

from __future__ import annotations

from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from marketplace import jinja
from marketplace.machine import IllegalMove
from marketplace.refusal import Refusal
from quality_labels import actions, queries, rules, schemes
from quality_labels.forms import GrantForm, RefuseForm
from quality_labels.states import ApplicationState
from quality_labels.views.access import done_already, find_application, piece_context, who_decides
from shops.access import MemberRequest


@who_decides
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: MemberRequest, pk: int) -> HttpResponse:
    """Show what was read and proposed, and record a grade or a reasoned refusal."""
    application = find_application(request, pk)
    if application.state != ApplicationState.EVALUATED:
        raise Http404
    scheme = application.scheme_version.read()
    evaluations = queries.evaluations_of(application)
    reachable = rules.grade_to_decide(sheet.proposed for sheet in evaluations)
    failures = {reason for sheet in evaluations for reason in sheet.failures}
    verdict = request.POST.get("verdict", "")
    grant_form = GrantForm(reachable or 0, request.POST if verdict == "grant" else None, prefix="grant")
    refuse_form = RefuseForm(
        scheme,
        jinja.lang(),
        request.POST if verdict == "refuse" else None,
        prefix="refuse",
        initial={"reasons": sorted(failures)},
    )
    form = grant_form if verdict == "grant" else refuse_form
    if request.method == "POST" and form.is_valid():
        try:
            if verdict == "grant":
                actions.grant(
                    application=application, decider=request.user, now=timezone.now(), **form.cleaned_data
                )
                messages.success(request, _("Granted. The label is being signed."))
            else:
                actions.refuse(
                    application=application, decider=request.user, now=timezone.now(), **form.cleaned_data
                )
                messages.success(request, _("Refused. The artisan reads the reasons."))
        except IllegalMove:
            return done_already(request)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return redirect("stamping")
    context = piece_context(application) | {
        "scheme": scheme,
        "sheets": [(sheet, _written(scheme, sheet.values)) for sheet in evaluations],
        "reachable": reachable,
        "reasons": [scheme.reasons[reason][jinja.lang()] for reason in sorted(failures)],
        "grant_form": grant_form,
        "refuse_form": refuse_form,
        "names": {measure.code: measure.names[jinja.lang()] for measure in scheme.measures}
        | {gate.code: gate.names[jinja.lang()] for gate in scheme.gates},
        "independent": rules.is_independent(
            request.user.pk,
            inspector_ids=[sheet.inspector_id for sheet in evaluations],
            stakeholder_ids=queries.stakeholder_ids(application, on=timezone.localdate()),
        ),
        "needs_second": rules.needs_second_inspector(
            [sheet.inspector_id for sheet in evaluations],
            doubtful=any(sheet.is_doubtful for sheet in evaluations),
        ),
    }
    failed = grant_form.errors or refuse_form.errors
    return render(request, "quality_labels/decision.html", context, status=422 if failed else 200)


def _written(scheme: schemes.Scheme, values: dict[str, str]) -> list[tuple[str, str]]:
    """Return the values of a sheet with their names and units, in the active language."""
    return [
        (
            measure.names[jinja.lang()],
            queries.write_value(measure, Decimal(values[measure.code]), jinja.lang()),
        )
        for measure in scheme.measures
        if measure.code in values
    ]
