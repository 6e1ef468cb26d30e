"""What public pages of the catalog show and rows above it know: the rate, delivery, and what a stamp says.

The catalog may not import those rows (docs/adr/0009-seams.md), so each hands its reader in when its app is ready:

    seams.provide(rates=official_rates)          # marketplace.settlement
    seams.provide(split=split_of)                # marketplace.settlement
    seams.provide(delivery=delivery_of)          # marketplace.shipping
    seams.provide(stamp=sheet_of)                # quality_labels

Until then a page is shown without that part. A reader makes at most one query.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from marketplace.money import Money


@dataclass(frozen=True, slots=True)
class Rate:
    """The official rate of a day: dinars for one unit of `currency`, never older than the house allows."""

    currency: str
    dinars_per_unit: Decimal
    rate_on: date
    source: str


@dataclass(frozen=True, slots=True)
class Split:
    """Who gets what of a price: the shop that makes the piece, and the house; the stamp costs nothing."""

    maker: Money
    commission: Money
    basis_points: int


@dataclass(frozen=True, slots=True)
class Way:
    """One way a piece can reach the buyer, in words of the active language."""

    name: str
    price_dinars: int
    from_on: date
    until_on: date


@dataclass(frozen=True, slots=True)
class Delivery:
    """The ways to `country`, and the countries (code, name) a buyer may choose; no ways where none is offered."""

    country: str
    countries: Sequence[tuple[str, str]]
    ways: Sequence[Way]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a page may show of a stamp: never its full serial nor its QR (docs/quality-labels.md, R19).

    `digest` is the label's hash (it draws the seal's ring); texts are in the active language.
    """

    digest: bytes
    last_digits: str
    decided_on: date
    centre: str
    centre_ar: str
    centre_fr: str
    measured: Sequence[tuple[str, str]] = field(default_factory=tuple)
    not_tested: Sequence[str] = field(default_factory=tuple)


_rates: Callable[[date], Sequence[Rate]] | None = None
_delivery: Callable[..., Delivery] | None = None
_stamp: Callable[[str], Sheet | None] | None = None
_split: Callable[[int, int | None], Split] | None = None


def provide(
    *,
    rates: Callable[[date], Sequence[Rate]] | None = None,
    delivery: Callable[..., Delivery] | None = None,
    stamp: Callable[[str], Sheet | None] | None = None,
    split: Callable[[int, int | None], Split] | None = None,
) -> None:
    """Hand in a reader; the last one handed in counts."""
    global _rates, _delivery, _stamp, _split  # noqa: PLW0603  (filled once, while the apps get ready)
    _rates, _delivery, _stamp = rates or _rates, delivery or _delivery, stamp or _stamp
    _split = split or _split


def rates_on(today: date) -> Sequence[Rate]:
    """Return today's official rates, EUR first; none when none is recent enough to be shown."""
    return _rates(today) if _rates else ()


def delivery_of(*, country: str, at_centre: bool, ready_on: date) -> Delivery | None:
    """Return how a piece ready on `ready_on`, of a shop at a centre or not, reaches `country`."""
    return _delivery(country=country, at_centre=at_centre, ready_on=ready_on) if _delivery else None


def split_of(price_dinars: int, *, own_basis_points: int | None) -> Split | None:
    """Return who gets what of a price, of a shop with or without a commission of its own; it asks no database."""
    return _split(price_dinars, own_basis_points) if _split else None


def sheet_of(public_id: str) -> Sheet | None:
    """Return what may be shown of a stamp."""
    return _stamp(public_id) if _stamp and public_id else None
