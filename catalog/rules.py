"""Judgements on pieces: what waits for a look before it is shown, and what cannot be ordered for a while."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Mapping
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


def state_put_back(*, left_from: str) -> ListingState:
    """Return where a piece comes back to that its shop took out: shown only if it was shown when it left."""
    return ListingState.LISTED if left_from == ListingState.LISTED else ListingState.REVIEW


# What stands signed on a label, as far as it is known: typing cannot change it (docs/listings.md).
ON_A_LABEL = ("length_mm", "width_mm", "height_mm", "mass_g", "materials", "colours")


def fixed_by_stamp(facts: Mapping[str, object], *, is_stamped: bool) -> frozenset[str]:
    """Return the facts of a stamped piece that nobody can change by typing: those the stamping centre measured."""
    return frozenset(name for name in ON_A_LABEL if is_stamped and facts.get(name))


REPORTS_PER_NETWORK_HOUR = 5


def place_in_hour(*, network: str, now: datetime, nth: int, key: str) -> str:
    """Return what makes the nth report of a network within an hour unique, without telling which network it was."""
    hour = now.strftime("%Y-%m-%dT%H")
    return hmac.new(key.encode(), f"{network}|{hour}|{nth}".encode(), hashlib.sha256).hexdigest()[:40]


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
