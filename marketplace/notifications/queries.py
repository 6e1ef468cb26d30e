"""What a letter is about, read afresh when it is written: what became true meanwhile stands in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.timezone import localdate

from marketplace.checkout.models import ContactCode
from marketplace.checkout.rules import code_of
from marketplace.money import Money
from marketplace.notifications.models import Delivery
from marketplace.notifications.states import Channel, Letter
from marketplace.order.models import Line, Order, ShopOrder
from marketplace.order.states import HoldState
from quality_labels import queries as label_queries
from quality_labels.models import Application
from shops.models import Membership
from shops.partner.models import Partner
from shops.states import Role


class Recipient(NamedTuple):
    """Whom a letter goes to, how, and in which language; `whom` tells their part in it."""

    whom: str
    address: str
    language: str
    channel: Channel = Channel.EMAIL


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


def order_of(order_id: int) -> Order:
    """Return an order with its shop orders, for the table of notices."""
    parts = ShopOrder.objects.select_related("shop__body").order_by("number")
    return (
        Order.objects.select_related("user").prefetch_related(Prefetch("shop_orders", parts)).get(pk=order_id)
    )


def buyer_of(order: Order) -> list[Recipient]:
    """Return where a buyer is told: by e-mail; by text message where there is only a phone and a gateway is set."""
    email = order.guest_email or (order.user.email if order.user else "") or ""
    if email:
        return [Recipient("buyer", email, order.language)]
    if order.contact_phone and settings.SMS_FOLDER is not None:
        return [Recipient("buyer", order.contact_phone, order.language, Channel.SMS)]
    return []


def shop_people(part: ShopOrder, *, now: datetime) -> list[Recipient]:
    """Return where a shop is told of its part of an order."""
    return people_of_shop(part.shop, whom=f"shop:{part.pk}", now=now)


def people_of_shop(shop: Partner, *, whom: str, now: datetime) -> list[Recipient]:
    """Return where a shop is told, in the shop's language: its address for notices, else its owners of today."""
    if shop.notify_email:
        return [Recipient(whom, shop.notify_email, shop.language)]
    owners = (
        Membership.objects.on(localdate(now)).filter(body=shop.body, role=Role.OWNER).select_related("user")
    )
    people = [membership.user for membership in owners.order_by("pk")]
    told = [Recipient(whom, person.email, shop.language) for person in people if person.email]
    if not told and settings.SMS_FOLDER is not None:
        told = [
            Recipient(whom, person.phone, shop.language, Channel.SMS) for person in people if person.phone
        ]
    return told


def application_of(application_id: int) -> Application:
    """Return a request for a stamp with its shop and steps."""
    return Application.objects.select_related("shop__body").prefetch_related("changes").get(pk=application_id)


def contact_code(contact_code_id: int) -> ContactCode:
    """Return the row of a code that confirms a contact."""
    return ContactCode.objects.get(pk=contact_code_id)


def contents(delivery: Delivery) -> dict[str, Any]:
    """Return what the templates of a letter are given; the language of the recipient is active."""
    match delivery.letter:
        case Letter.ORDER_PAID | Letter.ORDER_CONFIRMED | Letter.ORDER_EXPIRED | Letter.ORDER_SOLD_OUT:
            return _of_order(delivery.payload["order_id"])
        case Letter.PARCEL_SENT | Letter.PARCEL_REFUSED:
            return _of_part(delivery.payload["shop_order_id"])
        case Letter.SHOP_NEW_ORDER:
            return _for_shop(delivery.payload["shop_order_id"])
        case Letter.STAMP_GRANTED | Letter.STAMP_REFUSED | Letter.STAMP_RETURNED:
            return _of_stamp(delivery.payload["application_id"])
        case Letter.CONTACT_CODE:
            row = contact_code(delivery.payload["contact_code_id"])
            return {"code": code_of(row), "expires_at": row.expires_at}
        case _:
            return dict(delivery.payload)


def _of_stamp(application_id: int) -> dict[str, Any]:
    application = label_queries.request(application_id)
    return {
        "application": application,
        "product": application.product,
        "progress": application.progress,
        "link": reverse("workspace_piece", args=[application.product_id]),
    }


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
        "others": others,
        "link": row.order.get_absolute_url(),
    }


def _for_shop(shop_order_id: int) -> dict[str, Any]:
    """Return one shop's part, and nothing that tells what else the buyer bought or for how much."""
    row = _rows().select_related("order").get(pk=shop_order_id)
    return {"part": _part(row, row.order), "link": reverse("workspace_order", args=[row.number])}


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
