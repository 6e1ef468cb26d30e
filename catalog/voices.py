"""A maker's voice, recorded on a phone: judged by its content at the door, kept under a name nobody guesses."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from marketplace.refusal import Refusal

MAX_BYTES = 300_000
LONGEST = 60  # seconds
EBML, OGG, BOX = b"\x1a\x45\xdf\xa3", b"OggS", b"ftyp"
KINDS = {"webm": "audio/webm", "ogg": "audio/ogg", "m4a": "audio/mp4"}


@dataclass(frozen=True)
class CleanVoice:
    """A recording whose container is one of KINDS."""

    content: bytes
    extension: str
    seconds: int
    sha256: str


def clean(content: bytes, *, seconds: int) -> CleanVoice:
    """Return `content` as a voice note; name and declared type count for nothing. `seconds` 0: unknown.

    :raises Refusal: empty, too large, too long, or no WebM, Ogg or MP4.
    """
    if not content:
        raise Refusal(_("The recording is empty. Please record it again."), field="voice")
    if len(content) > MAX_BYTES or seconds > LONGEST:
        raise Refusal(_("The recording is too long. Please speak for one minute at most."), field="voice")
    extension = kind_of(content)
    if not extension:
        raise Refusal(_("This file is no recording we can play. Please record it again."), field="voice")
    return CleanVoice(content, extension, max(0, seconds), hashlib.sha256(content).hexdigest())


def kind_of(content: bytes) -> str:
    """Return the extension of a container by its first bytes, empty when it is none of ours."""
    if content.startswith(EBML):
        return "webm"
    if content.startswith(OGG):
        return "ogg"
    return "m4a" if content[4:8] == BOX else ""


def path_of(key: str, extension: str) -> str:
    """Return where a voice note lives in storage and under MEDIA_URL."""
    return f"voices/{key}.{extension}"
