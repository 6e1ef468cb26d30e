"""The transactional outbox: `emit` beside the change, `handles` where something follows from it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from marketplace.outbox.registry import handles

__all__ = ["emit", "handles"]


def emit(kind: str, *, key: str = "", due_at: datetime | None = None, **ids: Any) -> None:
    """Record that `kind` must happen for `ids`: see marketplace.outbox.actions.emit."""
    from marketplace.outbox import actions  # noqa: PLC0415  (models are not loaded when apps import this package)

    actions.emit(kind, key=key, due_at=due_at, **ids)
