# ruff: noqa: S608  (values are always parameters; only names and numbers of ours are spliced into SQL)
"""Where terms are looked up: SQLite FTS5 or PostgreSQL, behind two functions that another engine can replace.

Both take the newest matches first, at most `CANDIDATES` of them, and rank only those: the cost of a common word
does not grow with the catalogue (measured: docs/performance.md).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol

from django.db import connection

from catalog.search.models import SearchDocument, Spelling

CANDIDATES = 1_000
ENOUGH = 240  # ten pages: with so many of the newest, PostgreSQL looks no further back
SHELF = 4_096  # pieces that share a term on PostgreSQL
_WINDOWS = (2, 16)  # shelves looked at before all of them
_DOCUMENTS = SearchDocument._meta.db_table

# What finding a term in a part of the document is worth; anywhere else in it, 1 (0 where not every word must be held).
_WEIGHTS = (("strong", 8), ("title", 4), ("facts", 2))

Terms = Sequence[str]


class Hit(NamedTuple):
    """A piece that answers, and how well."""

    product_id: int
    score: int


class Candidates(NamedTuple):
    """The pieces that were ranked, best first and newest first among equals; `is_capped` when more answer."""

    hits: list[Hit]
    is_capped: bool


class Backend(Protocol):
    """What a search engine must do for us."""

    def find(
        self, groups: Sequence[Terms], *, required: Sequence[Terms] = (), limit: int = CANDIDATES
    ) -> Candidates:
        """Return the pieces with a term of every group, best first and newest first among equals."""

    def find_any(
        self, groups: Sequence[Terms], *, required: Sequence[Terms] = (), limit: int = CANDIDATES
    ) -> Candidates:
        """Return the pieces with a term of at least one group, best first and newest first among equals."""


def _score(groups: Sequence[Terms], *, position: str, elsewhere: int) -> tuple[str, list[str]]:
    """Return SQL for how well a document `d` answers, and its parameters; a group counts where it weighs most."""
    cases, params = [], []
    for group in groups:
        arms = []
        for column, weight in _WEIGHTS:
            arms.append(f"WHEN {' OR '.join([f'{position}(d.{column}, %s) > 0'] * len(group))} THEN {weight}")
            params += [f" {term} " for term in group]
        cases.append(f"CASE {' '.join(arms)} ELSE {elsewhere} END")
    return " + ".join(cases) or "0", params


def _hits(sql: str, params: list[Any]) -> list[Hit]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [Hit(*row) for row in cursor.fetchall()]


class SqliteBackend:
    """FTS5 without positions: postings are read backwards from the newest piece and reading stops at the limit."""

    def find(
        self, groups: Sequence[Terms], *, required: Sequence[Terms] = (), limit: int = CANDIDATES
    ) -> Candidates:
        """Return the pieces with a term of every group."""
        return self._ranked(
            groups, _boolean([*groups, *required], "AND", "OR", self._quote), limit, elsewhere=1
        )

    def find_any(
        self, groups: Sequence[Terms], *, required: Sequence[Terms] = (), limit: int = CANDIDATES
    ) -> Candidates:
        """Return the pieces with a term of any group."""
        some = sorted({term for group in groups for term in group})
        return self._ranked(groups, _boolean([some, *required], "AND", "OR", self._quote), limit, elsewhere=0)

    @staticmethod
    def _quote(term: str) -> str:
        return '"' + term.replace('"', '""') + '"'

    def _ranked(self, groups: Sequence[Terms], match: str, limit: int, *, elsewhere: int) -> Candidates:
        score, params = _score(groups, position="instr", elsewhere=elsewhere)
        hits = _hits(
            f"SELECT d.product_id, {score} AS score FROM (SELECT rowid AS id FROM market_search_fts "
            f"WHERE market_search_fts MATCH %s ORDER BY rowid DESC LIMIT %s) c "
            f"JOIN {_DOCUMENTS} d ON d.product_id = c.id ORDER BY 2 DESC, 1 DESC",
            [*params, match, limit],
        )
        return Candidates(hits, is_capped=len(hits) >= limit)


class PostgresBackend:
    """`tsvector` with GIN, asked among the newest pieces first."""

    def __init__(self) -> None:
        self._newest: int | None = None

    def find(
        self, groups: Sequence[Terms], *, required: Sequence[Terms] = (), limit: int = CANDIDATES
    ) -> Candidates:
        """Return the pieces with a term of every group."""
        return self._ranked(groups, _boolean([*groups, *required], "&", "|", self._quote), limit, elsewhere=1)

    def find_any(
        self, groups: Sequence[Terms], *, required: Sequence[Terms] = (), limit: int = CANDIDATES
    ) -> Candidates:
        """Return the pieces with a term of any group."""
        some = sorted({term for group in groups for term in group})
        return self._ranked(groups, _boolean([some, *required], "&", "|", self._quote), limit, elsewhere=0)

    @staticmethod
    def _quote(term: str) -> str:
        return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"

    def _ranked(self, groups: Sequence[Terms], match: str, limit: int, *, elsewhere: int) -> Candidates:
        """Rank the newest matches: among the newest shelves first, further back only while there are few.

        GIN knows no order, so a common word would be fetched whole to find its newest pieces; a shelf is a term
        like another, and lets the index itself leave out what is older. One statement; a stage that is not needed
        is not executed.
        """
        score, params = _score(groups, position="strpos", elsewhere=elsewhere)
        stages: list[str] = []
        names: list[str] = []
        stage_params: list[Any] = []
        for number, wanted in enumerate((*self._windows(match), match)):
            enough_before = "".join(f" AND (SELECT count(*) FROM {name}) < {ENOUGH}" for name in names)
            names.append(f"stage{number}")
            stages.append(
                f"stage{number} AS MATERIALIZED (SELECT {number} AS stage, product_id, strong, title, facts FROM "
                f"{_DOCUMENTS} WHERE terms @@ %s::tsquery{enough_before} ORDER BY product_id DESC LIMIT %s)"
            )
            stage_params += [wanted, limit]
        # Stages hold one another: the last one that was executed holds all that the others found.
        answers = " UNION ALL ".join(
            f"SELECT * FROM {name}"
            + (f" WHERE (SELECT count(*) FROM {name}) >= {ENOUGH}" if name != names[-1] else "")
            for name in names
        )
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH {', '.join(stages)} SELECT d.product_id, {score}, d.stage FROM ({answers}) d "
                "ORDER BY 2 DESC, 1 DESC",
                [*stage_params, *params],
            )
            rows = cursor.fetchall()
        is_partial = bool(rows) and rows[0][2] < len(names) - 1
        return Candidates([Hit(*row[:2]) for row in rows], is_capped=is_partial or len(rows) >= limit)

    def _windows(self, match: str) -> list[str]:
        """Return `match` limited to the newest shelves, narrowest first; none where there are few shelves."""
        if self._newest is None:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT COALESCE(max(product_id), 0) FROM {_DOCUMENTS}")
                self._newest = int(cursor.fetchone()[0])
        newest = self._newest // SHELF
        return [
            f"({match}) & ({' | '.join(self._quote(_shelf(newest - back)) for back in range(width))})"
            for width in _WINDOWS
            if newest >= width
        ]


def shelf_term(product_id: int) -> str:
    """Return the term that a piece shares with those listed about when it was."""
    return _shelf(product_id // SHELF)


def _shelf(number: int) -> str:
    return f"r_{number}"


def _boolean(groups: Sequence[Terms], both: str, either: str, quote: Callable[[str], str]) -> str:
    """Return "(a or b) and (c)" in the words of an engine."""
    return f" {both} ".join(f"({f' {either} '.join(quote(term) for term in group)})" for group in groups)


def backend() -> Backend:
    """Return the engine of the database at hand."""
    return PostgresBackend() if connection.vendor == "postgresql" else SqliteBackend()


def spellings(variants: Sequence[str]) -> list[tuple[str, str]]:
    """Return the (variant, word) pairs of the index that stand under any of `variants`."""
    return list(Spelling.objects.filter(variant__in=variants).values_list("variant", "word"))
