"""The shop's own pieces: listed, priced, photographed, sent to be stamped."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog import actions as catalog_actions
from catalog.models import Product
from marketplace.refusal import Refusal
from marketplace.workspace import queries, words
from marketplace.workspace.forms import PhotoForm, PriceAndStockForm
from quality_labels import actions as label_actions
from quality_labels import queries as label_queries
from shops.access import ShopRequest, require_shop


@require_shop
@require_safe
def pieces(request: ShopRequest) -> HttpResponse:
    """List the shop's own pieces with price, stock, photos that failed, and stamp."""
    found = list(queries.pieces_of(request.shop)[:200])
    context = {
        "shop": request.shop,
        "pieces": [_shown(p) for p in found],
        "drafts": list(queries.open_drafts_of(request.shop)[:30]),
        "sending": words.for_sending(request.user.pk),
    }
    return render(request, "workspace/pieces.html", context)


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
