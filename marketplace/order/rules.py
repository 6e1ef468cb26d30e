"""Judgements on orders: what is shown of a whole order is derived from its shop orders, never stored."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from marketplace import formats
from marketplace.order.models import ShopOrder
from marketplace.order.states import ShopOrderState as S
from marketplace.refusal import Refusal
from marketplace.shipping.states import DeliveryMethod

GONE = frozenset({S.REFUSED, S.CANCELLED, S.EXPIRED, S.RETURNED, S.LOST})
ON_THE_WAY = frozenset({S.SENT, S.DELIVERED})
MAX_REASON = 300
MAX_DELAY = timedelta(days=60)
MAX_TRACKING = 60


class Standing(models.TextChoices):
    """Where a whole order stands, as its page says it."""

    WAITING = "waiting", gettext_lazy("Waiting for your payment")
    CONFIRMED = "confirmed", gettext_lazy("Confirmed: you pay at the centre")
    PAID = "paid", gettext_lazy("Paid")
    ACCEPTED = "accepted", gettext_lazy("In preparation")
    PARTLY_SENT = "partly_sent", gettext_lazy("Partly on its way")
    SENT = "sent", gettext_lazy("On its way")
    DELIVERED = "delivered", gettext_lazy("Delivered")
    EXPIRED = "expired", gettext_lazy("Not paid in time")
    PAID_SOLD_OUT = "paid_sold_out", gettext_lazy("Paid too late: the piece was sold")
    CLOSED = "closed", gettext_lazy("Closed")


def standing(states: Collection[str], *, paid_at: datetime | None) -> Standing:
    """Return where an order stands, from the states of its shop orders; parts that ended do not hold back the rest."""
    alive = {S(state) for state in states} - GONE
    if not alive:
        late = Standing.PAID_SOLD_OUT if paid_at else Standing.EXPIRED
        return late if S.EXPIRED in states else Standing.CLOSED
    if alive & ON_THE_WAY:
        arrived = Standing.DELIVERED if alive == {S.DELIVERED} else Standing.SENT
        return arrived if alive <= ON_THE_WAY else Standing.PARTLY_SENT
    for state, shown in (
        (S.HELD, Standing.WAITING),
        (S.CONFIRMED, Standing.CONFIRMED),
        (S.PAID, Standing.PAID),
    ):
        if state in alive:
            return shown
    return Standing.ACCEPTED


def state_label(state: str) -> str:
    """Return the word of a shop order's state as a line begins with it."""
    word = str(S(state).label)
    return word[:1].upper() + word[1:]


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a timeline: what, when, and whether it is done, now, next or off."""

    what: str
    when: date | datetime | None
    state: str
    note: str = ""


def timeline(shop_order: ShopOrder, *, placed_at: datetime, paid_at: datetime | None) -> list[Step]:
    """Return the life of a shop order as dated steps: what happened, where it is, what comes when."""
    so, state = shop_order, S(shop_order.state)
    collect = so.delivery_method == DeliveryMethod.COLLECT
    steps = [Step(_("Ordered"), placed_at, "done")]
    if state in GONE:
        note = so.reason if state in {S.REFUSED, S.CANCELLED} else ""
        last = so.changes.all()[len(so.changes.all()) - 1] if so.changes.all() else None
        return [*steps, Step(state_label(state), last.at if last else None, "off", note)]
    settled = state != S.HELD
    if state == S.CONFIRMED or (settled and paid_at is None):
        steps.append(Step(_("Confirmed; you pay when you collect it"), None, "done"))
    else:
        steps.append(Step(_("Paid"), paid_at, "done" if settled else "now"))
    accepted, sent = so.accepted_at is not None, so.sent_at is not None
    answer_by = min((day for day in (so.answer_by_on, so.send_by_on) if day), default=None)
    steps.append(
        Step(
            _("Accepted by the shop") if accepted else _("The shop answers by"),
            so.accepted_at or answer_by,
            "done" if accepted else "now" if settled else "next",
        )
    )
    going = _("Handed to the centre") if collect or so.handed_to_centre else _("Sent")
    steps.append(
        Step(
            going if sent else _("Ready by"),
            so.sent_at or so.send_by_on,
            "done" if sent else "now" if accepted else "next",
        )
    )
    return [*steps, _arrival(so, collect=collect, sent=sent)]


def _arrival(so: ShopOrder, *, collect: bool, sent: bool) -> Step:
    """Return the last step: when it comes, as a day and the latest day."""
    if so.state == S.DELIVERED:
        return Step(_("Delivered"), so.delivered_at, "done")
    until, note = so.arrives_until_on, ""
    if until and until != so.arrives_from_on:
        note = _("at the latest %(day)s") % {"day": formats.day(until, get_language() or "en")}
    what = _("Ready to collect") if collect else _("Arrives")
    return Step(what, so.arrives_from_on, "now" if sent else "next", note)


def answer_by(*, today: date) -> date:
    """Return the last day to answer for a shop that hears of an order today."""
    return today + timedelta(days=settings.ANSWER_DAYS)


def too_long_unanswered(*, today: date) -> date:
    """Return the day before which an answer had to be given, for the order to be refused by the clock today."""
    return today - timedelta(days=settings.UNANSWERED_DAYS - settings.ANSWER_DAYS - 1)


def require_day(proposed_on: date, *, today: date, send_by_on: date | None, already: int) -> None:
    """Refuse another day that helps nobody.

    :raises Refusal: it is no later than the day promised, too far away, or the shop moved the day often enough.
    """
    if already >= settings.PROPOSALS_PER_PART:
        raise Refusal(
            _("You have asked for another day already. Please send it, or say that you cannot."), field="day"
        )
    if proposed_on <= max(send_by_on or today, today):
        raise Refusal(_("Choose a day after the one you had promised."), field="day")
    if proposed_on > today + MAX_DELAY:
        raise Refusal(_("Choose a day within the next 60 days."), field="day")


def require_packed_whole(ticked: Collection[int], lines: Collection[int]) -> None:
    """Refuse a parcel of which a line was not ticked.

    :raises Refusal: something is not in it yet.
    """
    if set(lines) - set(ticked):
        raise Refusal(_("Tick each piece as you put it in."), field="lines")


def clean_reason(written: str) -> str:
    """Return the shop's reason for refusing, which the buyer reads.

    :raises Refusal: there is none, or it is too long.
    """
    reason = " ".join(written.split())
    if not reason or len(reason) > MAX_REASON:
        raise Refusal(_("Write the reason in one sentence: the buyer reads it."), field="reason")
    return reason


def require_way(*, tracking: str, handed_to_centre: bool) -> None:
    """Refuse "sent" without saying how.

    :raises Refusal: neither a tracking number nor "handed to the centre" is given, or the number is too long.
    """
    if not tracking and not handed_to_centre:
        raise Refusal(
            _("Write the tracking number, or say that you handed it to the centre."), field="tracking_number"
        )
    if len(tracking) > MAX_TRACKING:
        raise Refusal(_("A tracking number has at most 60 characters."), field="tracking_number")
