"""Official rates, typed in by staff with their source; one that leaps waits for a second person.

Source: docs/orders.md, "Rates".
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.core.mail import mail_admins
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.machine import AlreadyThere
from marketplace.refusal import Refusal
from marketplace.settlement import queries, rules
from marketplace.settlement.models import ExchangeRate


def enter_rate(
    *, currency: str, dinars_per_unit: Decimal, rate_on: date, source: str, by: User, now: datetime
) -> ExchangeRate:
    """Keep the official rate of a day: dinars for one unit of a currency. It is never changed afterwards.

    One that is more than `RATE_LEAP_PCT` off the last is kept and charged at by nobody until somebody else confirms it.

    :raises Refusal: another currency, not above zero, a day to come or one too long ago, no source, or the day has one.
    """
    today = localdate(now)
    if currency not in queries.FOREIGN:
        raise Refusal(_("Choose the currency."), field="currency")
    if dinars_per_unit <= 0:
        raise Refusal(_("A rate is above zero."), field="dinars_per_unit")
    if not today - timedelta(days=settings.RATE_STALE_DAYS) <= rate_on <= today:
        raise Refusal(_("Choose a day of this week: an older rate is not charged at."), field="rate_on")
    if not source.strip():
        raise Refusal(_("Say where the rate was read."), field="source")
    try:
        with transaction.atomic():
            rate = ExchangeRate.objects.create(
                currency=currency,
                dinars_per_unit=dinars_per_unit,
                rate_on=rate_on,
                source=source.strip(),
                entered_by=by,
                entered_at=now,
            )
    except IntegrityError as error:
        raise Refusal(_("This day has its rate already."), field="rate_on") from error
    if rules.leaps(rate, queries.rate_before(rate)):
        mail_admins(
            "A rate leaps", f"{rate}: entered by {by.pk}; nobody is charged at it until it is confirmed"
        )
    return rate


def confirm_rate(*, rate: ExchangeRate, by: User) -> None:
    """Confirm a rate that leaps: somebody else has read it at its source.

    :raises Refusal: `by` entered it.
    :raises AlreadyThere: it was confirmed.
    """
    if rate.entered_by_id == by.pk:
        raise Refusal(_("You entered this rate: a colleague confirms it."))
    if ExchangeRate.objects.filter(pk=rate.pk, confirmed_by=None).update(confirmed_by=by) != 1:
        raise AlreadyThere(f"rate {rate.pk} was confirmed")


def tell_of_missing(*, now: datetime) -> list[str]:
    """Tell whoever runs the house which currencies nobody can be charged in today; return them."""
    usable = queries.current_rates(localdate(now))
    missing = [currency for currency in queries.FOREIGN if currency not in usable]
    if missing:
        mail_admins("No usable rate", "Nobody can pay in: " + ", ".join(missing))
    return missing
