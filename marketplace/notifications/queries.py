"""What a letter is about, read afresh when it is written: what became true meanwhile stands in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.timezone import localdate

from catalog.models import ListingRevisionChange, Product, ProductChange
from catalog.states import ListingState, RevisionState
from marketplace.accounts.models import User
from marketplace.checkout.models import ContactCode
from marketplace.checkout.rules import code_of
from marketplace.jinja import in_words
from marketplace.machine import Change
from marketplace.money import Money
from marketplace.notifications.models import Delivery
from marketplace.notifications.rules import SHOP_NOTICES
from marketplace.notifications.states import Channel, Letter
from marketplace.order.models import Line, Order, ShopOrder
from marketplace.order.states import HoldState
from quality_labels import queries as label_queries
from quality_labels.models import Application
from shops.application.models import ShopApplicationChange
from shops.destination.models import PayoutDestination
from shops.destination.queries import owners_of
from shops.models import Membership, ShopChange
from shops.partner.models import Partner
from shops.people import queries as people_queries
from shops.people.models import AssistanceConsent, Recovery
from shops.people.rules import EXPIRED, stop_token
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


def people_of_piece(product_id: int, *, now: datetime) -> list[Recipient]:
    """Return where the shop of a piece is told."""
    shop = Product.objects.select_related("shop__body").get(pk=product_id).shop
    return people_of_shop(shop, whom=f"shop-of:{product_id}", now=now) if shop else []


def is_the_shops_own_step(kind: str, change_id: int) -> bool:
    """Tell whether a piece is shown because its shop put it back: nobody has to tell the shop."""
    return (
        kind == "listing.listed"
        and ProductChange.objects.filter(pk=change_id, from_state=ListingState.WITHDRAWN).exists()
    )


def every_channel(shop: Partner, *, also: Iterable[User | None] = (), now: datetime) -> list[Recipient]:
    """Return every way to tell a shop: its address for notices, and e-mail and phone of its owners and of `also`."""
    owners = (
        Membership.objects.on(localdate(now)).filter(body=shop.body, role=Role.OWNER).select_related("user")
    )
    people = [membership.user for membership in owners.order_by("pk")] + [one for one in also if one]
    told = {shop.notify_email: Recipient("shop", shop.notify_email, shop.language)}
    for person in people:
        told |= _ways_to(person, person.email or "", person.phone or "")
    return [recipient for address, recipient in told.items() if address]


def old_channels(recovery: Recovery, *, now: datetime) -> list[Recipient]:
    """Return every channel a person had when the recovery was asked for, and those of her shops."""
    told = _ways_to(recovery.user, recovery.old_email, recovery.old_phone)
    for shop in people_queries.shops_of(recovery.user, on=localdate(now)):
        told.setdefault(shop.notify_email, Recipient("shop", shop.notify_email, shop.language))
    return [recipient for address, recipient in told.items() if address]


def _ways_to(person: User, email: str, phone: str) -> dict[str, Recipient]:
    ways = {email: Recipient("person", email, person.language)}
    if settings.SMS_FOLDER is not None:
        ways[phone] = Recipient("person", phone, person.language, Channel.SMS)
    return ways


def channels_of(user: User, whom: str, language: str) -> list[Recipient]:
    """Return every way to reach a person: by e-mail, and by text message where a gateway is set."""
    told = [Recipient(whom, user.email, language)] if user.email else []
    if user.phone and settings.SMS_FOLDER is not None:
        told.append(Recipient(whom, user.phone, language, Channel.SMS))
    return told


def people_of(shop: Partner, *, now: datetime) -> list[Recipient]:
    """Return every way to reach a shop: its address for notices, and each owner of today on every channel."""
    whom = f"shop:{shop.pk}"
    told = [Recipient(whom, shop.notify_email, shop.language)] if shop.notify_email else []
    for owner in owners_of(shop, now=now):
        told += channels_of(owner, whom, shop.language)
    return list({one.address: one for one in told}.values())


def application_change(change_id: int) -> ShopApplicationChange:
    """Return one step of an application, with its applicant."""
    return ShopApplicationChange.objects.select_related("row__user", "row__shop").get(pk=change_id)


def shop_change(change_id: int) -> ShopChange:
    """Return one step of a shop."""
    return ShopChange.objects.select_related("row__body").get(pk=change_id)


def destination_row(destination_id: int) -> PayoutDestination:
    """Return where a shop's money is to go, and what was found about its holder."""
    rows = PayoutDestination.objects.select_related("shop__body", "centre", "verdict")
    return rows.get(pk=destination_id)


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
        case letter if letter in OF_A_PIECE:
            return _of_piece(delivery)
        case Letter.STAMP_GRANTED | Letter.STAMP_REFUSED | Letter.STAMP_RETURNED:
            return _of_stamp(delivery.payload["application_id"])
        case Letter.CONTACT_CODE:
            row = contact_code(delivery.payload["contact_code_id"])
            return {"code": code_of(row), "expires_at": row.expires_at}
        case Letter.CARD_DUE | Letter.ASSISTANCE_BEGAN | Letter.PHONE_REPLACED:
            return _of_people(delivery.letter, delivery.payload)
        case letter if letter in SHOP_NOTICES.values():
            return _of_shop_itself(Letter(letter), delivery.payload)
        case _:
            return dict(delivery.payload)


def _of_people(letter: str, ids: dict[str, int]) -> dict[str, Any]:
    """Return what a letter about a card, a consent or a phone is given, as it stands when the letter is written."""
    if letter == Letter.CARD_DUE:
        reminder = people_queries.reminder(ids["reminder_id"])
        expired = reminder.threshold == EXPIRED
        return {"card": reminder.card, "expired": expired, "link": reverse("workspace_cards")}
    if letter == Letter.ASSISTANCE_BEGAN:
        consent = AssistanceConsent.objects.select_related("body", "shop").get(pk=ids["consent_id"])
        return {"consent": consent, "body": consent.body, "link": reverse("workspace_help")}
    recovery = Recovery.objects.select_related("body").get(pk=ids["recovery_id"])
    link = reverse("stop_recovery", args=[stop_token(recovery.pk)])
    return {"recovery": recovery, "body": recovery.body, "link": link}


OF_A_PIECE: Mapping[str, type[Change]] = {
    Letter.LISTING_SHOWN: ProductChange,
    Letter.LISTING_REFUSED: ProductChange,
    Letter.LISTING_TAKEN_DOWN: ProductChange,
    Letter.LISTING_CHANGE: ListingRevisionChange,
}


def _of_piece(delivery: Delivery) -> dict[str, Any]:
    """Return a piece with the step a letter tells of: its sentence is the one that was written then."""
    product = Product.objects.get(pk=delivery.payload["product_id"])
    change = OF_A_PIECE[delivery.letter]._default_manager.get(pk=delivery.payload["change_id"])
    return {
        "product": product,
        "title": in_words(product, "title")[0],
        "accepted": change.to_state == RevisionState.APPROVED,
        "why": change.why,
        "link": reverse("workspace_piece", args=[product.pk]),
    }


def _of_shop_itself(letter: Letter, payload: dict[str, Any]) -> dict[str, Any]:
    """Return what a letter tells an applicant, or a shop of itself and its money."""
    if "destination_id" in payload:
        row = destination_row(payload["destination_id"])
        verdict = getattr(row, "verdict", None)
        link = reverse("workspace_destination")
        return {"destination": row, "shop": row.shop, "verdict": verdict, "link": link}
    if letter.startswith("application_"):
        change = application_change(payload["change_id"])
        link = reverse("workspace" if letter == Letter.APPLICATION_APPROVED else "workspace_apply")
        return {"change": change, "application": change.row, "link": link}
    moved = shop_change(payload["change_id"])
    return {"change": moved, "shop": moved.row, "link": reverse("workspace")}


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
