"""The shop's own pieces: listed, and sent to be stamped."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog import actions as catalog_actions
from catalog.models import Product
from catalog.states import ListingState
from marketplace.refusal import Refusal
from marketplace.workspace import queries
from marketplace.workspace.forms import NewPieceForm
from quality_labels import actions as label_actions
from shops.access import ShopRequest, require_shop


@require_shop
@require_safe
def pieces(request: ShopRequest) -> HttpResponse:
    """List the shop's own pieces with price, stock, photos that failed, and stamp."""
    found = list(queries.pieces_of(request.shop)[:200])
    return render(
        request, "workspace/pieces.html", {"shop": request.shop, "pieces": [_shown(p) for p in found]}
    )


def _shown(product: Product) -> dict[str, Any]:
    photos = [photo for photo in product.images.all() if photo.is_shown]
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
            by=request.user,
        )
    except Refusal as refusal:
        form.add_error("photos" if refusal.field == "photo" else None, str(refusal))
        return _new_piece_page(request, form)
    if product.state == ListingState.REVIEW:
        messages.success(request, _("The piece is kept. It is shown as soon as somebody has looked at it."))
    else:
        messages.success(request, _("The piece is listed. Its photos appear in a moment."))
    return redirect("workspace_piece", product.pk)


def _new_piece_page(request: ShopRequest, form: NewPieceForm) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "workspace/new_piece.html", {"shop": request.shop, "form": form}, status=status)


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
