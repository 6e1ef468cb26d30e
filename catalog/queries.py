"""Reads of the catalog that more than one caller needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.cache import cache
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.timezone import localdate

from catalog.grades import Grade
from catalog.models import (
    Card,
    Craft,
    Kind,
    ListingReport,
    ListingRevision,
    Product,
    ProductImage,
    TextWritten,
)
from catalog.states import ListingState, PauseCause, ReportState, RevisionState
from marketplace.prepared import Prepared
from shops.models import Artisan, Body, Unit, UnitTenancy
from shops.partner.models import Partner, StockRecord
from shops.states import BodyKind, NameConsent


def listed_products(product_ids: Iterable[int]) -> QuerySet[Product]:
    """Return the public pieces among these with everything a card shows: two queries."""
    photos = ProductImage.objects.filter(is_shown=True).order_by("display_order", "pk")
    return (
        Product.objects.filter(pk__in=product_ids, is_public=True, shop__isnull=False, kind__isnull=False)
        .exclude(paused_for=PauseCause.STAMP)
        .select_related("shop__place", "shop__centre", "kind__craft", "place")
        .prefetch_related(Prefetch("images", queryset=photos, to_attr="photos"), "stockrecords")
    )


def build_cards(product_ids: Iterable[int], *, now: datetime) -> list[Card]:
    """Return unsaved cards of the public pieces among these; a piece without price or place has none."""
    today = localdate(now)
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
        "made_to_order",
        "is_illustrated",
        "stamp_grade",
        "stamp_public_id",
        "stamped_at",
        "stamped_elsewhere",
        *("voice_key", "voice_format"),
    ),
    *(
        "shop__slug",
        "shop__centre",
        "shop__closed_from_on",
        "shop__closed_until_on",
        "shop__commission_basis_points",
    ),
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
        ProductImage.objects.filter(product_id=pk, is_shown=True)
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
    return Artisan.objects.select_related("place", "shop", "portrait").get(number=number)


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
            "artisans",
            queryset=Artisan.objects.select_related("place", "portrait", "guarantor__shop"),
            to_attr="makers",
        ),
        Prefetch("tenancies", queryset=held.select_related("unit__centre"), to_attr="held"),
    )


def pieces_of_shop(slug: str) -> Sequence[Card]:
    """Return the newest pieces of a shop."""
    return list(Card.objects.filter(shop=slug).order_by("-listed_at", "-product_id")[:SHELF])


def pieces_at_centre(slug: str) -> Sequence[Card]:
    """Return the newest pieces of a centre's shops."""
    return list(Card.objects.filter(centre=slug).order_by("-listed_at", "-product_id")[:8])


# What pieces of a kind cost: shown beside a new price, and what an unlikely one is measured by.

RECENT_PRICES = 4_000  # newest cards that are looked at, of all kinds together
ENOUGH_TO_COMPARE = 5
RANGES_KEPT = 600  # seconds


@dataclass(frozen=True, slots=True)
class PriceRange:
    """What pieces of one kind cost, in whole dinars: the middle eight of ten, and the one in the middle."""

    low: int
    high: int
    median: int


def price_ranges() -> dict[str, PriceRange]:
    """Return the range of every kind (by code) of which enough pieces are listed; kept for ten minutes."""
    return cache.get_or_set("catalog.price_ranges", read_price_ranges, RANGES_KEPT) or {}


def read_price_ranges() -> dict[str, PriceRange]:
    """Return the same from the newest cards: one bounded query."""
    prices: dict[str, list[int]] = {}
    newest = Card.objects.order_by("-listed_at", "-product_id").values_list("kind", "price_dinars")
    for kind, price in newest[:RECENT_PRICES]:
        prices.setdefault(kind, []).append(price)
    return {kind: _range(sorted(of)) for kind, of in prices.items() if len(of) >= ENOUGH_TO_COMPARE}


def _range(prices: Sequence[int]) -> PriceRange:
    last = len(prices) - 1
    return PriceRange(low=prices[last // 10], high=prices[last - last // 10], median=prices[len(prices) // 2])


def kinds_by_craft() -> Sequence[Kind]:
    """Return every kind with its craft, in the house's order of crafts."""
    return list(Kind.objects.select_related("craft").order_by("craft__position", "craft__code", "pk"))


# Locks and reads of a piece that is being changed or judged.


def lock_piece(pk: int) -> Product:
    """Return a piece as it is now, kept from others until the transaction ends."""
    return Product.objects.select_for_update(of=("self",)).get(pk=pk)


def lock_waiting_revision(product: Product) -> ListingRevision | None:
    """Return the change that waits for a look on a piece the caller holds locked."""
    waiting = ListingRevision.objects.filter(product=product, state=RevisionState.WAITING)
    return waiting.select_for_update().first()


def waiting_revision(product: Product) -> ListingRevision | None:
    """Return the change of a stamped piece that waits for a look."""
    return ListingRevision.objects.filter(product=product, state=RevisionState.WAITING).first()


def is_taken_down(pk: int) -> bool:
    """Tell whether the desk took this piece down: its page says so."""
    return Product.objects.filter(pk=pk, state=ListingState.TAKEN_DOWN).exists()


def pieces_to_look_at() -> QuerySet[Product]:
    """Return the pieces that wait for a look, the longest waiting first."""
    return Product.objects.filter(state=ListingState.REVIEW, shop__isnull=False).order_by("pk")


def revisions_to_compare() -> QuerySet[ListingRevision]:
    """Return the changes of stamped pieces that wait for a look, oldest first."""
    return ListingRevision.objects.filter(state=RevisionState.WAITING).order_by("pk")


def open_reports() -> QuerySet[ListingReport]:
    """Return the reports nobody has settled, oldest first."""
    return ListingReport.objects.filter(state=ReportState.OPEN).order_by("pk")


def untranslated() -> QuerySet[Product]:
    """Return the shown pieces whose name is missing in a language, oldest first."""
    missing = Q()
    for code in ("ar", "fr", "en"):
        missing |= Q(**{f"title_{code}__isnull": True}) | Q(**{f"title_{code}": ""})
    return Product.objects.filter(missing, is_public=True, shop__isnull=False).order_by("pk")


def texts_written(product: Product) -> dict[str, TextWritten]:
    """Return who last wrote the words of a piece, by language."""
    rows = TextWritten.objects.filter(product=product).select_related("body", "by").order_by("pk")
    return {row.language: row for row in rows}


def photos_for_its_shop(product: Product) -> list[ProductImage]:
    """Return the photos of a piece that are shown or wait for a look, ready or not, the main one first."""
    waiting = waiting_revision(product)
    wanted = Q(is_shown=True) | Q(pk__in=waiting.add if waiting else ())
    return list(ProductImage.objects.filter(wanted, product=product).order_by("display_order", "pk"))
