"""What the clock does for orders."""

from celery import shared_task
from django.utils import timezone

from marketplace.order import actions


@shared_task(name="order.release_expired_holds")
def release_expired_holds() -> int:
    """Give back what nobody paid. Twice is harmless: each hold moves once, under its order's lock."""
    return actions.release_expired(now=timezone.now())
