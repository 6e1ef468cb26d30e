"""The picture of a maker, or of her hands: cleaned like any photo, and kept only while she consents to it."""

from __future__ import annotations

import io
import secrets
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from catalog import photos
from marketplace.accounts.models import User
from shops.models import Artisan
from shops.people.actions import consent
from shops.people.models import Portrait
from shops.states import PortraitConsent


def keep_portrait(
    *, artisan: Artisan, shows: PortraitConsent, photo: photos.CleanPhoto, by: User, now: datetime
) -> Portrait:
    """Keep a maker's picture and her word that it may be shown; an older picture is deleted.

    `shows` is PORTRAIT or HANDS. The original is not kept: the two small files that pages show are made at once.
    """
    key = f"maker-{secrets.token_hex(16)}"
    made = [file for file in photos.derive(io.BytesIO(photo.content)) if file.width <= photos.WIDTHS[1]]
    for file in made:
        default_storage.save(photos.path_of(key, file.width, file.format), ContentFile(file.content))
    with transaction.atomic():
        consent.choose_portrait(artisan=artisan, shown=shows, by=by, now=now)
        older = Portrait.objects.filter(artisan=artisan).first()
        if older is not None:
            older.delete()
            consent.delete_files(older)
        return Portrait.objects.create(
            artisan=artisan,
            shows=shows,
            key=key,
            width=photo.width,
            height=photo.height,
            derivatives=[file.row for file in made],
            at=now,
        )
