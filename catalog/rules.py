"""Judgements on pieces: what waits for a look before it is shown, and what cannot be ordered for a while."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.conf import settings

from catalog.states import ListingState, PauseCause
from shops.states import ShopState


def first_state(*, first_listing_approved_at: datetime | None, doubts: Collection[str] = ()) -> ListingState:
    """Return where a new piece begins: shown at once, or waiting for the operator's look.

    It waits while no listing of its shop was ever approved (O1), and whenever there are `doubts` about what it is.
    """
    if first_listing_approved_at is None or doubts:
        return ListingState.REVIEW
    return ListingState.LISTED


def ready_on(lead_days: int, *, today: date) -> date:
    """Return the day by which a piece ordered today leaves its maker: never before the day she has to answer by."""
    return today + timedelta(days=max(lead_days, settings.ANSWER_DAYS))


def pause_of(*, shop_state: str, has_card: bool, owner_paused_at: datetime | None) -> str:
    """Return why a piece cannot be ordered now (a `PauseCause`), the gravest first; empty when it can."""
    if shop_state != ShopState.ACTIVE:
        return PauseCause.SHOP
    if not has_card:
        return PauseCause.CARD
    return PauseCause.OWNER if owner_paused_at is not None else ""
