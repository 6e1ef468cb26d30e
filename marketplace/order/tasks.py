"""What the clock does for orders."""

from celery import shared_task
from django.utils import timezone

from marketplace.order import actions, delivering


@shared_task(name="order.release_expired_holds")
def release_expired_holds() -> int:
    """Give back what nobody paid. Twice is harmless: each hold moves once, under its order's lock."""
    return actions.release_expired(now=timezone.now())


@shared_task(name="order.deliver_by_clock")
def deliver_by_clock() -> int:
    """Take what was sent long ago as delivered. Twice is harmless: each is read under its lock."""
    return delivering.deliver_by_clock(now=timezone.now())


@shared_task(name="order.keep_the_clock")
def keep_the_clock() -> int:
    """Let proposals lapse and refuse what shops left unanswered. Twice is harmless: each is read under its lock."""
    return actions.keep_the_clock(now=timezone.now())
