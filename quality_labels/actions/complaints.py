"""Strangers tell of a label that does not fit its piece; somebody who took no part in it answers."""

from __future__ import annotations

from datetime import datetime
from typing import IO

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from catalog import private_photos
from catalog.rules import REPORTS_PER_NETWORK_HOUR, place_in_hour
from marketplace.accounts.models import User
from marketplace.machine import advance, begin
from marketplace.refusal import Refusal
from quality_labels import queries
from quality_labels.models import Complaint, Label
from quality_labels.refusals import ConflictOfInterest
from quality_labels.states import COMPLAINT_MOVES, ComplaintKind, ComplaintState

FOLDER = "complaints"  # private: a stranger's photo is for the centre alone


def complain(
    *,
    label: Label,
    kind: ComplaintKind,
    place: str,
    text: str,
    contact: str,
    language: str,
    network: str,
    now: datetime,
    photo: IO[bytes] | None = None,
    size: int = 0,
) -> Complaint:
    """Keep what somebody says of a stamped piece, with a photo (`size` bytes) and where it was seen, if they say.

    :raises Refusal: the upload is no photo, or this network has complained often enough within the hour.
    Source: docs/quality-labels.md, R860.
    """
    places = [
        place_in_hour(network=f"stamp|{network}", now=now, nth=nth, key=settings.SECRET_KEY)
        for nth in range(REPORTS_PER_NETWORK_HOUR)
    ]
    taken = set(Complaint.objects.filter(place_in_hour__in=places).values_list("place_in_hour", flat=True))
    free = [one for one in places if one not in taken]
    kept = ""
    if free and photo is not None:
        kept = private_photos.keep(photo, size=size, folder=FOLDER)
    for one in free:
        try:
            with transaction.atomic():
                row = Complaint.objects.create(
                    label=label,
                    kind=kind,
                    place=place.strip()[:120],
                    text=text.strip()[:500],
                    photo=kept,
                    contact=contact.strip()[:120],
                    language=language,
                    made_at=now,
                    place_in_hour=one,
                )
                begin(row, by=None, at=now)
        except IntegrityError:
            continue  # somebody of the same network took this place: the next one
        return row
    raise Refusal(_("Several reports came from your network. Please try again in an hour."))


@transaction.atomic
def answer_complaint(
    *, complaint: Complaint, to: ComplaintState, by: User, why: str, now: datetime
) -> Complaint:
    """Say that a complaint was right or not, with a sentence; what becomes of the label is a step of its own.

    :raises ConflictOfInterest: `by` read the piece or decided on it (the database sees to it too).
    :raises Refusal: not a word of why.
    :raises IllegalMove: it was answered (AlreadyThere: in this way).
    Source: docs/quality-labels.md, R861.
    """
    if by.pk in queries.took_part(complaint.label.decision.application):
        raise ConflictOfInterest(
            _("You read this piece or decided on it: a colleague who did neither answers the complaint.")
        )
    if not why.strip():
        raise Refusal(_("Say what you found."), field="why")
    advance(complaint, to, moves=COMPLAINT_MOVES, by=by, at=now, why=why.strip())
    return complaint
