"""Sold in the shop itself: one tap, and it is gone online (A9)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marketplace.machine import AlreadyThere
from marketplace.order import counter
from marketplace.refusal import Refusal
from marketplace.workspace import queries
from shops.access import ShopRequest, require_shop


@require_shop
@require_POST
def sold_here(request: ShopRequest, pk: int) -> HttpResponse:
    """Take one piece off the shelf; `left` is how many the tapped page showed."""
    product = queries.piece_of(request.shop, pk)
    left = request.POST.get("left", "")
    try:
        counter.sell(
            product=product,
            by=request.user,
            left=int(left) if left.isascii() and left.isdigit() and len(left) < 6 else 0,
            now=timezone.now(),
        )
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Sold in the shop. It is gone online."))
    return _back(request, pk)


@require_shop
@require_POST
def undo_sale(request: ShopRequest, pk: int, sale_pk: int) -> HttpResponse:
    """Take back a wrong tap."""
    sale = queries.sale_of(request.shop, pk, sale_pk)
    try:
        counter.undo(sale=sale, by=request.user, now=timezone.now())
    except AlreadyThere:
        messages.warning(request, _("This was taken back already. Nothing was changed."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Taken back. The piece is for sale again."))
    return _back(request, pk)


def _back(request: ShopRequest, pk: int) -> HttpResponse:
    """Return to where the tap was: the list, or the piece."""
    if request.POST.get("back") == "list":
        return redirect("workspace_pieces")
    return redirect("workspace_piece", pk)
