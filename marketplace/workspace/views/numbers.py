"""The shop's own numbers as pictures (A17)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from marketplace import jinja
from marketplace.workspace import numbers
from shops.access import ShopRequest, require_shop


@require_shop
@require_safe
def own_numbers(request: ShopRequest) -> HttpResponse:
    """Show looks, sales and best pieces of four weeks, or of a year."""
    asked = request.GET.get("period", "")
    period = asked if asked in numbers.PERIODS else "weeks"
    found = numbers.numbers_of(request.shop, period=period, now=timezone.now(), language=jinja.lang())
    return render(
        request, "workspace/numbers.html", {"shop": request.shop, "numbers": found, "period": period}
    )
