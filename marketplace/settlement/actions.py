"""Use cases of money: one idempotent `settle`, whoever calls it."""

from __future__ import annotations

import enum
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from catalog.actions import listing_changed
from marketplace import outbox
from marketplace.accounts.models import User
from marketplace.machine import AlreadyThere, IllegalMove, advance
from marketplace.money import Money
from marketplace.order import holds
from marketplace.order import queries as orders
from marketplace.order.models import Order, ShopOrder, StockHold
from marketplace.order.states import SHOP_ORDER_MOVES, HoldState
from marketplace.order.states import ShopOrderState as S
from marketplace.payment import actions as payment
from marketplace.payment import providers
from marketplace.payment import queries as payments
from marketplace.payment.models import PaymentAttempt, ProviderEvent
from marketplace.payment.providers.cash import RECEIVED
from marketplace.payment.states import ATTEMPT_MOVES, AttemptState, ProviderCode
from marketplace.refusal import Refusal
from marketplace.settlement import queries, rules
from marketplace.settlement.models import Transfer

log = logging.getLogger("damgha.settlement")
INBOX_BATCH = 100
POLL_AFTER = timedelta(seconds=60)
POLL_UNTIL = timedelta(hours=1)  # after the page closed: money that came in its last moment


class Outcome(enum.Enum):
    """What came of asking where an attempt stands."""

    PAID = "paid"  # just now: the pieces are the buyer's
    ALREADY = "already"  # it was settled before
    UNPAID = "unpaid"  # nobody paid yet
    DECLINED = "declined"
    SOLD_OUT = "sold_out"  # the money came after the hold ran out, and the pieces were gone
    MISMATCH = "mismatch"  # another sum or currency than asked for: not fulfilled, a person must look


def settle(*, attempt: PaymentAttempt, now: datetime) -> Outcome:
    """Bring an attempt and its order to what the provider says; once, whoever calls and however often.

    The page the buyer returns to, the inbox and the poll all call this. The provider is asked outside any
    transaction; what it says is applied in one.
    """
    word = providers.provider_of(attempt.provider).fetch(attempt)
    return apply_word(attempt_id=attempt.pk, word=word, now=now)


@transaction.atomic
def apply_word(*, attempt_id: int, word: providers.Word, now: datetime) -> Outcome:
    """Apply the provider's word under the order's lock.

    Paid: claim the holds, take the pieces out of stock, move the shop orders, write the sale journal, have everybody
    told. All of it or none.
    """
    order_id = PaymentAttempt.objects.values_list("order_id", flat=True).get(pk=attempt_id)
    order = orders.lock(order_id)
    attempt = PaymentAttempt.objects.get(pk=attempt_id)
    if attempt.state == AttemptState.PAID:
        return Outcome.ALREADY
    if word.state == AttemptState.DECLINED and attempt.state == AttemptState.STARTED:
        advance(attempt, AttemptState.DECLINED, moves=ATTEMPT_MOVES, by=None, at=now)
    if word.state != AttemptState.PAID or word.amount is None:
        return Outcome.DECLINED if word.state == AttemptState.DECLINED else Outcome.UNPAID
    parts = [part for part in order.shop_orders.order_by("pk") if part.state not in rules.NOT_DUE]
    due = Money(sum(part.charge_minor for part in parts), attempt.currency)
    if word.amount != due:
        log.error("order %s: %s was paid where %s is due; not fulfilled", order.number, word.amount, due)
        return Outcome.MISMATCH
    return _paid(order, attempt, parts, word.amount, now)


def _paid(
    order: Order, attempt: PaymentAttempt, parts: list[ShopOrder], amount: Money, now: datetime
) -> Outcome:
    if attempt.state == AttemptState.CREATED:  # the word came before we had written down that we asked
        advance(attempt, AttemptState.STARTED, moves=ATTEMPT_MOVES, by=None, at=now)
    advance(attempt, AttemptState.PAID, moves=ATTEMPT_MOVES, by=None, at=now)
    Order.objects.filter(pk=order.pk).update(paid_at=now)
    cash = attempt.provider == ProviderCode.CASH_AT_CENTRE
    account = rules.clearing(attempt.provider, centre_id=parts[0].shop.centre_id if cash else None)
    claimed = _claim(order)
    if claimed is None:
        _post_late_money(order, parts, account=account, amount=amount, now=now)
        outbox.emit("order.paid_sold_out", key=f"order.paid_sold_out:{order.pk}", order_id=order.pk)
        return Outcome.SOLD_OUT
    for part in parts:
        if part.state in {S.HELD, S.EXPIRED}:
            advance(part, S.PAID, moves=SHOP_ORDER_MOVES, by=None, at=now)
    post(rules.sale(order, parts, account=account), journal=f"sale:{order.pk}", order=order, now=now)
    listing_changed(product_ids=holds.product_ids(claimed))
    outbox.emit("order.paid", key=f"order.paid:{order.pk}", order_id=order.pk)
    return Outcome.PAID


def _claim(order: Order) -> list[StockHold] | None:
    """Make the held pieces the buyer's; None when the hold ran out and not all of them can be had again."""
    late = order.holds.filter(state=HoldState.RELEASED)
    try:
        with transaction.atomic():
            holds.reserve({hold.stockrecord_id: hold.quantity for hold in late})
    except holds.SoldOut:
        return None
    claimed = [
        *holds.move(order.pk, from_state=HoldState.HELD, to_state=HoldState.CLAIMED),
        *holds.move(order.pk, from_state=HoldState.RELEASED, to_state=HoldState.CLAIMED),
    ]
    holds.consume(claimed)
    return claimed


def _post_late_money(
    order: Order, parts: Iterable[ShopOrder], *, account: str, amount: Money, now: datetime
) -> None:
    """Record money that came for pieces that are gone: all of it is the buyer's.

    The refund itself is a row of its own that a later step adds; until then the ledger says what is owed.
    """
    dinars = Money(sum(part.dzd_minor for part in parts))
    journal = f"late:{order.pk}"
    postings, source = rules.money_in(journal=journal, account=account, charged=amount, dinars=dinars)
    postings.append(rules.Posting(f"{journal}:due", source, rules.refund_due(order.pk), dinars))
    post(postings, journal=journal, order=order, now=now)


def post(postings: Iterable[rules.Posting], *, journal: str, order: Order, now: datetime) -> None:
    """Write the transfers of one journal; a second time the database refuses their ids."""
    Transfer.objects.bulk_create(
        [
            Transfer(
                id=posting.id,
                journal=journal,
                debit=posting.debit,
                credit=posting.credit,
                currency=posting.amount.currency,
                amount_minor=posting.amount.minor,
                order=order,
                at=now,
            )
            for posting in postings
        ]
    )


def process_inbox(*, now: datetime, limit: int = INBOX_BATCH) -> int:
    """Look at what providers told us and settle what it is about; return how many events that was.

    Twice at once is harmless: settling is idempotent, and an event is marked afterwards.
    """
    events = payments.unprocessed_events(limit=limit)
    for event in events:
        attempt = payments.by_reference(event.reference)
        if attempt is None:
            log.error("provider event %s is about an attempt nobody knows", event)
            note = "unknown attempt"
        else:
            note = settle(attempt=attempt, now=now).value
        ProviderEvent.objects.filter(pk=event.pk, processed_at__isnull=True).update(
            processed_at=now, note=note
        )
    return len(events)


def poll(*, now: datetime, limit: int = INBOX_BATCH) -> int:
    """Ask providers about attempts whose word may have been lost on the way; return how many were paid."""
    waiting = payments.unanswered_attempts(
        asked_before=now - POLL_AFTER, open_after=now - POLL_UNTIL, limit=limit
    )
    return sum(settle(attempt=attempt, now=now) == Outcome.PAID for attempt in waiting)


def receive_cash(*, order: Order, by: User, now: datetime, shown_minor: int | None = None) -> Outcome:
    """Record that the counter took the cash of an order, as the event the provider CashAtCentre reads; then settle.

    The caller has judged that `by` is a clerk of the centre. Two clerks at once make one event. `shown_minor` is the
    sum the clerk was shown and has taken, in minor units; None where whoever calls has just read it.

    :raises Refusal: nothing of the order is left to pay for, or another sum is due than was shown.
    """
    attempt = PaymentAttempt.objects.get(order=order, provider=ProviderCode.CASH_AT_CENTRE)
    due = queries.sum_due(order)
    if due == 0:
        raise Refusal(_("Nothing of this order is left to pay for."))
    if shown_minor is not None and shown_minor != due:
        raise Refusal(_("The sum of this order has changed. Look again before you take the money."))
    payment.record_event(
        provider=ProviderCode.CASH_AT_CENTRE,
        event_id=f"cash:{attempt.pk}",
        kind=RECEIVED,
        reference=attempt.reference,
        body={"amount_minor": due, "currency": attempt.currency, "clerk": by.pk, "on": str(localdate(now))},
        now=now,
    )
    return settle(attempt=attempt, now=now)


@transaction.atomic
def close_expired_attempts(*, order_id: int, now: datetime) -> None:
    """Move the attempts of an order that expired; money may still come late and is then taken in by `settle`."""
    orders.lock(order_id)
    for attempt in PaymentAttempt.objects.filter(order_id=order_id):
        try:
            advance(attempt, AttemptState.EXPIRED, moves=ATTEMPT_MOVES, by=None, at=now)
        except (AlreadyThere, IllegalMove):  # paid meanwhile, or closed before
            continue


@transaction.atomic
def post_refusal(*, shop_order_id: int, now: datetime) -> None:
    """Post what a buyer is owed for a paid part that ended unsent; again is harmless, unpaid parts owe nothing."""
    part = orders.lock_shop_order(shop_order_id)
    order = part.order
    journal = f"refused:{part.pk}"
    was_paid = Transfer.objects.filter(journal=f"sale:{order.pk}", id__startswith=f"sale:{part.pk}:").exists()
    if was_paid and not Transfer.objects.filter(journal=journal).exists():
        post(rules.owed_back(order, part), journal=journal, order=order, now=now)
