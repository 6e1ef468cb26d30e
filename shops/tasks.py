"""What the clock does for shops."""

from celery import shared_task
from django.utils import timezone

from shops.people.actions import days


@shared_task(name="shops.begin_day")
def begin_day() -> None:
    """Tell the house that a day began. Twice is harmless: the day is the message's key."""
    days.begin_day(now=timezone.now())
