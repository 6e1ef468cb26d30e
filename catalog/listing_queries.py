# ruff: noqa: S608  (values are always parameters; only names of ours are spliced into SQL)
"""Read a page of cards and the counts beside the filters: bounded, whatever the catalogue's size.

Cards come by keyset from an index of the chosen order; counts look at no more than `COUNTED` pieces and say so.
Values are always parameters; only names of ours are spliced into SQL.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from catalog.grades import Grade
from catalog.listing import (
    BEST_MATCH,
    CHEAPEST,
    DEAREST,
    DIMENSIONS,
    FINEST,
    NEWEST,
    PAGE,
    Cursor,
    Wanted,
)
from catalog.models import Card
from catalog.search.backend import Hit
from catalog.search.queries import Found, search

COUNTED = 1_001
MOST_SHOPS = 12

_CARDS = Card._meta.db_table
_COLUMNS = ", ".join(f"c.{field.column}" for field in Card._meta.concrete_fields)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# Column of the order, and whether the list begins with its highest value.
_ORDERS = {
    NEWEST: ("listed_at", True),
    CHEAPEST: ("price_dinars", False),
    DEAREST: ("price_dinars", True),
    FINEST: ("grade", True),
}
# Where the names of a filter's values stand: table, its column of codes, stem of its translated column.
_NAMED = {
    "craft": ("catalogue_craft", "code"),
    "place": ("shops_place", "slug"),
    "centre": ("shops_body", "slug"),
    "shop": ("partner_partner", "slug"),
}

Sql = tuple[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a filter: its name in the visitor's language, how many pieces it would show, and if it is chosen."""

    code: str
    name: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one filter; `is_capped` when there are more pieces than were counted."""

    values: tuple[Value, ...] = ()
    is_capped: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a listing and all that stands around it."""

    cards: tuple[Card, ...]
    previous: Cursor | None
    next: Cursor | None
    total: int
    is_capped: bool
    stamped: int
    facets: dict[str, Facet]
    names: dict[tuple[str, str], str]
    found: Found | None
    is_first: bool = field(default=True)


def listing(wanted: Wanted, *, language: str) -> Listing:
    """Return the page that `wanted` asks for, with names in `language` where they are translated."""
    found, hits = _search(wanted)
    cards, is_first, has_more = _page(wanted, hits)
    counted = _counts(wanted, found, hits, language)
    previous = following = None
    if cards and not is_first:
        previous = _cursor(wanted, cards[0], hits)
    if cards and has_more:
        following = _cursor(wanted, cards[-1], hits)
    return Listing(
        cards=tuple(cards), previous=previous, next=following, is_first=is_first, found=found, **counted
    )  # fmt: skip


def _search(wanted: Wanted) -> tuple[Found | None, Sequence[Hit] | None]:
    """Return what the question found, and the pieces to list: None where nothing limits them.

    When a common word has more answers than are ranked, the candidates are taken among the chosen values.
    """
    found = search(wanted.q) if wanted.q else None
    if found is None:
        return None, None
    only = {name: wanted.chosen(name) for name in DIMENSIONS}
    if wanted.stamped and not wanted.grade:
        only["grade"] = tuple(str(grade.value) for grade in Grade)
    if found.is_capped and any(only.values()):
        narrowed = search(wanted.q, only=only)
        return found, narrowed.hits if narrowed else ()
    return found, found.hits


# ---- conditions ------------------------------------------------------------------------------------------------


def _among(hits: Sequence[Hit] | None) -> Sql:
    """Return the condition that a card is one of these, as one parameter however many; none when nothing limits."""
    if hits is None:
        return "", []
    ids = [hit.product_id for hit in hits]
    if connection.vendor == "postgresql":
        return "c.product_id = ANY(%s)", [ids]
    return "c.product_id IN (SELECT value FROM json_each(%s))", [json.dumps(ids)]


def _conditions(wanted: Wanted, *, without: str = "") -> Sql:
    """Return the SQL of the choices, those of one filter left out."""
    parts, params = [], []
    for name in DIMENSIONS:
        values = wanted.chosen(name)
        if values and name != without:
            parts.append(f"c.{name} IN ({', '.join(['%s'] * len(values))})")
            params += [int(value) if name == "grade" else value for value in values]
    if wanted.stamped and without != "grade":
        parts.append("c.grade > 0")
    if wanted.low is not None:
        parts.append("c.price_dinars >= %s")
        params.append(wanted.low)
    if wanted.high is not None:
        parts.append("c.price_dinars <= %s")
        params.append(wanted.high)
    return " AND ".join(parts), params


def _where(*conditions: Sql) -> Sql:
    parts = [part for part, _ in conditions if part]
    params = [param for part, some in conditions if part for param in some]
    return (f" WHERE {' AND '.join(parts)}" if parts else ""), params


# ---- one page --------------------------------------------------------------------------------------------------


def _page(wanted: Wanted, hits: Sequence[Hit] | None) -> tuple[list[Card], bool, bool]:
    """Return the cards of the page, whether it is the first, and whether more follow."""
    if wanted.before is not None:
        cards = _read(wanted, hits, wanted.before, backwards=True)
        if len(cards) > PAGE:
            return cards[PAGE - 1 :: -1], False, True
        # Too near the beginning to fill a page: show the first one whole.
    cards = _read(wanted, hits, wanted.after, backwards=False)
    return cards[:PAGE], wanted.after is None, len(cards) > PAGE


def _read(wanted: Wanted, hits: Sequence[Hit] | None, start: Cursor | None, *, backwards: bool) -> list[Card]:
    """Return a page and one card, read from `start` away: what can be bought first, the rest after it."""
    arms = [False, True] if backwards else [True, False]
    if start is not None:
        arms = arms[arms.index(start.available) :]
    cards: list[Card] = []
    for available in arms:
        here = start if start is not None and start.available == available else None
        missing = PAGE + 1 - len(cards)
        if missing > 0:
            cards += _arm(wanted, hits, here, available=available, backwards=backwards, limit=missing)
    return cards


def _arm(
    wanted: Wanted,
    hits: Sequence[Hit] | None,
    start: Cursor | None,
    *,
    available: bool,
    backwards: bool,
    limit: int,
) -> list[Card]:
    """Return at most `limit` cards of one availability, from `start` away."""
    choices, for_sale = _conditions(wanted), ("c.available = %s", [available])
    if hits is not None and wanted.order == BEST_MATCH:
        source, params = _positions(hits, start, backwards=backwards)
        where, more = _where(for_sale, choices)
        order = f"hit.key {'DESC' if backwards else 'ASC'}"
        return _cards(
            f"{source} JOIN {_CARDS} c ON c.product_id = hit.value{where} ORDER BY {order}",
            params + more,
            limit,
        )
    column, highest_first = _ORDERS.get(wanted.order, _ORDERS[NEWEST])
    descending = highest_first != backwards
    keyset: Sql = ("", [])
    if start is not None:
        sign = "<" if descending else ">"
        keyset = (f"(c.{column}, c.product_id) {sign} (%s, %s)", [_bound(column, start), start.product_id])
    where, params = _where(for_sale, keyset, choices, _among(hits))
    direction = "DESC" if descending else "ASC"
    return _cards(
        f"{_CARDS} c{where} ORDER BY c.{column} {direction}, c.product_id {direction}", params, limit
    )


def _cards(source: str, params: list[Any], limit: int) -> list[Card]:
    return list(Card.objects.raw(f"SELECT {_COLUMNS} FROM {source} LIMIT %s", [*params, limit]))


def _positions(hits: Sequence[Hit], start: Cursor | None, *, backwards: bool) -> Sql:
    """Return the hits beyond `start` as a table `hit` of (key, value), in their order, and its one parameter."""
    if start is not None:
        at = (start.value, start.product_id)
        hits = [
            hit
            for hit in hits
            if ((hit.score, hit.product_id) > at if backwards else (hit.score, hit.product_id) < at)
        ]
    ids = [hit.product_id for hit in hits]
    if connection.vendor == "postgresql":
        return "unnest(%s::bigint[]) WITH ORDINALITY AS hit(value, key)", [ids]
    return "json_each(%s) hit", [json.dumps(ids)]


def _bound(column: str, cursor: Cursor) -> Any:
    """Return a cursor's value as the database compares the column."""
    if column != "listed_at":
        return cursor.value
    # Sixteen digits of microseconds reach to the year 2286: every cursor is a moment.
    return connection.ops.adapt_datetimefield_value(_EPOCH + timedelta(microseconds=cursor.value))


def _cursor(wanted: Wanted, card: Card, hits: Sequence[Hit] | None) -> Cursor:
    """Return the place of a card in the order."""
    if hits is not None and wanted.order == BEST_MATCH:
        score = next(hit.score for hit in hits if hit.product_id == card.pk)
        return Cursor(card.available, score, card.pk)
    column, _ = _ORDERS.get(wanted.order, _ORDERS[NEWEST])
    value = getattr(card, column)
    if isinstance(value, datetime):
        value = (value - _EPOCH) // timedelta(microseconds=1)
    return Cursor(card.available, value, card.pk)


# ---- counts ----------------------------------------------------------------------------------------------------


def _counts(wanted: Wanted, found: Found | None, hits: Sequence[Hit] | None, language: str) -> dict[str, Any]:
    """Return totals, facets and names: one query that reads each set of pieces once, at most `COUNTED` of it."""
    sets: list[str] = []
    arms: list[str] = []
    params: list[Any] = []
    arm_params: list[Any] = []
    active = [name for name in DIMENSIONS if wanted.chosen(name) or (name == "grade" and wanted.stamped)]
    for name in ("", *active):
        # With one filter left out, the answers are those of the question as such.
        limited = hits if not name or found is None else found.hits
        where, some = _where(_among(limited), _conditions(wanted, without=name))
        columns = "c.craft, c.place, c.centre, c.shop, c.grade" if not name else f"c.{name}"
        # Where nothing limits, the newest are counted; otherwise an order would only make the few dear to find.
        newest = "" if where else " ORDER BY c.product_id DESC"
        sets.append(
            f"{_set(name)} AS MATERIALIZED (SELECT {columns} FROM {_CARDS} c{where}{newest} LIMIT {COUNTED})"
        )
        params += some
        arms.append(f"SELECT '#', '{name}', count(*), '' FROM {_set(name)}")
    for name in DIMENSIONS:
        source = _set(name if name in active else "")
        arms.append(_facet_arm(name, source, language))
        chosen = wanted.chosen(name)
        if name in _NAMED and chosen:
            table, code = _NAMED[name]
            some_codes = ", ".join(["%s"] * len(chosen))
            arms.append(
                f"SELECT '{name}', t.{code}, 0, {_name(language)} FROM {table} t WHERE t.{code} IN ({some_codes})"
            )
            arm_params += chosen
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(sets)} {' UNION ALL '.join(arms)}", [*params, *arm_params])
        rows = cursor.fetchall()
    return _judged(wanted, rows, active, is_bounded=found is not None and found.is_capped)


def _set(name: str) -> str:
    return f"without_{name}" if name else "shown"


def _name(language: str) -> str:
    """Return SQL for the translated name of `t` in `language`, or else in one that has it."""
    tried = [language, *(code for code in ("fr", "en", "ar") if code != language)]
    return f"COALESCE({', '.join(_filled(code) for code in tried)}, '')"


def _filled(code: str) -> str:
    return f"NULLIF(t.name_{code}, '')"


def _facet_arm(name: str, source: str, language: str) -> str:
    counted = f"SELECT {name} AS code, count(*) AS n FROM {source} GROUP BY {name}"
    if name == "shop":
        counted += f" ORDER BY 2 DESC, 1 LIMIT {MOST_SHOPS}"
    if name not in _NAMED:
        return f"SELECT '{name}', CAST(g.code AS varchar(50)), g.n, '' FROM ({counted}) g"
    table, code = _NAMED[name]
    return f"SELECT '{name}', g.code, g.n, {_name(language)} FROM ({counted}) g JOIN {table} t ON t.{code} = g.code"


def _judged(
    wanted: Wanted, rows: Sequence[tuple[str, str, int, str]], active: Sequence[str], *, is_bounded: bool
) -> dict[str, Any]:
    """Return the counted rows as totals, facets and names."""
    sizes = {code: count for kind, code, count, _ in rows if kind == "#"}
    names = {(kind, code): name for kind, code, _, name in rows if kind in _NAMED}
    counts: dict[str, dict[str, int]] = {name: {} for name in DIMENSIONS}
    for kind, code, count, _ in rows:
        if kind != "#":
            counts[kind][code] = max(count, counts[kind].get(code, 0))
    facets = {}
    for name in DIMENSIONS:
        values = [
            Value(code, names.get((name, code), code), count, code in wanted.chosen(name))
            for code, count in counts[name].items()
            if not (name == "grade" and code == "0")
        ]
        values.sort(
            key=lambda value: (-value.count, value.name) if name != "grade" else (-int(value.code), "")
        )
        facets[name] = Facet(tuple(values), is_bounded or sizes[name if name in active else ""] >= COUNTED)
    return {
        "total": min(sizes[""], COUNTED - 1),
        "is_capped": is_bounded or sizes[""] >= COUNTED,
        "stamped": sum(value.count for value in facets["grade"].values),
        "facets": facets,
        "names": names,
    }
