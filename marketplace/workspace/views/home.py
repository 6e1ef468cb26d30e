"""The first screen of the panel."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace.workspace import queries
from shops.access import ShopRequest, require_shop


@require_shop
@require_safe
def home(request: ShopRequest) -> HttpResponse:
    """Show the four tiles: a new piece, my pieces, my orders, my stamps."""
    return render(
        request, "workspace/home.html", {"shop": request.shop, "counts": queries.counts(request.shop)}
    )
