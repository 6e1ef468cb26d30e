"""The order in three steps without JavaScript: details, check, confirm; nothing typed is lost on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from marketplace import formats
from marketplace.accounts.models import User
from marketplace.basket import cookie
from marketplace.basket.models import Basket
from marketplace.basket.queries import Contents, contents
from marketplace.basket.views import private, see_other
from marketplace.checkout import actions, queries, rules
from marketplace.checkout.forms import DetailsForm
from marketplace.network import network_of
from marketplace.order.models import Order
from marketplace.payment import queries as payments
from marketplace.payment.states import ProviderCode
from marketplace.refusal import Refusal
from marketplace.settlement import actions as settlement
from marketplace.settlement.queries import current_rates
from marketplace.shipping import places

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(slots=True)
class Desk:
    """What one request of checkout works on: whose basket it is and what it holds."""

    visitor: cookie.Visitor
    basket: Basket
    contents: Contents

    @property
    def details(self) -> dict[str, str]:
        """Return what was typed so far."""
        return dict(self.basket.draft.get("details", {}))


def _desk(request: HttpRequest) -> Desk | HttpResponse:
    """Return the desk, or where to go instead: the order when it was placed already, the basket when it is empty."""
    visitor = cookie.read(request)
    basket = Basket.objects.filter(pk=visitor.basket_id).first() if visitor.basket_id else None
    if basket is not None and basket.status == Basket.SUBMITTED:
        return see_other(Order.objects.get(basket=basket).get_absolute_url())
    if basket is None:
        return see_other(reverse("basket"))
    read = contents(basket, today=localdate())
    return Desk(visitor, basket, read) if read.groups else see_other(reverse("basket"))


@private
@get_or_post
def details(request: HttpRequest) -> HttpResponse:
    """Ask who orders, where it goes, how each part arrives and how it is paid."""
    desk = _desk(request)
    if isinstance(desk, HttpResponse):
        return desk
    if request.method != "POST":
        first = {"country": desk.contents.country, "wilaya": desk.contents.wilaya} | _known(request)
        return _details_page(request, desk, DetailsForm(initial=first | desk.details))
    posted = {key: str(value).strip() for key, value in request.POST.items()}
    typed = {
        key: value
        for key, value in posted.items()
        if key in (*DetailsForm.base_fields, "provider", "currency")
    }
    kept = desk.details | typed
    methods = {
        key.removeprefix("delivery-"): value for key, value in posted.items() if key.startswith("delivery-")
    }
    actions.remember_details(basket_id=desk.basket.pk, details=kept, delivery=methods)
    if posted.get("do") == "places":  # another country or wilaya: show its fields, communes and prices
        return see_other(reverse("checkout"))
    form = DetailsForm(kept)
    if form.is_valid():
        return see_other(reverse("checkout_check"))
    again = _desk(request)
    return again if isinstance(again, HttpResponse) else _details_page(request, again, form, status=422)


def _known(request: HttpRequest) -> dict[str, str]:
    """Return what an account already knows of its holder."""
    user = request.user
    if not isinstance(user, User):
        return {}
    return {"name": user.full_name, "email": user.email or "", "phone": user.phone or ""}


def _details_page(request: HttpRequest, desk: Desk, form: DetailsForm, *, status: int = 200) -> HttpResponse:
    ways = rules.ways_to_pay(desk.contents)
    rates = current_rates(localdate())
    context = {
        "form": form,
        "contents": desk.contents,
        "ways_to_pay": ways,
        "provider": _provider(desk, ways),
        "currencies": ["DZD", *rates],
        "currency": _currency(desk, list(rates)),
        "rates": rates,
    }
    return render(request, "checkout/details.html", context, status=status)


def _provider(desk: Desk, ways: tuple[ProviderCode, ...]) -> str:
    wanted = desk.details.get("provider", "")
    return wanted if wanted in ways else next(iter(ways), "")


def _currency(desk: Desk, usable: list[str]) -> str:
    wanted = desk.details.get("currency", "")
    return wanted if wanted in usable else "DZD"


@dataclass(slots=True)
class Checked:
    """A desk whose details are complete: who buys, what it costs, and how it is paid."""

    desk: Desk
    buyer: rules.Buyer
    offer: rules.Offer
    provider: str
    currency: str


def _checked(request: HttpRequest) -> Checked | HttpResponse:
    """Return everything the check page shows, or where to go first."""
    desk = _desk(request)
    if isinstance(desk, HttpResponse):
        return desk
    form = DetailsForm(desk.details)
    if not form.is_valid():
        return see_other(reverse("checkout"))
    buyer = form.buyer()
    if (desk.contents.country, desk.contents.wilaya) != (buyer.country, buyer.wilaya):
        desk.contents = contents(desk.basket, today=localdate(), country=buyer.country, wilaya=buyer.wilaya)
    ways = rules.ways_to_pay(desk.contents)
    provider = _provider(desk, ways)
    rates = current_rates(localdate())
    cash = provider == ProviderCode.CASH_AT_CENTRE
    currency = "DZD" if cash else _currency(desk, list(rates))
    offer = rules.price(desk.contents, currency=currency, rate=rates.get(currency))
    return Checked(desk, buyer, offer, provider, currency)


@private
@get_or_post
def check(request: HttpRequest) -> HttpResponse:
    """Show everything once more, then take the confirmation."""
    checked = _checked(request)
    if isinstance(checked, HttpResponse):
        return checked
    if request.method != "POST":
        return _check_page(request, checked)
    if request.POST.get("terms") != settings.TERMS_VERSION:
        return _check_page(request, checked, problem=_("Please accept the terms of sale."), status=422)
    seen = request.POST.get("seen", "")
    if checked.provider == ProviderCode.CASH_AT_CENTRE and not queries.is_confirmed(
        checked.desk.basket.pk, checked.buyer.email, now=timezone.now()
    ):
        return _ask_for_code(request, checked)
    return _confirm(request, checked, seen)


def _confirm(request: HttpRequest, checked: Checked, seen: str) -> HttpResponse:
    now = timezone.now()
    try:
        order = actions.place(
            basket_id=checked.desk.basket.pk,
            buyer=checked.buyer,
            provider=checked.provider,
            currency=checked.currency,
            terms_version=request.POST.get("terms", ""),
            seen=seen,
            visitor=_who(request, checked.desk.visitor),
            now=now,
        )
    except actions.PieceSold as sold:
        similar = queries.similar_pieces(sold.product)
        return _check_page(request, checked, problem=str(sold), similar=similar, status=422)
    except Refusal as refusal:
        again = _checked(request)
        if isinstance(again, HttpResponse):
            return again
        return _check_page(request, again, problem=str(refusal), status=422)
    response = see_other(actions.start(order=order, now=now))
    cookie.write(response, cookie.Visitor(checked.desk.visitor.name, None), count=0)
    return response


def _who(request: HttpRequest, visitor: cookie.Visitor) -> actions.Visitor:
    return actions.Visitor(
        session=rules.anonymous("session", visitor.name),
        network=rules.anonymous("network", network_of(request)),
        language=(get_language() or "ar")[:2],
        user=request.user if isinstance(request.user, User) else None,
    )


def _check_page(
    request: HttpRequest, checked: Checked, *, problem: str = "", similar: Any = (), status: int = 200
) -> HttpResponse:
    language = (get_language() or "en")[:2]
    context = {
        "contents": checked.desk.contents,
        "offer": checked.offer,
        "rate": formats.decimal(checked.offer.rate.dinars_per_unit, language) if checked.offer.rate else "",
        "buyer": checked.buyer,
        "provider": checked.provider,
        "provider_label": ProviderCode(checked.provider).label if checked.provider else "",
        "is_cash": checked.provider == ProviderCode.CASH_AT_CENTRE,
        "address": places.address_lines(places.Address.of(checked.buyer), language),
        "abroad": checked.buyer.country != places.ALGERIA,
        "country_name": places.country_name(checked.buyer.country, language),
        "terms_version": settings.TERMS_VERSION,
        "hold_minutes": settings.HOLD_MINUTES,
        "problem": problem,
        "similar": similar,
    }
    return render(request, "checkout/check.html", context, status=status)


def _ask_for_code(request: HttpRequest, checked: Checked) -> HttpResponse:
    try:
        actions.send_code(
            basket_id=checked.desk.basket.pk,
            email=checked.buyer.email,
            language=(get_language() or "ar")[:2],
            now=timezone.now(),
        )
    except Refusal as refusal:
        return _check_page(request, checked, problem=str(refusal), status=422)
    return see_other(reverse("checkout_code"))


@private
@get_or_post
def code(request: HttpRequest) -> HttpResponse:
    """Take the six digits that confirm the contact of an order paid in cash, then place it."""
    checked = _checked(request)
    if isinstance(checked, HttpResponse):
        return checked
    if checked.provider != ProviderCode.CASH_AT_CENTRE:
        return see_other(reverse("checkout_check"))
    context = {"email": checked.buyer.email, "offer": checked.offer, "terms_version": settings.TERMS_VERSION}
    if request.method != "POST":
        return render(request, "checkout/code.html", context | {"problem": ""})
    if request.POST.get("do") == "again":
        return _ask_for_code(request, checked)
    right = actions.confirm_code(
        basket_id=checked.desk.basket.pk,
        email=checked.buyer.email,
        written=request.POST.get("code", ""),
        now=timezone.now(),
    )
    if not right:
        problem = _("This is not the code, or its time is over. Please look again, or ask for a new one.")
        return render(request, "checkout/code.html", context | {"problem": problem}, status=422)
    return _confirm(request, checked, request.POST.get("seen", ""))


@private
@require_safe
def come_back(request: HttpRequest, reference: str) -> HttpResponse:
    """Settle what the buyer comes back from, and show the order.

    A provider sends people back by GET; settling is idempotent, and the inbox does the same when nobody comes back.
    """
    attempt = payments.by_reference(reference)
    if attempt is None:
        raise Http404
    settlement.settle(attempt=attempt, now=timezone.now())
    return see_other(attempt.order.get_absolute_url())
