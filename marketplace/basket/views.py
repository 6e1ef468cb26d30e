"""The basket's page and the two forms that change it. It never needs a session: see `cookie`."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from catalog import seams
from marketplace.basket import actions, cookie, queries
from marketplace.refusal import Refusal
from marketplace.same_site import same_site_only
from marketplace.shipping import places

private = cache_control(private=True, no_store=True)
LONGEST_ID = 18


def see_other(address: str) -> HttpResponseRedirect:
    """Return a 303: what follows a form is a page of its own, which may be loaded again."""
    response = HttpResponseRedirect(address)
    response.status_code = HTTPStatus.SEE_OTHER
    return response


@private
@require_safe
def basket(request: HttpRequest) -> HttpResponse:
    """Show what is in the basket, by shop, with what it costs to bring it to `?to=FR`; nothing is written."""
    country = request.GET.get("to", "").upper()
    wilaya = request.GET.get("wilaya")
    return _page(request, country=country if country in places.DELIVERABLE else "", wilaya=wilaya)


def _page(
    request: HttpRequest,
    *,
    country: str = "",
    wilaya: str | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    visitor = cookie.read(request)
    read = queries.contents(
        queries.open_basket(visitor.basket_id), today=localdate(), country=country, wilaya=wilaya
    )
    language = translation.get_language() or "en"
    context = {
        "contents": read,
        "problem": problem,
        "countries": places.countries(language),
        "wilayas": places.wilaya_choices(language),
        "algeria": places.ALGERIA,
        "rates": seams.rates_on(localdate()),
        "country_name": places.country_name(read.country, language),
    }
    return render(request, "basket/basket.html", context, status=status)


@same_site_only
@private
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Put a piece in and show the basket; a refusal is said on the basket's page."""
    visitor = cookie.read(request)
    product_id = _number(request.POST.get("product", ""))
    if product_id is None:
        return _page(request, problem=_("This piece is not for sale."), status=422)
    try:
        changed = actions.add(
            basket_id=visitor.basket_id,
            product_id=product_id,
            quantity=request.POST.get("quantity") or "1",
            today=localdate(timezone.now()),
        )
    except Refusal as refusal:
        return _page(request, problem=str(refusal), status=422)
    response = see_other(_back(request) or reverse("basket"))
    cookie.write(response, cookie.Visitor(visitor.name, changed.pk), count=queries.count_of(changed.pk))
    return response


def _back(request: HttpRequest) -> str:
    """Return where the form wants to go on, when that is on our own site."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and ours else ""


@same_site_only
@private
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Write what was changed on the basket's page: quantities, ways of delivery, the country, one piece taken out."""
    visitor = cookie.read(request)
    if queries.open_basket(visitor.basket_id) is None or visitor.basket_id is None:
        response = see_other(reverse("basket"))
        cookie.write(response, cookie.Visitor(visitor.name, None), count=0)
        return response
    try:
        actions.change(
            basket_id=visitor.basket_id,
            quantities=_numbered(request, "quantity-"),
            remove=_number(request.POST.get("remove", "")),
            delivery=_named(request, "delivery-"),
            country=request.POST.get("to", "").upper(),
            wilaya=request.POST.get("wilaya"),
            today=localdate(),
        )
    except Refusal as refusal:
        return _page(request, problem=str(refusal), status=422)
    response = see_other(reverse("checkout" if request.POST.get("do") == "order" else "basket"))
    cookie.write(response, visitor, count=queries.count_of(visitor.basket_id))
    return response


def _named(request: HttpRequest, prefix: str) -> dict[str, str]:
    return {
        key.removeprefix(prefix): str(value) for key, value in request.POST.items() if key.startswith(prefix)
    }


def _numbered(request: HttpRequest, prefix: str) -> dict[int, str]:
    named = _named(request, prefix)
    return {number: value for key, value in named.items() if (number := _number(key)) is not None}


def _number(written: str) -> int | None:
    """Return a row's id, as long as one can be; Python would not even read five thousand digits."""
    return int(written) if written.isascii() and written.isdigit() and len(written) <= LONGEST_ID else None
