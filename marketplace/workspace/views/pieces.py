"""The shop's own pieces: listed, and sent to be stamped."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog.models import Product
from marketplace.refusal import Refusal
from marketplace.workspace import queries, words
from quality_labels import actions as label_actions
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
        "sending": words.for_sending(request),
    }
    return render(request, "workspace/pieces.html", context)


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
