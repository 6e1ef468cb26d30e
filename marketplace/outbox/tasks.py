"""The doorbell of the outbox."""

from celery import shared_task
from django.utils import timezone

from marketplace.outbox import actions


@shared_task(name="outbox.drain")
def drain() -> int:
    """Do what is due. Twice is harmless: each message is claimed by a lease and done with its effect."""
    done = actions.drain(now=timezone.now())
    if done == actions.BATCH:  # there may be more: go on, but let others have their turn
        actions.ring(drain)
    return done
