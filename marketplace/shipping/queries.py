"""Reads of the delivery table."""

from __future__ import annotations

from django.db.models import Q

from marketplace.shipping.models import DeliveryRate
from marketplace.shipping.rates import CENTRE, Rate, zones_of


def rates_to(country: str, wilaya: str) -> tuple[Rate, ...]:
    """Return the rates that may hold for a place, collecting included: one query."""
    rows = DeliveryRate.objects.filter(Q(zone__in=zones_of(country, wilaya)) | Q(zone=CENTRE))
    return tuple(
        Rate(*row) for row in rows.values_list("zone", "method", "price_dinars", "days_min", "days_max")
    )
