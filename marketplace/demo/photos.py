"""Put the drawings on the pieces: one view at once, the others and AVIF later, as ordinary photos.

`demo_photos/<slug>.jpg` beside manage.py takes the place of a piece's drawings, through the same door as any upload.
"""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Count, Q, QuerySet

from catalog import actions as catalog
from catalog.models import Product, ProductImage
from catalog.photos import path_of
from catalog.states import PhotoState
from marketplace.demo import drawing
from marketplace.demo.drawing import FIRST_VIEW, photo_key
from marketplace.demo.pieces import pieces

BATCH = 200
PHOTOS_FOLDER = Path(settings.BASE_DIR) / "demo_photos"


def _illustrated() -> QuerySet[Product]:
    codes = [piece.code for piece in pieces()]
    return Product.objects.filter(upc__in=codes, is_illustrated=True)


def drawings_stand(_now: datetime) -> bool:
    """Tell whether every drawn piece has its first view."""
    return not _illustrated().filter(images__isnull=True).exists()


def make_drawings(now: datetime) -> int:
    """Draw the first view of every piece that has none, and keep its two files where the pages look for them."""
    waiting = {row.upc: row for row in _illustrated().filter(images__isnull=True)}
    rows = []
    for drawn in drawing.draw_all(sorted(waiting)):
        key = photo_key(drawn.code, drawn.view)
        for width, _height, content in drawn.files:
            _write(path_of(key, width, "webp"), content)
        width, height, content = drawn.files[0]
        _write(f"originals/{key}.webp", content)
        rows.append(
            ProductImage(
                product=waiting[drawn.code],
                key=key,
                original=f"originals/{key}.webp",
                view=drawn.view,
                state=PhotoState.WAITING,  # the pages show what is there; the worker adds AVIF
                due_at=now,
                width=width,
                height=height,
                sha256=drawn.sha256,
                derivatives=[{"w": w, "h": h, "f": "webp"} for w, h, _bytes in reversed(drawn.files)],
                display_order=0,
            )
        )
    with transaction.atomic():
        ProductImage.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def draw_further(*, now: datetime, limit: int) -> int:
    """Draw up to `limit` views that are still missing, newest pieces first, and hand them to the image pipeline.

    Twice is harmless: a view that is there is not asked for again, and the same drawing is the same photo.
    """
    done = 0
    for product in _with_missing_views()[:limit]:
        there = set(product.images.values_list("view", flat=True))
        missing = [view for view in drawing.views_to_draw(str(product.upc)) if view not in there]
        for view in missing[: limit - done]:
            content = drawing.draw_original(str(product.upc), view)
            catalog.add_photo(
                product=product, upload=io.BytesIO(content), size=len(content), view=view, now=now
            )
            done += 1
    return done


def _with_missing_views() -> QuerySet[Product]:
    """Return the drawn pieces that have fewer photos than their kind has views."""
    fewer = Q(pk__in=[])
    for kind, count in drawing.view_counts().items():
        fewer |= Q(kind__code=kind, photos_there__lt=count)
    drawn = _illustrated().annotate(photos_there=Count("images")).filter(photos_there__gt=0)
    return drawn.filter(fewer).order_by("-date_created", "-pk")


def overrides_stand(_now: datetime) -> bool:
    """Tell whether no photo in `demo_photos/` waits to take the place of drawings."""
    return not _overrides()


def use_overrides(now: datetime) -> int:
    """Let each photo of `demo_photos/` take the place of its piece's drawings."""
    waiting = _overrides()
    for product, path in waiting:
        content = path.read_bytes()
        with transaction.atomic():
            product.images.all().delete()
            Product.objects.filter(pk=product.pk).update(is_illustrated=False)
            catalog.listing_changed(product_ids=[product.pk])
        catalog.add_photo(
            product=product, upload=io.BytesIO(content), size=len(content), view=FIRST_VIEW, now=now
        )
    return len(waiting)


def _overrides() -> list[tuple[Product, Path]]:
    """Return the pieces that are still drawn although a photo of them lies in the folder."""
    if not PHOTOS_FOLDER.is_dir():
        return []
    paths = {path.stem: path for path in sorted(PHOTOS_FOLDER.glob("*.jpg"))}
    rows = _illustrated().filter(slug__in=paths)
    return [(product, paths[product.slug]) for product in rows]


def _write(name: str, content: bytes) -> None:
    """Put a file in its place, instead of one a start that was cut off may have left."""
    if default_storage.exists(name):
        default_storage.delete(name)
    default_storage.save(name, ContentFile(content))
