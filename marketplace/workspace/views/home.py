"""The first screen of the panel."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from marketplace.workspace import queries
from shops.access import SHOP_ROLES, ShopRequest, memberships_of, require_shop


@require_safe
def door(request: HttpRequest) -> HttpResponse:
    """Open the panel to whoever has a shop, and lead a person who has none to her application for one."""
    if request.user.is_authenticated and not any(one.role in SHOP_ROLES for one in memberships_of(request)):
        return redirect("workspace_apply")
    return home(request)


@require_shop
def home(request: ShopRequest) -> HttpResponse:
    """Show the four tiles: a new piece, my pieces, my orders, my stamps."""
    return render(
        request, "workspace/home.html", {"shop": request.shop, "counts": queries.counts(request.shop)}
    )
