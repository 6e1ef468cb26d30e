"""Whom a letter goes to, how, and in which language: read afresh from people, shops and bodies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from catalog.models import Product
from marketplace.accounts.models import User
from marketplace.notifications import queries, rules
from marketplace.notifications.models import Delivery
from marketplace.notifications.states import Channel
from marketplace.order.models import Order, ShopOrder
from marketplace.payment.states import ProviderCode
from marketplace.texting import can_text
from shops.destination.queries import owners_of
from shops.models import Membership
from shops.partner.models import Partner
from shops.people import queries as people_queries
from shops.people.models import Recovery
from shops.states import BodyKind, Role


class Recipient(NamedTuple):
    """Whom a letter goes to, how, and in which language; `whom` tells their part in it."""

    whom: str
    address: str
    language: str
    channel: Channel = Channel.EMAIL
    call_list: int | None = None  # the centre whose clerk calls; none: the operator


# The buyer of an order.


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


# A shop.


def shop_people(part: ShopOrder, *, now: datetime) -> list[Recipient]:
    """Return where a shop is told of its part of an order; one whom nothing else reaches is called."""
    return people_of_shop(part.shop, whom=f"shop:{part.pk}", now=now) or [shop_call(part, now=now)]


def people_of_shop(shop: Partner, *, whom: str, now: datetime) -> list[Recipient]:
    """Return where a shop is told, in the shop's language: by e-mail and, where a gateway is set, by text message too.

    Its address for notices, else its owners of today.
    """
    owners = owners_of(shop, now=now)
    emails = [shop.notify_email] if shop.notify_email else [owner.email for owner in owners if owner.email]
    told = [Recipient(whom, email, shop.language) for email in emails]
    if can_text():
        told += [Recipient(whom, phone, shop.language, Channel.SMS) for phone in _phones(shop, owners)]
    return told


def people_of_piece(product_id: int, *, now: datetime) -> list[Recipient]:
    """Return where the shop of a piece is told."""
    shop = Product.objects.select_related("shop__body").get(pk=product_id).shop
    return people_of_shop(shop, whom=f"shop-of:{product_id}", now=now) if shop else []


def shop_call(part: ShopOrder, *, now: datetime) -> Recipient:
    """Return the call to a shop whom nothing else reaches: on the list of its centre, or the operator's."""
    phone = next(iter(_phones(part.shop, owners_of(part.shop, now=now))), "")
    return Recipient(f"shop:{part.pk}", phone, part.shop.language, Channel.CALL, part.shop.centre_id)


def _phones(shop: Partner, owners: Iterable[User]) -> list[str]:
    """Return the phones of its owners, else the shop's own."""
    phones = [owner.phone for owner in owners if owner.phone]
    own = shop.body.phone if shop.body else ""
    return phones or ([own] if own else [])


# A person, on every channel: of what somebody else might have done in her name.


def every_channel(shop: Partner, *, also: Iterable[User | None] = (), now: datetime) -> list[Recipient]:
    """Return every way to tell a shop: its address for notices, and e-mail and phone of its owners and of `also`."""
    told = {shop.notify_email: Recipient("shop", shop.notify_email, shop.language)}
    for person in (*owners_of(shop, now=now), *(one for one in also if one)):
        told |= _ways_to(person, person.email or "", person.phone or "")
    return [recipient for address, recipient in told.items() if address]


def channels_of(person: User) -> list[Recipient]:
    """Return every way to reach a person."""
    told = _ways_to(person, person.email or "", person.phone or "")
    return [recipient for address, recipient in told.items() if address]


def old_channels(recovery: Recovery, *, now: datetime) -> list[Recipient]:
    """Return every channel a person had when the recovery was asked for, and those of her shops."""
    told = _ways_to(recovery.user, recovery.old_email, recovery.old_phone)
    for shop in people_queries.shops_of(recovery.user, on=localdate(now)):
        told.setdefault(shop.notify_email, Recipient("shop", shop.notify_email, shop.language))
    return [recipient for address, recipient in told.items() if address]


def _ways_to(person: User, email: str, phone: str) -> dict[str, Recipient]:
    ways = {email: Recipient("person", email, person.language)}
    if can_text():
        ways[phone] = Recipient("person", phone, person.language, Channel.SMS)
    return ways


# Calls: what no letter reached.


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
            return buyer_call(queries.order_of(delivery.payload["order_id"]))
        return buyer_call(queries.part_of(delivery.payload["shop_order_id"]).order)
    if "shop" in whom and "shop_order_id" in delivery.payload:
        return shop_call(queries.part_of(delivery.payload["shop_order_id"]), now=now)
    return None


def told_otherwise(delivery: Delivery) -> bool:
    """Tell whether the same person heard the same thing by another way, or still may."""
    event = delivery.key.rpartition(":")[0]
    others = Delivery.objects.filter(key__startswith=f"{event}:", dead_at__isnull=True)
    return others.exclude(pk=delivery.pk).exists()
