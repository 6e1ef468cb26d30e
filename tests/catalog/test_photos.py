"""What comes through the door is a photo and nothing else; what a worker makes of it survives any failure."""

import io
import random
import struct
import zlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from catalog import actions, photos
from catalog.models import Card, ProductImage
from catalog.states import PhotoState
from marketplace.outbox import actions as outbox
from marketplace.refusal import Refusal
from tests.factories import NOW, make_product

GPS_IFD = 0x8825


def picture(kind: str = "JPEG", size: tuple[int, int] = (800, 600), **options: Any) -> bytes:
    """Return a picture with something to see, so that encoders have work to do."""
    noise = random.Random(7).randbytes(size[0] // 10 * (size[1] // 10) * 3)
    image = Image.frombytes("RGB", (size[0] // 10, size[1] // 10), noise).resize(size)
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def clean(content: bytes) -> photos.CleanPhoto:
    return photos.clean(io.BytesIO(content), size=len(content))


def test_clean_drops_gps_and_comment() -> None:
    exif = Image.Exif()
    exif[0x010E] = "at the house of Fatma"
    exif.get_ifd(GPS_IFD)[1] = "N"

    kept = clean(picture(exif=exif, comment=b"secret"))

    reread = Image.open(io.BytesIO(kept.content))
    assert not reread.getexif()
    assert b"secret" not in kept.content
    assert b"Fatma" not in kept.content
    assert (kept.width, kept.height) == (800, 600) == reread.size


def test_clean_turns_a_photo_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6

    kept = clean(picture(exif=exif))

    assert (kept.width, kept.height) == (600, 800)


@pytest.mark.parametrize(
    "tail", [b"<?php system($_GET[0]); ?>", b"PK\x03\x04evil.zip", b"<script>alert(1)</script>"]
)
def test_clean_drops_whatever_hangs_behind_the_picture(tail: bytes) -> None:
    kept = clean(picture() + tail)

    assert tail not in kept.content


def test_clean_shrinks_what_is_larger_than_needed() -> None:
    kept = clean(picture(size=(4000, 3000)))

    assert (kept.width, kept.height) == (photos.MAX_SIDE, 1800)


def _bomb() -> bytes:
    """A PNG that says it is 30,000 x 30,000 and holds next to nothing."""
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 100_000)), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<html><body>no</body></html>",
        picture("GIF"),
        picture("TIFF"),
        picture("BMP"),
        picture()[:2000],
        picture("PNG")[:900],
        picture(size=(100, 100)),
        _bomb(),
    ],
    ids=["empty", "text", "svg", "html", "gif", "tiff", "bmp", "cut jpeg", "cut png", "tiny", "bomb"],
)
def test_clean_refuses_what_is_no_photo(content: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        clean(content)

    assert str(refused.value)
    assert refused.value.field == "photo"


def test_clean_refuses_more_bytes_than_allowed_without_reading_them() -> None:
    with pytest.raises(Refusal):
        photos.clean(io.BytesIO(b"never read"), size=photos.MAX_BYTES + 1)


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    settings.OUTBOX_RINGS = False
    return tmp_path


def keep(**options: Any) -> ProductImage:
    content = picture(size=(1600, 1200))
    return actions.add_photo(
        product=options.pop("product", None) or make_product(),
        upload=io.BytesIO(content),
        size=len(content),
        view="whole",
        now=NOW,
    )


@pytest.mark.django_db
def test_worker_makes_six_files_and_the_card_shows_them(media: Path) -> None:
    photo = keep()

    ready = actions.process_due_photos(now=NOW)
    outbox.drain(now=timezone.now())  # what is emitted is due by the real clock

    photo.refresh_from_db()
    assert ready == 1
    assert photo.state == PhotoState.READY
    assert {(file["w"], file["f"]) for file in photo.derivatives} == {
        (width, name) for width in photos.WIDTHS for name in photos.FORMATS
    }
    for file in photo.derivatives:
        with default_storage.open(photos.path_of(photo.key, file["w"], file["f"])) as stored:
            assert Image.open(stored).size == (file["w"], file["h"])
    assert Card.objects.get(product=photo.product).image_key == photo.key


@pytest.mark.django_db
def test_worker_killed_after_its_claim_leaves_the_photo_to_the_next(media: Path, monkeypatch: Any) -> None:
    photo = keep()

    def die(original: object) -> None:
        raise SystemExit(9)

    with monkeypatch.context() as patched:
        patched.setattr(photos, "derive", die)
        with pytest.raises(SystemExit):
            actions.process_due_photos(now=NOW)
    too_early = actions.process_due_photos(now=NOW + timedelta(seconds=1))
    later = actions.process_due_photos(now=NOW + actions.PHOTO_LEASE)

    assert (too_early, later) == (0, 1)
    photo.refresh_from_db()
    assert photo.state == PhotoState.READY


@pytest.mark.django_db
def test_photo_that_cannot_be_read_fails_visibly_and_can_be_tried_again(media: Path) -> None:
    photo = keep()
    original = media / photo.original.name
    content = original.read_bytes()
    original.write_bytes(content[:500])

    for attempt in range(actions.PHOTO_ATTEMPTS):
        actions.process_due_photos(now=NOW + timedelta(hours=attempt))

    photo.refresh_from_db()
    assert photo.state == PhotoState.FAILED
    assert photo.failure
    original.write_bytes(content)
    actions.retry_photo(photo=photo, now=NOW)
    assert actions.process_due_photos(now=NOW) == 1


@pytest.mark.django_db
def test_same_photo_twice_is_kept_once(media: Path) -> None:
    first = keep()

    second = keep(product=first.product)

    assert second.pk == first.pk
    assert ProductImage.objects.count() == 1
