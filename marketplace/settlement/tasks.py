"""What the clock does for money."""

from celery import shared_task
from django.utils import timezone

from marketplace.settlement import actions, rates


@shared_task(name="settlement.process_inbox")
def process_inbox() -> int:
    """Settle what providers told us. Twice is harmless: settling is idempotent."""
    return actions.process_inbox(now=timezone.now())


@shared_task(name="settlement.tell_of_missing_rates")
def tell_of_missing_rates() -> int:
    """Tell whoever runs the house when nobody can be charged in euros or dollars."""
    return len(rates.tell_of_missing(now=timezone.now()))


@shared_task(name="settlement.poll")
def poll() -> int:
    """Ask about attempts whose word may have been lost. Twice is harmless: settling is idempotent."""
    return actions.poll(now=timezone.now())
