"""Every step of the centre: who, when, from which device, and a chain that shows when one is missing."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from marketplace import acting
from marketplace.locks import lock_name
from marketplace.machine import Change
from quality_labels import schemes


class ChainedChanges(models.Manager["StampChange"]):
    """Writes each step behind the one before it, whatever row that was of."""

    def create(self, **columns: Any) -> Any:
        """Return the step, chained to the last of its table; one transaction at a time writes.

        :raises django.db.IntegrityError: somebody else chained to the same step (only where the lock is off).
        """
        lock_name(self.model._meta.db_table)
        last = self.model._base_manager.order_by("-pk").values_list("digest", flat=True).first()
        change = self.model(**columns, device=acting.device(), previous_digest=last or "")
        change.digest = change.own_digest()
        change.save(force_insert=True)
        return change


class StampChange(Change):
    """A step of one of the centre's machines. `digest` is over all of it and over the step before it.

    The row of `previous_digest` "" is the first of its table; no two steps follow the same one.
    """

    device = models.CharField(
        max_length=60, blank=True
    )  # as marketplace.acting tells it; empty: the house itself
    previous_digest = models.CharField(max_length=64, unique=True, blank=True)
    digest = models.CharField(max_length=64)

    objects = ChainedChanges()

    class Meta(Change.Meta):
        abstract = True
        constraints: ClassVar = []

    def own_digest(self) -> str:
        """Return what `digest` must be: the SHA-256 of the canonical JSON of this step (times in microseconds, UTC)."""
        return schemes.fingerprint(
            {
                "previous": self.previous_digest,
                "row": self.row_id,  # type: ignore[attr-defined]  # each concrete change has its row
                "from": self.from_state,
                "to": self.to_state,
                "by": self.by_id,
                "at": int(self.at.timestamp() * 1_000_000),
                "why": self.why,
                "device": self.device,
            }
        )
