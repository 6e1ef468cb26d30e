"""What this app does when something was committed, or a day began."""

from datetime import date, datetime

from marketplace.outbox import handles
from shops.people.actions import days, recovery
from shops.people.models import Recovery


@handles("day.began")
def remind_of_cards(*, day: str, now: datetime) -> None:
    """Write the day's reminders. Twice is harmless: a card has each of them once."""
    days.remind_of_cards(today=date.fromisoformat(day), now=now)


@handles("recovery.due")
def let_new_phone_hold(*, recovery_id: int, now: datetime) -> None:
    """Let a replaced phone hold. Twice is harmless: it moves once."""
    recovery.take_effect(recovery=Recovery.objects.get(pk=recovery_id), now=now)
