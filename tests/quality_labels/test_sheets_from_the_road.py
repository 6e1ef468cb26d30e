"""A sheet filled without network arrives later: once, judged anew, with its photos (I2; attacks 19 and 20)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone, translation

from marketplace.refusal import Refusal
from quality_labels import actions
from quality_labels.models import Accreditation, Evaluation, EvaluationPhoto
from quality_labels.refusals import NotAccredited, NotReady
from tests.catalog.test_editing import photo_file
from tests.factories import NOW
from tests.people import sign_in
from tests.quality_labels.centre import Centre, accepted, make_carpet, posted, sheet

pytestmark = pytest.mark.django_db
SCRIPT = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Sentences are compared."""
    with translation.override("en"):
        yield


def photo(colour: str = "red") -> tuple[io.BytesIO, int]:
    return photo_file(colour)


def reader(centre: Centre) -> Client:
    return sign_in(Client(), centre.inspector, second_factor=True)


def test_sheet_that_is_sent_again_is_the_same_sheet(centre: Centre) -> None:
    application, draft = accepted(centre), uuid4()
    sent: dict[str, Any] = {
        "application": application,
        "inspector": centre.inspector,
        "sheet": sheet(),
        "draft": draft,
        "read_at": NOW - timedelta(hours=5),
    }
    first = actions.evaluate(**sent, photos=[photo()], now=NOW)
    again = actions.evaluate(**sent, photos=[photo()], now=NOW + timedelta(minutes=1))
    assert first == again
    assert (Evaluation.objects.count(), EvaluationPhoto.objects.count()) == (1, 1)
    assert first.read_at == NOW - timedelta(hours=5)
    assert first.taken_at == NOW, "the order of things is the server's"


def test_draft_of_another_piece_or_person_is_refused(centre: Centre) -> None:
    draft = uuid4()
    actions.evaluate(
        application=accepted(centre), inspector=centre.inspector, sheet=sheet(), draft=draft, now=NOW
    )
    for person in (centre.inspector, centre.inspector2):
        with pytest.raises(NotReady):
            actions.evaluate(
                application=accepted(centre), inspector=person, sheet=sheet(), draft=draft, now=NOW
            )


def test_who_was_not_accredited_on_the_day_of_the_reading_or_is_no_more_is_refused(centre: Centre) -> None:
    application = accepted(centre)
    day = timedelta(days=1)
    with pytest.raises(NotAccredited):
        actions.evaluate(
            application=application,
            inspector=centre.inspector,
            sheet=sheet(),
            read_at=NOW - 2 * day,  # accredited since yesterday
            now=NOW,
        )
    for row in Accreditation.objects.filter(person=centre.inspector):
        actions.end_accreditation(accreditation=row, by=centre.decider, why="Left", now=NOW)
    with pytest.raises(NotAccredited):
        actions.evaluate(
            application=application,
            inspector=centre.inspector,
            sheet=sheet(),
            read_at=NOW - day / 2,
            now=NOW + day,
        )
    assert not Evaluation.objects.exists()


@pytest.mark.parametrize("days", [2, -31], ids=["tomorrow", "long ago"])
def test_clock_that_is_wrong_by_days_is_told(centre: Centre, days: int) -> None:
    with pytest.raises(NotReady):
        actions.evaluate(
            application=accepted(centre),
            inspector=centre.inspector,
            sheet=sheet(),
            read_at=NOW + timedelta(days=days),
            now=NOW,
        )


def test_photo_of_another_piece_is_refused_by_name_and_nothing_is_kept(centre: Centre) -> None:
    first = accepted(centre, make_carpet(title="The first carpet"))
    actions.evaluate(application=first, inspector=centre.inspector, sheet=sheet(), photos=[photo()], now=NOW)
    second = accepted(centre)
    with pytest.raises(NotReady, match="The first carpet"):
        actions.evaluate(
            application=second,
            inspector=centre.inspector,
            sheet=sheet(),
            photos=[photo("blue"), photo()],
            now=NOW,
        )
    assert not second.evaluations.exists()
    assert EvaluationPhoto.objects.count() == 1


def test_what_is_no_photo_or_too_many_is_refused_in_its_field(centre: Centre) -> None:
    for photos in ([(io.BytesIO(b"no photo"), 8)], [photo(f"#{n:06x}") for n in range(7)]):
        with pytest.raises(Refusal) as refused:
            actions.evaluate(
                application=accepted(centre),
                inspector=centre.inspector,
                sheet=sheet(),
                photos=photos,
                now=NOW,
            )
        assert refused.value.field == "photos"
    assert not Evaluation.objects.exists()


def test_photos_stay_even_by_bare_rows(centre: Centre) -> None:
    actions.evaluate(
        application=accepted(centre), inspector=centre.inspector, sheet=sheet(), photos=[photo()], now=NOW
    )
    rows: Any = EvaluationPhoto.objects
    for forbidden in (lambda: rows.update(sha256="0"), lambda: rows.all()._raw_delete("default")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            forbidden()


def test_plain_form_takes_photos_and_the_decider_sees_them(centre: Centre) -> None:
    application = accepted(centre)
    files = [SimpleUploadedFile(f"{colour}.jpg", photo(colour)[0].getvalue()) for colour in ("red", "blue")]
    answer = reader(centre).post(f"/en/stamping/{application.pk}/evaluation/", posted() | {"photos": files})
    assert answer.status_code == 302
    (kept,) = Evaluation.objects.all()
    addresses = [f"/en/stamping/sheets/{kept.pk}/{n}.jpg" for n in (1, 2)]
    decider = sign_in(Client(), centre.decider, second_factor=True)
    page = decider.get(f"/en/stamping/{application.pk}/decision/").content.decode()
    for address in addresses:
        assert address in page
        shown = decider.get(address)
        assert shown["Content-Type"] == "image/jpeg"
        assert shown.content.startswith(b"\xff\xd8")
    assert decider.get(f"/en/stamping/sheets/{kept.pk}/3.jpg").status_code == 404
    assert Client().get(addresses[0]).status_code == 302
    assert default_storage.exists(kept.photos.all()[0].file)


def test_another_centres_photo_does_not_exist_here(centre: Centre, settings: Any, tmp_path: Path) -> None:
    from tests.quality_labels.centre import make_stamping_centre

    taken = actions.evaluate(
        application=accepted(centre), inspector=centre.inspector, sheet=sheet(), photos=[photo()], now=NOW
    )
    other = make_stamping_centre(key_dir=tmp_path / "others", settings=settings)
    stranger = sign_in(Client(), other.inspector, second_factor=True)
    assert stranger.get(f"/en/stamping/sheets/{taken.pk}/1.jpg").status_code == 404


def test_script_is_answered_in_one_sentence(centre: Centre) -> None:
    application, client = accepted(centre), reader(centre)
    address = f"/en/stamping/{application.pk}/evaluation/"
    who = client.get("/en/stamping/token/").json()
    assert who["user"] == centre.inspector.pk
    wrong = client.post(address, posted() | {"mass_g-1": ""}, **SCRIPT)
    assert (wrong.status_code, "Mass" in wrong.json()["said"] or "Reading" in wrong.json()["said"]) == (
        422,
        True,
    )
    changed = client.post(address, posted() | {"rules_sha256": "0" * 64}, **SCRIPT)
    assert (changed.status_code, "rules" in changed.json()["said"]) == (422, True)
    draft = {"draft": str(uuid4()), "read_at": timezone.now().isoformat()}
    for _sent in range(3):
        assert client.post(address, posted() | draft, **SCRIPT).status_code == 200
    assert Evaluation.objects.get().draft is not None
