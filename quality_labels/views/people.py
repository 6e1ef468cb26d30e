"""The people of a centre: who may read what, who keeps away from whose pieces, and what the centre has settled."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marketplace.machine import IllegalMove
from marketplace.public_pages import public_page
from marketplace.refusal import Refusal
from quality_labels import actions, queries
from quality_labels.models import Accreditation
from quality_labels.people_forms import AccreditForm, EndForm, InterestForm, PolicyForm
from quality_labels.register import statistics
from quality_labels.states import Craft
from quality_labels.views.access import at_the_centre, done_already, who_decides
from shops.access import MemberRequest
from shops.models import Body
from shops.states import BodyKind, Role


@at_the_centre
@require_safe
def people(request: MemberRequest) -> HttpResponse:
    """Show who may read what, what I declared, and what the centre has settled."""
    return people_page(request)


def people_page(
    request: MemberRequest, wrong: dict[str, forms.Form] | None = None, ending: int = 0
) -> HttpResponse:
    """Show the people of the centre with the forms; `wrong` are those to be shown again with their errors."""
    centre, today = request.membership.body, timezone.localdate()
    members = queries.people_of(centre, on=today)
    context: dict[str, Any] = {
        "centre": centre,
        "accredited": list(queries.accreditations(centre, on=today)),
        "declared": list(queries.declared_by(request.user, on=today)),
        "decides": request.membership.role == Role.DECIDER,
        "me": request.user,
        "ending": ending,
        "forms": {
            "accredit": AccreditForm(members.exclude(pk=request.user.pk)),
            "end": EndForm(),
            "interest": InterestForm(),
            "policy": PolicyForm.of(queries.policy_of(centre)),
        }
        | (wrong or {}),
    }
    return render(request, "quality_labels/people.html", context, status=422 if wrong else 200)


@who_decides
@require_POST
def accredit(request: MemberRequest) -> HttpResponse:
    """Accredit a colleague for a craft."""
    centre = request.membership.body
    form = AccreditForm(queries.people_of(centre, on=timezone.localdate()), request.POST)
    if not form.is_valid():
        return people_page(request, {"accredit": form})
    try:
        actions.accredit(centre=centre, by=request.user, now=timezone.now(), **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return people_page(request, {"accredit": form})
    messages.success(request, _("Accredited. The public log tells of it without a name."))
    return redirect("stamping_people")


@who_decides
@require_POST
def end(request: MemberRequest, accreditation_pk: int) -> HttpResponse:
    """Take an accreditation back."""
    rows = Accreditation.objects.filter(centre=request.membership.body)
    row = get_object_or_404(rows, pk=accreditation_pk)
    form = EndForm(request.POST)
    form.is_valid()
    try:
        actions.end_accreditation(
            accreditation=row, by=request.user, why=form.cleaned_data.get("why", ""), now=timezone.now()
        )
    except IllegalMove:
        return done_already(request)
    except Refusal as refusal:
        form.add_error("why", str(refusal))
        return people_page(request, {"end": form}, row.pk)
    messages.success(request, _("It has ended. What was read until now stays."))
    return redirect("stamping_people")


@at_the_centre
@require_POST
def declare(request: MemberRequest) -> HttpResponse:
    """Declare that I have a part in a shop."""
    form = InterestForm(request.POST)
    if not form.is_valid():
        return people_page(request, {"interest": form})
    actions.declare_interest(person=request.user, now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("Declared. You neither read nor decide on the pieces of this shop."))
    return redirect("stamping_people")


@who_decides
@require_POST
def settle(request: MemberRequest) -> HttpResponse:
    """Settle which seats the centre keeps apart."""
    form = PolicyForm(request.POST)
    form.is_valid()  # ticks alone: nothing can be wrong
    actions.settle_policy(
        centre=request.membership.body, by=request.user, now=timezone.now(), **form.cleaned_data
    )
    messages.success(request, _("Settled. The public page of the centre says it."))
    return redirect("stamping_people")


@at_the_centre
@require_safe
def agreement(request: MemberRequest) -> HttpResponse:
    """Show how far the grades of each reader are from those of a second look."""
    rows = queries.agreements(request.membership.body)
    return render(request, "quality_labels/agreement.html", {"rows": rows})


@public_page
def centre(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how a stamping centre works: what nobody may join, what it joins, how many it is, and what it decided."""
    row: Body = get_object_or_404(
        Body.objects.select_related("place"), slug=slug, kind=BodyKind.STAMPING_CENTRE
    )
    today = timezone.localdate()
    seats = queries.seats_of(row, on=today)
    crafts = {accreditation.craft for accreditation in queries.accreditations(row, on=today)}
    number = f"{row.number or 0:02d}"
    context = {
        "centre": row,
        "policy": queries.policy_of(row),
        "readers": seats.get(Role.INSPECTOR, 0),
        "deciders": seats.get(Role.DECIDER, 0),
        "crafts": [(craft.label, craft in crafts) for craft in Craft],
        "figures": next(figures for figures in statistics() if figures["centre"] == number),
    }
    return render(request, "quality_labels/centre.html", context)
