"""One function moves every stateful row of the house: a guarded UPDATE, and the change row beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction

Moves = Mapping[str, set[str]]


class IllegalMove(Exception):
    """There is no such arrow from where the row is now."""


class AlreadyThere(IllegalMove):
    """The row is in that state already, or someone took it there first."""


class Change(models.Model):
    """One step of one row: who, when, from, to, why. Append-only (marketplace/guards.py).

    A concrete change model adds `row`, a ForeignKey to the row it tells of with `related_name="changes"`.
    """

    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # null: the house itself (a clock, a provider's word)
    at = models.DateTimeField()
    why = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


def advance(row: Any, to: str, *, moves: Moves, by: Any, at: datetime, why: str = "", **columns: Any) -> None:
    """Move `row` to state `to` once, and leave the change row; must run in a transaction.

    `columns` are written by the same statement. `row` may be stale: the database's state decides, and is put on
    the row afterwards.

    :raises AlreadyThere: it is in `to`, or someone took it there first.
    :raises IllegalMove: no such arrow from where it is now.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("advance() writes two rows and must run in a transaction")
    model = type(row)
    now_in = model._default_manager.filter(pk=row.pk).values_list("state", flat=True).get()
    if now_in == to:
        raise AlreadyThere(f"{model.__name__} {row.pk} is already {to}")
    if to not in moves.get(now_in, set()):
        raise IllegalMove(f"{model.__name__} {row.pk}: no arrow from {now_in} to {to}")
    moved = model._default_manager.filter(pk=row.pk, state=now_in).update(state=to, **columns)
    if moved != 1:
        raise AlreadyThere(f"{model.__name__} {row.pk} was moved by someone else")
    row.changes.create(from_state=now_in, to_state=to, by=by, at=at, why=why)
    row.state = to
    for name, value in columns.items():
        setattr(row, name, value)


def begin(row: Any, *, by: Any, at: datetime, why: str = "") -> None:
    """Leave the first change row of a row just made, so that its whole life can be read in one place."""
    row.changes.create(from_state="", to_state=row.state, by=by, at=at, why=why)
