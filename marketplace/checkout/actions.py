"""Use cases of checkout: from a basket to an order in one short transaction, and only then to the provider."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.timezone import get_default_timezone, localdate
from django.utils.translation import gettext as _

from catalog.actions import listing_changed
from catalog.models import Product
from catalog.rules import ready_on
from marketplace import outbox
from marketplace.accounts.models import User
from marketplace.basket import actions as baskets
from marketplace.basket.actions import known_ways
from marketplace.basket.models import Basket
from marketplace.basket.queries import contents
from marketplace.checkout import queries, rules
from marketplace.checkout.models import ContactCode, PhoneOrder
from marketplace.checkout.rules import Buyer, Offer, Part
from marketplace.machine import advance
from marketplace.money import Money
from marketplace.order import holds
from marketplace.order import queries as orders
from marketplace.order.link import new_reference
from marketplace.order.models import Line, Order, Quote, ShopOrder, ShopOrderChange, StockHold
from marketplace.order.states import SHOP_ORDER_MOVES
from marketplace.order.states import ShopOrderState as S
from marketplace.payment import actions as payment
from marketplace.payment import queries as payments
from marketplace.payment.states import ProviderCode
from marketplace.refusal import Refusal
from marketplace.settlement import rules as settlement
from marketplace.settlement.queries import current_rate
from marketplace.shipping import places
from marketplace.shipping.states import DeliveryMethod
from shops.models import Body

MAX_TYPED = 300  # of one field; more is refused by the form, and kept no further


class PieceSold(Refusal):
    """Someone was faster with `product`; nothing was ordered, kept or paid."""

    def __init__(self, product: Product) -> None:
        super().__init__(
            _("Someone was faster: “%(title)s” has just been sold. You have not been charged.")
            % {"title": product.title}
        )
        self.product = product


class Changed(Refusal):
    """What was shown is not what it would cost now; the check page shows it anew."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks, as far as free holds are bounded by it: hashes, and the account when there is one."""

    session: str
    network: str
    language: str
    user: User | None = None


def place(
    *,
    basket_id: int,
    buyer: Buyer,
    provider: str,
    currency: str,
    terms_version: str,
    seen: str,
    visitor: Visitor,
    now: datetime,
) -> Order:
    """Turn a basket into an order that holds its pieces: once, all of it or none, in one short transaction.

    A basket that was ordered already (a double click, another tab) gives the same order again. `seen` is the offer's
    sum as the buyer confirmed it. Nobody is asked for money here: that is `start`, after this committed.

    :raises PieceSold: a piece went to someone else meanwhile.
    :raises Changed: a price or delivery is not what was shown.
    :raises Refusal: the terms changed, a bound on free holds is reached, or the basket cannot be ordered.
    """
    try:
        with transaction.atomic():
            basket = Basket.objects.select_for_update().get(pk=basket_id)
            if basket.status != Basket.OPEN:
                return Order.objects.get(basket=basket)
            if terms_version != settings.TERMS_VERSION:
                raise Changed(_("The terms of sale have changed. Please read and accept them again."))
            offer = _offer(basket, buyer, provider=provider, currency=currency, now=now)
            if offer.seen != seen:
                raise Changed(
                    _("A price has changed since you looked. Please check the new total and confirm again.")
                )
            _require_bounds(offer, buyer, provider, visitor, basket=basket, now=now)
            return _keep(offer, buyer, basket=basket, provider=provider, visitor=visitor, now=now)
    except holds.SoldOut as sold:
        raise PieceSold(Product.objects.get(stockrecords__pk=sold.stockrecord_id)) from sold


def _keep(
    offer: Offer, buyer: Buyer, *, basket: Basket, provider: str, visitor: Visitor, now: datetime
) -> Order:
    """Hold the pieces and write the order; must run in the transaction that locked the basket.

    :raises holds.SoldOut: a piece went to someone else meanwhile.
    """
    holds.reserve(_pieces(offer))
    order = _write(
        offer,
        buyer,
        basket=basket,
        provider=provider,
        terms=settings.TERMS_VERSION,
        visitor=visitor,
        now=now,
    )
    Basket.objects.filter(pk=basket.pk).update(status=Basket.SUBMITTED, date_submitted=now)
    listing_changed(product_ids=_product_ids(offer))
    return order


def place_by_phone(
    *,
    piece: Product,
    quantity: int,
    caller: Buyer,
    unit: Money,
    nonce: UUID,
    taken_by: User,
    body: Body,
    language: str,
    now: datetime,
) -> Order:
    """Order a piece for somebody on the telephone, to be collected and paid at the shop's centre; the piece is held.

    The call confirms the contact, and who took it is recorded; all other guards and bounds are those of any order in
    cash. `unit` is the price of one as it was said to the caller. A second tap of the same form
    (`nonce`) gives the same order.

    :raises PermissionDenied: `taken_by` may not order from this shop for others today.
    :raises PieceSold: it went to someone else meanwhile.
    :raises Changed: the price is not what was said.
    :raises Refusal: the caller holds enough already, or the piece cannot be ordered so.
    """
    try:
        with transaction.atomic():
            holds.lock_name(f"phone-order:{nonce}")
            known = PhoneOrder.objects.filter(nonce=nonce).select_related("order").first()
            if not queries.may_take(taken_by, body, piece, on=localdate(now)):
                raise PermissionDenied(f"{taken_by.pk} of {body} does not order for others from {piece.shop}")
            if known is not None:
                return known.order
            basket = _phone_basket(piece, quantity, today=localdate(now))
            offer = _offer(basket, caller, provider=ProviderCode.CASH_AT_CENTRE, currency="DZD", now=now)
            if offer.parts[0].lines[0].line.unit != unit:
                raise Changed(
                    _("The price has changed since you looked. Please tell the caller the new one.")
                )
            _require_few_open(offer, caller, ProviderCode.CASH_AT_CENTRE)
            visitor = Visitor(session="", network="", language=language)
            order = _keep(
                offer,
                caller,
                basket=basket,
                provider=ProviderCode.CASH_AT_CENTRE,
                visitor=visitor,
                now=now,
            )
            PhoneOrder.objects.create(nonce=nonce, order=order, taken_by=taken_by, body=body, taken_at=now)
            return order
    except holds.SoldOut as sold:
        raise PieceSold(piece) from sold


def _phone_basket(piece: Product, quantity: int, *, today: date) -> Basket:
    """Return a basket with the piece, to be collected at its shop's centre.

    :raises Refusal: the piece is not for sale, or its shop has no centre where it could be paid.
    """
    if piece.shop is None or piece.shop.centre_id is None:
        raise Refusal(
            _(
                "This shop has no centre where the piece could be collected and paid. It is ordered online only."
            )
        )
    basket = baskets.add(basket_id=None, product_id=piece.pk, quantity=str(quantity), today=today)
    way = {str(piece.shop_id): DeliveryMethod.COLLECT.value}
    return baskets.change(basket_id=basket.pk, delivery=way, today=today)


def start(*, order: Order, now: datetime) -> str:
    """Ask the order's provider for its page, outside any transaction; return where the buyer goes next."""
    attempt = payments.of_order(order.pk)
    if attempt is None:
        raise LookupError(f"order {order.number} was placed without an attempt")
    return payment.start(attempt=attempt, now=now).url or order.get_absolute_url()


def _offer(basket: Basket, buyer: Buyer, *, provider: str, currency: str, now: datetime) -> Offer:
    """Read the basket again under its lock: what it costs now, if it can be ordered so."""
    today = localdate(now)
    read = contents(basket, today=today, country=buyer.country, wilaya=buyer.wilaya)
    for line in read.lines:
        if line.is_sold:
            raise PieceSold(line.product)
    rules.require_orderable(read)
    if provider not in rules.ways_to_pay(read):
        raise Changed(_("This way of paying does not go with this delivery. Please choose again."))
    if provider == ProviderCode.CASH_AT_CENTRE and currency != "DZD":
        raise Changed(_("The centre takes dinars only."))
    rate = current_rate(currency, today) if currency != "DZD" else None
    return rules.price(read, currency=currency, rate=rate)


def _require_bounds(
    offer: Offer, buyer: Buyer, provider: str, visitor: Visitor, *, basket: Basket, now: datetime
) -> None:
    """Hold free reservations to their bounds; whoever counts the same thing waits here."""
    if provider == ProviderCode.CASH_AT_CENTRE:
        if not queries.is_confirmed(basket.pk, buyer.email, now=now):
            raise Refusal(_("Please confirm your e-mail with the code we sent."))
        _require_few_open(offer, buyer, provider)
        return
    for name in sorted((f"network:{visitor.network}", f"session:{visitor.session}")):
        holds.lock_name(name)
    rules.require_few_unpaid(
        of_session=orders.unpaid_of_session(visitor.session, provider),
        of_network=orders.unpaid_of_network(visitor.network, provider, since=now - timedelta(hours=1)),
    )


def _require_few_open(offer: Offer, buyer: Buyer, provider: str) -> None:
    """Hold what waits for one contact without money to its bound; whoever counts the same contact waits here."""
    for name in sorted(f"contact:{contact}" for contact in (buyer.email, buyer.phone) if contact):
        holds.lock_name(name)
    held = orders.open_pieces_of_contact(buyer.email, buyer.phone, provider)
    rules.require_few_open(held=held, wanted=sum(_pieces(offer).values()))


def _pieces(offer: Offer) -> dict[int, int]:
    return {priced.line.stockrecord_id: priced.line.quantity for part in offer.parts for priced in part.lines}


def _product_ids(offer: Offer) -> list[int]:
    return [priced.line.product.pk for part in offer.parts for priced in part.lines]


def _write(
    offer: Offer,
    buyer: Buyer,
    *,
    basket: Basket,
    provider: str,
    terms: str,
    visitor: Visitor,
    now: datetime,
) -> Order:
    order = _write_order(
        offer, buyer, basket=basket, provider=provider, terms=terms, visitor=visitor, now=now
    )
    shop_orders = _write_shop_orders(offer, order, now=now)
    _write_lines(offer, order, shop_orders)
    ready = max(part.arrives_until_on for part in shop_orders if part.arrives_until_on)
    expires_at = rules.hold_until(
        provider, now=now, ready=datetime.combine(ready, time.max, tzinfo=get_default_timezone())
    )
    _write_holds(offer, order, shop_orders, expires_at)
    if offer.rate is not None:
        Quote.objects.create(
            order=order,
            charge_currency=offer.currency,
            dinars_per_unit=offer.rate.dinars_per_unit,
            rate_on=offer.rate.rate_on,
            source=offer.rate.source,
        )
    payment.begin_attempt(order=order, provider=provider, amount=offer.charge, now=now, expires_at=expires_at)
    if provider == ProviderCode.CASH_AT_CENTRE:
        for shop_order in shop_orders:
            advance(shop_order, S.CONFIRMED, moves=SHOP_ORDER_MOVES, by=None, at=now, why="contact confirmed")
        outbox.emit("order.confirmed", key=f"order.confirmed:{order.pk}", order_id=order.pk)
    return order


def _write_order(
    offer: Offer,
    buyer: Buyer,
    *,
    basket: Basket,
    provider: str,
    terms: str,
    visitor: Visitor,
    now: datetime,
) -> Order:
    total = offer.dzd.to_decimal()
    delivery = sum((part.delivery_dzd for part in offer.parts), Money(0)).to_decimal()
    return Order.objects.create(
        number=new_reference(),
        basket=basket,
        user=visitor.user,
        currency="DZD",
        total_incl_tax=total,
        total_excl_tax=total,
        shipping_incl_tax=delivery,
        shipping_excl_tax=delivery,
        guest_email=buyer.email,
        date_placed=now,
        language=visitor.language,
        contact_name=buyer.name,
        contact_phone=buyer.phone,
        country_code=buyer.country,
        wilaya=buyer.wilaya,
        commune=buyer.commune,
        street=buyer.street,
        city=buyer.city,
        postcode=buyer.postcode,
        region=buyer.region,
        provider=provider,
        charge_currency=offer.currency,
        charge_minor=offer.charge.minor,
        dzd_minor=offer.dzd.minor,
        terms_version=terms,
        terms_accepted_at=now,
        placed_session=visitor.session,
        placed_network=visitor.network,
    )


def _write_shop_orders(offer: Offer, order: Order, *, now: datetime) -> list[ShopOrder]:
    today = localdate(now)
    rows = []
    for index, part in enumerate(offer.parts, start=1):
        chosen = part.group.chosen
        if chosen is None:
            raise LookupError(f"order {order.number}: a part without delivery")
        points = settlement.basis_points(part.group.shop.commission_basis_points)
        rows.append(
            ShopOrder(
                order=order,
                shop=part.group.shop,
                number=f"{order.number}-{index}",
                delivery_method=chosen.method,
                lines_dzd_minor=part.lines_dzd.minor,
                lines_charge_minor=part.lines_charge.minor,
                delivery_dzd_minor=part.delivery_dzd.minor,
                delivery_charge_minor=part.delivery_charge.minor,
                commission_basis_points=points,
                commission_minor=settlement.commission_of(part.lines_dzd, points).minor,
                answer_by_on=today + timedelta(days=settings.ANSWER_DAYS),
                send_by_on=ready_on(part.group.lead_days, today=today),
                arrives_from_on=chosen.from_on,
                arrives_until_on=chosen.until_on,
            )
        )
    ShopOrder.objects.bulk_create(rows)
    ShopOrderChange.objects.bulk_create(
        [ShopOrderChange(row=row, to_state=row.state, at=now) for row in rows]
    )
    return rows


def _write_lines(offer: Offer, order: Order, shop_orders: list[ShopOrder]) -> None:
    Line.objects.bulk_create(
        [
            Line(**_line_columns(part, priced), order=order, shop_order=shop_order)
            for part, shop_order in zip(offer.parts, shop_orders, strict=True)
            for priced in part.lines
        ]
    )


def _line_columns(part: Part, priced: rules.PricedLine) -> dict[str, Any]:
    line, shop = priced.line, part.group.shop
    unit = line.unit or Money(0)
    whole, each = priced.dzd.to_decimal(), unit.to_decimal()
    return {
        "partner": shop,
        "partner_name": shop.name,
        "partner_sku": line.sku,
        "stockrecord_id": line.stockrecord_id,
        "product": line.product,
        "title": line.product.title,
        "title_ar": line.product.title_ar or "",
        "title_fr": line.product.title_fr or "",
        "title_en": line.product.title_en or "",
        "quantity": line.quantity,
        "num_allocated": line.quantity,
        "line_price_incl_tax": whole,
        "line_price_excl_tax": whole,
        "line_price_before_discounts_incl_tax": whole,
        "line_price_before_discounts_excl_tax": whole,
        "unit_price_incl_tax": each,
        "unit_price_excl_tax": each,
        "unit_dzd_minor": unit.minor,
        "dzd_minor": priced.dzd.minor,
        "charge_minor": priced.charge.minor,
    }


def _write_holds(offer: Offer, order: Order, shop_orders: list[ShopOrder], expires_at: datetime) -> None:
    StockHold.objects.bulk_create(
        [
            StockHold(
                order=order,
                shop_order=shop_order,
                stockrecord_id=priced.line.stockrecord_id,
                quantity=priced.line.quantity,
                expires_at=expires_at,
            )
            for part, shop_order in zip(offer.parts, shop_orders, strict=True)
            for priced in part.lines
        ]
    )


@transaction.atomic
def remember_details(*, basket_id: int, details: dict[str, str], delivery: dict[str, str]) -> None:
    """Keep what was typed on the basket, whether it can be used yet or not: nothing is lost between steps."""
    basket = Basket.objects.select_for_update().get(pk=basket_id)
    kept = {
        name: text[:MAX_TYPED].replace("\0", "") for name, text in details.items()
    }  # PostgreSQL keeps no NUL
    shops = {str(shop) for shop in basket.lines.values_list("product__shop", flat=True)}
    basket.draft["details"] = kept
    basket.draft["wilaya"] = kept.get("wilaya", "")
    basket.draft["delivery"] = basket.draft.get("delivery", {}) | known_ways(delivery, shops)
    if kept.get("country") in places.DELIVERABLE:
        basket.country = kept["country"]
    basket.save(update_fields=["country", "draft"])


@transaction.atomic
def send_code(*, basket_id: int, email: str, language: str, now: datetime) -> ContactCode:
    """Make a code that confirms this e-mail for this basket, and have it sent; earlier ones of the basket end.

    :raises Refusal: this contact was sent as many as an hour allows.
    """
    holds.lock_name(f"contact:{email}")
    if queries.codes_sent(email, now=now) >= rules.CODES_PER_HOUR:
        raise Refusal(_("We sent you several codes already. Please wait an hour, or pay online."))
    ContactCode.objects.filter(basket_id=basket_id, used_at__isnull=True).update(expires_at=now)
    row = ContactCode.objects.create(
        contact=email,
        basket_id=basket_id,
        language=language,
        created_at=now,
        expires_at=now + rules.CODE_LIFE,
    )
    row.code_hash = rules.code_hash(row, rules.code_of(row))
    row.save(update_fields=["code_hash"])
    outbox.emit("checkout.code", key=f"checkout.code:{row.pk}", contact_code_id=row.pk)
    return row


@transaction.atomic
def confirm_code(*, basket_id: int, email: str, written: str, now: datetime) -> bool:
    """Compare what was typed with the newest code, count the try first, and tell whether it is right.

    A wrong one is not raised: the try has to stay counted.
    """
    row = queries.open_code(basket_id, email, now=now)
    if row is None:
        return False
    counted = ContactCode.objects.filter(
        pk=row.pk, tries__lt=rules.CODE_TRIES, used_at__isnull=True, expires_at__gt=now
    ).update(tries=F("tries") + 1)
    if counted != 1 or not rules.is_code_of(row, written):
        return False
    return ContactCode.objects.filter(pk=row.pk, used_at__isnull=True).update(used_at=now) == 1
