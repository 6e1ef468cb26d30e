"""Which pieces a new one looks like."""

from __future__ import annotations

import logging
from datetime import datetime

from catalog.models import Product
from quality_labels import alike, queries
from quality_labels.models import AlikePiece, Application, PhotoHash

log = logging.getLogger(__name__)


def look_for_alike(application: Application, *, now: datetime) -> list[AlikePiece]:
    """Hash the photos of a piece and keep which pieces of the centres show one like it; in the request's transaction.

    A photo whose file cannot be read is passed over, and said in the log: nobody's request fails for it.
    """
    mine = _hashes(application.product)
    if not mine:
        return []
    nearest: dict[int, int] = {}
    for product_id, dhash in queries.photo_hashes_of_others(application.product):
        bits = min(alike.distance(dhash, own) for own in mine)
        if bits <= alike.ALIKE:
            nearest[product_id] = min(bits, nearest.get(product_id, alike.BITS))
    rows = [
        AlikePiece(application=application, other_id=product_id, distance=bits, found_at=now)
        for product_id, bits in sorted(nearest.items())
    ]
    AlikePiece.objects.bulk_create(rows, ignore_conflicts=True)
    return rows


def _hashes(product: Product) -> list[str]:
    photos = [photo for photo in product.images.all() if photo.sha256 and photo.original]
    known = dict(
        PhotoHash.objects.filter(sha256__in=[photo.sha256 for photo in photos]).values_list("sha256", "dhash")
    )
    made = []
    for photo in photos:
        if photo.sha256 in known:
            continue
        try:
            with photo.original.open() as file:
                known[photo.sha256] = alike.dhash(file)
        except OSError:
            log.warning("photo %s of piece %s cannot be read for its likeness", photo.pk, product.pk)
            continue
        made.append(PhotoHash(sha256=photo.sha256, dhash=known[photo.sha256]))
    PhotoHash.objects.bulk_create(made, ignore_conflicts=True)
    return list(known.values())
