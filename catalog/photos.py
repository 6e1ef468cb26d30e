"""What becomes of an uploaded photo: cleaned at the door, then six files a page can choose from.

Limits and the order of steps: docs/photos.md. Nothing of the upload survives but its pixels.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from marketplace.refusal import Refusal

ALLOWED = ("JPEG", "PNG", "WEBP")
MAX_BYTES = 12 * 1024 * 1024
MAX_PIXELS = 50_000_000
MIN_SIDE = 200  # px; smaller shows nothing of a piece
MAX_SIDE = 2400  # px; what is kept of the original
WIDTHS = (360, 720, 1080)
FORMATS = ("avif", "webp")


@dataclass(frozen=True)
class CleanPhoto:
    """A re-encoded JPEG without metadata, and what it measures."""

    content: bytes
    width: int
    height: int
    sha256: str


def clean(upload: IO[bytes], *, size: int) -> CleanPhoto:
    """Return the pixels of `upload` (`size` bytes long) as a fresh JPEG, upright and without EXIF, GPS or tail.

    :raises Refusal: too large, not JPEG, PNG or WebP, broken, or too small to show a piece.
    """
    if size == 0:
        raise Refusal(_("The photo is empty. Please choose it again."), field="photo")
    if size > MAX_BYTES:
        raise Refusal(_("The photo is larger than 12 MB. Please send a smaller one."), field="photo")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(upload, formats=ALLOWED)
            if image.width * image.height > MAX_PIXELS:
                raise Refusal(_("The photo has too many pixels. Please send a smaller one."), field="photo")
            image.draft("RGB", (MAX_SIDE, MAX_SIDE))
            upright = ImageOps.exif_transpose(image)
            upright.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        sentence = _("This file is not a photo we can read. Please send JPEG, PNG or WebP.")
        raise Refusal(sentence, field="photo") from error
    except Image.DecompressionBombWarning as error:
        raise Refusal(
            _("The photo has too many pixels. Please send a smaller one."), field="photo"
        ) from error
    if min(upright.size) < MIN_SIDE:
        raise Refusal(_("The photo is too small. Please send one of at least 200 pixels."), field="photo")
    return _fresh(upright)


def _fresh(image: Image.Image) -> CleanPhoto:
    """Paste the pixels on white (no alpha, no metadata), shrink what is larger than needed, encode once."""
    if image.mode in ("RGBA", "LA", "PA", "P"):
        image = image.convert("RGBA")
        canvas = Image.new("RGB", image.size, "white")
        canvas.paste(image, mask=image.getchannel("A"))
    else:
        canvas = Image.new("RGB", image.size)
        canvas.paste(image.convert("RGB"))
    canvas.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    canvas.save(out, "JPEG", quality=90)
    content = out.getvalue()
    return CleanPhoto(content, canvas.width, canvas.height, hashlib.sha256(content).hexdigest())


@dataclass(frozen=True)
class Derivative:
    """One file of a photo at a fixed width."""

    width: int
    height: int
    format: str
    content: bytes

    @property
    def row(self) -> dict[str, int | str]:
        """Return what `ProductImage.derivatives` keeps of it."""
        return {"w": self.width, "h": self.height, "f": self.format}


def derive(original: IO[bytes]) -> list[Derivative]:
    """Return a photo's files, AVIF and WebP at each width not wider than it is (the narrowest always).

    :raises OSError: the original cannot be read (disk, or a file cut short).
    """
    image = Image.open(original, formats=ALLOWED)
    image.draft("RGB", (WIDTHS[-1], WIDTHS[-1]))
    current = image.convert("RGB")
    made = []
    for width in sorted({min(width, current.width) for width in WIDTHS}, reverse=True):
        height = max(1, round(current.height * width / current.width))
        current = current.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
        for name in FORMATS:
            out = io.BytesIO()
            if name == "avif":
                current.save(out, "AVIF", quality=55, speed=8)
            else:
                current.save(out, "WEBP", quality=72, method=4)
            made.append(Derivative(width, height, name, out.getvalue()))
    return made


THUMBNAIL = 320  # px; what a shop sees of a photo that belongs to no piece yet


def thumbnail(original: IO[bytes]) -> bytes:
    """Return a small WebP of a cleaned original, for its owner's eyes."""
    image = Image.open(original, formats=ALLOWED)
    image.draft("RGB", (THUMBNAIL, THUMBNAIL))
    small = image.convert("RGB")
    small.thumbnail((THUMBNAIL, THUMBNAIL))
    out = io.BytesIO()
    small.save(out, "WEBP", quality=70, method=2)
    return out.getvalue()


def path_of(key: str, width: int, name: str) -> str:
    """Return where a derivative lives in storage and under MEDIA_URL."""
    return f"photos/{key}/{width}.{name}"
