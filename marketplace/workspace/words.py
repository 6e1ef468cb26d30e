"""What the page's script is handed: addresses, sentences and numbers, so that it holds no word of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.models import Kind
from catalog.queries import PriceRange
from catalog.rules import CENTIMES, THOUSANDS_OF_CENTIMES, UNLIKELY_HIGH, UNLIKELY_LOW
from marketplace import centimes, formats, jinja
from marketplace.workspace.models import PieceDraft
from marketplace.workspace.rules import MAX_PHOTOS

A_DRAFT = "00000000-0000-0000-0000-000000000000"
A_PHOTO = "00000000-0000-0000-0000-000000000001"


def sender_of(request: Any) -> str:
    """Return whose a draft on the phone is: a person's, for one shop. Who helps several sends none to another's."""
    return f"{request.user.pk}-{request.shop.pk}"


def for_sending(request: Any) -> dict[str, Any]:
    """Return what sends drafts from any page of the panel: whose they are, where they go, what is said meanwhile."""
    return {
        "user": sender_of(request),
        "language": jinja.lang(),
        "worker": reverse("workspace_worker"),
        "urls": {
            "token": reverse("workspace_token"),
            "new": reverse("workspace_new_piece"),
            "home": reverse("workspace"),
            "screen": reverse("workspace_draft", args=[A_DRAFT, "photo"]),
            "photo": reverse("workspace_draft_photo", args=[A_DRAFT, A_PHOTO]),
            "voice": reverse("workspace_draft_voice", args=[A_DRAFT]),
            "answers": reverse("workspace_draft_answers", args=[A_DRAFT]),
            "publish": reverse("workspace_draft_publish", args=[A_DRAFT]),
        },
        "words": {
            "phone": _("on the phone"),
            "sending": _("sending"),
            "received": _("received"),
            "refused": _("not accepted"),
            "waits": _("It is kept on the phone and sent by itself when there is network."),
            "login": _("Please log in again. Nothing is lost."),
            "unfinished": _("Unfinished on this phone"),
            "sent": _("The piece has arrived."),
            "open": _("Open the piece"),
        },
    }


def for_script(
    request: Any,
    draft: PieceDraft | None,
    kinds: Iterable[Kind],
    ranges: Mapping[str, PriceRange],
    basis_points: int,
) -> dict[str, Any]:
    """Return what the five screens need without the network, and what the server knows of this draft."""
    language = jinja.lang()
    pattern = formats.dinars(0, language).replace("0", "{n}")
    return for_sending(request) | {
        "draft": None if draft is None else _known(draft),
        "kinds": {
            kind.code: {
                "name": kind.name,
                "range": [ranges[kind.code].low, ranges[kind.code].high, ranges[kind.code].median]
                if kind.code in ranges
                else None,
            }
            for kind in kinds
        },
        "basis_points": basis_points,
        "dinars": pattern,
        "group": "," if language == "en" else formats.NBSP,
        "point": "." if language == "en" else ",",
        "centimes": centimes.WORDS[language],
        "unlikely": [UNLIKELY_HIGH, UNLIKELY_LOW, CENTIMES, THOUSANDS_OF_CENTIMES],
        "max_photos": MAX_PHOTOS,
    }


def _known(draft: PieceDraft) -> dict[str, Any]:
    return {
        "uuid": str(draft.pk),
        "answers": {name: value for name, value in draft.answers.items() if value is not None},
        "photos": [str(photo.uuid) for photo in draft.photos.all()],
        "voice": bool(draft.voice_key),
    }
