"""What a letter is about, read afresh when it is written: what became true meanwhile stands in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate

from marketplace.accounts.models import User
from marketplace.checkout.models import ContactCode
from marketplace.checkout.rules import code_of
from marketplace.money import Money
from marketplace.notifications import rules
from marketplace.notifications.models import Delivery
from marketplace.notifications.states import Channel, Letter
from marketplace.order.models import Line, Order, ShopOrder
from marketplace.order.rules import answer_by
from marketplace.order.states import HoldState
from marketplace.payment.states import ProviderCode
from marketplace.texting import can_text
from shops.models import Membership
from shops.partner.models import Partner
from shops.states import BodyKind, Role


class Recipient(NamedTuple):
    """Whom a letter goes to, how, and in which language; `whom` tells their part in it."""

    whom: str
    address: str
    language: str
    channel: Channel = Channel.EMAIL
    call_list: int | None = None  # the centre whose clerk calls; none: the operator


class LineOfLetter(NamedTuple):
    """A line as a letter shows it: `row` holds the title in three languages."""

    row: Line
    quantity: int
    charge: Money
    dinars: Money


class PartOfLetter(NamedTuple):
    """One shop's part of an order as a letter shows it."""

    row: ShopOrder
    shop: Partner
    lines: list[LineOfLetter]
    delivery: Money
    total: Money
    pieces_dinars: Money


def due(*, now: datetime, limit: int) -> list[int]:
    """Return the letters to be sent now, oldest first."""
    return list(Delivery.objects.due(now).order_by("due_at", "id").values_list("pk", flat=True)[:limit])


def due_by_channel(*, now: datetime, limit: int) -> list[tuple[int, str]]:
    """Return the letters to be sent now with the channel of each, `limit` of each channel at most, oldest first."""
    found: list[tuple[int, str]] = []
    for channel in (Channel.EMAIL, Channel.SMS):
        rows = Delivery.objects.due(now).filter(channel=channel).order_by("due_at", "id")
        found += rows.values_list("pk", "channel")[:limit]
    return found


def order_of(order_id: int) -> Order:
    """Return an order with its shop orders, for the table of notices."""
    parts = ShopOrder.objects.select_related("shop__body").order_by("number")
    return (
        Order.objects.select_related("user").prefetch_related(Prefetch("shop_orders", parts)).get(pk=order_id)
    )


def part_of(shop_order_id: int) -> ShopOrder:
    """Return a shop order with its shop and its buyer, for the table of notices."""
    return ShopOrder.objects.select_related("shop__body", "order__user").get(pk=shop_order_id)


def last_proposal_id(part: ShopOrder) -> int | None:
    """Return the newest other day that was proposed for a part."""
    return part.proposals.order_by("-pk").values_list("pk", flat=True).first()


def buyer_of(order: Order) -> list[Recipient]:
    """Return where a buyer is told: by e-mail; else by text message where a gateway is set; else by a call."""
    email = order.guest_email or (order.user.email if order.user else "") or ""
    if email:
        return [Recipient("buyer", email, order.language)]
    if order.contact_phone and can_text():
        return [Recipient("buyer", order.contact_phone, order.language, Channel.SMS)]
    return [buyer_call(order)]


def buyer_call(order: Order) -> Recipient:
    """Return the call to a buyer whom nothing else reaches: on the list of the centre that took the order."""
    return Recipient("buyer", order.contact_phone, order.language, Channel.CALL, _call_list_of_buyer(order))


def _call_list_of_buyer(order: Order) -> int | None:
    """Return the centre whose clerk calls: of who took the order by telephone, else of the cash; or the operator."""
    taken = getattr(order, "by_phone", None)
    if taken is not None and taken.body.kind not in (BodyKind.SHOP, BodyKind.OPERATOR):
        return int(taken.body_id)
    if order.provider == ProviderCode.CASH_AT_CENTRE:
        part = order.shop_orders.select_related("shop").first()
        return part.shop.centre_id if part else None
    return None


def shop_people(part: ShopOrder, *, now: datetime) -> list[Recipient]:
    """Return where a shop is told, in the shop's language: by e-mail and, where a gateway is set, by text message too.

    Its address for notices, else its owners of today. A shop that neither reaches is called.
    """
    shop, whom, owners = part.shop, f"shop:{part.pk}", _owners(part, now=now)
    emails = [shop.notify_email] if shop.notify_email else [owner.email for owner in owners if owner.email]
    told = [Recipient(whom, email, shop.language) for email in emails]
    if can_text():
        told += [Recipient(whom, phone, shop.language, Channel.SMS) for phone in _phones(part, owners)]
    return told or [shop_call(part, now=now)]


def shop_call(part: ShopOrder, *, now: datetime) -> Recipient:
    """Return the call to a shop whom nothing else reaches: on the list of its centre, or the operator's."""
    phone = next(iter(_phones(part, _owners(part, now=now))), "")
    return Recipient(f"shop:{part.pk}", phone, part.shop.language, Channel.CALL, part.shop.centre_id)


def _owners(part: ShopOrder, *, now: datetime) -> list[User]:
    held = Membership.objects.on(localdate(now)).filter(body=part.shop.body, role=Role.OWNER)
    return [membership.user for membership in held.select_related("user").order_by("pk")]


def _phones(part: ShopOrder, owners: Iterable[User]) -> list[str]:
    """Return the phones of its owners, else the shop's own."""
    phones = [owner.phone for owner in owners if owner.phone]
    own = part.shop.body.phone if part.shop.body else ""
    return phones or ([own] if own else [])


def calls_of(membership: Membership, *, now: datetime) -> QuerySet[Delivery]:
    """Return the calls this member of staff makes, the next due first.

    A clerk those of their centre; the operator those of no centre, and what a centre left waiting for a day.
    """
    calls = Delivery.objects.calls().select_related("call_list").order_by("due_at", "pk")
    if membership.role == Role.OPERATOR:
        return calls.filter(Q(call_list__isnull=True) | Q(created_at__lt=now - rules.ESCALATED_AFTER))
    return calls.filter(call_list=membership.body)


def whom_to_call(delivery: Delivery, *, now: datetime) -> Recipient | None:
    """Return the call that stands in for a letter: to the buyer, or to the shop, it was meant for."""
    whom = delivery.key.split(":")[-3:-1]
    if "buyer" in whom:
        if "order_id" in delivery.payload:
            return buyer_call(order_of(delivery.payload["order_id"]))
        return buyer_call(part_of(delivery.payload["shop_order_id"]).order)
    if "shop" in whom:
        return shop_call(part_of(delivery.payload["shop_order_id"]), now=now)
    return None


def told_otherwise(delivery: Delivery) -> bool:
    """Tell whether the same person heard the same thing by another way, or still may."""
    event = delivery.key.rpartition(":")[0]
    others = Delivery.objects.filter(key__startswith=f"{event}:", dead_at__isnull=True)
    return others.exclude(pk=delivery.pk).exists()


def contact_code(contact_code_id: int) -> ContactCode:
    """Return the row of a code that confirms a contact."""
    return ContactCode.objects.get(pk=contact_code_id)


def contents(delivery: Delivery) -> dict[str, Any]:
    """Return what the templates of a letter are given; the language of the recipient is active."""
    match delivery.letter:
        case Letter.ORDER_PAID | Letter.ORDER_CONFIRMED | Letter.ORDER_EXPIRED | Letter.ORDER_SOLD_OUT:
            return _of_order(delivery.payload["order_id"])
        case Letter.PARCEL_SENT | Letter.PARCEL_REFUSED | Letter.PARCEL_CANCELLED | Letter.DAY_PROPOSED:
            return _of_part(delivery.payload["shop_order_id"])
        case Letter.SHOP_NEW_ORDER | Letter.SHOP_DAY_AGREED | Letter.SHOP_DAY_LAPSED | Letter.SHOP_ENDED:
            return _for_shop(delivery.payload["shop_order_id"])
        case Letter.CONTACT_CODE:
            row = contact_code(delivery.payload["contact_code_id"])
            return {"code": code_of(row), "expires_at": row.expires_at}
        case _:
            return dict(delivery.payload)


def _of_order(order_id: int) -> dict[str, Any]:
    order = Order.objects.get(pk=order_id)
    parts = [_part(row, order) for row in _rows().filter(order=order).order_by("number")]
    held = order.holds.filter(state=HoldState.HELD).order_by("expires_at").first()
    return {
        "order": order,
        "parts": parts,
        "total": Money(order.charge_minor, order.charge_currency),
        "kept_until": held.expires_at if held else None,
        "link": order.get_absolute_url(),
    }


def _of_part(shop_order_id: int) -> dict[str, Any]:
    row = _rows().select_related("order").get(pk=shop_order_id)
    others = ShopOrder.objects.filter(order=row.order_id).exclude(pk=row.pk).exists()
    return {
        "order": row.order,
        "part": _part(row, row.order),
        "proposal": row.proposals.order_by("-pk").first(),
        "others": others,
        "link": row.order.get_absolute_url(),
    }


def _for_shop(shop_order_id: int) -> dict[str, Any]:
    """Return one shop's part, and nothing that tells what else the buyer bought or for how much."""
    row = _rows().select_related("order").get(pk=shop_order_id)
    return {
        "part": _part(row, row.order),
        "link": reverse("workspace_order", args=[row.number]),
        "answer_by": max(row.answer_by_on or localdate(), answer_by(today=localdate())),
    }


def _rows() -> Any:
    lines = Line.objects.order_by("pk")
    return ShopOrder.objects.select_related("shop", "shop__centre").prefetch_related(Prefetch("lines", lines))


def _part(row: ShopOrder, order: Order) -> PartOfLetter:
    def charged(minor: int) -> Money:
        return Money(minor, order.charge_currency)

    lines: Iterable[Line] = row.lines.all()
    return PartOfLetter(
        row=row,
        shop=row.shop,
        lines=[
            LineOfLetter(line, line.quantity, charged(line.charge_minor), Money(line.dzd_minor))
            for line in lines
        ],
        delivery=charged(row.delivery_charge_minor),
        total=charged(row.charge_minor),
        pieces_dinars=Money(row.lines_dzd_minor),
    )
