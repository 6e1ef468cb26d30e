"""A piece that another centre has stamped is recorded with its card, and not stamped again."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import IO

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from catalog import actions as catalog
from catalog import private_photos
from catalog.states import OtherCentre
from marketplace.accounts.models import User
from marketplace.machine import AlreadyThere, advance
from marketplace.refusal import Refusal
from quality_labels import queries
from quality_labels.models import Application, ForeignStamp
from quality_labels.refusals import NotReady
from quality_labels.states import APPLICATION_MOVES, ApplicationState

FOLDER = "foreign-cards"  # private: the photo of a card could be copied


@transaction.atomic
def record_elsewhere(
    *,
    application: Application,
    by: User,
    centre: OtherCentre,
    card_number: str,
    photo: IO[bytes],
    size: int,
    now: datetime,
) -> ForeignStamp:
    """Record that the piece of a request bears the stamp of another centre, and end the request with that.

    Its page says by whom it was stamped; it is no stamp of ours and has no grade here.

    :raises Refusal: no number, or the upload (`size` bytes long) is no photo.
    :raises NotReady: this card, or its photo, was recorded for another piece, which is named.
    :raises IllegalMove: it was read or decided already.
    Source: docs/quality-labels.md, R890.
    """
    application = queries.lock(application)
    number = "".join(card_number.split()).upper()
    if not number:
        raise Refusal(_("Write the number that stands on the card."), field="card_number")
    digest = hashlib.file_digest(photo, "sha256").hexdigest()  # type: ignore[arg-type]
    photo.seek(0)
    _require_first(application, centre, number, digest)
    kept = private_photos.keep(photo, size=size, folder=FOLDER)
    advance(application, ApplicationState.RECORDED, moves=APPLICATION_MOVES, by=by, at=now)
    try:
        with transaction.atomic():
            row = ForeignStamp.objects.create(
                product=application.product,
                centre=centre,
                card_number=number,
                photo=kept,
                sha256=digest,
                recorded_by=by,
                recorded_at=now,
            )
    except IntegrityError as error:
        raise NotReady(_("This card was recorded for another piece."), field="card_number") from error
    catalog.show_foreign_stamp(product_id=row.product_id, centre=centre)
    return row


@transaction.atomic
def end_record(*, stamp: ForeignStamp, by: User, why: str, now: datetime) -> ForeignStamp:
    """End a record that was made by mistake; its piece may be asked a stamp for again.

    :raises Refusal: not a word of why.
    :raises AlreadyThere: it has ended.
    """
    if not why.strip():
        raise Refusal(_("Say why it ends."), field="why")
    ended = ForeignStamp.objects.filter(pk=stamp.pk, ended_at=None).update(
        ended_by=by, ended_at=now, why=why.strip()
    )
    if ended != 1:
        raise AlreadyThere(f"foreign stamp {stamp.pk} has ended")
    catalog.show_foreign_stamp(product_id=stamp.product_id, centre=None)
    stamp.refresh_from_db()
    return stamp


def _require_first(application: Application, centre: OtherCentre, number: str, digest: str) -> None:
    known = ForeignStamp.objects.filter(ended_at=None).exclude(product=application.product_id)
    for same, field in (
        (known.filter(centre=centre, card_number=number), "card_number"),
        (known.filter(sha256=digest), "photo"),
    ):
        if first := same.select_related("product").first():
            raise NotReady(
                _("This card was recorded for another piece: %(piece)s") % {"piece": first.product.title},
                field=field,
            )
