"""Reads of the catalog that more than one caller needs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from catalog.models import Card, Product, ProductImage


def listed_products(product_ids: Iterable[int]) -> QuerySet[Product]:
    """Return the public pieces among these with everything a card shows: two queries."""
    photos = ProductImage.objects.order_by("display_order", "pk")
    return (
        Product.objects.filter(pk__in=product_ids, is_public=True, shop__isnull=False, kind__isnull=False)
        .select_related("shop__place", "shop__centre", "kind__craft", "place")
        .prefetch_related(Prefetch("images", queryset=photos, to_attr="photos"), "stockrecords")
    )


def build_cards(product_ids: Iterable[int], *, now: datetime) -> list[Card]:
    """Return unsaved cards of the public pieces among these; a piece without price or place has none."""
    today = now.date()
    cards = []
    for product in listed_products(product_ids):
        stock = next(iter(product.stockrecords.all()), None)
        shop, place = product.shop, product.place or product.shop.place
        if stock is None or stock.price is None or place is None:
            continue
        photo = next((photo for photo in product.photos if photo.derivatives), None)
        cards.append(
            Card(
                product=product,
                title_ar=product.title_ar or "",
                title_fr=product.title_fr or "",
                title_en=product.title_en or "",
                slug=product.slug,
                kind=product.kind.code,
                craft=product.kind.craft.code,
                place=place.slug,
                place_ar=place.name_ar or "",
                place_fr=place.name_fr or "",
                place_en=place.name_en or "",
                shop=shop.slug,
                shop_ar=shop.name_ar or "",
                shop_fr=shop.name_fr or "",
                shop_en=shop.name_en or "",
                centre=shop.centre.slug if shop.centre else "",
                price_dinars=int(stock.price),
                grade=product.stamp_grade or 0,
                stamp_public_id=product.stamp_public_id,
                image_key=photo.key if photo else "",
                image_width=photo.width if photo else 0,
                image_height=photo.height if photo else 0,
                image_files=photo.derivatives if photo else [],
                available=stock.net_stock_level > 0 and not shop.is_closed_on(today),
                listed_at=product.date_created,
            )
        )
    return cards
