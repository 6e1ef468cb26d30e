"""The sheet of one piece."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog import private_photos
from marketplace import jinja
from marketplace.machine import IllegalMove
from marketplace.refusal import Refusal
from quality_labels import actions, queries, schemes
from quality_labels.forms import EvaluationForm
from quality_labels.models import EvaluationPhoto
from quality_labels.states import ApplicationState
from quality_labels.views.access import (
    at_the_centre,
    done_already,
    field_kit,
    find_application,
    piece_context,
)
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
    form = EvaluationForm(scheme, jinja.lang(), request.POST or None, request.FILES or None, corrects=own)
    by_script = request.headers.get("Accept") == "application/json"
    taken = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            taken = actions.evaluate(
                application=application,
                inspector=request.user,
                sheet=form.sheet(),
                note=given["note"],
                corrects=own,
                why=given.get("why", ""),
                draft=given["draft"],
                read_at=given["read_at"],
                photos=[(photo.file, photo.size) for photo in given["photos"]],
                now=timezone.now(),
            )
        except IllegalMove:
            return (
                _said(_("Somebody has already done this step."), 409) if by_script else done_already(request)
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    if taken is not None:
        if taken.is_doubtful:
            messages.warning(request, _("A value is borderline: another inspector reads this piece too."))
        else:
            messages.success(request, _("The sheet is kept. Somebody else decides."))
        return JsonResponse({"said": ""}) if by_script else redirect("stamping")
    if by_script and form.errors:
        return _said(" ".join(_sentences(form)), 422)
    context = piece_context(application) | {
        "form": form,
        "corrects": own,
        "kit": field_kit(request),
        "scheme": scheme,
        "bands": written_bands(scheme),
        "unit_word": lambda unit: schemes.word("units", unit, jinja.lang()),
    }
    return render(request, "quality_labels/evaluation.html", context, status=422 if form.errors else 200)


def _said(sentence: str, status: int) -> JsonResponse:
    return JsonResponse({"said": sentence}, status=status)


def _sentences(form: EvaluationForm) -> list[str]:
    """Return what is wrong with a sheet, each with the name of its field."""
    said = []
    for name, errors in form.errors.items():
        label = str(form.fields[name].label or "") if name in form.fields else ""
        said += [f"{label}: {error}" if label else str(error) for error in errors]
    return said


@at_the_centre
@require_safe
def token(request: MemberRequest) -> HttpResponse:
    """Say who this is and what a form of theirs has to bear, for sheets that waited on the phone."""
    return JsonResponse({"user": request.user.pk, "token": get_token(request)})


@at_the_centre
@require_safe
def photo(request: MemberRequest, pk: int, position: int) -> HttpResponse:
    """Show a photo that an inspector of this centre took."""
    rows = EvaluationPhoto.objects.filter(evaluation__application__centre=request.membership.body)
    row = get_object_or_404(rows, evaluation=pk, position=position)
    return private_photos.answer(row.file)


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
