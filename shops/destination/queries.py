"""Reads of where money goes."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from marketplace.accounts.models import User
from shops.destination.models import PayoutDestination
from shops.models import Artisan, Membership
from shops.partner.models import Partner
from shops.states import Role

_HOLDS = Q(holder_matches=True) | Q(verdict__holds=True)


def history_of(shop: Partner) -> list[PayoutDestination]:
    """Return every destination the shop ever had or asked for, the newest first."""
    rows = PayoutDestination.objects.filter(shop=shop).select_related("centre", "verdict", "by")
    return list(rows.order_by("-pk"))


def destination_of(shop: Partner) -> PayoutDestination | None:
    """Return where the shop's money goes now; None where nobody said it yet."""
    rows = PayoutDestination.objects.filter(_HOLDS, shop=shop).select_related("centre")
    return rows.order_by("-pk").first()


def waiting_of(shop: Partner) -> PayoutDestination | None:
    """Return the change that waits for a person's look, because its holder is not the name on the card."""
    newest = PayoutDestination.objects.filter(shop=shop).select_related("centre").order_by("-pk").first()
    if newest is None or newest.holder_matches or hasattr(newest, "verdict"):
        return None
    return newest


def waiting() -> QuerySet[PayoutDestination]:
    """Return the changes that wait for a person, the oldest first."""
    rows = PayoutDestination.objects.filter(holder_matches=False, verdict__isnull=True)
    return rows.select_related("shop", "centre").order_by("pk")


def are_paused(shop: Partner, *, on: date) -> bool:
    """Tell whether nothing is paid out to this shop on that day: its destination has just changed, or is looked at."""
    if waiting_of(shop) is not None:
        return True
    now = destination_of(shop)
    return now is not None and now.paused_until is not None and on < now.paused_until


def names_of(shop: Partner) -> list[str]:
    """Return the names of the shop's owners as their cards write them, in every script."""
    makers = Artisan.objects.filter(
        shop=shop, user__memberships__body=shop.body, user__memberships__role=Role.OWNER
    )
    return [
        f"{getattr(maker, f'first_name_{code}') or ''} {getattr(maker, f'last_name_{code}') or ''}".strip()
        for maker in makers.distinct()
        for code in ("ar", "fr", "en")
    ]


def owners_of(shop: Partner, *, now: datetime) -> list[User]:
    """Return the people who own the shop today."""
    held = Membership.objects.on(localdate(now)).filter(body=shop.body, role=Role.OWNER)
    return [membership.user for membership in held.select_related("user").order_by("pk")]
