"""Judgements on pieces: what waits for a look before it is shown, and what cannot be ordered for a while."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from catalog.states import ListingState, PauseCause
from shops.states import ShopState


def first_state(*, first_listing_approved_at: datetime | None, doubts: Collection[str] = ()) -> ListingState:
    """Return where a new piece begins: shown at once, or waiting for the operator's look.

    It waits while no listing of its shop was ever approved (O1), and whenever there are `doubts` about what it is.
    """
    if first_listing_approved_at is None or doubts:
        return ListingState.REVIEW
    return ListingState.LISTED


def pause_of(*, shop_state: str, has_card: bool, owner_paused_at: datetime | None) -> str:
    """Return why a piece cannot be ordered now (a `PauseCause`), the gravest first; empty when it can."""
    if shop_state != ShopState.ACTIVE:
        return PauseCause.SHOP
    if not has_card:
        return PauseCause.CARD
    return PauseCause.OWNER if owner_paused_at is not None else ""


UNLIKELY_HIGH = 20  # times what such pieces cost: written in centimes, perhaps
UNLIKELY_LOW = 8  # parts of it: thousands of centimes, perhaps ("450" said for 450 thousand)
CENTIMES, THOUSANDS_OF_CENTIMES = 100, 10


def meant_instead(price: int, *, median: int | None) -> int | None:
    """Return the dinars somebody may have meant instead of `price`, where such pieces cost far less or far more (A19).

    Nothing when the price is a likely one, or when too few pieces are known to say so.
    """
    if not median:
        return None
    if price >= median * UNLIKELY_HIGH:
        return max(1, price // CENTIMES)
    return price * THOUSANDS_OF_CENTIMES if price * UNLIKELY_LOW <= median else None
