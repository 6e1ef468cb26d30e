"""Which function handles which kind; each app registers its own in `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

Handler = Callable[..., None]
_HANDLERS: dict[str, list[Handler]] = {}
_SECRET: set[str] = set()


def handles(kind: str, *, secret: bool = False) -> Callable[[Handler], Handler]:
    """Register the decorated function for `kind`; it is called as `handler(now=…, **payload)` in a transaction.

    A handler only writes rows. Several apps may handle one kind: they all run in the one transaction. A `secret`
    kind carries a code or a link that opens something: its payload is forgotten as soon as it is done.
    """

    def register(handler: Handler) -> Handler:
        if secret:
            _SECRET.add(kind)
        registered = _HANDLERS.setdefault(kind, [])
        if handler not in registered:
            registered.append(handler)
        return handler

    return register


def run(kind: str, payload: dict[str, Any], now: datetime) -> None:
    """Run every handler of `kind`.

    :raises LookupError: nobody handles it here (older code meets a newer message: it is tried again later).
    """
    handlers = _HANDLERS.get(kind)
    if not handlers:
        raise LookupError(f"nobody handles {kind!r}")
    for handler in handlers:
        handler(now=now, **payload)


def is_secret(kind: str) -> bool:
    """Tell whether the payload of `kind` is forgotten once it is done."""
    return kind in _SECRET
