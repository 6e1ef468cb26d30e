"""The doorbell of the letters."""

import time

from celery import shared_task
from django.utils import timezone

from marketplace.notifications import actions, queries
from marketplace.outbox.actions import ring

BATCH = 50
SECONDS = 45  # well inside the time limit of a task; the next one goes on


@shared_task(name="notifications.send_due")
def send_due() -> int:
    """Send the letters that are due, oldest first. Twice is harmless: each letter is claimed by a lease.

    A server that cannot be spoken to is left alone until the next time: one letter finds that out, the others of its
    channel keep their tries, and those of the other channel go on.
    """
    began, due = time.monotonic(), queries.due_by_channel(now=timezone.now(), limit=BATCH)
    down: set[str] = set()
    tried = 0
    for delivery_id, channel in due:
        if channel in down:
            continue
        tried += 1
        if not actions.send(delivery_id=delivery_id, now=timezone.now()):
            down.add(channel)
        if time.monotonic() - began > SECONDS:
            break
    if len(due) >= BATCH and not down:
        ring(send_due)
    return tried
