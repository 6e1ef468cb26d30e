"""What a listing is asked for: its address read into a `Wanted`, and back. Pure, no database.

A listing is a function of its address: every filter, the order and the place in it stand there, so the back button,
a shared link and a cache all keep them. What an address says wrongly is left out and said, never an error.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple
from urllib.parse import quote_plus

from catalog.grades import Grade

PAGE = 24
MOST_VALUES = 12  # of one filter in one address
LONGEST_QUESTION = 120
HIGHEST_PRICE = 999_999_999

DIMENSIONS = ("craft", "place", "centre", "shop", "grade")
NEWEST, CHEAPEST, DEAREST, FINEST, BEST_MATCH = "newest", "price", "-price", "grade", "match"
SORTS = (NEWEST, CHEAPEST, DEAREST, FINEST)

_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,49}\Z")
_CURSOR = re.compile(r"([01])\.(\d{1,16})\.(\d{1,18})\Z", re.ASCII)
_PRICE_SIGNS = re.compile(r"[\s\u00a0\u202f.,']")


class Cursor(NamedTuple):
    """A place in an order: the availability, sort value and piece that a page begins or ends with."""

    available: bool
    value: int
    product_id: int

    def __str__(self) -> str:
        """Write the cursor as it stands in an address."""
        return f"{self.available:d}.{self.value}.{self.product_id}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a visitor wants to see. `unread` names the parameters whose value was not understood."""

    q: str = ""
    craft: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    centre: tuple[str, ...] = ()
    shop: tuple[str, ...] = ()
    grade: tuple[str, ...] = ()
    stamped: bool = False
    low: int | None = None
    high: int | None = None
    sort: str = ""
    after: Cursor | None = None
    before: Cursor | None = None
    unread: tuple[str, ...] = ()

    @property
    def order(self) -> str:
        """The order that holds: the chosen one, else the best match of a search, else the newest."""
        return self.sort or (BEST_MATCH if self.q else NEWEST)

    @property
    def is_first_page(self) -> bool:
        """Tell whether the listing is looked at from its beginning."""
        return self.after is None and self.before is None

    @property
    def filters(self) -> int:
        """How many choices are made, the search included."""
        return sum(len(getattr(self, name)) for name in DIMENSIONS) + sum(
            map(bool, (self.q, self.stamped, self.low is not None, self.high is not None))
        )

    def chosen(self, dimension: str) -> tuple[str, ...]:
        """Return the chosen values of a filter."""
        values: tuple[str, ...] = getattr(self, dimension)
        return values

    def at_start(self, **changes: object) -> Wanted:
        """Return the same wish with `changes`, looked at from the beginning: a new choice is a new list."""
        return replace(self, **{"after": None, "before": None, "unread": (), **changes})  # type: ignore[arg-type]

    def toggled(self, dimension: str, value: str) -> Wanted:
        """Return the same wish with one value of a filter taken off, or put on beside the others."""
        values = self.chosen(dimension)
        kept = tuple(other for other in values if other != value) if value in values else (*values, value)
        return self.at_start(**{dimension: kept})


def read(parameters: Mapping[str, Sequence[str]], *, craft: str = "") -> Wanted:
    """Return what an address asks for; `parameters` are lists by name, `craft` is the one in its path.

    Nothing here raises: a value that makes no sense is left out and its name stands in `unread`.
    """
    unread: list[str] = []
    chosen = {name: _slugs(parameters.get(name, ()), name, unread) for name in DIMENSIONS if name != "grade"}
    if craft and craft not in chosen["craft"]:
        chosen["craft"] = (craft, *chosen["craft"])
    low, high = _price(parameters, "min", unread), _price(parameters, "max", unread)
    if low is not None and high is not None and low > high:
        low, high = high, low
    q = _text(parameters)
    sort = _last(parameters, "sort")
    if sort and sort not in SORTS and not (sort == BEST_MATCH and q):
        unread.append("sort")
    after = _cursor(parameters, "after", unread)
    return Wanted(
        q=q,
        **chosen,
        grade=_grades(parameters.get("grade", ()), unread),
        stamped=_last(parameters, "stamped") == "1",
        low=low,
        high=high,
        sort=sort if sort in SORTS and not (sort == NEWEST and not q) else "",
        after=after,
        before=None if after else _cursor(parameters, "before", unread),
        unread=tuple(dict.fromkeys(unread)),
    )


def _last(parameters: Mapping[str, Sequence[str]], name: str) -> str:
    values = parameters.get(name) or ("",)
    return values[-1].strip()


def _text(parameters: Mapping[str, Sequence[str]]) -> str:
    """Return the search as one line without signs no keyboard has."""
    visible = "".join(sign if sign.isprintable() else " " for sign in _last(parameters, "q"))
    return " ".join(visible.split())[:LONGEST_QUESTION].strip()


def _slugs(values: Sequence[str], name: str, unread: list[str]) -> tuple[str, ...]:
    good = dict.fromkeys(value.strip() for value in values if _SLUG.match(value.strip()))
    if any(value.strip() and value.strip() not in good for value in values) or len(good) > MOST_VALUES:
        unread.append(name)
    return tuple(good)[:MOST_VALUES]


def _grades(values: Sequence[str], unread: list[str]) -> tuple[str, ...]:
    known = {str(grade.value) for grade in Grade}
    if any(value.strip() and value.strip() not in known for value in values):
        unread.append("grade")
    return tuple(dict.fromkeys(value.strip() for value in values if value.strip() in known))


def _price(parameters: Mapping[str, Sequence[str]], name: str, unread: list[str]) -> int | None:
    """Return a price in whole dinars, typed with any digits and any sign between thousands."""
    typed = _PRICE_SIGNS.sub("", _last(parameters, name))
    if not typed:
        return None
    if not typed.isdecimal() or len(typed) > 12:
        unread.append(name)
        return None
    return min(int(typed), HIGHEST_PRICE)


def _cursor(parameters: Mapping[str, Sequence[str]], name: str, unread: list[str]) -> Cursor | None:
    written = _last(parameters, name)
    if not written:
        return None
    match = _CURSOR.match(written)
    if match is None:
        unread.append(name)
        return None
    available, value, product_id = match.groups()
    return Cursor(available == "1", int(value), int(product_id))


def _pairs(wanted: Wanted) -> list[tuple[str, str]]:
    """Return the parameters of a wish in their fixed order, the place in the list left out."""
    pairs: list[tuple[str, str]] = [("q", wanted.q)] if wanted.q else []
    for name in DIMENSIONS:
        values = wanted.chosen(name)
        if values and (name != "craft" or len(values) != 1):
            pairs += [(name, value) for value in sorted(values)]
    if wanted.stamped:
        pairs.append(("stamped", "1"))
    if wanted.low is not None:
        pairs.append(("min", str(wanted.low)))
    if wanted.high is not None:
        pairs.append(("max", str(wanted.high)))
    if wanted.sort:
        pairs.append(("sort", wanted.sort))
    return pairs


def address(wanted: Wanted) -> str:
    """Return the one address of a wish, relative to the catalogue: `textiles/?place=timimoun&stamped=1`.

    One craft alone stands in the path. The order of parameters is fixed, so that equal wishes share one cached page.
    """
    pairs = _pairs(wanted)
    if wanted.after:
        pairs.append(("after", str(wanted.after)))
    elif wanted.before:
        pairs.append(("before", str(wanted.before)))
    path = f"{wanted.craft[0]}/" if len(wanted.craft) == 1 else ""
    # All values but the search are codes and numbers: a page writes some seventy addresses, so only that is quoted.
    query = "&".join(f"{name}={quote_plus(value) if name == 'q' else value}" for name, value in pairs)
    return f"{path}?{query}" if query else path


def carried(wanted: Wanted, *without: str) -> list[tuple[str, str]]:
    """Return what a form carries along so that sending it keeps the other choices; one craft stays in the path."""
    return [(name, value) for name, value in _pairs(wanted) if name not in without]
