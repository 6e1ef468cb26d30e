"""What delivery costs and how long it takes: a pure lookup, and the table an installation starts with.

A rate is of one parcel of one shop, whatever is in it. The operator's own table replaces these figures; they are
believable, and no carrier has offered them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from marketplace.money import Money
from marketplace.shipping import places
from marketplace.shipping.states import DeliveryMethod as M

CENTRE, REST_OF_ALGERIA, EUROPE, REST = "centre", "dz", "europe", "rest"
# The Saharan wilayas near the makers, keyed by slug: price and days are theirs.
NEAR = ("adrar", "timimoun", "bordj-badji-mokhtar")
SOUTH = (
    "tamanrasset",
    "in-salah",
    "in-guezzam",
    "bechar",
    "beni-abbes",
    "tindouf",
    "ghardaia",
    "el-meniaa",
    "ouargla",
)


@dataclass(frozen=True, slots=True)
class Rate:
    """What one way to one zone costs in whole dinars, and how many days it takes once the piece is ready."""

    zone: str
    method: str
    price_dinars: int
    days_min: int
    days_max: int


def _wilaya(slug: str, home: Rate, desk: Rate) -> tuple[Rate, Rate]:
    zone = f"wilaya:{slug}"
    return (
        Rate(zone, M.HOME, home.price_dinars, home.days_min, home.days_max),
        Rate(zone, M.DESK, desk.price_dinars, desk.days_min, desk.days_max),
    )


DEFAULT_RATES: tuple[Rate, ...] = (
    Rate(CENTRE, M.COLLECT, 0, 0, 1),
    *(
        rate
        for slug in NEAR
        for rate in _wilaya(slug, Rate("", M.HOME, 400, 1, 3), Rate("", M.DESK, 250, 1, 2))
    ),
    *(
        rate
        for slug in SOUTH
        for rate in _wilaya(slug, Rate("", M.HOME, 700, 2, 5), Rate("", M.DESK, 450, 2, 4))
    ),
    Rate(REST_OF_ALGERIA, M.HOME, 950, 3, 7),
    Rate(REST_OF_ALGERIA, M.DESK, 600, 3, 6),
    Rate(EUROPE, M.POST, 3200, 8, 20),
    Rate(REST, M.POST, 4800, 12, 30),
)


@dataclass(frozen=True, slots=True)
class Option:
    """One way a shop's part can reach the buyer: its price and the days it arrives between."""

    method: M
    price: Money
    from_on: date
    until_on: date


def zones_of(country: str, wilaya: str) -> tuple[str, ...]:
    """Return the zones that hold for a place, the nearest first; none where we do not deliver."""
    if country == places.ALGERIA:
        known = places.wilaya(wilaya)  # it may come from an address, with anything in it
        return (f"wilaya:{known.slug}", REST_OF_ALGERIA) if known else (REST_OF_ALGERIA,)
    if country in places.EUROPE:
        return (EUROPE,)
    return (REST,) if country in places.DELIVERABLE else ()


def options(
    rates: Iterable[Rate], *, country: str, wilaya: str, at_centre: bool, ready_on: date
) -> tuple[Option, ...]:
    """Return the ways to a place for pieces ready on `ready_on`: for each method the nearest zone's rate counts.

    Collecting is offered wherever the buyer lives, for shops of a centre only: who travels may collect.
    """
    by_zone: Mapping[tuple[str, str], Rate] = {(rate.zone, rate.method): rate for rate in rates}
    zones = zones_of(country, wilaya)
    found = []
    for method in (M.HOME, M.DESK, M.POST):
        rate = next((by_zone[zone, method] for zone in zones if (zone, method) in by_zone), None)
        if rate is not None:
            found.append(_option(rate, ready_on))
    collect = by_zone.get((CENTRE, M.COLLECT))
    if at_centre and collect is not None:
        found.append(_option(collect, ready_on))
    return tuple(found)


def _option(rate: Rate, ready_on: date) -> Option:
    return Option(
        method=M(rate.method),
        price=Money.dinars(rate.price_dinars),
        from_on=ready_on + timedelta(days=rate.days_min),
        until_on=ready_on + timedelta(days=rate.days_max),
    )


def choose(offered: tuple[Option, ...], wanted: str) -> Option | None:
    """Return the way the buyer wants, else the first offered; nothing where we do not deliver."""
    return next((option for option in offered if option.method == wanted), offered[0] if offered else None)
