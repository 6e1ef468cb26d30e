"""The desk face to face: cards entered, first logins printed, help recorded, lost phones replaced."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.desk import slip_sheet
from marketplace.desk.access import require_desk
from marketplace.desk.forms import (
    CardForm,
    CardRefusalForm,
    NewcomerForm,
    PaperForm,
    RecoveryForm,
    SlipForm,
)
from marketplace.refusal import Refusal
from shops.access import ASSISTING, MemberRequest
from shops.people import queries as people
from shops.people.actions import assistance as assistance_actions
from shops.people.actions import cards as card_actions
from shops.people.actions import recovery as recovery_actions
from shops.people.actions import slips as slip_actions
from shops.people.models import AssistanceConsent, CardRenewal, Recovery

SHOWN = 50


# --- cards ---


@require_desk
@require_safe
def renewals(request: MemberRequest) -> HttpResponse:
    """List the photos of renewed cards that wait for this chamber."""
    rows = people.renewals_for(request.membership)[:SHOWN]
    return render(request, "desk/cards.html", {"body": request.membership.body, "rows": rows})


def _renewal(request: MemberRequest, pk: int) -> CardRenewal:
    found = people.renewal_for(request.membership, pk)
    if found is None:
        raise Http404
    return found


@require_desk
@require_http_methods(["GET", "HEAD", "POST"])
def renewal(request: MemberRequest, pk: int) -> HttpResponse:
    """Read a card's photo and enter what stands on it, or send it back."""
    row = _renewal(request, pk)
    old = people.newest_card(row.artisan)
    sends_back = request.POST.get("answer") == "refuse"
    entered = CardForm(
        request.POST if request.method == "POST" and not sends_back else None,
        initial={"number": old.number if old else ""},
    )
    refused = CardRefusalForm(request.POST if request.method == "POST" and sends_back else None)
    form: forms.Form = refused if sends_back else entered
    if request.method == "POST" and form.is_valid():
        try:
            if sends_back:
                card_actions.refuse_renewal(
                    renewal=row,
                    why=form.cleaned_data["why"],
                    member=request.membership,
                    now=timezone.now(),
                )
            else:
                card_actions.accept_renewal(
                    renewal=row, member=request.membership, now=timezone.now(), **form.cleaned_data
                )
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Done."))
            return redirect("desk_cards")
    context = {"row": row, "old": old, "entered": entered, "refused": refused}
    return render(request, "desk/card.html", context, status=422 if form.errors else 200)


@require_desk
@require_safe
def card_photo(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the photo of a card to those who enter it, and to nobody else."""
    row = _renewal(request, pk)
    with row.photo.open("rb") as file:
        return HttpResponse(file.read(), content_type="image/jpeg")


# --- first logins ---


@require_desk
@require_http_methods(["GET", "HEAD", "POST"])
def slips(request: MemberRequest) -> HttpResponse:
    """Print the slip of somebody the house knows; list those printed here."""
    form = SlipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = people.person_for_desk(form.cleaned_data["person"])
        if person is None:
            form.add_error(
                "person", _("Nobody is known by that. Please look again, or open an account below.")
            )
        else:
            try:
                issued = slip_actions.issue(user=person, member=request.membership, now=timezone.now())
            except Refusal as refusal:
                form.add_error(refusal.field, str(refusal))
            else:
                return _printed(issued)
    return _slips_page(request, known=form)


@require_desk
@require_POST
def slip_for_newcomer(request: MemberRequest) -> HttpResponse:
    """Open an account for somebody new, and print the slip."""
    form = NewcomerForm(request.POST)
    if form.is_valid():
        try:
            issued = slip_actions.issue_to_newcomer(
                member=request.membership, now=timezone.now(), **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            return _printed(issued)
    return _slips_page(request, newcomer=form)


def _slips_page(
    request: MemberRequest, *, known: forms.Form | None = None, newcomer: forms.Form | None = None
) -> HttpResponse:
    context = {
        "body": request.membership.body,
        "known": known or SlipForm(),
        "newcomer": newcomer or NewcomerForm(auto_id="new_%s"),
        "rows": people.slips_of(request.membership.body)[:SHOWN],
        "now": timezone.now(),
    }
    failed = any(form is not None and form.errors for form in (known, newcomer))
    return render(request, "desk/slips.html", context, status=422 if failed else 200)


def _printed(issued: slip_actions.Issued) -> HttpResponse:
    """Answer with the paper itself: token and PIN stand there, and nowhere else."""
    response = HttpResponse(slip_sheet.draw(issued), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="damgha-{issued.slip.pk}.pdf"'
    return response


# --- help ---


@require_desk
@require_http_methods(["GET", "HEAD", "POST"])
def assistance(request: MemberRequest) -> HttpResponse:
    """List the shops that let this body act for them; record a signed paper."""
    form = PaperForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        shop = people.shop_for_desk(request.membership, form.cleaned_data["shop"])
        if shop is None:
            form.add_error("shop", _("There is no such shop of your centre or chamber. Please look again."))
        else:
            try:
                assistance_actions.record_paper(
                    shop=shop,
                    member=request.membership,
                    paper_number=form.cleaned_data["paper_number"],
                    until_on=form.cleaned_data["until_on"],
                    now=timezone.now(),
                )
            except Refusal as refusal:
                form.add_error(refusal.field, str(refusal))
            else:
                messages.success(request, _("Recorded. The shop is told."))
                return redirect("desk_help")
    rows = people.consents_of_body(request.membership.body, on=timezone.localdate())[:SHOWN]
    context: dict[str, Any] = {"body": request.membership.body, "form": form, "rows": rows}
    return render(request, "desk/help.html", context, status=422 if form.errors else 200)


def _consent(request: MemberRequest, pk: int) -> AssistanceConsent:
    rows = people.consents_of_body(request.membership.body, on=timezone.localdate())
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_desk
@require_POST
def assist(request: MemberRequest, pk: int) -> HttpResponse:
    """Enter a shop's workspace to act for it."""
    request.session[ASSISTING] = _consent(request, pk).pk
    return redirect("workspace")


@require_desk
@require_POST
def end_assistance(request: MemberRequest, pk: int) -> HttpResponse:
    """End a consent at the shop's wish."""
    assistance_actions.withdraw(consent=_consent(request, pk), by=request.user, now=timezone.now())
    messages.success(request, _("Done."))
    return redirect("desk_help")


@require_desk
@require_POST
def stop_assisting(request: MemberRequest) -> HttpResponse:
    """Come back from a shop's workspace."""
    request.session.pop(ASSISTING, None)
    return redirect("desk_help")


# --- lost phones ---


@require_desk
@require_http_methods(["GET", "HEAD", "POST"])
def recoveries(request: MemberRequest) -> HttpResponse:
    """List the lost phones of this body; ask for a new one."""
    form = RecoveryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = people.person_for_desk(form.cleaned_data["person"])
        if person is None:
            form.add_error("person", _("Nobody is known by that. Please look again."))
        else:
            try:
                recovery_actions.ask(
                    user=person,
                    new_phone=form.cleaned_data["new_phone"],
                    identity_seen=form.cleaned_data["identity_seen"],
                    member=request.membership,
                    now=timezone.now(),
                )
            except Refusal as refusal:
                form.add_error(refusal.field, str(refusal))
            else:
                messages.success(
                    request, _("Noted. A colleague has to look at the card as well and approve.")
                )
                return redirect("desk_phones")
    context = {
        "body": request.membership.body,
        "form": form,
        "rows": people.recoveries_with_devices(request.membership, now=timezone.now())[:SHOWN],
    }
    return render(request, "desk/phones.html", context, status=422 if form.errors else 200)


def _recovery(request: MemberRequest, pk: int) -> Recovery:
    found = people.recoveries_for(request.membership).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_desk
@require_POST
def approve_recovery(request: MemberRequest, pk: int) -> HttpResponse:
    """Approve a new phone as the second person."""
    try:
        recovery_actions.approve(
            recovery=_recovery(request, pk), member=request.membership, now=timezone.now()
        )
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Approved. The old phone and e-mail are told, and every login is ended."))
    return redirect("desk_phones")


@require_desk
@require_POST
def stop_recovery(request: MemberRequest, pk: int) -> HttpResponse:
    """Stop a new phone that is not right."""
    try:
        recovery_actions.stop(
            recovery=_recovery(request, pk), by=request.user, why="at the desk", now=timezone.now()
        )
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Stopped."))
    return redirect("desk_phones")
