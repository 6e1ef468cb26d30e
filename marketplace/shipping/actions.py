"""Use cases of delivery."""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction

from marketplace.shipping.models import DeliveryRate
from marketplace.shipping.rates import DEFAULT_RATES


@transaction.atomic
def install_default_rates() -> int:
    """Add the rates an installation starts with, leave those that stand, and return how many were added."""
    standing = set(DeliveryRate.objects.values_list("zone", "method"))
    missing = [rate for rate in DEFAULT_RATES if (rate.zone, rate.method) not in standing]
    DeliveryRate.objects.bulk_create(
        [DeliveryRate(**asdict(rate)) for rate in missing], ignore_conflicts=True
    )
    return len(missing)
