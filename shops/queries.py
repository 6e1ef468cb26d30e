"""Reads of people and bodies that more than one caller needs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from shops.destination import queries as destinations
from shops.destination.models import PayoutDestination
from shops.models import Artisan, ArtisanCard, Body
from shops.partner.models import Partner
from shops.states import BodyKind


def artisans_with_card(artisan_ids: Iterable[int], *, on: date) -> set[int]:
    """Return those of these makers who may sell on that day: by their own card, or by the one who answers for them."""
    valid = ArtisanCard.objects.filter(issued_on__lte=on, expires_on__gte=on).values("artisan")
    makers = Artisan.objects.filter(pk__in=set(artisan_ids))
    return set(
        makers.filter(Q(pk__in=valid) | Q(guarantor__in=valid)).values_list("pk", flat=True).distinct()
    )


def help_phone_of(shop: Partner) -> str:
    """Return the phone of who helps a shop: its centre, else the chamber of its wilaya; empty when none is known."""
    if shop.centre is not None and shop.centre.phone:
        return shop.centre.phone
    wilaya = shop.place.wilaya if shop.place else ""
    chambers = Body.objects.filter(kind=BodyKind.CHAMBER, place__wilaya=wilaya).exclude(phone="")
    return chambers.order_by("pk").values_list("phone", flat=True).first() or ""


def payout_destination_of(shop: Partner) -> PayoutDestination | None:
    """Return where the shop's money goes now; None where nobody said it yet."""
    return destinations.destination_of(shop)


def payouts_paused(shop: Partner, on: date) -> bool:
    """Tell whether nothing is paid out to this shop on that day: where its money goes has just changed."""
    return destinations.are_paused(shop, on=on)
