"""Reads of the catalog that more than one caller needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from catalog.grades import Grade
from catalog.models import Card, Craft, Product, ProductImage
from marketplace.prepared import Prepared
from shops.models import Artisan, Body, Unit, UnitTenancy
from shops.partner.models import Partner, StockRecord
from shops.states import BodyKind, NameConsent


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
        shop, kind = product.shop, product.kind
        if stock is None or stock.price is None or shop is None or kind is None:
            continue
        place = product.place or shop.place
        if place is None:
            continue
        photo = next((photo for photo in product.photos if photo.derivatives), None)
        cards.append(
            Card(
                product=product,
                title_ar=product.title_ar or "",
                title_fr=product.title_fr or "",
                title_en=product.title_en or "",
                slug=product.slug,
                kind=kind.code,
                craft=kind.craft.code,
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
                available=stock.net_stock_level > 0
                and not product.paused_for
                and not shop.is_closed_on(today),
                listed_at=product.date_created,
            )
        )
    return cards


# Public pages: one function reads what one page shows.

SHELF = 12  # pieces on a shop's or maker's page; the listing has the rest
FEATURED = 24  # pieces among which the home page takes the day's


def _in_three(*names: str) -> list[str]:
    """Return the columns of translated texts."""
    return [f"{name}_{code}" for name in names for code in ("ar", "fr", "en")]


# What a piece's page shows, and no more: the rows around a piece are wide, and most of their columns stay unread.
PIECE_COLUMNS = (
    *_in_three("title", "description", "shop__name", "place__name", "kind__name", "kind__craft__name"),
    *_in_three("maker__first_name", "maker__last_name", "maker__place__name"),
    *("slug", "materials", "colours", "care", "technique", "length_mm", "width_mm", "height_mm", "mass_g"),
    *(
        "paused_for",
        "made_year",
        "lead_days",
        "is_illustrated",
        "stamp_grade",
        "stamp_public_id",
        "stamped_at",
    ),
    *("shop__slug", "shop__centre", "shop__closed_from_on", "shop__closed_until_on"),
    *("maker__name_consent", "kind__code", "kind__hs_code", "kind__craft__code"),
    *_in_three("maker__guarantor__first_name", "maker__guarantor__last_name", "maker__guarantor__shop__name"),
    *("maker__guarantor_kind", "maker__guarantor__name_consent"),
)
PHOTO_COLUMNS = ("product", "key", "view", "width", "height", "derivatives", "display_order")
STOCK_COLUMNS = ("product", "price", "num_in_stock", "num_allocated")


_PIECE = Prepared(
    Product,
    lambda pk: (
        Product.objects.filter(pk=pk, is_public=True, shop__isnull=False, kind__isnull=False)
        .select_related("shop", "maker__place", "maker__guarantor__shop", "kind__craft", "place")
        .only(*PIECE_COLUMNS)
        .order_by()
    ),
    pk=int,
)
_PHOTOS = Prepared(
    ProductImage,
    lambda pk: (
        ProductImage.objects.filter(product_id=pk)
        .exclude(derivatives=[])
        .only(*PHOTO_COLUMNS)
        .order_by("display_order", "pk")
    ),
    pk=int,
)
_STOCK = Prepared(
    StockRecord,
    lambda pk: StockRecord.objects.filter(product_id=pk).only(*STOCK_COLUMNS).order_by("pk")[:1],
    pk=int,
)
BESIDE = 4
_NEWEST = Card.objects.order_by("-listed_at", "-product_id")
_OF_MAKER = Prepared(
    Card,
    # Her last few pieces first, by their own index: who made ten thousand must not slow each of their pages.
    lambda maker: _NEWEST.filter(
        product_id__in=Product.objects.filter(maker_id=maker).order_by("-pk").values("pk")[:SHELF]
    )[: BESIDE + 1],
    maker=int,
)
_OF_SHOP = Prepared(Card, lambda shop: _NEWEST.filter(shop=shop)[: BESIDE + 1], shop=str)


def piece(pk: int) -> Product | None:
    """Return a public piece with all that its page says of its making."""
    return _PIECE.first(pk=pk)


def photos_of(pk: int) -> Sequence[ProductImage]:
    """Return the photos of a piece that are ready, the main one first."""
    return _PHOTOS.rows(pk=pk)


def stock_of(pk: int) -> StockRecord | None:
    """Return what a piece costs and how many are left."""
    return _STOCK.first(pk=pk)


def beside(product: Product) -> Sequence[Card]:
    """Return a few other pieces of the same maker, else of the same shop."""
    if product.maker_id:
        others = _OF_MAKER.rows(maker=product.maker_id)
    else:
        others = _OF_SHOP.rows(shop=product.shop.slug) if product.shop and product.shop.slug else []
    return [card for card in others if card.pk != product.pk][:BESIDE]


def piece_of_the_day(today: date) -> Card | None:
    """Return the piece that fills the home page today: one of the finest that can be bought, another one each day."""
    finest = Card.objects.filter(available=True, grade__gte=Grade.SUPERIOR).exclude(image_key="")
    pieces = list(finest.order_by("-grade", "-product_id")[:FEATURED])
    if not pieces:
        pieces = list(Card.objects.filter(available=True).order_by("-listed_at", "-product_id")[:FEATURED])
    return pieces[today.toordinal() % len(pieces)] if pieces else None


def stamped_lately() -> Sequence[Card]:
    """Return the pieces stamped last that can still be bought."""
    stamped = Card.objects.filter(grade__gt=0, available=True).select_related("product")
    return list(stamped.order_by("-product__stamped_at", "-product_id")[:8])


def maker_of_the_day(today: date) -> Artisan | None:
    """Return a maker who tells a story under a name of her own, another one each day."""
    tellers = Artisan.objects.exclude(name_consent=NameConsent.COOPERATIVE).exclude(story="")
    numbers = list(tellers.order_by("number").values_list("number", flat=True)[:200])
    if not numbers:
        return None
    number = numbers[today.toordinal() % len(numbers)]
    return Artisan.objects.select_related("place", "shop").get(number=number)


def pieces_of_maker(maker: Artisan, count: int) -> Sequence[Card]:
    """Return the last pieces of a maker."""
    return list(Card.objects.filter(product__maker=maker).order_by("-listed_at", "-product_id")[:count])


def crafts() -> Sequence[Craft]:
    """Return the crafts in the house's order."""
    return list(Craft.objects.all())


def centres() -> Sequence[Body]:
    """Return the craft centres and the commercial centre, from north to south, each with `shop_count`."""
    return list(
        Body.objects.filter(kind__in=(BodyKind.CRAFT_CENTRE, BodyKind.COMMERCIAL_CENTRE))
        .select_related("place")
        .annotate(shop_count=Count("centre_shops"))
        .order_by("-place__latitude", "kind")
    )


def centre(slug: str) -> Body | None:
    """Return one of those centres."""
    kinds = (BodyKind.CRAFT_CENTRE, BodyKind.COMMERCIAL_CENTRE)
    return Body.objects.filter(slug=slug, kind__in=kinds).select_related("place").first()


def units_of(body: Body, today: date) -> Sequence[Unit]:
    """Return a centre's units by number, each with who holds it on `today` in `held` (one tenancy or none)."""
    held = UnitTenancy.objects.filter(Q(until_on__isnull=True) | Q(until_on__gt=today), from_on__lte=today)
    return list(
        Unit.objects.filter(centre=body)
        .order_by("number")
        .prefetch_related(Prefetch("tenancies", queryset=held.select_related("shop"), to_attr="held"))
    )


def shops(today: date) -> Sequence[Partner]:
    """Return the shops that sell, by place and name, each with its makers in `makers` and its unit in `held`."""
    return list(
        Partner.objects.filter(slug__isnull=False, place__isnull=False)
        .select_related("place", "centre")
        .prefetch_related(*_makers_and_unit(today))
        .order_by("place__slug", "name")[:500]
    )


def shop(slug: str, today: date) -> Partner | None:
    """Return one shop with the same."""
    return (
        Partner.objects.filter(slug=slug, place__isnull=False)
        .select_related("place", "centre__place", "body")
        .prefetch_related(*_makers_and_unit(today))
        .first()
    )


def _makers_and_unit(today: date) -> tuple[Prefetch, Prefetch]:
    held = UnitTenancy.objects.filter(Q(until_on__isnull=True) | Q(until_on__gt=today), from_on__lte=today)
    return (
        Prefetch(
            "artisans", queryset=Artisan.objects.select_related("place", "guarantor__shop"), to_attr="makers"
        ),
        Prefetch("tenancies", queryset=held.select_related("unit__centre"), to_attr="held"),
    )


def pieces_of_shop(slug: str) -> Sequence[Card]:
    """Return the newest pieces of a shop."""
    return list(Card.objects.filter(shop=slug).order_by("-listed_at", "-product_id")[:SHELF])


def pieces_at_centre(slug: str) -> Sequence[Card]:
    """Return the newest pieces of a centre's shops."""
    return list(Card.objects.filter(centre=slug).order_by("-listed_at", "-product_id")[:8])
