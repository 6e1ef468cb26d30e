"""Use cases of the catalog: what is listed, and what a stamp puts on it."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import IO, Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from oscar.core.loading import get_model

from catalog import kinds as file_of_kinds
from catalog import photos, queries, rules, voices
from catalog.grades import Grade
from catalog.models import Card, Craft, Kind, Product, ProductImage
from catalog.states import LISTING_MOVES, ListingState, OtherCentre, PhotoState, View
from marketplace import outbox
from marketplace.accounts.models import User
from marketplace.machine import advance, begin
from marketplace.outbox.actions import ring
from marketplace.refusal import Refusal
from shops.models import Artisan
from shops.partner.models import Partner, StockRecord
from shops.people.queries import crafts_of
from shops.people.rules import require_trade
from shops.queries import artisans_with_card
from shops.rules import require_selling

ProductClass = get_model(
    "catalogue", "ProductClass"
)  # made by Oscar while it loads, so no type checker sees it
log = logging.getLogger("damgha.catalog")

CARD_COLUMNS = [field.name for field in Card._meta.concrete_fields if not field.primary_key]


@transaction.atomic
def project_stamp(
    *, product_id: int, grade: Grade | None, public_id: str, stamped_at: datetime | None
) -> None:
    """Write a label's grade and public id on its piece; `grade` None takes the stamp off.

    Called by quality_labels alone: nobody types these columns.
    """
    Product.objects.filter(pk=product_id).update(
        stamp_grade=grade,
        stamp_public_id=public_id if grade else "",
        stamped_at=stamped_at if grade else None,
    )
    listing_changed(product_ids=[product_id])


@transaction.atomic
def doubt_stamp(*, product_id: int, since: datetime | None, today: date) -> None:
    """Hide a piece from the listing because its stamp was suspended or withdrawn; `since` None brings it back.

    Called by quality_labels alone. The piece keeps its own page, which says why it cannot be ordered.
    """
    Product.objects.filter(pk=product_id).update(stamp_suspended_at=since)
    refresh_pauses(product_ids=[product_id], today=today)
    listing_changed(product_ids=[product_id])


@transaction.atomic
def show_foreign_stamp(*, product_id: int, centre: OtherCentre | None) -> None:
    """Say on a piece which other centre has stamped it; None takes that off.

    Called by quality_labels alone: nobody types this column.
    """
    Product.objects.filter(pk=product_id).update(stamped_elsewhere=centre)
    listing_changed(product_ids=[product_id])


def listing_changed(*, product_ids: Iterable[int]) -> None:
    """Ask for the cards and search rows of these pieces to be made anew; must run in a transaction."""
    ids = sorted(set(product_ids))
    if ids:
        outbox.emit("catalog.refresh", product_ids=ids)


@transaction.atomic
def refresh_cards(*, product_ids: Iterable[int], now: datetime) -> None:
    """Make the card rows of these pieces anew from what is true now; pieces no longer public lose theirs."""
    wanted = set(product_ids)
    cards = queries.build_cards(wanted, now=now)
    Card.objects.bulk_create(
        cards, update_conflicts=True, unique_fields=["product"], update_fields=CARD_COLUMNS, batch_size=200
    )
    Card.objects.filter(product_id__in=wanted - {card.product_id for card in cards}).delete()


# Pieces: made, priced and counted by their shop.


@dataclass(frozen=True)
class PieceFacts:
    """What a shop says of a piece. Texts are in `language`; measures in mm, mass in g, the price in whole dinars."""

    language: str
    kind: Kind
    title: str
    description: str
    price_dinars: int
    stock: int
    materials: list[str]
    colours: list[str]
    care: list[str]
    technique: str = ""
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    mass_g: int | None = None
    made_year: int | None = None
    lead_days: int = 2


@dataclass(frozen=True)
class StoredPhoto:
    """A cleaned photo whose original lies in storage and belongs to no piece yet."""

    key: str
    name: str
    width: int
    height: int
    sha256: str
    view: str = View.WHOLE


@dataclass(frozen=True)
class StoredVoice:
    """A voice note that lies in storage and belongs to no piece yet."""

    key: str
    extension: str
    seconds: int


@transaction.atomic
def create_piece(
    *,
    shop: Partner,
    maker: Artisan | None,
    facts: PieceFacts,
    now: datetime,
    by: User | None = None,
    doubts: Sequence[str] = (),
    voice: StoredVoice | None = None,
) -> Product:
    """List a piece of `shop` with its one price and stock; its texts stand in the language they were written in.

    It is shown at once, unless it waits for the operator's look: the first of a shop, or one with `doubts`. A piece
    whose maker is known is held to the trades of her cards (A15); one without a maker is not.

    :raises Refusal: the shop is suspended or closed, or no card of the maker, or of who answers for her, is for this
        craft today.
    """
    require_selling(shop.state)
    if maker is not None:
        require_trade(
            craft_id=facts.kind.craft_id,
            craft_name=facts.kind.craft.name,
            held=crafts_of(maker, on=localdate(now)),
        )
    state = rules.first_state(first_listing_approved_at=shop.first_listing_approved_at, doubts=doubts)
    product = Product(
        shop=shop,
        maker=maker,
        kind=facts.kind,
        place=maker.place if maker else shop.place,
        product_class=_product_class(),
        state=state,
        is_public=state == ListingState.LISTED,
        voice_key=voice.key if voice else "",
        voice_format=voice.extension if voice else "",
        voice_seconds=voice.seconds if voice else 0,
        **{name: getattr(facts, name) for name in _FACT_COLUMNS},
    )
    for name in ("title", "description"):
        for code in LANGUAGES:
            setattr(product, f"{name}_{code}", getattr(facts, name) if code == facts.language else None)
    product.slug = product.get_slug()
    product.save()
    begin(product, by=by, at=now, why=" ".join(doubts)[:500])
    StockRecord.objects.create(
        product=product,
        partner=shop,
        partner_sku=f"P{product.pk}",
        price=facts.price_dinars,
        price_currency="DZD",
        num_in_stock=facts.stock,
        num_allocated=0,
    )
    refresh_pauses(product_ids=[product.pk], today=localdate(now))
    listing_changed(product_ids=[product.pk])
    return product


@transaction.atomic
def move_listing(
    *, product: Product, to: ListingState, by: User | None, now: datetime, why: str = ""
) -> None:
    """Show a piece, or take it out of sight, by one arrow of LISTING_MOVES; whoever is to be told hears of it.

    :raises IllegalMove: there is no such arrow from where it is (AlreadyThere: it is there).
    """
    advance(product, to, moves=LISTING_MOVES, by=by, at=now, why=why, is_public=to == ListingState.LISTED)
    listing_changed(product_ids=[product.pk])
    change = product.changes.order_by("-pk").values_list("pk", flat=True)[0]
    outbox.emit(f"listing.{to}", product_id=product.pk, change_id=change)


@transaction.atomic
def refresh_pauses(*, product_ids: Iterable[int], today: date) -> int:
    """Write anew which of these pieces cannot be ordered, from shops, cards and owners; return how many changed.

    Harmless twice: wanted minus recorded.
    """
    rows = Product.objects.filter(pk__in=set(product_ids), shop__isnull=False)
    pieces = list(
        rows.values_list("pk", "paused_for", "shop__state", "maker", "owner_paused_at", "stamp_suspended_at")
    )
    carded = artisans_with_card(
        {maker for _pk, _now, _shop, maker, _owner, _stamp in pieces if maker}, on=today
    )
    changed: dict[str, list[int]] = {}
    for pk, recorded, shop_state, maker, owner, stamp in pieces:
        wanted = rules.pause_of(
            shop_state=shop_state,
            has_card=maker is None or maker in carded,
            owner_paused_at=owner,
            stamp_suspended_at=stamp,
        )
        if wanted != recorded:
            changed.setdefault(wanted, []).append(pk)
    for cause, pks in changed.items():
        Product.objects.filter(pk__in=pks).update(paused_for=cause)
        listing_changed(product_ids=pks)
    return sum(len(pks) for pks in changed.values())


def list_piece(
    *,
    shop: Partner,
    maker: Artisan | None,
    facts: PieceFacts,
    uploads: Sequence[UploadedFile],
    now: datetime,
    by: User | None = None,
) -> Product:
    """List a piece with its photos: all of it, or none when one photo is refused.

    :raises Refusal: an upload is no photo we take, or the shop does not sell; nothing is listed then.
    """
    require_selling(shop.state)
    cleaned = [photos.clean(upload, size=upload.size or 0) for upload in uploads]
    with transaction.atomic():
        product = create_piece(shop=shop, maker=maker, facts=facts, now=now, by=by)
        for position, photo in enumerate(cleaned):
            view = View.WHOLE if position == 0 else View.DETAIL
            keep_photo(product=product, photo=photo, view=view, position=position, now=now)
    return product


@transaction.atomic
def list_stored_piece(
    *,
    shop: Partner,
    maker: Artisan | None,
    facts: PieceFacts,
    photos: Sequence[StoredPhoto],
    voice: StoredVoice | None = None,
    now: datetime,
    by: User | None = None,
    doubts: Sequence[str] = (),
) -> Product:
    """List a piece with photos that were cleaned and stored before: none is read again."""
    product = create_piece(shop=shop, maker=maker, facts=facts, now=now, by=by, doubts=doubts, voice=voice)
    for position, photo in enumerate(photos):
        _attach(product=product, photo=photo, view=photo.view, position=position, now=now)
    return product


LANGUAGES = ("ar", "fr", "en")
_FACT_COLUMNS = (
    "materials",
    "colours",
    "care",
    "technique",
    "length_mm",
    "width_mm",
    "height_mm",
    "mass_g",
    "made_year",
    "lead_days",
)


def _product_class() -> Any:
    """Return the one class of pieces: kinds tell pieces apart, Oscar asks for a class."""
    return ProductClass.objects.get_or_create(slug="piece", defaults={"name": "Piece"})[0]


@transaction.atomic
def install_kinds() -> int:
    """Write the crafts and kinds of catalog/kinds.json as they stand there, and return how many kinds there are.

    Harmless twice; what is there and not in the file stays.
    """
    for position, craft in enumerate(file_of_kinds.crafts()):
        names = {f"name_{code}": name for code, name in craft.name.items()}
        Craft.objects.update_or_create(code=craft.code, defaults={"position": position, **names})
    crafts = {craft.code: craft for craft in Craft.objects.all()}
    for kind in file_of_kinds.kinds().values():
        names = {f"name_{code}": name for code, name in kind.name.items()}
        Kind.objects.update_or_create(
            code=kind.code,
            defaults={"craft": crafts[kind.craft], "hs_code": kind.hs_code, "needs": kind.needs, **names},
        )
    _product_class()
    return len(file_of_kinds.kinds())


@transaction.atomic
def reprice_and_count(*, product: Product, dinars: int, count: int) -> None:
    """Change the price in whole dinars and say how many there are; orders already placed keep their price.

    Pieces that buyers hold cannot be counted away.

    :raises Refusal: fewer than what buyers already hold, or the shop is suspended or closed.
    """
    if product.shop is not None:
        require_selling(product.shop.state)
    counted = StockRecord.objects.filter(product=product).filter(
        Q(num_allocated__isnull=True) | Q(num_allocated__lte=count)
    )
    if counted.update(num_in_stock=count, price=dinars) != 1:
        raise Refusal(
            _("Buyers already hold more pieces than that. Please send their orders first."), field="stock"
        )
    listing_changed(product_ids=[product.pk])


# Photos: cleaned at the door, kept, then made into six files by a worker.

PHOTO_LEASE = timedelta(minutes=3)
PHOTO_ATTEMPTS = 5


def add_photo(*, product: Product, upload: IO[bytes], size: int, view: str, now: datetime) -> ProductImage:
    """Keep a photo of `product` and let a worker make its files; the same bytes twice are one photo.

    :raises Refusal: `upload` is no photo we take (see catalog.photos.clean).
    """
    photo = photos.clean(upload, size=size)
    known = ProductImage.objects.filter(product=product, sha256=photo.sha256).first()
    if known is not None:
        return known
    with transaction.atomic():
        position = ProductImage.objects.filter(product=product).count()
        return keep_photo(product=product, photo=photo, view=view, position=position, now=now)


def keep_photo(
    *,
    product: Product,
    photo: photos.CleanPhoto,
    view: str,
    position: int,
    now: datetime,
    is_shown: bool = True,
) -> ProductImage:
    """Write the cleaned photo beside its row; a file whose row is rolled back is an orphan nobody serves.

    One that is not `is_shown` is made ready in the same way and stays out of sight.
    """
    stored = store_photo(photo)
    return _attach(product=product, photo=stored, view=view, position=position, now=now, is_shown=is_shown)


def store_photo(photo: photos.CleanPhoto, *, view: str = View.WHOLE) -> StoredPhoto:
    """Write a cleaned photo where originals lie, under a name nobody guesses; no row knows it yet."""
    key = secrets.token_hex(16)
    name = default_storage.save(f"originals/{key}.jpg", ContentFile(photo.content))
    return StoredPhoto(key, name, photo.width, photo.height, photo.sha256, view)


def store_voice(voice: voices.CleanVoice) -> StoredVoice:
    """Write a voice note where pages play it from, under a name nobody guesses."""
    key = secrets.token_hex(16)
    default_storage.save(voices.path_of(key, voice.extension), ContentFile(voice.content))
    return StoredVoice(key, voice.extension, voice.seconds)


def _attach(
    *,
    product: Product,
    photo: StoredPhoto,
    view: str,
    position: int,
    now: datetime,
    is_shown: bool = True,
) -> ProductImage:
    row = ProductImage.objects.create(
        product=product,
        key=photo.key,
        original=photo.name,
        view=view,
        width=photo.width,
        height=photo.height,
        sha256=photo.sha256,
        display_order=position,
        state=PhotoState.WAITING,
        due_at=now,
        is_shown=is_shown,
    )
    transaction.on_commit(_ring_for_photos, robust=True)
    return row


def retry_photo(*, photo: ProductImage, now: datetime) -> None:
    """Give a failed photo to the worker again; harmless when it is not failed."""
    ProductImage.objects.filter(pk=photo.pk, state=PhotoState.FAILED).update(
        state=PhotoState.WAITING, due_at=now, attempts=0, failure=""
    )
    _ring_for_photos()


def process_due_photos(*, now: datetime, limit: int = 20) -> int:
    """Make the files of photos that wait, each claimed by a lease, and return how many became ready."""
    due = ProductImage.objects.filter(state=PhotoState.WAITING, due_at__lte=now)
    return sum(
        _process(pk, now) for pk in list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:limit])
    )


def _process(pk: int, now: datetime) -> bool:
    claimed = ProductImage.objects.filter(pk=pk, state=PhotoState.WAITING, due_at__lte=now).update(
        due_at=now + PHOTO_LEASE, attempts=F("attempts") + 1
    )
    if claimed != 1:
        return False
    photo = ProductImage.objects.get(pk=pk)
    try:
        with default_storage.open(photo.original.name) as original:
            made = photos.derive(original)
        for file in made:
            _write(photos.path_of(photo.key, file.width, file.format), file.content)
    except (OSError, ValueError, SyntaxError) as error:
        _photo_failed(photo, error, now)
        return False
    with transaction.atomic():
        ready = ProductImage.objects.filter(pk=pk, state=PhotoState.WAITING).update(
            state=PhotoState.READY, derivatives=[file.row for file in made], due_at=None, failure=""
        )
        if ready:
            listing_changed(product_ids=[photo.product_id])
    return bool(ready)


def _write(name: str, content: bytes) -> None:
    """Put a file in its place: a second run writes the same bytes there again."""
    if default_storage.exists(name):
        default_storage.delete(name)
    default_storage.save(name, ContentFile(content))


def _photo_failed(photo: ProductImage, error: Exception, now: datetime) -> None:
    """Put it off, longer each time; after the fifth time its owner sees it as failed and can try again."""
    log.warning("photo %s failed (attempt %s): %s", photo.pk, photo.attempts, error)
    failed = photo.attempts >= PHOTO_ATTEMPTS
    ProductImage.objects.filter(pk=photo.pk, state=PhotoState.WAITING).update(
        state=PhotoState.FAILED if failed else PhotoState.WAITING,
        due_at=None if failed else now + timedelta(seconds=5 * 4**photo.attempts),
        failure=f"{type(error).__name__}: {error}"[:200],
    )


def _ring_for_photos() -> None:
    """Wake a worker; the beat looks every fifteen seconds anyway."""
    from catalog.tasks import process_due_photos as task  # noqa: PLC0415  (tasks import these actions)

    ring(task)
