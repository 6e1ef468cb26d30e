"""What of a maker is public: she chooses, each alone, and takes it back."""

from __future__ import annotations

from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction

from marketplace import outbox
from marketplace.accounts.models import User
from shops.models import Artisan
from shops.people.models import ConsentChange, Portrait
from shops.people.states import ConsentPart
from shops.states import NameConsent, PortraitConsent


@transaction.atomic
def choose_name(*, artisan: Artisan, shown: NameConsent, by: User, now: datetime) -> None:
    """Show as much of a maker's name as she says; every page, search and letter follows. The same again is nothing."""
    _choose(artisan, ConsentPart.NAME, "name_consent", shown, by, now)


@transaction.atomic
def choose_portrait(*, artisan: Artisan, shown: PortraitConsent, by: User, now: datetime) -> None:
    """Show the picture that a maker says, or none; a picture she takes back is deleted, file and row."""
    if _choose(artisan, ConsentPart.PORTRAIT, "portrait_consent", shown, by, now):
        _forget_portrait(artisan)


def _choose(artisan: Artisan, part: ConsentPart, column: str, value: str, by: User, now: datetime) -> bool:
    stands = Artisan.objects.select_for_update().values_list(column, flat=True).get(pk=artisan.pk)
    if stands == value:
        return False
    Artisan.objects.filter(pk=artisan.pk).update(**{column: value})
    ConsentChange.objects.create(artisan=artisan, part=part, from_value=stands, to_value=value, by=by, at=now)
    setattr(artisan, column, value)
    outbox.emit("maker.changed", artisan_id=artisan.pk)
    return True


def _forget_portrait(artisan: Artisan) -> None:
    kept = Portrait.objects.filter(artisan=artisan).first()
    if kept is None:
        return
    kept.delete()
    delete_files(kept)


def delete_files(portrait: Portrait) -> None:
    """Delete the files of a picture once the transaction has committed."""
    names = [f"photos/{portrait.key}/{file['w']}.{file['f']}" for file in portrait.derivatives]

    def delete() -> None:
        for name in names:
            default_storage.delete(name)

    transaction.on_commit(delete)
