"""What a letter is about, read afresh when it is written: what became true meanwhile stands in it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.timezone import localdate

from catalog.models import ListingRevisionChange, Product, ProductChange
from catalog.states import ListingState, RevisionState
from marketplace.checkout.models import ContactCode
from marketplace.checkout.rules import code_of
from marketplace.jinja import in_words
from marketplace.machine import Change
from marketplace.money import Money
from marketplace.notifications.models import Delivery
from marketplace.notifications.rules import SHOP_NOTICES
from marketplace.notifications.states import Channel, Letter
from marketplace.order.models import Line, Order, ShopOrder
from marketplace.order.rules import answer_by
from marketplace.order.states import HoldState
from quality_labels import queries as label_queries
from quality_labels.models import Application, Label, StampingSession
from quality_labels.states import LabelReason, SessionState
from shops.application.models import ShopApplicationChange
from shops.destination.models import PayoutDestination
from shops.models import ShopChange
from shops.partner.models import Partner
from shops.people import queries as people_queries
from shops.people.models import AssistanceConsent, Recovery
from shops.people.rules import EXPIRED, stop_token


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


def is_the_shops_own_step(kind: str, change_id: int) -> bool:
    """Tell whether a piece is shown because its shop put it back: nobody has to tell the shop."""
    return (
        kind == "listing.listed"
        and ProductChange.objects.filter(pk=change_id, from_state=ListingState.WITHDRAWN).exists()
    )


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
    for letters, read in READERS:
        if delivery.letter in letters:
            return read(delivery)
    return dict(delivery.payload)


def _of_contact(delivery: Delivery) -> dict[str, Any]:
    row = contact_code(delivery.payload["contact_code_id"])
    return {"code": code_of(row), "expires_at": row.expires_at}


def _of_people(delivery: Delivery) -> dict[str, Any]:
    """Return what a letter about a card, a consent or a phone is given, as it stands when the letter is written."""
    letter, ids = delivery.letter, delivery.payload
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


def _of_shop_itself(delivery: Delivery) -> dict[str, Any]:
    """Return what a letter tells an applicant, or a shop of itself and its money."""
    letter, payload = delivery.letter, delivery.payload
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


def _of_stamp(delivery: Delivery) -> dict[str, Any]:
    application = label_queries.request(delivery.payload["application_id"])
    return {
        "application": application,
        "product": application.product,
        "progress": application.progress,
        "link": reverse("workspace_piece", args=[application.product_id]),
    }


def _of_session(delivery: Delivery) -> dict[str, Any]:
    """Return a session, why it is not held, and the pieces the letter tells of; day and place never change."""
    rows = StampingSession.objects.select_related("place", "centre")
    session = rows.get(pk=delivery.payload["session_id"])
    pieces = session.pieces.filter(pk__in=delivery.payload["piece_ids"])
    cancelled = session.state == SessionState.CANCELLED
    ended = session.changes.order_by("-pk").first() if cancelled else None
    return {
        "session": session,
        "cancelled": cancelled,
        "why": ended.why if ended else "",
        "products": [row.application.product for row in pieces.select_related("application__product")],
        "link": reverse("workspace_stamps"),
    }


def _of_label(delivery: Delivery) -> dict[str, Any]:
    """The state is that of its step, not of today: a letter that was late must not say what another one says."""
    label = Label.objects.select_related("product", "centre").get(pk=delivery.payload["label_id"])
    return {
        "product": label.product,
        "to": delivery.payload["to"],
        "reason": LabelReason(delivery.payload["reason"]).label,
        "centre": label.centre,
        "link": reverse("workspace_piece", args=[label.product_id]),
    }


def _of_order(delivery: Delivery) -> dict[str, Any]:
    order = Order.objects.get(pk=delivery.payload["order_id"])
    parts = [_part(row, order) for row in _rows().filter(order=order).order_by("number")]
    held = order.holds.filter(state=HoldState.HELD).order_by("expires_at").first()
    return {
        "order": order,
        "parts": parts,
        "total": Money(order.charge_minor, order.charge_currency),
        "kept_until": held.expires_at if held else None,
        "link": order.get_absolute_url(),
    }


def _of_part(delivery: Delivery) -> dict[str, Any]:
    row = _rows().select_related("order").get(pk=delivery.payload["shop_order_id"])
    others = ShopOrder.objects.filter(order=row.order_id).exclude(pk=row.pk).exists()
    return {
        "order": row.order,
        "part": _part(row, row.order),
        "proposal": row.proposals.order_by("-pk").first(),
        "others": others,
        "link": row.order.get_absolute_url(),
    }


def _for_shop(delivery: Delivery) -> dict[str, Any]:
    """Return one shop's part, and nothing that tells what else the buyer bought or for how much."""
    row = _rows().select_related("order").get(pk=delivery.payload["shop_order_id"])
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


READERS: Sequence[tuple[Collection[str], Callable[[Delivery], dict[str, Any]]]] = (
    ((Letter.ORDER_PAID, Letter.ORDER_CONFIRMED, Letter.ORDER_EXPIRED, Letter.ORDER_SOLD_OUT), _of_order),
    ((Letter.PARCEL_SENT, Letter.PARCEL_REFUSED, Letter.PARCEL_CANCELLED, Letter.DAY_PROPOSED), _of_part),
    (
        (Letter.SHOP_NEW_ORDER, Letter.SHOP_DAY_AGREED, Letter.SHOP_DAY_LAPSED, Letter.SHOP_ENDED),
        _for_shop,
    ),
    ((Letter.CONTACT_CODE,), _of_contact),
    (OF_A_PIECE, _of_piece),
    ((Letter.STAMP_GRANTED, Letter.STAMP_REFUSED, Letter.STAMP_RETURNED), _of_stamp),
    ((Letter.LABEL_CHANGED,), _of_label),
    ((Letter.SESSION_CALLED, Letter.SESSION_DROPPED), _of_session),
    ((Letter.CARD_DUE, Letter.ASSISTANCE_BEGAN, Letter.PHONE_REPLACED), _of_people),
    (frozenset(SHOP_NOTICES.values()), _of_shop_itself),
)
