"""Use cases of the catalog: what is listed, and what a stamp puts on it."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import IO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F

from catalog import photos, queries
from catalog.grades import Grade
from catalog.models import Card, Product, ProductImage
from catalog.states import PhotoState
from marketplace import outbox

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
    key = secrets.token_hex(16)
    name = default_storage.save(f"originals/{key}.jpg", ContentFile(photo.content))
    with transaction.atomic():
        position = ProductImage.objects.filter(product=product).count()
        row = ProductImage.objects.create(
            product=product,
            key=key,
            original=name,
            view=view,
            width=photo.width,
            height=photo.height,
            sha256=photo.sha256,
            display_order=position,
            state=PhotoState.WAITING,
            due_at=now,
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
    return sum(_process(pk, now) for pk in list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:limit]))


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
    if settings.OUTBOX_RINGS:
        from catalog.tasks import process_due_photos as task  # noqa: PLC0415  (tasks import these actions)

        task.apply_async(retry=False)
