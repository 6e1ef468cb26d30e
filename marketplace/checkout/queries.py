"""Reads of checkout."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from catalog.models import Card, Product
from catalog.rules import piece_of_code
from marketplace.accounts.models import User
from marketplace.basket.queries import BasketLine, Contents, Group, deliver
from marketplace.checkout import rules
from marketplace.checkout.models import ContactCode
from marketplace.money import Money
from marketplace.order.queries import works_for
from marketplace.refusal import Refusal
from marketplace.shipping.places import ALGERIA
from marketplace.shipping.queries import rates_to
from marketplace.shipping.states import DeliveryMethod
from shops.models import Body, Membership
from shops.partner.models import StockRecord
from shops.states import BodyKind, Role


def similar_pieces(product: Product, *, limit: int = 3) -> list[Card]:
    """Return pieces still to be had that are like `product`: its kind first, then its craft."""
    card = Card.objects.filter(product_id=product.pk).first()
    if card is None:
        return []
    rows = (
        Card.objects.filter(available=True)
        .exclude(product_id=product.pk)
        .order_by("-listed_at", "-product_id")
    )
    found = list(rows.filter(kind=card.kind)[:limit])
    if len(found) < limit:
        rest = rows.filter(craft=card.craft).exclude(pk__in=[row.pk for row in found])
        found += list(rest[: limit - len(found)])
    return found


def open_code(basket_id: int, contact: str, *, now: datetime) -> ContactCode | None:
    """Return the newest code that may still be typed in."""
    return (
        ContactCode.objects.filter(
            basket_id=basket_id,
            contact=contact,
            used_at__isnull=True,
            expires_at__gt=now,
            tries__lt=rules.CODE_TRIES,
        )
        .order_by("-pk")
        .first()
    )


def is_confirmed(basket_id: int, contact: str, *, now: datetime) -> bool:
    """Tell whether this contact was confirmed for this basket within the hour."""
    return ContactCode.objects.filter(
        basket_id=basket_id, contact=contact, used_at__gt=now - rules.CONFIRMED_FOR
    ).exists()


def codes_sent(contact: str, *, now: datetime) -> int:
    """Return how many codes went to this contact within the hour."""
    return ContactCode.objects.filter(contact=contact, created_at__gt=now - timedelta(hours=1)).count()


def code_for_letter(contact_code_id: int) -> tuple[ContactCode, str]:
    """Return a code row and its six digits, for the letter that carries them."""
    row = ContactCode.objects.get(pk=contact_code_id)
    return row, rules.code_of(row)


def phone_pieces(body: Body) -> QuerySet[Product]:
    """Return the pieces for which somebody of `body` may take an order by telephone.

    A shop its own, a centre those of its shops, the operator all that can be collected and paid somewhere.
    """
    shown = Product.objects.filter(is_public=True, shop__centre__isnull=False).select_related("shop__centre")
    match body.kind:
        case BodyKind.SHOP:
            return shown.filter(shop__body=body)
        case BodyKind.OPERATOR:
            return shown
        case _:
            return shown.filter(shop__centre=body)


def find_pieces(pieces: QuerySet[Product], written: str, *, limit: int = 12) -> list[Product]:
    """Return those of `pieces` that a short code, a number or a word of the title names, the newest first."""
    words = written.split()
    number = "".join(words).upper().removeprefix("P")
    by_number = (
        Q(pk=int(number)) if number.isascii() and number.isdigit() and len(number) < 12 else Q(pk=None)
    )
    with suppress(ValueError):
        by_number |= Q(pk=piece_of_code(written))
    by_title = Q()
    for word in words[:6]:
        by_title &= Q(title_ar__icontains=word) | Q(title_fr__icontains=word) | Q(title_en__icontains=word)
    if words:
        pieces = pieces.filter(by_number | by_title)
    return list(pieces.prefetch_related("stockrecords", "images").order_by("-date_created", "-pk")[:limit])


def may_take(user: User, body: Body, piece: Product, *, on: date) -> bool:
    """Tell whether `user` may take an order for `piece` by telephone, as a member of `body` on that day."""
    if piece.shop is None:
        return False
    if body.kind == BodyKind.SHOP:
        return piece.shop.body_id == body.pk and works_for(user, piece.shop, on=on)
    role = Role.OPERATOR if body.kind == BodyKind.OPERATOR else Role.CLERK
    if not Membership.objects.on(on).filter(user=user, body=body, role=role).exists():
        return False
    return body.kind == BodyKind.OPERATOR or piece.shop.centre_id == body.pk


def phone_offer(piece: Product, *, today: date) -> rules.Offer:
    """Return what one of `piece` costs when it is ordered by telephone, to be said to the caller.

    :raises Refusal: it cannot be ordered now.
    """
    shop = piece.shop
    if shop is None:
        raise Refusal(_("This piece is not for sale."))
    stock = StockRecord.objects.get(product=piece)
    line = BasketLine(
        pk=0,
        product=piece,
        card=None,
        stockrecord_id=stock.pk,
        sku=stock.partner_sku,
        quantity=1,
        unit=Money.from_decimal(stock.price) if stock.price is not None else None,
        was=None,
        left=stock.net_stock_level,
        shop_closed=shop.is_closed_on(today),
        paused=bool(piece.paused_for),
    )
    group = Group(shop=shop, lines=[line], lead_days=piece.lead_days)
    read = Contents(basket=None, country=ALGERIA, wilaya="", groups=[group])
    way = {str(shop.pk): DeliveryMethod.COLLECT.value}
    deliver([group], rates_to(ALGERIA, ""), read, way, today)
    rules.require_orderable(read)
    return rules.price(read, currency="DZD", rate=None)
