"""Photos for the people of one body alone: a parcel, a sewn corner, an inspection, a card, what a stranger saw.

They lie beside the photos that everybody may see, in folders of their own that the proxy does not hand out.
"""

from __future__ import annotations

import secrets
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpResponse

from catalog import photos


def keep(upload: IO[bytes], *, size: int, folder: str) -> str:
    """Clean a photo (`size` bytes long) and keep it; return its name. One whose row is rolled back is an orphan.

    :raises Refusal: the upload is no photo.
    """
    cleaned = photos.clean(upload, size=size)
    return default_storage.save(f"{folder}/{secrets.token_hex(16)}.jpg", ContentFile(cleaned.content))


def answer(name: str) -> HttpResponse:
    """Return a kept photo; the view has judged who asks, and its decorator says that no cache may keep it."""
    with default_storage.open(name) as kept:
        return HttpResponse(kept.read(), content_type="image/jpeg")
