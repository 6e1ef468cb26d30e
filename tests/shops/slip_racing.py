"""What the processes of race tests run: each somebody who types the same PIN."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from marketplace.refusal import Refusal
from shops.people import rules
from shops.people.actions import slips
from shops.people.models import ActivationSlip
from tests.factories import NOW


def use(token: str, pin: str) -> str:
    """Type a PIN at the door of a slip."""
    try:
        slips.use(token=token, pin=pin, now=NOW)
    except Refusal:
        return "refused"
    return "in"


def use_unguarded(token: str, pin: str, seen_used: str | None) -> str:
    """Do the same with the guards off: looked at first, written afterwards without a condition."""
    slip = ActivationSlip.objects.get(token_hash=rules.digest(token))
    slip.used_at = datetime.fromisoformat(seen_used) if seen_used else None
    if slip.used_at is not None or slip.pin_hash != rules.digest(token, pin):
        ActivationSlip.objects.filter(pk=slip.pk).update(tries=F("tries") + 0)
        return "refused"
    ActivationSlip.objects.filter(pk=slip.pk).update(used_at=NOW)
    return "in"
