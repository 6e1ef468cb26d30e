"""A photo that is nearly another piece's stops the request until somebody has seen both (I7)."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import translation
from PIL import Image

from catalog import editing
from catalog.models import Product, ProductImage
from marketplace.machine import AlreadyThere
from quality_labels import actions, alike
from quality_labels.models import AlikePiece, Application
from quality_labels.refusals import NeedsAnother, NotReady
from quality_labels.states import ApplicationState
from tests import factories
from tests.factories import NOW
from tests.people import sign_in
from tests.quality_labels.centre import Centre, make_carpet


@pytest.fixture(autouse=True)
def english(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.OUTBOX_RINGS = False
    with translation.override("en"):
        yield


def picture(seed: int) -> Image.Image:
    """Draw a picture with large and small shapes, another one for each seed."""
    chance = random.Random(seed)
    coarse = Image.frombytes("RGB", (8, 9), chance.randbytes(8 * 9 * 3)).resize((1200, 1350))
    fine = Image.frombytes("RGB", (80, 90), chance.randbytes(80 * 90 * 3)).resize((1200, 1350))
    return Image.blend(coarse, fine, 0.25)


def saved(image: Image.Image, kind: str = "JPEG", **how: Any) -> io.BytesIO:
    out = io.BytesIO()
    image.save(out, kind, **how)
    out.seek(0)
    return out


COPIES = {
    "saved anew": lambda image: saved(image, quality=40),
    "a quarter": lambda image: saved(image.resize((300, 338))),
    "another format": lambda image: saved(image, "WEBP", quality=50),
    "grey": lambda image: saved(image.convert("L").convert("RGB")),
    "darker": lambda image: saved(image.point(lambda value: int(value * 0.8))),
}


@pytest.mark.parametrize("copy", list(COPIES))
def test_copies_are_alike_and_other_pictures_are_not(copy: str) -> None:
    near, far = [], []
    for seed in range(12):
        first = alike.dhash(saved(picture(seed)))
        near.append(alike.distance(first, alike.dhash(COPIES[copy](picture(seed)))))
        far.append(alike.distance(first, alike.dhash(saved(picture(seed + 1000)))))
    assert max(near) <= alike.ALIKE, max(near)
    assert min(far) > 3 * alike.ALIKE, min(far)


def test_hash_of_what_is_no_picture_is_an_error_of_its_file() -> None:
    with pytest.raises(OSError, match="cannot identify"):
        alike.dhash(io.BytesIO(b"no picture"))


def shown(image: io.BytesIO, **columns: Any) -> Product:
    """Make a carpet that shows this photo alone."""
    carpet = make_carpet(**columns)
    ProductImage.objects.filter(product=carpet).delete()
    editing.put_photo(
        product=carpet,
        upload=image,
        size=image.getbuffer().nbytes,
        view="whole",
        by=factories.make_user(),
        now=NOW,
    )
    return carpet


@pytest.fixture
def pair(centre: Centre) -> AlikePiece:
    """A carpet at the centre, and another one that shows a smaller copy of its photo."""
    first = shown(saved(picture(1)), title="The first carpet")
    actions.submit(product=first, by=None, now=NOW)
    second = actions.submit(product=shown(COPIES["a quarter"](picture(1))), by=factories.make_user(), now=NOW)
    return AlikePiece.objects.get(application=second)


def accept(application: Application, centre: Centre) -> Application:
    return actions.accept(application=application, by=centre.inspector, now=NOW)


def test_request_with_a_copied_photo_waits_until_somebody_says_another_piece(
    centre: Centre, pair: AlikePiece
) -> None:
    application = pair.application
    with pytest.raises(NotReady, match="The first carpet"):
        accept(application, centre)
    assert application.requested_by is not None
    with pytest.raises(NeedsAnother):
        actions.tell_apart(pair=pair, is_another=True, by=application.requested_by, now=NOW)
    actions.tell_apart(pair=pair, is_another=True, by=centre.inspector, now=NOW)
    with pytest.raises(AlreadyThere):
        actions.tell_apart(pair=pair, is_another=False, by=centre.decider, now=NOW)
    assert accept(application, centre).state == ApplicationState.ACCEPTED


def test_same_piece_is_sent_back_with_its_reason(centre: Centre, pair: AlikePiece) -> None:
    actions.tell_apart(pair=pair, is_another=False, by=centre.inspector, now=NOW)
    application = Application.objects.get(pk=pair.application_id)
    assert application.state == ApplicationState.RETURNED
    assert "The first carpet" in application.changes.get(to_state="returned").why


def test_other_photos_wait_for_nothing(centre: Centre) -> None:
    for seed in (1, 2, 3):
        application = actions.submit(product=shown(saved(picture(seed))), by=None, now=NOW)
        assert accept(application, centre).state == ApplicationState.ACCEPTED
    assert not AlikePiece.objects.exists()


def test_photo_whose_file_is_lost_fails_nobodys_request(centre: Centre) -> None:
    carpet = shown(saved(picture(1)))
    photo = ProductImage.objects.get(product=carpet)
    photo.original.storage.delete(photo.original.name)
    assert actions.submit(product=carpet, by=None, now=NOW).state == ApplicationState.SUBMITTED


def test_nobody_passes_it_by_even_by_bare_rows(centre: Centre, pair: AlikePiece) -> None:
    rows: Any = AlikePiece.objects.filter(pk=pair.pk)
    for forbidden in (
        lambda: Application.objects.filter(pk=pair.application_id).update(state="accepted"),
        lambda: rows._raw_delete("default"),
        lambda: rows.update(distance=90),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            forbidden()
    actions.tell_apart(pair=pair, is_another=True, by=centre.inspector, now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(is_another=False)


def test_desk_shows_both_beside_one_another_and_takes_the_answer(centre: Centre, pair: AlikePiece) -> None:
    client = sign_in(Client(), centre.inspector, second_factor=True)
    address = f"/en/stamping/alike/{pair.pk}/"
    assert address in client.get("/en/stamping/").content.decode()
    refused = client.post(f"/en/stamping/{pair.application_id}/accept/", follow=True).content.decode()
    assert "First somebody compares both" in refused
    page = client.get(address).content.decode()
    assert "The first carpet" in page
    assert client.post(address, {"verdict": "another"}).status_code == 302
    assert "Another piece" in client.get(address).content.decode()
    assert client.post(f"/en/stamping/{pair.application_id}/accept/").status_code == 302
    assert Application.objects.get(pk=pair.application_id).state == ApplicationState.ACCEPTED
