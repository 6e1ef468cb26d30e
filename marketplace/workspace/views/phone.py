"""An order taken for a caller, of the shop's own pieces (A23)."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.checkout import phone
from shops.access import ShopRequest, require_shop


@require_shop
@require_http_methods(["GET", "HEAD", "POST"])
def new_order(request: ShopRequest) -> HttpResponse:
    """Take an order for somebody on the telephone."""
    return phone.new_order(
        request,
        by=request.user,
        body=request.membership.body,
        template="workspace/phone_order.html",
        slip="workspace_phone_slip",
    )


@require_shop
@require_safe
def slip(request: ShopRequest, number: str) -> HttpResponse:
    """Show what the caller is told: the number and the link of their order."""
    return phone.slip(
        request, body=request.membership.body, number=number, template="workspace/phone_slip.html"
    )
