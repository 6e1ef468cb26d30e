"""A read whose SQL is worked out once per process: on a page of a few queries that is half of what they cost.

Django's ORM builds and compiles a query anew each time, which takes longer than the database does. A `Prepared` is
written as any queryset, compiled when first asked, and afterwards only given its values. For the few reads that every
page of a piece, a basket or a stamp begins with; everything else stays an ordinary queryset.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import connections, router
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable
from django.utils.translation import get_language

Value = int | str | date
Row = TypeVar("Row", bound=Model)


class Prepared(Generic[Row]):
    """A queryset with holes: `Prepared(Card, lambda pk: Card.objects.filter(pk=pk), pk=int)`, then `.rows(pk=7)`.

    A hole takes one number, text or day, compared as it is: an id, a slug. No list, no None.
    """

    def __init__(self, model: type[Row], build: Callable[..., QuerySet[Row]], **holes: type[Value]) -> None:
        self._model, self._build = model, build
        # Values that stand nowhere else in a query, to find the holes again among its parameters.
        marks = {int: 2**31 - 101, str: "a hole", date: date(9999, 12, 31)}
        self._marks = {name: marks[kind] for name, kind in holes.items()}
        if len(set(holes.values())) != len(holes):
            raise TypeError("two holes of one kind cannot be told apart")
        self._kept: dict[tuple[str, str | None], tuple[Any, str, tuple[Any, ...], dict[int, str]]] = {}

    def rows(self, **values: Value) -> list[Row]:
        """Return the rows for these values, one per hole."""
        using = router.db_for_read(self._model)
        key = using, get_language()  # a translated column is another one in each language
        compiler, sql, params, holes = self._kept.get(key) or self._compile(key)
        compiler = copy.copy(compiler)
        compiler.connection = connections[using]  # this thread's
        filled = list(params)
        for place, name in holes.items():
            # On SQLite a day is text by now, on PostgreSQL an integer knows its width.
            wanted = values[name]
            filled[place] = wanted if isinstance(params[place], date) else type(params[place])(wanted)
        compiler.as_sql = lambda *_args, **_options: (sql, tuple(filled))
        query = SimpleNamespace(get_compiler=lambda **_options: compiler)
        asked = SimpleNamespace(db=using, query=query, _known_related_objects={})
        return list(ModelIterable(asked))  # type: ignore[arg-type]  # all of a queryset that it looks at

    def first(self, **values: Value) -> Row | None:
        """Return the first of the rows, or nothing."""
        return next(iter(self.rows(**values)), None)

    def _compile(self, key: tuple[str, str | None]) -> tuple[Any, str, tuple[Any, ...], dict[int, str]]:
        compiler = self._build(**self._marks).query.get_compiler(using=key[0])
        sql, params = compiler.as_sql()
        names = {str(mark): name for name, mark in self._marks.items()}
        holes = {place: names[str(value)] for place, value in enumerate(params) if str(value) in names}
        if set(holes.values()) != set(names.values()):
            raise RuntimeError(f"a hole of this read is not to be found again: {sql}")
        # How the columns' values become Python's hangs on the columns alone.
        converters = compiler.get_converters([column for column, *_rest in compiler.select])
        compiler.get_converters = lambda _columns: converters
        self._kept[key] = compiler, sql, tuple(params), holes
        return self._kept[key]
