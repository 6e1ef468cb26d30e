"""A shop closes for a while: its pieces stay in sight, cannot be ordered, and come back by themselves."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from marketplace import outbox
from marketplace.refusal import Refusal
from shops.partner.models import Partner

LONGEST_DAYS = 180


@transaction.atomic
def close_for(*, shop: Partner, from_on: date, until_on: date, now: datetime) -> None:
    """Close a shop from a day through a day; what is ordered already is still to be sent.

    :raises Refusal: the days are the wrong way round, over already, or more than half a year.
    """
    if until_on < from_on:
        raise Refusal(_("The last day must not be before the first one."), field="until_on")
    if until_on < localdate(now):
        raise Refusal(_("These days are over. Please choose days to come."), field="until_on")
    if (until_on - from_on).days >= LONGEST_DAYS:
        raise Refusal(
            _("That is more than half a year. Please choose fewer days, or close the shop for good."),
            field="until_on",
        )
    _write(shop, from_on, until_on)


@transaction.atomic
def open_again(*, shop: Partner) -> None:
    """Open a shop before its holiday is over, or forget one to come."""
    _write(shop, None, None)


def _write(shop: Partner, from_on: date | None, until_on: date | None) -> None:
    Partner.objects.filter(pk=shop.pk).update(closed_from_on=from_on, closed_until_on=until_on)
    shop.closed_from_on, shop.closed_until_on = from_on, until_on
    outbox.emit("shop.days_changed", shop_id=shop.pk)
