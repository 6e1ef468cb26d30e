"""A new day begins: told once, by the clock of Algiers."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from marketplace import outbox
from shops.people import queries, rules
from shops.people.models import CardReminder


@transaction.atomic
def begin_day(*, now: datetime) -> None:
    """Tell the house that today began, once for ever: the day itself is the message's key.

    Called every minute or so by however many beats there are; what follows is in the handlers of `day.began`.
    """
    today = localdate(now)
    outbox.emit("day.began", key=f"day.began:{today}", day=today.isoformat())


@transaction.atomic
def remind_of_cards(*, today: date, now: datetime) -> int:
    """Write the reminders of cards that are due today, each card and threshold once; return how many are new."""
    made = 0
    for card in queries.cards_to_remind_of(today).iterator(chunk_size=500):
        threshold = rules.reminder_due(expires_on=card.expires_on, today=today)
        if threshold is None:
            continue
        reminder, is_new = CardReminder.objects.get_or_create(
            card=card, expires_on=card.expires_on, threshold=threshold, defaults={"at": now}
        )
        if is_new:
            outbox.emit("card.due", key=f"card.due:{reminder.pk}", reminder_id=reminder.pk)
            made += 1
    return made
