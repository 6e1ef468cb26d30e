"""Where terms are looked up: SQLite FTS5 or PostgreSQL, behind two functions that another engine can replace.

Both take the newest matches first, at most `CANDIDATES` of them, and rank only those: the cost of a common word
does not grow with the catalogue (measured: docs/performance.md).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from django.db import connection

from catalog.search.models import SearchDocument, Spelling

CANDIDATES = 1_000
_DOCUMENTS = SearchDocument._meta.db_table

# What finding a term in a part of the document is worth; anywhere else in it, 1 (0 where not every word must be held).
_WEIGHTS = (("strong", 8), ("title", 4), ("facts", 2))

Terms = Sequence[str]


class Hit(NamedTuple):
    """A piece that answers, and how well."""

    product_id: int
    score: int


class Backend(Protocol):
    """What a search engine must do for us."""

    def find(
        self, groups: Sequence[Terms], *, required: Sequence[Terms] = (), limit: int = CANDIDATES
    ) -> list[Hit]:
        """Return the pieces with a term of every group, best first and newest first among equals."""

    def find_any(
        self, groups: Sequence[Terms], *, required: Sequence[Terms] = (), limit: int = CANDIDATES
    ) -> list[Hit]:
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


def _hits(sql: str, params: list[object]) -> list[Hit]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [Hit(*row) for row in cursor.fetchall()]


class SqliteBackend:
    """FTS5 without positions: postings are read backwards from the newest piece and reading stops at the limit."""

    def find(
        self, groups: Sequence[Terms], *, required: Sequence[Terms] = (), limit: int = CANDIDATES
    ) -> list[Hit]:
        """Return the pieces with a term of every group."""
        return self._ranked(
            groups, _boolean([*groups, *required], "AND", "OR", self._quote), limit, elsewhere=1
        )

    def find_any(
        self, groups: Sequence[Terms], *, required: Sequence[Terms] = (), limit: int = CANDIDATES
    ) -> list[Hit]:
        """Return the pieces with a term of any group."""
        some = sorted({term for group in groups for term in group})
        return self._ranked(groups, _boolean([some, *required], "AND", "OR", self._quote), limit, elsewhere=0)

    @staticmethod
    def _quote(term: str) -> str:
        return '"' + term.replace('"', '""') + '"'

    def _ranked(self, groups: Sequence[Terms], match: str, limit: int, *, elsewhere: int) -> list[Hit]:
        score, params = _score(groups, position="instr", elsewhere=elsewhere)
        return _hits(
            f"SELECT d.product_id, {score} AS score FROM (SELECT rowid AS id FROM market_search_fts "  # noqa: S608  (no value is spliced in)
            f"WHERE market_search_fts MATCH %s ORDER BY rowid DESC LIMIT %s) c "
            f"JOIN {_DOCUMENTS} d ON d.product_id = c.id ORDER BY 2 DESC, 1 DESC",
            [*params, match, limit],
        )


class PostgresBackend:
    """`tsvector` with GIN: the planner reads GIN for a rare term and the primary key backwards for a common one."""

    def find(
        self, groups: Sequence[Terms], *, required: Sequence[Terms] = (), limit: int = CANDIDATES
    ) -> list[Hit]:
        """Return the pieces with a term of every group."""
        return self._ranked(groups, _boolean([*groups, *required], "&", "|", self._quote), limit, elsewhere=1)

    def find_any(
        self, groups: Sequence[Terms], *, required: Sequence[Terms] = (), limit: int = CANDIDATES
    ) -> list[Hit]:
        """Return the pieces with a term of any group."""
        some = sorted({term for group in groups for term in group})
        return self._ranked(groups, _boolean([some, *required], "&", "|", self._quote), limit, elsewhere=0)

    @staticmethod
    def _quote(term: str) -> str:
        return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"

    def _ranked(self, groups: Sequence[Terms], match: str, limit: int, *, elsewhere: int) -> list[Hit]:
        score, params = _score(groups, position="strpos", elsewhere=elsewhere)
        return _hits(
            f"SELECT d.product_id, {score} AS score FROM (SELECT product_id, strong, title, facts "  # noqa: S608  (no value is spliced in)
            f"FROM {_DOCUMENTS} WHERE terms @@ %s::tsquery ORDER BY product_id DESC LIMIT %s) d "
            f"ORDER BY 2 DESC, 1 DESC",
            [*params, match, limit],
        )


def _boolean(groups: Sequence[Terms], both: str, either: str, quote: Callable[[str], str]) -> str:
    """Return "(a or b) and (c)" in the words of an engine."""
    return f" {both} ".join(f"({f' {either} '.join(quote(term) for term in group)})" for group in groups)


def backend() -> Backend:
    """Return the engine of the database at hand."""
    return PostgresBackend() if connection.vendor == "postgresql" else SqliteBackend()


def spellings(variants: Sequence[str]) -> list[tuple[str, str]]:
    """Return the (variant, word) pairs of the index that stand under any of `variants`."""
    return list(Spelling.objects.filter(variant__in=variants).values_list("variant", "word"))
