"""Who I am here: my card, what of me is public, my days, my people, who helps me, and leaving."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog import portraits
from marketplace.accounts import actions as account_actions
from marketplace.accounts import queries as account_queries
from marketplace.refusal import Refusal
from marketplace.workspace import act_names, people_forms, words
from marketplace.workspace.queries import consent_of, maker_of, member_of
from shops.access import ShopRequest, is_owner, require_owner, require_shop
from shops.models import Artisan
from shops.people import queries as people
from shops.people.actions import assistance as assistance_actions
from shops.people.actions import cards as card_actions
from shops.people.actions import consent as consent_actions
from shops.people.actions import holiday as holiday_actions
from shops.people.actions import team as team_actions
from shops.people.states import ConsentMeans
from shops.states import NameConsent, PortraitConsent

ACTS_SHOWN = 100
CLEAR = '"cache", "storage"'  # Clear-Site-Data of a phone that several people share


@require_shop
@require_safe
def cards(request: ShopRequest) -> HttpResponse:
    """Show how the cards of the shop's makers stand, and what to do."""
    return _cards_page(request)


def _cards_page(request: ShopRequest, *, wrong: dict[int, forms.Form] | None = None) -> HttpResponse:
    rows = [
        (row, (wrong or {}).get(row.maker.pk) or people_forms.RenewalForm(auto_id=f"card{row.maker.pk}_%s"))
        for row in people.cards_of_shop(request.shop, today=timezone.localdate())
    ]
    context = {"shop": request.shop, "rows": rows}
    return render(request, "workspace/cards.html", context, status=422 if wrong else 200)


@require_shop
@require_POST
def send_card(request: ShopRequest, artisan_pk: int) -> HttpResponse:
    """Send the photo of a renewed card to the chamber."""
    maker = maker_of(request.shop, artisan_pk)
    form = people_forms.RenewalForm(request.POST, request.FILES, auto_id=f"card{maker.pk}_%s")
    if form.is_valid():
        try:
            card_actions.send_renewal(
                artisan=maker,
                photo=form.cleaned_data["photo"].content,
                by=request.user,
                now=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("The chamber has the photo. When it has entered the card, your pieces go on.")
            )
            return redirect("workspace_cards")
    return _cards_page(request, wrong={maker.pk: form})


@require_shop
@require_safe
def consent(request: ShopRequest) -> HttpResponse:
    """Show what of each maker is public, to her who decides it."""
    return _consent_page(request)


def _consent_page(request: ShopRequest, *, wrong: dict[int, forms.Form] | None = None) -> HttpResponse:
    makers = _deciding(request)
    faces = people.portraits_of(makers)
    rows = [
        {
            "maker": maker,
            "face": faces.get(maker.pk),
            "changes": list(people.consent_changes(maker)[:5]),
            "form": (wrong or {}).get(maker.pk)
            or people_forms.PortraitConsentForm(auto_id=f"face{maker.pk}_%s"),
        }
        for maker in makers
    ]
    return render(
        request, "workspace/consent.html", {"shop": request.shop, "rows": rows}, status=422 if wrong else 200
    )


def _deciding(request: ShopRequest) -> list[Artisan]:
    """Return the makers this person decides for; nobody who acts for a shop decides for anybody."""
    if request.assistance is not None:
        raise Http404
    return people.decides_for(request.user, list(people.makers_of(request.shop)), is_owner=is_owner(request))


def _deciding_for(request: ShopRequest, artisan_pk: int) -> Artisan:
    found = next((maker for maker in _deciding(request) if maker.pk == artisan_pk), None)
    if found is None:
        raise Http404
    return found


@require_shop
@require_POST
def choose_name(request: ShopRequest, artisan_pk: int) -> HttpResponse:
    """Show as much of the name as she says."""
    maker = _deciding_for(request, artisan_pk)
    form = people_forms.NameConsentForm(request.POST)
    if form.is_valid():
        consent_actions.choose_name(
            artisan=maker, shown=NameConsent(form.cleaned_data["shown"]), by=request.user, now=timezone.now()
        )
        messages.success(request, _("Done. The pages follow within a minute."))
    return redirect("workspace_consent")


@require_shop
@require_POST
def choose_portrait(request: ShopRequest, artisan_pk: int) -> HttpResponse:
    """Show the picture that she says, or none."""
    maker = _deciding_for(request, artisan_pk)
    form = people_forms.PortraitConsentForm(request.POST, request.FILES, auto_id=f"face{maker.pk}_%s")
    if not form.is_valid():
        return _consent_page(request, wrong={maker.pk: form})
    shown, photo = PortraitConsent(form.cleaned_data["shown"]), form.cleaned_data["photo"]
    if photo is not None and shown != PortraitConsent.NONE:
        portraits.keep_portrait(artisan=maker, shows=shown, photo=photo, by=request.user, now=timezone.now())
    else:
        consent_actions.choose_portrait(artisan=maker, shown=shown, by=request.user, now=timezone.now())
    messages.success(request, _("Done. The pages follow within a minute."))
    return redirect("workspace_consent")


@require_shop
@require_http_methods(["GET", "HEAD", "POST"])
def holiday(request: ShopRequest) -> HttpResponse:
    """Close the shop for a while, by a big button or by two days."""
    if request.method != "POST":
        return _holiday_page(request, people_forms.HolidayForm())
    chosen = people_forms.span(request.POST.get("span", ""), timezone.localdate())
    form = people_forms.HolidayForm({"from_on": chosen[0], "until_on": chosen[1]} if chosen else request.POST)
    if form.is_valid():
        try:
            holiday_actions.close_for(
                shop=request.shop,
                from_on=form.cleaned_data["from_on"],
                until_on=form.cleaned_data["until_on"],
                now=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Noted. Your pieces stay in sight and open again by themselves."))
            return redirect("workspace_holiday")
    return _holiday_page(request, form)


def _holiday_page(request: ShopRequest, form: forms.Form) -> HttpResponse:
    today, shop = timezone.localdate(), request.shop
    is_closed = shop.is_closed_on(today)
    context = {
        "shop": shop,
        "form": form,
        "closed": is_closed,
        "to_come": not is_closed and shop.closed_from_on is not None and shop.closed_from_on > today,
        "over": shop.closed_until_on is not None and shop.closed_until_on < today,
    }
    return render(request, "workspace/holiday.html", context, status=422 if form.errors else 200)


@require_shop
@require_POST
def open_again(request: ShopRequest) -> HttpResponse:
    """Open before the holiday is over."""
    holiday_actions.open_again(shop=request.shop)
    messages.success(request, _("Your shop is open."))
    return redirect("workspace_holiday")


@require_owner
@require_http_methods(["GET", "HEAD", "POST"])
def team(request: ShopRequest) -> HttpResponse:
    """Show who works in the shop; add a seller."""
    form = people_forms.SellerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            team_actions.add_seller(
                shop=request.shop,
                name=form.cleaned_data["name"],
                full_name=form.cleaned_data["full_name"],
                now=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Added. They log in with a code, by this phone or e-mail."))
            return redirect("workspace_team")
    members = people.team_of(request.shop, on=timezone.localdate())
    context = {"shop": request.shop, "members": members, "form": form}
    return render(request, "workspace/team.html", context, status=422 if form.errors else 200)


@require_owner
@require_POST
def end_role(request: ShopRequest, member_pk: int) -> HttpResponse:
    """End a seller's role at once."""
    try:
        team_actions.end_role(
            shop=request.shop, membership=member_of(request.shop, member_pk), now=timezone.now()
        )
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("This person no longer works in your shop."))
    return redirect("workspace_team")


@require_owner
@require_http_methods(["GET", "HEAD", "POST"])
def get_help(request: ShopRequest) -> HttpResponse:
    """Show who may act for the shop and what they did; let a body help."""
    form = people_forms.HelpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            assistance_actions.give_consent(
                shop=request.shop,
                body=form.cleaned_data["body"],
                means=ConsentMeans.HERSELF,
                until_on=form.cleaned_data["until_on"],
                by=request.user,
                now=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Noted. You can end it here at any time."))
            return redirect("workspace_help")
    today = timezone.localdate()
    consents = list(people.consents_of_shop(request.shop)[:20])
    context: dict[str, Any] = {
        "shop": request.shop,
        "form": form,
        "open": [row for row in consents if row.ended_at is None and row.until_on >= today],
        "acts": list(people.acts_for(request.shop)[:ACTS_SHOWN]),
        "names": act_names.NAMES,
        "something": act_names.SOMETHING,
    }
    return render(request, "workspace/help.html", context, status=422 if form.errors else 200)


@require_owner
@require_POST
def end_help(request: ShopRequest, consent_pk: int) -> HttpResponse:
    """Take a consent back."""
    assistance_actions.withdraw(
        consent=consent_of(request.shop, consent_pk), by=request.user, now=timezone.now()
    )
    messages.success(request, _("Ended. They can do nothing more for your shop."))
    return redirect("workspace_help")


@require_shop
@require_http_methods(["GET", "HEAD", "POST"])
def devices(request: ShopRequest) -> HttpResponse:
    """Show on how many phones this person is logged in; end all others."""
    if request.assistance is not None:
        raise Http404
    if request.method == "POST":
        account_actions.end_other_logins(request=request, user=request.user, now=timezone.now())
        messages.success(request, _("Done. You are logged in on this phone only."))
        return redirect("workspace_devices")
    rows = list(account_queries.devices_of(request.user, now=timezone.now()))
    context = {"shop": request.shop, "rows": rows, "this_key": request.session.session_key}
    return render(request, "workspace/devices.html", context)


@require_shop
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: ShopRequest) -> HttpResponse:
    """Leave a shared phone: log out, and have the browser forget what it kept for this person."""
    if request.method != "POST":
        kept = {"shop": request.shop, "sending": words.for_sending(request)}
        return render(request, "workspace/leave.html", kept)
    logout(request)
    response = redirect("account_login")
    response["Clear-Site-Data"] = CLEAR
    return response
