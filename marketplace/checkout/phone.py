"""The one page on which an order is taken for a caller, as workspace and desk show it: a piece, and who calls."""

from __future__ import annotations

import uuid
from typing import Any

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate
from django.utils.translation import get_language

from catalog.models import Product
from catalog.rules import short_code
from marketplace.accounts.models import User
from marketplace.checkout import actions, queries
from marketplace.checkout.forms import CallerForm
from marketplace.checkout.models import PhoneOrder
from marketplace.jinja import absolute
from marketplace.money import Money
from marketplace.refusal import Refusal
from shops.models import Body


def new_order(request: HttpRequest, *, by: User, body: Body, template: str, slip: str) -> HttpResponse:
    """Find a piece, then take the order with one form; `slip` names the page that follows.

    A piece that is not for `body` to sell answers "not found".
    """
    pieces = queries.phone_pieces(body)
    asked = request.POST.get("piece") or request.GET.get("piece") or ""
    if not asked:
        written = request.GET.get("q", "").replace("\0", "").strip()[:80]  # PostgreSQL takes no NUL
        found = [_shown(piece) for piece in queries.find_pieces(pieces, written)]
        return render(request, template, {"piece": None, "found": found, "written": written})
    piece = (
        pieces.filter(pk=int(asked)).first()
        if asked.isascii() and asked.isdigit() and len(asked) < 12
        else None
    )
    if piece is None:
        raise Http404
    form = CallerForm(request.POST if request.method == "POST" else None, initial={"nonce": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            order = actions.place_by_phone(
                piece=piece,
                quantity=form.cleaned_data["quantity"],
                caller=form.caller(),
                unit=Money.dinars(form.cleaned_data["price"]),
                nonce=form.cleaned_data["nonce"],
                taken_by=by,
                body=body,
                language=(get_language() or "ar")[:2],
                now=timezone.now(),
            )
        except Refusal as no:
            form.add_error(no.field if no.field in form.fields else None, str(no))
        else:
            actions.start(order=order, now=timezone.now())
            messages.success(
                request, translation.gettext("The order is taken. The piece is kept for the caller.")
            )
            return redirect(slip, order.number)
    return _piece_page(request, template, piece, form)


def _piece_page(request: HttpRequest, template: str, piece: Product, form: CallerForm) -> HttpResponse:
    offer, cannot = None, ""
    try:
        offer = queries.phone_offer(piece, today=localdate())
    except Refusal as no:
        cannot = str(no)
    context = {
        "piece": piece,
        **_shown(piece),
        "form": form,
        "cannot": cannot,
        "price": offer.dzd.minor // 100 if offer else None,
        "centre": piece.shop.centre if piece.shop else None,
        "ready_on": offer.parts[0].group.chosen.until_on if offer and offer.parts[0].group.chosen else None,
    }
    return render(request, template, context, status=422 if form.is_bound and form.errors else 200)


def _shown(piece: Product) -> dict[str, Any]:
    photos = list(piece.images.all())
    return {
        "product": piece,
        "short": short_code(piece.pk),
        "stock": next(iter(piece.stockrecords.all()), None),
        "photo": next((photo for photo in photos if photo.derivatives), None),
    }


def slip(request: HttpRequest, *, body: Body, number: str, template: str) -> HttpResponse:
    """Show an order this body took by telephone, to be read out or printed: its number, its link, and the link's QR."""
    taken = (
        PhoneOrder.objects.filter(body=body, order__number=number)
        .select_related("order", "taken_by", "body")
        .first()
    )
    if taken is None:
        raise Http404
    with translation.override(taken.order.language):
        link = absolute(taken.order.get_absolute_url())
    parts = list(taken.order.shop_orders.select_related("shop__centre").prefetch_related("lines"))
    hold = taken.order.holds.order_by("expires_at").first()
    context = {
        "order": taken.order,
        "parts": parts,
        "link": link,
        "qr": _qr(link),
        "kept_until": hold.expires_at if hold else None,
        "taken": taken,
    }
    return render(request, template, context)


def _qr(link: str) -> SafeString:
    drawn = segno.make_qr(link, error="m").svg_inline(
        border=4, omitsize=True, title=link, svgclass="qr", lineclass=None, light="#fff"
    )
    return mark_safe(drawn)  # noqa: S308  (segno's own markup; it escapes the title)
