"""An order taken for a caller: a clerk for the shops of the centre, the operator for all (A23)."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.checkout import phone
from marketplace.desk.access import require_caller
from shops.access import MemberRequest


@require_caller
@require_http_methods(["GET", "HEAD", "POST"])
def new_order(request: MemberRequest) -> HttpResponse:
    """Take an order for somebody on the telephone."""
    return phone.new_order(
        request,
        by=request.user,
        body=request.membership.body,
        template="desk/phone_order.html",
        slip="desk_phone_slip",
    )


@require_caller
@require_safe
def slip(request: MemberRequest, number: str) -> HttpResponse:
    """Show what the caller is told: the number and the link of their order."""
    return phone.slip(request, body=request.membership.body, number=number, template="desk/phone_slip.html")
