"""Use cases of an order after it is placed: the shop answers and sends, the clock gives unpaid pieces back."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import IO

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.timezone import get_default_timezone, localdate
from django.utils.translation import gettext as _

from catalog import private_photos
from catalog.actions import listing_changed
from marketplace import outbox
from marketplace.accounts.models import User
from marketplace.machine import AlreadyThere, IllegalMove, advance, begin
from marketplace.order import holds, queries, rules
from marketplace.order.models import DateProposal, Line, Order, ShopOrder
from marketplace.order.states import PROPOSAL_MOVES, SHOP_ORDER_MOVES, HoldState, ProposalState
from marketplace.order.states import ShopOrderState as S
from marketplace.refusal import Refusal
from quality_labels import actions as labels
from quality_labels.models import Label

EXPIRY_BATCH = 200
PACKING_FOLDER = "packing"  # beside the photos that everybody may see, and not handed out by the proxy
log = logging.getLogger("damgha.order")


def _lock_own(shop_order: ShopOrder, by: User, now: datetime) -> ShopOrder:
    """Return the shop order locked and re-read.

    :raises PermissionDenied: `by` is not of the shop today. A page answers "not found".
    """
    locked = queries.lock_shop_order(shop_order.pk)
    if not queries.sells_for(by, locked, on=localdate(now)):
        raise PermissionDenied(f"{by.pk} is not of the shop of {locked}")
    return locked


@transaction.atomic
def accept(*, shop_order: ShopOrder, by: User, now: datetime) -> ShopOrder:
    """Record that the shop will send its part, and have the buyer told.

    :raises PermissionDenied: `by` is not of the shop today.
    :raises IllegalMove: it is not paid or confirmed (AlreadyThere: it is accepted).
    """
    locked = _lock_own(shop_order, by, now)
    advance(locked, S.ACCEPTED, moves=SHOP_ORDER_MOVES, by=by, at=now, accepted_at=now)
    _lapse(locked, now=now, why="the shop accepted with the day it had")
    outbox.emit("shop_order.accepted", key=f"shop_order.accepted:{locked.pk}", shop_order_id=locked.pk)
    return locked


@transaction.atomic
def refuse(*, shop_order: ShopOrder, by: User, reason: str, now: datetime) -> ShopOrder:
    """Record that the shop cannot send its part, with the reason the buyer reads.

    The pieces do not go back on sale: a shop refuses what it does not have. What is owed to the buyer for it is
    posted by settlement when it hears of this.

    :raises PermissionDenied: `by` is not of the shop today.
    :raises Refusal: there is no reason.
    :raises IllegalMove: it is past refusing.
    """
    locked = _lock_own(shop_order, by, now)
    _end(locked, S.REFUSED, by=by, reason=rules.clean_reason(reason), now=now)
    return locked


def _end(locked: ShopOrder, to: S, *, by: User | None, reason: str, now: datetime) -> None:
    """End a part that is not sent, refused or cancelled: its pieces leave the stock, settlement owes what was paid."""
    advance(locked, to, moves=SHOP_ORDER_MOVES, by=by, at=now, why=reason, reason=reason)
    _lapse(locked, now=now, why="the part ended")
    gone = holds.move(
        locked.order_id, from_state=HoldState.HELD, to_state=HoldState.CLAIMED, shop_order_id=locked.pk
    )
    holds.consume(gone)
    listing_changed(product_ids=holds.product_ids(gone))
    outbox.emit(f"shop_order.{to}", key=f"shop_order.{to}:{locked.pk}", shop_order_id=locked.pk)


@transaction.atomic
def send(
    *,
    shop_order: ShopOrder,
    by: User,
    now: datetime,
    tracking_number: str = "",
    carrier: str = "",
    handed_to_centre: bool = False,
) -> ShopOrder:
    """Record that the shop's part is on its way: by a carrier's number, or handed to the centre.

    :raises PermissionDenied: `by` is not of the shop today.
    :raises Refusal: it is not said how.
    :raises IllegalMove: it was not accepted first (AlreadyThere: it is sent).
    """
    locked = _lock_own(shop_order, by, now)
    tracking = " ".join(tracking_number.split())
    rules.require_way(tracking=tracking, handed_to_centre=handed_to_centre)
    if any(line.packed_label_id != label.pk for line, label in queries.labels_of_lines(locked).items()):
        raise Refusal(_("Pack it first: the label of each stamped piece is read before it leaves."))
    advance(
        locked,
        S.SENT,
        moves=SHOP_ORDER_MOVES,
        by=by,
        at=now,
        sent_at=now,
        tracking_number=tracking,
        carrier=carrier.strip()[: rules.MAX_TRACKING],
        handed_to_centre=handed_to_centre,
    )
    _lapse(locked, now=now, why="it was sent")
    outbox.emit("shop_order.sent", key=f"shop_order.sent:{locked.pk}", shop_order_id=locked.pk)
    return locked


@transaction.atomic
def told_by_phone(*, shop_order_id: int, by: User, now: datetime) -> bool:
    """Start the clock of a shop that was told by phone: it answers within `ANSWER_DAYS` from today.

    Once: False when it had been told already, or no longer waits. The caller has judged whether `by` may say so.
    The days to send and to arrive move along where the new day to answer passes them.
    """
    locked = queries.lock_shop_order(shop_order_id)
    answer_by = rules.answer_by(today=localdate(now))
    started = ShopOrder.objects.filter(
        pk=locked.pk, told_at__isnull=True, state__in=queries.TO_ANSWER
    ).update(told_at=now, told_by=by, answer_by_on=answer_by)
    if started and locked.send_by_on and locked.send_by_on < answer_by:
        _move_days(locked, send_by_on=answer_by)
    return bool(started)


def _move_days(locked: ShopOrder, *, send_by_on: date) -> None:
    """Send by that day instead, and arrive as much later; what waits at a centre is kept as much longer."""
    later = send_by_on - (locked.send_by_on or send_by_on)
    days = {
        name: day + later
        for name in ("arrives_from_on", "arrives_until_on")
        if (day := getattr(locked, name)) is not None
    }
    ShopOrder.objects.filter(pk=locked.pk).update(send_by_on=send_by_on, **days)
    if "arrives_until_on" in days and locked.order.paid_at is None:
        ready = datetime.combine(days["arrives_until_on"], time.max, tzinfo=get_default_timezone())
        holds.extend(locked.order_id, until=ready + timedelta(days=settings.CASH_HOLD_DAYS))


@transaction.atomic
def propose_day(
    *, shop_order: ShopOrder, by: User, proposed_on: date, why: str, now: datetime
) -> DateProposal:
    """Offer the buyer another day to send by; the part waits for the answer, as long as `PROPOSAL_DAYS`.

    :raises PermissionDenied: `by` is not of the shop today.
    :raises IllegalMove: the part is past that (AlreadyThere: a day is proposed already).
    :raises Refusal: there is no reason, the day is no later, too far away, or it was moved often enough.
    """
    locked = _lock_own(shop_order, by, now)
    if locked.state not in (*queries.TO_ANSWER, S.ACCEPTED):
        raise IllegalMove(f"{locked} is {locked.state}: its day does not move any more")
    if queries.open_proposal(locked.pk) is not None:
        raise AlreadyThere(f"{locked}: another day is proposed already")
    today = localdate(now)
    written = rules.clean_reason(why)
    rules.require_day(
        proposed_on, today=today, send_by_on=locked.send_by_on, already=locked.proposals.count()
    )
    proposal = DateProposal.objects.create(
        shop_order=locked,
        proposed_on=proposed_on,
        why=written,
        answer_by_on=today + timedelta(days=settings.PROPOSAL_DAYS),
        offered_by=by,
        offered_at=now,
    )
    begin(proposal, by=by, at=now, why=written)
    outbox.emit("shop_order.day_proposed", key=f"day_proposed:{proposal.pk}", shop_order_id=locked.pk)
    return proposal


@transaction.atomic
def agree_to_day(*, order: Order, proposal_id: int, now: datetime) -> DateProposal:
    """Take the other day: the part is accepted with it, and its days move. The caller holds the order's link.

    :raises DateProposal.DoesNotExist: the order has no such proposal.
    :raises IllegalMove: it was answered, or lapsed (AlreadyThere: it is agreed).
    """
    proposal, locked = _lock_proposal(order, proposal_id)
    advance(proposal, ProposalState.AGREED, moves=PROPOSAL_MOVES, by=None, at=now, why="by the order's link")
    if locked.state != S.ACCEPTED:
        why = "the buyer took the day the shop proposed"
        advance(locked, S.ACCEPTED, moves=SHOP_ORDER_MOVES, by=None, at=now, why=why, accepted_at=now)
        outbox.emit("shop_order.accepted", key=f"shop_order.accepted:{locked.pk}", shop_order_id=locked.pk)
    _move_days(locked, send_by_on=proposal.proposed_on)
    outbox.emit("shop_order.day_agreed", key=f"day_agreed:{proposal.pk}", shop_order_id=locked.pk)
    return proposal


@transaction.atomic
def decline_day(*, order: Order, proposal_id: int, now: datetime) -> DateProposal:
    """Turn the other day down: that part is cancelled, and settlement owes back what was paid for it.

    :raises DateProposal.DoesNotExist: the order has no such proposal.
    :raises IllegalMove: it was answered, or lapsed (AlreadyThere: it is declined).
    """
    proposal, locked = _lock_proposal(order, proposal_id)
    why = "by the order's link"
    advance(proposal, ProposalState.DECLINED, moves=PROPOSAL_MOVES, by=None, at=now, why=why)
    with translation.override(order.language):
        reason = _("You did not agree to another day.")
    _end(locked, S.CANCELLED, by=None, reason=reason, now=now)
    return proposal


def _lock_proposal(order: Order, proposal_id: int) -> tuple[DateProposal, ShopOrder]:
    """Return a proposal of `order` and its part, which stand still; a part that moved on has lapsed its proposal."""
    queries.lock(order.pk)
    proposal = DateProposal.objects.get(pk=proposal_id, shop_order__order=order)
    return proposal, ShopOrder.objects.select_related("order").get(pk=proposal.shop_order_id)


def _lapse(locked: ShopOrder, *, now: datetime, why: str) -> None:
    """Close a proposal that nobody has to answer any more."""
    proposal = queries.open_proposal(locked.pk)
    if proposal is not None:
        advance(proposal, ProposalState.LAPSED, moves=PROPOSAL_MOVES, by=None, at=now, why=why)


@transaction.atomic
def pack(
    *,
    shop_order: ShopOrder,
    by: User,
    ticked: Collection[int],
    now: datetime,
    photo: IO[bytes] | None = None,
    size: int = 0,
    read: Mapping[int, str] | None = None,
) -> ShopOrder:
    """Record that every line is in the parcel, with a photo of it where one was taken; again replaces the photo.

    `read` holds, by line, what was read from the label of a stamped piece, so that none leaves in another's place.

    :raises PermissionDenied: `by` is not of the shop today.
    :raises Refusal: a line is not ticked, the upload is no photo, or a label is another piece's, or was not read.
    :raises IllegalMove: it is not accepted, or is sent already.
    """
    locked = _lock_own(shop_order, by, now)
    if locked.state != S.ACCEPTED:
        raise IllegalMove(f"{locked} is {locked.state}: nothing is packed now")
    rules.require_packed_whole(ticked, list(locked.lines.values_list("pk", flat=True)))
    for line, label in queries.labels_of_lines(locked).items():
        _require_label_read(line, label, (read or {}).get(line.pk, ""))
        Line.objects.filter(pk=line.pk).update(packed_label=label)
    kept: dict[str, str] = {}
    if photo is not None:
        kept["packing_photo"] = private_photos.keep(photo, size=size, folder=PACKING_FOLDER)
    ShopOrder.objects.filter(pk=locked.pk, state=S.ACCEPTED).update(packed_at=now, **kept)
    return locked


def _require_label_read(line: Line, label: Label, said: str) -> None:
    field = f"label-{line.pk}"
    if not said.strip():
        raise Refusal(_("Write the number that stands on the label of this piece."), field=field)
    try:
        labels.require_on_piece(label, said)
    except Refusal as wrong:
        raise Refusal(str(wrong), field=field) from wrong


def keep_the_clock(*, now: datetime, limit: int = EXPIRY_BATCH) -> int:
    """Let proposals lapse that nobody answered, then refuse what shops left unanswered; return how many of both.

    Each is a transaction of its own, and looks again under its order's lock; twice is harmless.
    """
    today = localdate(now)
    lapsed = [
        lapse_unanswered(shop_order_id=pk, now=now) for pk in queries.lapsed_proposals(on=today, limit=limit)
    ]
    due_before = rules.too_long_unanswered(today=today)
    refused = [
        refuse_unanswered(shop_order_id=pk, now=now)
        for pk in queries.unanswered(due_before=due_before, limit=limit)
    ]
    return sum(lapsed) + sum(refused)


@transaction.atomic
def lapse_unanswered(*, shop_order_id: int, now: datetime) -> bool:
    """Close a proposal the buyer left unanswered; a shop that has not accepted yet answers anew, from today."""
    locked = queries.lock_shop_order(shop_order_id)
    proposal = queries.open_proposal(locked.pk)
    today = localdate(now)
    if proposal is None or proposal.answer_by_on >= today:
        return False
    _lapse(locked, now=now, why="the buyer did not answer in time")
    ShopOrder.objects.filter(pk=locked.pk, state__in=queries.TO_ANSWER).update(
        answer_by_on=rules.answer_by(today=today)
    )
    outbox.emit("shop_order.day_lapsed", key=f"day_lapsed:{proposal.pk}", shop_order_id=locked.pk)
    return True


@transaction.atomic
def refuse_unanswered(*, shop_order_id: int, now: datetime) -> bool:
    """Refuse for a shop that did not answer within `UNANSWERED_DAYS`; False when it did meanwhile.

    What follows is what follows from any refusal: the buyer is told, and what was paid is owed back.
    """
    locked = queries.lock_shop_order(shop_order_id)
    waits = locked.state in queries.TO_ANSWER and queries.open_proposal(locked.pk) is None
    due_before = rules.too_long_unanswered(today=localdate(now))
    if not waits or locked.answer_by_on is None or locked.answer_by_on >= due_before:
        return False
    with translation.override(locked.order.language):
        reason = _("The shop did not answer in time.")
    try:
        _end(locked, S.REFUSED, by=None, reason=reason, now=now)
    except IllegalMove:  # the shop answered first
        return False
    outbox.emit("shop_order.unanswered", key=f"shop_order.unanswered:{locked.pk}", shop_order_id=locked.pk)
    return True


def release_expired(*, now: datetime, limit: int = EXPIRY_BATCH) -> int:
    """Give back the pieces of orders nobody paid or collected in time, and return how many orders that were.

    Each order is a transaction of its own; one whose books disagree is logged and keeps no other waiting.
    """
    released = 0
    for order_id in queries.due_orders(now=now, limit=limit):
        try:
            released += expire(order_id=order_id, now=now)
        except holds.BooksBroken:
            log.exception("order %s cannot be released", order_id)
    return released


@transaction.atomic
def expire(*, order_id: int, now: datetime) -> bool:
    """Release what an order holds if its time is over; False when it was paid or released meanwhile.

    Twice is harmless: the holds move once, and stock follows only those that moved.
    """
    order = queries.lock(order_id)
    if not order.holds.filter(state=HoldState.HELD, expires_at__lt=now).exists():
        return False
    released = holds.move(order_id, from_state=HoldState.HELD, to_state=HoldState.RELEASED)
    holds.give_back(released)
    for shop_order in order.shop_orders.filter(pk__in={hold.shop_order_id for hold in released}):
        advance(shop_order, S.EXPIRED, moves=SHOP_ORDER_MOVES, by=None, at=now, why="nobody paid in time")
        _lapse(shop_order, now=now, why="the part ended")
    listing_changed(product_ids=holds.product_ids(released))
    outbox.emit("order.expired", key=f"order.expired:{order_id}:{now.timestamp()}", order_id=order_id)
    return True
