"""Reads of people and bodies that more than one caller needs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from shops.models import Artisan, ArtisanCard


def artisans_with_card(artisan_ids: Iterable[int], *, on: date) -> set[int]:
    """Return those of these makers who may sell on that day: by their own card, or by the one who answers for them."""
    valid = ArtisanCard.objects.filter(issued_on__lte=on, expires_on__gte=on).values("artisan")
    makers = Artisan.objects.filter(pk__in=set(artisan_ids))
    return set(
        makers.filter(Q(pk__in=valid) | Q(guarantor__in=valid)).values_list("pk", flat=True).distinct()
    )
