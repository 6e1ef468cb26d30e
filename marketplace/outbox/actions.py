"""Write a message with the change it tells of; later do each exactly once."""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F, Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from marketplace.outbox import registry
from marketplace.outbox.models import Message

MAX_ATTEMPTS = 12
LEASE = timedelta(seconds=15)  # how long a killed worker's message waits; what keeps it at once is its mark
BATCH = 100
SILENCE_SECONDS = 10  # after the broker could not be reached: the beat drains meanwhile

log = logging.getLogger("damgha.outbox")
_no_ringing_before = 0.0  # of this process's monotonic clock
_RINGING = threading.BoundedSemaphore(4)  # so many may wait for a broker that hangs; more are not needed


def emit(kind: str, *, key: str = "", due_at: datetime | None = None, **ids: Any) -> None:
    """Record that `kind` must happen for `ids`, in the caller's transaction, and ring for speed after it commits.

    `key` makes a message unique: a second emit with the same key is the same message. Without one, each is new.

    :raises RuntimeError: there is no transaction to be part of.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("emit() belongs to the transaction of what it tells")
    now = timezone.now()
    Message.objects.bulk_create(
        [
            Message(
                key=key or f"{kind}:{uuid.uuid4()}",
                kind=kind,
                payload=ids,
                created_at=now,
                due_at=due_at or now,
            )
        ],
        ignore_conflicts=True,
    )
    ring_on_commit(_ring)


def ring_on_commit(ring: Callable[[], None]) -> None:
    """Call `ring` once after the transaction commits, however often it was asked for; never let it spoil anything."""
    if all(waiting is not ring for _sids, waiting, _robust in transaction.get_connection().run_on_commit):
        transaction.on_commit(ring, robust=True)


def _ring() -> None:
    """Wake a worker."""
    from marketplace.outbox.tasks import drain as drain_task  # noqa: PLC0415  (tasks import these actions)

    ring(drain_task)


def ring(task: Any) -> None:
    """Publish `task` for speed's sake, in a thread: a buyer never waits for the broker, be it gone or hung.

    The beat does the same every five seconds, so a ring that is lost with its process costs time only.
    """
    if settings.OUTBOX_RINGS and time.monotonic() > _no_ringing_before and _RINGING.acquire(blocking=False):
        threading.Thread(target=_publish, args=(task,), daemon=True).start()


def _publish(task: Any) -> None:
    global _no_ringing_before  # noqa: PLW0603  (one per process, like the connection it speaks of)
    try:
        task.apply_async(retry=False)
    except (OperationalError, OSError) as error:
        _no_ringing_before = time.monotonic() + SILENCE_SECONDS
        log.warning("outbox: the broker does not answer (%s); the beat drains instead", error)
    finally:
        _RINGING.release()


def drain(*, now: datetime, limit: int = BATCH) -> int:
    """Do what is due, oldest first, and return how many were done; safe to run anywhere at the same time."""
    done = 0
    for pk in list(_open(now).order_by("due_at", "id").values_list("pk", flat=True)[:limit]):
        done += _do(pk, now)
    return done


def _open(now: datetime) -> Any:
    return Message.objects.filter(
        Q(lease_until__isnull=True) | Q(lease_until__lt=now),
        done_at__isnull=True,
        dead_at__isnull=True,
        due_at__lte=now,
    )


def _do(pk: int, now: datetime) -> bool:
    """Claim one message by a lease, then run it and mark it done in one transaction."""
    claimed = _open(now).filter(pk=pk).update(lease_until=now + LEASE, attempts=F("attempts") + 1)
    if claimed != 1:
        return False
    message = Message.objects.get(pk=pk)
    try:
        with transaction.atomic():
            marked = Message.objects.filter(pk=pk, done_at__isnull=True).update(done_at=now, lease_until=None)
            if marked != 1:
                return False
            registry.run(message.kind, message.payload, now)
            if registry.is_secret(message.kind):
                Message.objects.filter(pk=pk).update(payload={})
    except Exception as error:  # noqa: BLE001  (any handler may fail in any way; the message must outlive it)
        _failed(message, error, now)
        return False
    return True


def _failed(message: Message, error: Exception, now: datetime) -> None:
    """Put a failed message off, longer each time; after the twelfth it is dead and told to a person."""
    dead = message.attempts >= MAX_ATTEMPTS
    log.log(
        logging.CRITICAL if dead else logging.ERROR,
        "outbox: %s %s (attempt %s)",
        message,
        "is dead and waits for a person" if dead else "failed",
        message.attempts,
        exc_info=error,
    )
    wait = timedelta(seconds=min(2**message.attempts, 3600))
    try:
        Message.objects.filter(pk=message.pk, done_at__isnull=True).update(
            lease_until=None if dead else now + wait,
            dead_at=now if dead else None,
            last_error=f"{type(error).__name__}: {error}"[:2000],
        )
    except DatabaseError:
        log.exception("outbox: could not record the failure of %s; its lease runs out by itself", message)


def revive() -> int:
    """Put every dead message back, to be tried twelve times more; return how many. A person mended the cause."""
    return Message.objects.filter(dead_at__isnull=False, done_at__isnull=True).update(
        dead_at=None, attempts=0, lease_until=None
    )
