"""The first screen of the panel."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace.workspace import queries, words
from shops.access import ShopRequest, require_shop


@require_shop
@require_safe
def home(request: ShopRequest) -> HttpResponse:
    """Show the four tiles: a new piece, my pieces, orders to send, my money; and what is unfinished."""
    counts = queries.counts(request.shop)
    _sales, receives = queries.coming_to(request.shop)
    context = {
        "shop": request.shop,
        "counts": counts,
        "orders": counts["to_answer"] + counts["to_send"],
        "coming_dinars": receives // 100,
        "sending": words.for_sending(request.user.pk),
    }
    return render(request, "workspace/home.html", context)
