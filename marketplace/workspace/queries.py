"""What one shop sees of itself. Every queryset starts from the shop: another shop's rows do not exist here."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Count, Model, Q, QuerySet
from django.http import Http404

from catalog.models import Product, ProductImage
from marketplace.order.models import ShopOrder
from marketplace.order.states import ShopOrderState
from marketplace.workspace.models import Sheet
from shops.partner.models import Partner

Row = TypeVar("Row", bound=Model)
S = ShopOrderState
TO_ANSWER = (S.PAID, S.CONFIRMED)
VISIBLE = (S.PAID, S.CONFIRMED, S.ACCEPTED, S.SENT, S.DELIVERED, S.REFUSED, S.CANCELLED, S.RETURNED, S.LOST)
PAGE = 50


def counts(shop: Partner) -> dict[str, int]:
    """Return the numbers of the first screen: pieces, orders to answer, orders to send."""
    orders = ShopOrder.objects.filter(shop=shop).aggregate(
        to_answer=Count("pk", filter=Q(state__in=TO_ANSWER)), to_send=Count("pk", filter=Q(state=S.ACCEPTED))
    )
    return {"pieces": Product.objects.filter(shop=shop).count(), **orders}


def orders_of(shop: Partner) -> QuerySet[ShopOrder]:
    """Return the shop's own part of orders it may know of, newest first: nothing before it is paid or confirmed."""
    return (
        ShopOrder.objects.filter(shop=shop, state__in=VISIBLE)
        .select_related("order")
        .prefetch_related("lines__product", "changes")
        .order_by("-pk")
    )


def order_of(shop: Partner, number: str) -> ShopOrder:
    """Return one shop order of `shop`.

    :raises Http404: there is none, or it is another shop's.
    """
    return _one(orders_of(shop).filter(number=number))


def pieces_of(shop: Partner) -> QuerySet[Product]:
    """Return the shop's pieces, newest first, with stock and photos."""
    return (
        Product.objects.filter(shop=shop)
        .select_related("kind")
        .prefetch_related("stockrecords", "images")
        .order_by("-date_created", "-pk")
    )


def piece_of(shop: Partner, pk: int) -> Product:
    """Return one piece of `shop`.

    :raises Http404: there is none, or it is another shop's.
    """
    return _one(pieces_of(shop).filter(pk=pk))


def photo_of(shop: Partner, pk: int, photo_pk: int) -> ProductImage:
    """Return one photo of a piece of `shop`.

    :raises Http404: there is none, or it is another shop's.
    """
    return _one(ProductImage.objects.filter(product__shop=shop, product_id=pk, pk=photo_pk))


def sheet_of(shop: Partner, pk: int) -> Sheet:
    """Return one table that `shop` sent.

    :raises Http404: there is none, or it is another shop's.
    """
    return _one(Sheet.objects.filter(shop=shop, pk=pk).select_related("shop__place"))


def _one(rows: QuerySet[Row]) -> Row:
    found = rows.first()
    if found is None:
        raise Http404
    return found
