"""Tell people: first a row per letter, in the transaction of the outbox; then, outside any, the letter itself."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from marketplace.accounts.models import User
from marketplace.machine import AlreadyThere
from marketplace.notifications import gateway, letters, queries, recipients, rules
from marketplace.notifications.models import Delivery
from marketplace.notifications.recipients import Recipient
from marketplace.notifications.states import Channel, Letter, To
from marketplace.order import actions as orders
from marketplace.order.models import Order, ShopOrder
from marketplace.outbox.actions import ring, ring_on_commit
from quality_labels.models import Label
from shops.partner.models import Partner

log = logging.getLogger("damgha.notifications")


def tell_of_order(*, kind: str, order_id: int, now: datetime) -> None:
    """Write the letters that follow from a change of a whole order."""
    order = queries.order_of(order_id)
    _tell(kind, order, order.shop_orders.all(), {"order_id": order.pk}, now)


def tell_of_part(*, kind: str, shop_order_id: int, now: datetime) -> None:
    """Write the letters that follow from a change of one shop's part."""
    part = queries.part_of(shop_order_id)
    _tell(kind, part.order, [part], {"shop_order_id": part.pk}, now)


def tell_of_listing(*, kind: str, product_id: int, change_id: int, now: datetime) -> None:
    """Write the letters to the shop that follow from a step of its piece, unless it took that step itself."""
    if queries.is_the_shops_own_step(kind, change_id):
        return
    for letter, _to in rules.NOTICES[kind]:
        told = recipients.people_of_piece(product_id, now=now)
        if not told:
            log.error("piece %s: there is no way to reach its shop (%s)", product_id, letter)
        payload = {"product_id": product_id, "change_id": change_id}
        write_rows(letter=letter, about=f"{letter}:{change_id}", to=told, payload=payload, now=now)


def _tell(kind: str, order: Order, parts: Iterable[ShopOrder], about: dict[str, int], now: datetime) -> None:
    if kind not in rules.STILL_NEW:
        for part in parts:
            _call_no_more(Letter.SHOP_NEW_ORDER, part, now=now)
    for letter, to in rules.NOTICES[kind]:
        if to == To.BUYER:
            told = recipients.buyer_of(order)
            (subject_id,) = about.values()
            event = f"{letter}:{subject_id}{_again(letter, parts)}"
            write_rows(letter=letter, about=event, to=told, payload=about, now=now)
            continue
        for part in parts:
            told = recipients.shop_people(part, now=now)
            payload = {"shop_order_id": part.pk}
            event = f"{letter}:{part.pk}{_again(letter, [part])}"
            write_rows(letter=letter, about=event, to=told, payload=payload, now=now)


def _again(letter: Letter, parts: Iterable[ShopOrder]) -> str:
    """Return what sets a letter apart from the last one of its kind: the other day that it is about."""
    if letter not in rules.REPEATED:
        return ""
    (part,) = parts
    return f":{queries.last_proposal_id(part)}"


def _call_no_more(letter: Letter, part: ShopOrder, *, now: datetime) -> None:
    """Take the call about a part off the list: it went on meanwhile, so the shop knows, or has nothing to do."""
    Delivery.objects.calls().filter(letter=letter, key__startswith=f"{letter}:{part.pk}:").update(
        dead_at=now, last_error="the order went on meanwhile"
    )


def tell_applicant(*, kind: str, change_id: int, now: datetime) -> None:
    """Write the letters that follow from an answer to an application for a shop."""
    user = queries.application_change(change_id).row.user
    letter = rules.SHOP_NOTICES[kind]
    told = recipients.channels_of(user)
    write_rows(
        letter=letter, about=f"{letter}:{change_id}", to=told, payload={"change_id": change_id}, now=now
    )


def tell_shop_of_itself(*, kind: str, change_id: int, now: datetime) -> None:
    """Write the letters that follow from suspending, reopening or closing a shop."""
    shop = queries.shop_change(change_id).row
    letter = rules.SHOP_NOTICES[kind]
    told = recipients.every_channel(shop, now=now)
    write_rows(
        letter=letter, about=f"{letter}:{change_id}", to=told, payload={"change_id": change_id}, now=now
    )


def tell_of_destination(*, kind: str, destination_id: int, now: datetime) -> None:
    """Tell every owner, on every channel, that where the shop's money goes was changed, or was looked at."""
    row = queries.destination_row(destination_id)
    letter = rules.SHOP_NOTICES[kind]
    told = recipients.every_channel(row.shop, now=now)
    payload = {"destination_id": destination_id}
    write_rows(letter=letter, about=f"{letter}:{destination_id}", to=told, payload=payload, now=now)


def tell_of_stamp(*, kind: str, application_id: int, now: datetime) -> None:
    """Write the letter to the shop that asked for a stamp; one for each time the request came to this state."""
    application = queries.application_of(application_id)
    told = recipients.people_of_shop(application.shop, whom=f"shop:{application.shop_id}", now=now)
    if not told:
        log.error("application %s: there is no way to reach the shop (%s)", application_id, kind)
    letter = rules.STAMP_LETTERS[kind]
    state = kind.rpartition(".")[2]
    times = sum(change.to_state == state for change in application.changes.all())
    write_rows(
        letter=letter,
        about=f"{letter}:{application_id}:{times}",
        to=told,
        payload={"application_id": application_id},
        now=now,
    )


def tell_of_session(*, kind: str, session_id: int, shop_id: int, piece_ids: list[int], now: datetime) -> None:
    """Write the letter to a shop whose pieces are called to a session, or need not come. Twice is harmless."""
    shop = Partner.objects.select_related("body").get(pk=shop_id)
    told = recipients.people_of_shop(shop, whom=f"shop:{shop_id}", now=now)
    if not told:
        log.error("session %s: there is no way to reach shop %s (%s)", session_id, shop_id, kind)
    letter = rules.SESSION_LETTERS[kind]
    write_rows(
        letter=letter,
        about=f"{letter}:{session_id}:{min(piece_ids)}",
        to=told,
        payload={"session_id": session_id, "piece_ids": piece_ids},
        now=now,
    )


def tell_of_label(*, label_id: int, change_id: int, now: datetime) -> None:
    """Write the letter to the shop whose stamp was suspended, holds again, or was withdrawn; one for each step."""
    label = Label.objects.select_related("product__shop__body").get(pk=label_id)
    change = label.changes.get(pk=change_id)
    shop = label.product.shop
    if shop is None:
        return
    write_rows(
        letter=Letter.LABEL_CHANGED,
        about=f"{Letter.LABEL_CHANGED}:{change_id}",
        to=recipients.every_channel(shop, now=now),
        payload={"label_id": label_id, "to": change.to_state, "reason": label.state_reason},
        now=now,
    )


def write_rows(
    *, letter: Letter, about: str, to: Iterable[Recipient], payload: dict[str, Any], now: datetime
) -> None:
    """Write one row per recipient, to be sent after the commit; a letter that has its row already gets no second one.

    `about` names what the letter is about once and for all: it is why nobody is told the same thing twice.
    """
    Delivery.objects.bulk_create(
        [
            Delivery(
                key=rules.delivery_key(about, one.whom, _way_to(one)),
                letter=letter,
                channel=one.channel,
                recipient=one.address,
                language=one.language,
                payload=payload,
                created_at=now,
                due_at=now,
                call_list_id=one.call_list,
            )
            for one in to
            if one.channel != Channel.CALL or letter not in rules.NOT_CALLED
        ],
        ignore_conflicts=True,
    )
    ring_on_commit(_ring_sender)


def _way_to(one: Recipient) -> str:
    """Return what tells one way to a person from the others: a phone may be written to, and called later."""
    return f"call:{one.address}" if one.channel == Channel.CALL else one.address


def tell_code(
    *,
    letter: Letter,
    about: str,
    email: str,
    phone: str,
    language: str,
    payload: dict[str, Any],
    now: datetime,
) -> None:
    """Write the row of a letter, or text message, with a code or link in it; it is forgotten once it is sent."""
    address, channel = (email, Channel.EMAIL) if email else (phone, Channel.SMS)
    to = [Recipient("person", address, language, channel)]
    write_rows(letter=letter, about=about, to=to, payload=payload, now=now)


def _ring_sender() -> None:
    from marketplace.notifications.tasks import send_due  # noqa: PLC0415  (tasks import these actions)

    ring(send_due)


def send(*, delivery_id: int, now: datetime) -> bool:
    """Claim one letter, send it, record what came of it; False when the mail server could not be spoken to.

    Three steps, and nothing is locked during the second: claim by a lease and COMMIT; write the letter and call the
    server; COMMIT the outcome. A sender killed before the call is followed by another when the lease runs out; one
    killed after the server's 250 and before the last COMMIT has the same letter sent again with the same Message-ID.
    """
    lease = now + timedelta(seconds=settings.LETTER_LEASE_SECONDS)
    with transaction.atomic(durable=True):
        claimed = (
            Delivery.objects.due(now)
            .filter(pk=delivery_id)
            .update(lease_until=lease, attempts=F("attempts") + 1)
        )
    if claimed != 1:
        return True
    delivery = Delivery.objects.get(pk=delivery_id)
    try:
        gateway.send(delivery, letters.write(delivery))
    except Exception as error:  # noqa: BLE001  (a letter may fail in any way; the other letters must not)
        _failed(delivery, error, lease, now)
        return not gateway.is_down(error)
    # The point of no return was the server's 250: whatever the lease says by now, this letter is out.
    sent: dict[str, object] = {"sent_at": now, "lease_until": None, "last_error": ""}
    if delivery.letter in rules.FORGOTTEN:
        sent["payload"] = {}
    Delivery.objects.filter(pk=delivery.pk, sent_at__isnull=True).update(**sent)
    return True


def _failed(delivery: Delivery, error: Exception, lease: datetime, now: datetime) -> None:
    """Put a letter off, longer each time; after the twelfth failure it is dead, and a person is told by the log."""
    wait = rules.wait_after(delivery.attempts)
    log.log(
        logging.CRITICAL if wait is None else logging.WARNING,
        "letter %s %s (attempt %s)",
        delivery,
        "is dead and waits for a person" if wait is None else "failed",
        delivery.attempts,
        exc_info=error,
    )
    with transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk, sent_at__isnull=True, lease_until=lease).update(
            lease_until=None if wait is None else now + wait,
            dead_at=now if wait is None else None,
            last_error=f"{type(error).__name__}: {error}"[:2000],
        )
        if wait is None:
            call_instead(delivery=delivery, now=now)


@transaction.atomic
def call_instead(*, delivery: Delivery, now: datetime) -> None:
    """Put what a dead letter should have told on a list of calls, unless the same person heard it another way."""
    if delivery.letter in rules.NOT_CALLED or recipients.told_otherwise(delivery):
        return
    about, _, _ = delivery.key.rpartition(":")
    whom = recipients.whom_to_call(delivery, now=now)
    if whom is not None:
        write_rows(
            letter=Letter(delivery.letter),
            about=about.removesuffix(f":{whom.whom}"),
            to=[whom],
            payload=delivery.payload,
            now=now,
        )


@transaction.atomic
def told_by_phone(*, delivery: Delivery, by: User, now: datetime) -> None:
    """Record who told it by phone and when; a new order's clock starts for its shop. The caller has judged `by`.

    :raises AlreadyThere: somebody told it first, or it need not be told any more.
    """
    told = Delivery.objects.calls().filter(pk=delivery.pk).update(sent_at=now, told_by=by, last_error="")
    if told != 1:
        raise AlreadyThere(f"call {delivery} is done")
    if delivery.letter == Letter.SHOP_NEW_ORDER:
        orders.told_by_phone(shop_order_id=delivery.payload["shop_order_id"], by=by, now=now)


@transaction.atomic
def not_reached(*, delivery: Delivery, tried: int, now: datetime) -> None:
    """Count a call that nobody answered, and put the next one off. `tried` is the count that was seen.

    :raises AlreadyThere: somebody counted it first, or told it.
    """
    again = now + rules.call_again_after(tried + 1)
    counted = (
        Delivery.objects.calls()
        .filter(pk=delivery.pk, attempts=tried)
        .update(attempts=F("attempts") + 1, due_at=again)
    )
    if counted != 1:
        raise AlreadyThere(f"call {delivery} was counted by somebody else")


def revive() -> int:
    """Put every dead letter back, to be tried twelve times more; return how many. A person mended the cause."""
    dead = Delivery.objects.filter(dead_at__isnull=False, sent_at__isnull=True)
    return dead.exclude(channel=Channel.CALL).update(dead_at=None, attempts=0, lease_until=None)
