"""The desk of the stamping centre, and the public register: HTTP in, one call, HTTP out."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace import jinja
from marketplace.machine import IllegalMove
from marketplace.public_pages import public_page
from marketplace.refusal import Refusal
from quality_labels import actions, queries, rules, schemes
from quality_labels.forms import EvaluationForm, GrantForm, RefuseForm, SendBackForm
from quality_labels.models import Application, Label
from quality_labels.states import ApplicationState, LabelState
from shops.access import MemberRequest, require_role
from shops.states import BodyKind, Role

PER_PAGE = 50
at_the_centre = require_role(Role.INSPECTOR, Role.DECIDER, kind=BodyKind.STAMPING_CENTRE)
who_decides = require_role(Role.DECIDER, kind=BodyKind.STAMPING_CENTRE)


# The desk.


@at_the_centre
@require_safe
def desk(request: MemberRequest) -> HttpResponse:
    """Show what waits, by village, the oldest village first and oldest pieces first in it."""
    return _desk(request)


def _desk(request: MemberRequest, *, wrong: SendBackForm | None = None, pk: int = 0) -> HttpResponse:
    waiting = list(queries.waiting(request.membership.body))
    first_seen = {_village(row): position for position, row in reversed(list(enumerate(waiting)))}
    rows = sorted(waiting, key=lambda row: first_seen[_village(row)])
    context = {
        "villages": [(village, list(pieces)) for village, pieces in groupby(rows, key=_village)],
        "count": len(waiting),
        "centre": request.membership.body,
        "decides": request.membership.role == Role.DECIDER,
        "wrong": wrong,
        "wrong_pk": pk,
        "today": timezone.localdate(),
    }
    return render(request, "quality_labels/desk.html", context, status=422 if wrong else 200)


def _village(application: Application) -> str:
    place = application.product.place or application.shop.place
    return place.name if place else ""


@at_the_centre
@require_POST
def accept(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a request on."""
    application = _application(request, pk)
    try:
        actions.accept(application=application, by=request.user, now=timezone.now())
    except IllegalMove:
        return _done_already(request)
    messages.success(request, _("The piece waits for its inspection."))
    return redirect("stamping")


@at_the_centre
@require_POST
def send_back(request: MemberRequest, pk: int) -> HttpResponse:
    """Give a request back to its shop with a sentence."""
    application = _application(request, pk)
    form = SendBackForm(request.POST)
    form.is_valid()
    try:
        actions.send_back(
            application=application, by=request.user, why=form.cleaned_data.get("why", ""), now=timezone.now()
        )
    except IllegalMove:
        return _done_already(request)
    except Refusal as refusal:
        form.add_error("why", str(refusal))
        return _desk(request, wrong=form, pk=pk)
    messages.success(request, _("The shop was told what to put right."))
    return redirect("stamping")


@at_the_centre
@require_http_methods(["GET", "HEAD", "POST"])
def evaluation(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the sheet of the scheme, and keep what was read."""
    application = _application(request, pk)
    if application.state not in (ApplicationState.ACCEPTED, ApplicationState.EVALUATED):
        raise Http404
    scheme = application.scheme_version.read()
    form = EvaluationForm(scheme, jinja.lang(), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            taken = actions.evaluate(
                application=application,
                inspector=request.user,
                sheet=form.sheet(),
                note=form.cleaned_data["note"],
                now=timezone.now(),
            )
        except IllegalMove:
            return _done_already(request)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            if taken.is_doubtful:
                messages.warning(request, _("A value is borderline: another inspector reads this piece too."))
            else:
                messages.success(request, _("The sheet is kept. Somebody else decides."))
            return redirect("stamping")
    context = _piece_context(application) | {
        "form": form,
        "scheme": scheme,
        "bands": _bands(scheme),
        "unit_word": lambda unit: schemes.word("units", unit, jinja.lang()),
    }
    return render(request, "quality_labels/evaluation.html", context, status=422 if form.errors else 200)


@who_decides
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: MemberRequest, pk: int) -> HttpResponse:
    """Show what was read and proposed, and record a grade or a reasoned refusal."""
    application = _application(request, pk)
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
            return _done_already(request)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return redirect("stamping")
    context = _piece_context(application) | {
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


@at_the_centre
@require_safe
def label(request: MemberRequest, public_id: str) -> HttpResponse:
    """Show a label ready to print: QR, whole serial, Arabic and French."""
    row = _label(request, public_id)
    scheme, claims = queries.read_label(row)
    sides = [
        {
            "code": language,
            "grade": schemes.word("grades", claims.grade, language),
            "kind": schemes.word("kinds", claims.kind, language),
            "measured": queries.measured(scheme, claims, language),
            "materials": [schemes.word("materials", code, language) for code in claims.materials or ()],
            "colours": [schemes.word("colours", code, language) for code in claims.colours or ()],
            "not_tested": [names[language] for names in scheme.not_tested],
        }
        for language in ("ar", "fr")
    ]
    context = {
        "label": row,
        "sides": sides,
        "scheme": scheme,
        "qr": queries.qr_svg(row),
        "host": settings.STAMP_HOST.lower(),
        "fresh": row.state == LabelState.SIGNED,
    }
    return render(request, "quality_labels/label.html", context)


@at_the_centre
@require_POST
def affix(request: MemberRequest, public_id: str) -> HttpResponse:
    """Record that a label is on its piece."""
    row = _label(request, public_id)
    try:
        actions.affix(label=row, by=request.user, now=timezone.now())
    except IllegalMove:
        return _done_already(request)
    messages.success(request, _("The label is on the piece, and its grade on the piece's page."))
    return redirect("stamping")


def _application(request: MemberRequest, pk: int) -> Application:
    """Return a request to this centre; another centre's does not exist here."""
    rows = Application.objects.select_related(
        "product__kind", "product__place", "shop__place", "maker", "centre", "scheme_version__scheme"
    )
    return get_object_or_404(rows, pk=pk, centre=request.membership.body)


def _label(request: MemberRequest, public_id: str) -> Label:
    rows = Label.objects.select_related("product__kind", "centre__place", "scheme_version")
    return get_object_or_404(rows, public_id=public_id, centre=request.membership.body)


def _done_already(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("Somebody has already done this step."))
    return redirect("stamping")


def _piece_context(application: Application) -> dict[str, Any]:
    return {
        "application": application,
        "product": application.product,
        "photo": queries.front_photo(application.product),
    }


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


def _bands(scheme: schemes.Scheme) -> list[tuple[int, list[str], bool]]:
    """Return the grades and what reaches them, best first, for the people of the centre."""
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


# What everybody may see.


@public_page
def register(request: HttpRequest) -> HttpResponse:
    """Show the public register, newest first: last digits only, and what the centre refused."""
    page = Paginator(queries.register(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "quality_labels/stamps.html", {"page": page, "counts": queries.state_counts()})


@public_page
def sheet(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the sheet of one stamp: what was measured, and what was not tested."""
    row = (
        queries.register()
        .select_related("scheme_version", "product__maker")
        .filter(public_id=public_id)
        .first()
    )
    if row is None:
        raise Http404
    scheme, claims = queries.read_label(row)
    language = jinja.lang()
    context = {
        "label": row,
        "product": row.product,
        "photo": queries.front_photo(row.product),
        "scheme": scheme,
        "kind": schemes.word("kinds", claims.kind, language),
        "measured": queries.measured(scheme, claims, language),
        "materials": [schemes.word("materials", code, language) for code in claims.materials or ()],
        "colours": [schemes.word("colours", code, language) for code in claims.colours or ()],
        "not_tested": [names[language] for names in scheme.not_tested],
        "set_by_centre": not all(band.official for band in scheme.bands),
        "artisan_no": claims.artisan_no,
    }
    return render(request, "quality_labels/stamp.html", context)
