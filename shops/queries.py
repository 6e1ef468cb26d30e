"""Reads of people and bodies that more than one caller needs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from shops.destination import queries as destinations
from shops.destination.models import PayoutDestination
from shops.models import Artisan, ArtisanCard
from shops.partner.models import Partner


def artisans_with_card(artisan_ids: Iterable[int], *, on: date) -> set[int]:
    """Return those of these makers who may sell on that day: by their own card, or by the one who answers for them."""
    valid = ArtisanCard.objects.filter(issued_on__lte=on, expires_on__gte=on).values("artisan")
    makers = Artisan.objects.filter(pk__in=set(artisan_ids))
    return set(
        makers.filter(Q(pk__in=valid) | Q(guarantor__in=valid)).values_list("pk", flat=True).distinct()
    )


def payout_destination_of(shop: Partner) -> PayoutDestination | None:
    """Return where the shop's money goes now; None where nobody said it yet."""
    return destinations.destination_of(shop)


def payouts_paused(shop: Partner, on: date) -> bool:
    """Tell whether nothing is paid out to this shop on that day: where its money goes has just changed."""
    return destinations.are_paused(shop, on=on)
