"""Judgements on pieces: what waits for a look before it is shown, and what cannot be ordered for a while."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Mapping
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


def state_put_back(*, left_from: str, doubts: Collection[str] = ()) -> ListingState:
    """Return where a piece comes back to that its shop took out: shown only if it was shown when it left.

    It waits where there are `doubts` about what was written since.
    """
    return ListingState.LISTED if left_from == ListingState.LISTED and not doubts else ListingState.REVIEW


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


def ready_on(lead_days: int, *, today: date) -> date:
    """Return the day by which a piece ordered today leaves its maker: never before the day she has to answer by."""
    return today + timedelta(days=max(lead_days, settings.ANSWER_DAYS))


def pause_of(
    *,
    shop_state: str,
    has_card: bool,
    owner_paused_at: datetime | None,
    stamp_suspended_at: datetime | None = None,
) -> str:
    """Return why a piece cannot be ordered now (a `PauseCause`), the gravest first; empty when it can."""
    if shop_state != ShopState.ACTIVE:
        return PauseCause.SHOP
    if not has_card:
        return PauseCause.CARD
    if stamp_suspended_at is not None:
        return PauseCause.STAMP
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


# The short code: what stands under a QR, is read out over the phone and written on a label. Thirty-one signs that
# nobody takes for one another, the last of a code made from the others.
CODE_SIGNS = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"
CODE_LENGTH = 4  # at least, without the check sign: the first 923,521 pieces


def short_code(pk: int) -> str:
    """Return the short code of a piece: the same for ever, its check sign at the end.

    :raises ValueError: `pk` is no row's id.
    """
    if pk < 0:
        raise ValueError(f"{pk} is no row's id")
    signs, rest = "", pk
    while rest or len(signs) < CODE_LENGTH:
        rest, sign = divmod(rest, len(CODE_SIGNS))
        signs = CODE_SIGNS[sign] + signs
    return signs + CODE_SIGNS[_check(signs)]


def piece_of_code(code: str) -> int:
    """Return the id behind a short code as people write it: small letters, spaces and hyphens do not matter.

    :raises ValueError: a sign is not one of ours, the check sign is wrong, or it is longer than an id can be.
    """
    plain = "".join(code.split()).replace("-", "").upper()
    if not CODE_LENGTH < len(plain) <= 13 or set(plain) - set(CODE_SIGNS):
        raise ValueError(f"not a short code: {code[:40]!r}")
    signs, check = plain[:-1], plain[-1]
    if CODE_SIGNS[_check(signs)] != check or (len(signs) > CODE_LENGTH and signs[0] == CODE_SIGNS[0]):
        raise ValueError(f"wrong check sign: {code[:40]!r}")
    pk = 0
    for sign in signs:
        pk = pk * len(CODE_SIGNS) + CODE_SIGNS.index(sign)
    return pk


def _check(signs: str) -> int:
    """Return the check sign's place: weighted modulo the prime 31, so one wrong sign or two swapped ones show."""
    weighted = sum(weight * CODE_SIGNS.index(sign) for weight, sign in enumerate(reversed(signs), start=2))
    return -weighted % len(CODE_SIGNS)
