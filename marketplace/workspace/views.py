"""The artisan's panel: own orders and own pieces, nothing of another shop (A5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog import actions as catalog_actions
from catalog.models import Product
from marketplace.machine import IllegalMove
from marketplace.order import actions as order_actions
from marketplace.order.models import ShopOrder
from marketplace.refusal import Refusal
from marketplace.shipping import places
from marketplace.workspace import queries
from marketplace.workspace.forms import NewPieceForm, PhotoForm, PriceAndStockForm, RefusalForm, SendingForm
from quality_labels import actions as label_actions
from quality_labels import queries as label_queries
from shops.access import ShopRequest, require_shop


@require_shop
@require_safe
def home(request: ShopRequest) -> HttpResponse:
    """Show the four tiles: a new piece, my pieces, my orders, my stamps."""
    return render(
        request, "workspace/home.html", {"shop": request.shop, "counts": queries.counts(request.shop)}
    )


@require_shop
@require_safe
def orders(request: ShopRequest) -> HttpResponse:
    """List the shop's own part of orders, those that wait for it first."""
    found = list(queries.orders_of(request.shop)[: queries.PAGE])
    waiting = [order for order in found if order.state in (*queries.TO_ANSWER, queries.S.ACCEPTED)]
    others = [order for order in found if order not in waiting]
    return render(
        request, "workspace/orders.html", {"shop": request.shop, "waiting": waiting, "others": others}
    )


@require_shop
@require_safe
def order(request: ShopRequest, number: str) -> HttpResponse:
    """Show one shop order with what can be done now."""
    return _order_page(request, queries.order_of(request.shop, number))


def _order_page(
    request: ShopRequest,
    shop_order: ShopOrder,
    *,
    refusal: RefusalForm | None = None,
    sending: SendingForm | None = None,
) -> HttpResponse:
    failed = bool((refusal and refusal.errors) or (sending and sending.errors))
    context = {
        "shop": request.shop,
        "shop_order": shop_order,
        "address": places.address_lines(
            places.Address.of(shop_order.order), get_language() or request.shop.language
        ),
        "can_answer": shop_order.state in queries.TO_ANSWER,
        "can_send": shop_order.state == queries.S.ACCEPTED,
        "refusal": refusal or RefusalForm(),
        "sending": sending or SendingForm(),
    }
    return render(request, "workspace/order.html", context, status=422 if failed else 200)


@require_shop
@require_POST
def accept(request: ShopRequest, number: str) -> HttpResponse:
    """Promise to send it."""
    shop_order = queries.order_of(request.shop, number)
    _moved(
        request,
        lambda: order_actions.accept(shop_order=shop_order, by=request.user, now=timezone.now()),
        _("Accepted. Please send it by the day shown."),
    )
    return redirect("workspace_order", number)


@require_shop
@require_POST
def refuse(request: ShopRequest, number: str) -> HttpResponse:
    """Say no with a reason the buyer reads."""
    shop_order = queries.order_of(request.shop, number)
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return _order_page(request, shop_order, refusal=form)
    reason = form.cleaned_data["reason"]
    _moved(
        request,
        lambda: order_actions.refuse(
            shop_order=shop_order, by=request.user, reason=reason, now=timezone.now()
        ),
        _("Refused. The buyer is told."),
    )
    return redirect("workspace_order", number)


@require_shop
@require_POST
def send(request: ShopRequest, number: str) -> HttpResponse:
    """Say how it left: a tracking number, or handed to the centre."""
    shop_order = queries.order_of(request.shop, number)
    form = SendingForm(request.POST)
    if not form.is_valid():
        return _order_page(request, shop_order, sending=form)
    _moved(
        request,
        lambda: order_actions.send(
            shop_order=shop_order, by=request.user, now=timezone.now(), **form.cleaned_data
        ),
        _("Sent. The buyer is told."),
    )
    return redirect("workspace_order", number)


def _moved(request: ShopRequest, move: Callable[[], Any], said: str) -> None:
    """Make one move and say how it went; a second tap, or a late one, is told and changes nothing."""
    try:
        move()
    except IllegalMove:
        messages.warning(request, _("This order has already moved on. Nothing was changed."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, said)


@require_shop
@require_safe
def pieces(request: ShopRequest) -> HttpResponse:
    """List the shop's own pieces with price, stock, photos that failed, and stamp."""
    found = list(queries.pieces_of(request.shop)[:200])
    return render(
        request, "workspace/pieces.html", {"shop": request.shop, "pieces": [_shown(p) for p in found]}
    )


def _shown(product: Product) -> dict[str, Any]:
    photos = list(product.images.all())
    return {
        "product": product,
        "stock": next(iter(product.stockrecords.all()), None),
        "photo": next((photo for photo in photos if photo.derivatives), None),
        "photos": photos,
        "failed": [photo for photo in photos if photo.state == "failed"],
    }


@require_shop
@require_http_methods(["GET", "HEAD", "POST"])
def new_piece(request: ShopRequest) -> HttpResponse:
    """List a new piece with its photos, by one plain form."""
    form = NewPieceForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _new_piece_page(request, form)
    try:
        product = catalog_actions.list_piece(
            shop=request.shop,
            maker=getattr(request.user, "artisan", None),
            facts=form.facts(language=request.shop.language, now=timezone.now()),
            uploads=form.cleaned_data["photos"],
            now=timezone.now(),
        )
    except Refusal as refusal:
        form.add_error("photos" if refusal.field == "photo" else None, str(refusal))
        return _new_piece_page(request, form)
    messages.success(request, _("The piece is listed. Its photos appear in a moment."))
    return redirect("workspace_piece", product.pk)


def _new_piece_page(request: ShopRequest, form: NewPieceForm) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "workspace/new_piece.html", {"shop": request.shop, "form": form}, status=status)


@require_shop
@require_http_methods(["GET", "HEAD", "POST"])
def piece(request: ShopRequest, pk: int) -> HttpResponse:
    """Show one piece; change its price and stock."""
    product = queries.piece_of(request.shop, pk)
    if request.method != "POST":
        return _piece_page(request, product)
    form = PriceAndStockForm(request.POST)
    if form.is_valid():
        try:
            catalog_actions.reprice_and_count(
                product=product, dinars=form.cleaned_data["price"], count=form.cleaned_data["stock"]
            )
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("workspace_piece", pk)
    return _piece_page(request, product, prices=form)


def _piece_page(
    request: ShopRequest,
    product: Product,
    *,
    prices: forms.Form | None = None,
    photo: forms.Form | None = None,
) -> HttpResponse:
    shown = _shown(product)
    stock = shown["stock"]
    context = {
        **shown,
        "shop": request.shop,
        "prices": prices
        or PriceAndStockForm(initial={"price": int(stock.price), "stock": stock.num_in_stock}),
        "photo_form": photo or PhotoForm(),
        "application": label_queries.latest_application(product),
        "label": label_queries.label_of(product),
    }
    failed = any(form is not None and form.errors for form in (prices, photo))
    return render(request, "workspace/piece.html", context, status=422 if failed else 200)


@require_shop
@require_POST
def add_photo(request: ShopRequest, pk: int) -> HttpResponse:
    """Keep one more photo of a piece."""
    product = queries.piece_of(request.shop, pk)
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["photo"]
        try:
            catalog_actions.add_photo(
                product=product,
                upload=upload,
                size=upload.size,
                view=form.cleaned_data["view"],
                now=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("The photo is kept. It appears in a moment."))
            return redirect("workspace_piece", pk)
    return _piece_page(request, product, photo=form)


@require_shop
@require_POST
def retry_photo(request: ShopRequest, pk: int, photo_pk: int) -> HttpResponse:
    """Try a failed photo once more."""
    catalog_actions.retry_photo(photo=queries.photo_of(request.shop, pk, photo_pk), now=timezone.now())
    messages.success(request, _("The photo is being tried again."))
    return redirect("workspace_piece", pk)


@require_shop
@require_POST
def ask_for_stamp(request: ShopRequest, pk: int) -> HttpResponse:
    """Ask the stamping centre to look at a piece."""
    product = queries.piece_of(request.shop, pk)
    try:
        label_actions.submit(product=product, by=request.user, now=timezone.now())
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The stamping centre has your request."))
    return redirect("workspace_piece", pk)
