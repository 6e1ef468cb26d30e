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

    Ends early when the mail server cannot be spoken to: one letter finds that out, the others keep their tries.
    """
    began, due = time.monotonic(), queries.due(now=timezone.now(), limit=BATCH)
    for tried, delivery_id in enumerate(due, start=1):
        if not actions.send(delivery_id=delivery_id, now=timezone.now()):
            return tried
        if time.monotonic() - began > SECONDS:
            break
    if len(due) == BATCH:
        ring(send_due)
    return len(due)
