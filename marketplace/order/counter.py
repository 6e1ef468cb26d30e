"""Use cases at the shop's own counter: sold there with one tap, and taken back when the tap was wrong."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from catalog.actions import listing_changed
from catalog.models import Product
from marketplace.accounts.models import User
from marketplace.machine import AlreadyThere
from marketplace.money import Money
from marketplace.order import holds, queries
from marketplace.order.models import CounterSale
from marketplace.refusal import Refusal
from shops.partner.models import Partner, StockRecord


def _require_own(by: User, shop: Partner | None, now: datetime) -> Partner:
    if shop is None or not queries.works_for(by, shop, on=localdate(now)):
        raise PermissionDenied(f"{by.pk} is not of {shop}")
    return shop


@transaction.atomic
def sell(*, product: Product, by: User, left: int, now: datetime) -> CounterSale:
    """Record that one piece was sold in the shop: it is gone online at once. No money moves in our books.

    `left` is how many were to be had on the page that was tapped: a second tap of it takes no second piece.

    :raises PermissionDenied: `by` is not of the piece's shop today.
    :raises Refusal: buyers hold all that are left, or the number is another one by now.
    """
    shop = _require_own(by, product.shop, now)
    stock = StockRecord.objects.get(product=product)
    if left < 1 or not holds.take_from_shelf(stock.pk, left=left):
        stock.refresh_from_db()
        if stock.net_stock_level < 1 and (stock.num_allocated or 0) > 0:
            raise Refusal(_("A buyer has just ordered this piece online. Please keep it for them."))
        raise Refusal(_("The number of this piece has changed. Please look again before you tap."))
    listing_changed(product_ids=[product.pk])
    unit = Money.from_decimal(stock.price) if stock.price is not None else Money(0)
    return CounterSale.objects.create(
        shop=shop, product=product, unit_dzd_minor=unit.minor, sold_by=by, sold_at=now
    )


@transaction.atomic
def undo(*, sale: CounterSale, by: User, now: datetime) -> CounterSale:
    """Take back a wrong tap, once and within ten minutes: the piece is for sale again.

    :raises PermissionDenied: `by` is not of the shop today.
    :raises AlreadyThere: it was taken back before.
    :raises Refusal: it is too long ago; the stock is then counted on the piece's page.
    """
    _require_own(by, sale.shop, now)
    open_still = CounterSale.objects.filter(pk=sale.pk, undone_at__isnull=True)
    if open_still.filter(sold_at__gt=now - queries.UNDO_WITHIN).update(undone_at=now, undone_by=by) != 1:
        if open_still.exists():
            raise Refusal(
                _(
                    "This is too long ago to be taken back. You can count the pieces anew on the page of the piece."
                )
            )
        raise AlreadyThere(f"counter sale {sale.pk} was taken back")
    holds.put_on_shelf(sale.product_id, sale.quantity)
    listing_changed(product_ids=[sale.product_id])
    return sale
