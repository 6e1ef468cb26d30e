"""What is coming to the shop for its sales: thin until money is paid out from here."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace.money import Money
from marketplace.workspace import queries
from shops.access import ShopRequest, require_shop


@require_shop
@require_safe
def money(request: ShopRequest) -> HttpResponse:
    """List the sales that are paid, each with what the shop receives, and their sum."""
    sales, receives = queries.coming_to(request.shop)
    held, waits = queries.held_back(request.shop)
    context = {
        "shop": request.shop,
        "sales": [(sale, Money(sale.dzd_minor - sale.commission_minor)) for sale in sales],
        "receives": Money(receives),
        "held": held,
        "waits": Money(waits),
    }
    return render(request, "workspace/money.html", context)
