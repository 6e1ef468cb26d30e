"""Use cases of a basket: what a visitor does with it before ordering."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.basket import queries, rules
from marketplace.basket.models import Basket, Line
from marketplace.prepared import Prepared
from marketplace.refusal import Refusal
from marketplace.shipping import places
from marketplace.shipping.states import DeliveryMethod
from shops.partner.models import StockRecord

_FOR_SALE = (
    *("price", "num_in_stock", "num_allocated", "product__shop", "product__structure", "product__parent"),
    "product__paused_for",
    *(f"product__title_{code}" for code in ("ar", "fr", "en")),
    *(f"product__shop__name_{code}" for code in ("ar", "fr", "en")),
    *("product__shop__closed_from_on", "product__shop__closed_until_on"),
)


def _lock(basket_id: int) -> Basket:
    """Return the basket under a lock.

    :raises Refusal: it was ordered in another tab meanwhile.
    """
    basket = Basket.objects.select_for_update().filter(pk=basket_id).first()
    if basket is None or basket.status != Basket.OPEN:
        raise Refusal(_("This basket has been ordered already."))
    return basket


@transaction.atomic
def add(*, basket_id: int | None, product_id: int, quantity: str, today: date) -> Basket:
    """Put `quantity` more of a piece into the basket, a new one when there is none, and return it.

    :raises Refusal: the piece is not for sale, not that many are left, or the basket is full.
    """
    wanted = rules.parse_quantity(quantity)
    stock = _stock_for_sale(product_id, today)
    basket, held = None, {}
    if basket_id is not None:
        basket = Basket.objects.select_for_update().filter(pk=basket_id, status=Basket.OPEN).first()
    if basket is None:
        basket = Basket.objects.create()
    else:
        lines = Line.objects.filter(basket=basket).order_by("-pk")
        held = {
            product: (pk, pieces) for pk, product, pieces in lines.values_list("pk", "product_id", "quantity")
        }
    line, there = held.get(product_id, (None, 0))
    total = wanted + there
    rules.require_in_stock(wanted=total, left=stock.net_stock_level, title=stock.product.title)
    rules.require_room(
        lines=len(held) + (line is None), pieces=sum(pieces for _pk, pieces in held.values()) + wanted
    )
    if line is None:
        Line.objects.create(
            basket=basket,
            product_id=product_id,
            stockrecord=stock,
            line_reference=f"{product_id}_{stock.pk}",
            quantity=total,
            price_currency="DZD",
            price_incl_tax=stock.price,
            price_excl_tax=stock.price,
        )
    else:
        Line.objects.filter(pk=line).update(
            quantity=total, price_incl_tax=stock.price, price_excl_tax=stock.price
        )
    return basket


_STOCK = Prepared(
    StockRecord,
    lambda product_id: (
        StockRecord.objects.filter(product_id=product_id, product__is_public=True, price__isnull=False)
        .select_related("product__shop")
        .only(*_FOR_SALE)
        .order_by("pk")[:1]
    ),
    product_id=int,
)


def _stock_for_sale(product_id: int, today: date) -> StockRecord:
    stock = _STOCK.first(product_id=product_id)
    if stock is None or stock.product.shop is None:
        raise Refusal(_("This piece is not for sale."))
    if stock.product.paused_for:
        raise Refusal(
            _("This piece cannot be ordered for now. It stays here until its shop offers it again.")
        )
    if stock.product.shop.is_closed_on(today):
        raise Refusal(
            _("%(shop)s is closed for a while. Its pieces stay here, and can be ordered when it opens again.")
            % {"shop": stock.product.shop.name}
        )
    return stock


@transaction.atomic
def change(
    *,
    basket_id: int,
    today: date,
    quantities: Mapping[int, str] | None = None,
    remove: int | None = None,
    delivery: Mapping[str, str] | None = None,
    country: str = "",
    wilaya: str | None = None,
) -> Basket:
    """Write what the visitor changed on the basket page; the prices they saw there are taken as told.

    `quantities` by line id, `delivery` by shop id; ids of other baskets' lines are simply not found.

    :raises Refusal: a quantity cannot be had, the country is not delivered to, or the basket was ordered meanwhile.
    """
    basket = _lock(basket_id)
    rows = list(queries.lines_of(basket))
    if remove is not None:
        Line.objects.filter(basket=basket, pk=remove).delete()
    kept = [row for row in rows if row.pk != remove]
    for row in kept:
        _change_line(row, (quantities or {}).get(row.pk))
    rules.require_room(lines=len(kept), pieces=sum(row.quantity for row in kept))
    shops = {str(row.product.shop_id) for row in kept}
    _remember(basket, delivery=known_ways(delivery or {}, shops), country=country, wilaya=wilaya)
    basket.save(update_fields=["country", "draft"])
    return basket


def known_ways(wanted: Mapping[str, str], shops: set[str]) -> dict[str, str]:
    """Keep what is a way of delivery of a shop in the basket: nothing else that was posted is stored."""
    return {shop: way for shop, way in wanted.items() if shop in shops and way in DeliveryMethod.values}


def _change_line(row: Line, written: str | None) -> None:
    quantity = row.quantity if written is None else rules.parse_quantity(written)
    if quantity > row.quantity:
        rules.require_in_stock(wanted=quantity, left=row.stockrecord.net_stock_level, title=row.product.title)
    price = row.stockrecord.price
    if quantity != row.quantity or row.price_incl_tax != price:
        Line.objects.filter(pk=row.pk).update(quantity=quantity, price_incl_tax=price, price_excl_tax=price)
        row.quantity = quantity


def _remember(basket: Basket, *, delivery: dict[str, str], country: str, wilaya: str | None) -> None:
    if country:
        if country not in places.DELIVERABLE:
            raise Refusal(_("We do not deliver to this country yet."), field="country")
        basket.country = country
    if wilaya is not None and (not wilaya or places.wilaya(wilaya)):
        basket.draft["wilaya"] = wilaya
    if delivery:
        basket.draft["delivery"] = basket.draft.get("delivery", {}) | delivery
