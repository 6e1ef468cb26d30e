"""I19: a piece that another centre has stamped is recorded with its card, and not stamped again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import translation

from catalog.models import Product
from catalog.states import OtherCentre
from marketplace.machine import AlreadyThere, IllegalMove
from marketplace.refusal import Refusal
from quality_labels import actions, queries
from quality_labels.models import Application, ForeignStamp
from quality_labels.refusals import NotReady
from quality_labels.states import ApplicationState
from tests import factories
from tests.catalog.test_editing import photo_file
from tests.factories import NOW
from tests.people import sign_in
from tests.quality_labels.centre import Centre, accepted, evaluated, make_carpet


@pytest.fixture(autouse=True)
def english(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path / "media"
    with translation.override("en"):
        yield


def record(at: Centre, application: Application, **changes: Any) -> ForeignStamp:
    photo, size = photo_file(changes.pop("colour", "red"))
    wanted: dict[str, Any] = {
        "application": application,
        "by": at.inspector,
        "centre": OtherCentre.TLEMCEN,
        "card_number": "tl 0455",
        "photo": photo,
        "size": size,
        "now": NOW,
    }
    return actions.record_elsewhere(**wanted | changes)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Stamped by the stamping centre of Tlemcen"), ("fr", "Tlemcen"), ("ar", "تلمسان")],
)
def test_recorded_piece_says_who_stamped_it_and_has_no_grade_of_ours(
    centre: Centre, client: Client, language: str, said: str
) -> None:
    application = accepted(centre)
    row = record(centre, application)

    application.refresh_from_db()
    assert (application.state, row.card_number) == (ApplicationState.RECORDED, "TL0455")
    product = Product.objects.get(pk=application.product_id)
    assert (product.stamped_elsewhere, product.stamp_grade) == (OtherCentre.TLEMCEN, None)
    page = client.get(f"/{language}/catalog/{product.slug}_{product.pk}/").content.decode()
    assert said in page
    assert "TL0455" not in page


def test_recorded_piece_is_not_stamped_again(centre: Centre) -> None:
    application = accepted(centre)
    record(centre, application)
    with pytest.raises(NotReady, match="Tlemcen"):
        actions.submit(product=application.product, by=None, now=NOW)
    with pytest.raises(IllegalMove):
        record(centre, application)


def test_piece_that_was_read_is_not_recorded(centre: Centre) -> None:
    with pytest.raises(IllegalMove):
        record(centre, evaluated(centre))
    assert not ForeignStamp.objects.exists()


def test_card_or_its_photo_on_a_second_piece_is_refused_and_the_first_named(centre: Centre) -> None:
    record(centre, accepted(centre, make_carpet(title="The first carpet")))
    for changes in ({"colour": "blue"}, {"card_number": "99"}):
        application = accepted(centre)
        with pytest.raises(NotReady, match="The first carpet"):
            record(centre, application, **changes)
        application.refresh_from_db()
        assert application.state == ApplicationState.ACCEPTED
    assert record(centre, accepted(centre), centre=OtherCentre.TIPAZA, colour="green"), (
        "another centre counts for itself"
    )


def test_record_needs_a_number_and_a_photo(centre: Centre) -> None:
    import io

    application = accepted(centre)
    for changes in ({"card_number": "  "}, {"photo": io.BytesIO(b"none"), "size": 4}):
        with pytest.raises(Refusal):
            record(centre, application, **changes)
    assert not ForeignStamp.objects.exists()


def test_record_made_by_mistake_ends_once_and_frees_the_piece(centre: Centre) -> None:
    application = accepted(centre)
    row = record(centre, application)
    with pytest.raises(Refusal):
        actions.end_record(stamp=row, by=centre.decider, why=" ", now=NOW)
    actions.end_record(stamp=row, by=centre.decider, why="Another carpet's card", now=NOW)
    assert Product.objects.get(pk=application.product_id).stamped_elsewhere is None
    with pytest.raises(AlreadyThere):
        actions.end_record(stamp=row, by=centre.decider, why="Again", now=NOW)
    assert actions.submit(product=application.product, by=None, now=NOW).state == ApplicationState.SUBMITTED


@pytest.mark.parametrize("columns", [{"card_number": "1"}, {"centre": 2}, {"photo": "x"}], ids=str)
def test_record_never_changes_even_by_bare_rows(centre: Centre, columns: dict[str, Any]) -> None:
    row = record(centre, accepted(centre))
    rows: Any = ForeignStamp.objects.filter(pk=row.pk)
    for forbidden in (
        lambda: rows.update(**columns),
        lambda: rows._raw_delete("default"),
        lambda: Product.objects.filter(pk=row.product_id).update(stamped_elsewhere=None),
        lambda: Product.objects.filter(pk=row.product_id).update(stamped_elsewhere=3),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            forbidden()


def test_desk_records_shows_the_card_and_ends_it_by_plain_forms(centre: Centre) -> None:
    owner = factories.make_user()
    carpet = make_carpet(shop=factories.make_shop(owner=owner))
    application = actions.submit(product=carpet, by=None, now=NOW)
    client = sign_in(Client(), centre.inspector, second_factor=True)
    address = f"/en/stamping/{application.pk}/elsewhere/"
    assert address in client.get("/en/stamping/").content.decode()
    assert client.get(address).status_code == 200
    assert client.post(address, {"centre": 3, "card_number": "77"}).status_code == 422

    card = SimpleUploadedFile("card.jpg", photo_file("red")[0].getvalue())
    assert client.post(address, {"centre": 3, "card_number": "77", "photo": card}).status_code == 302
    row = ForeignStamp.objects.get()
    picture = f"/en/stamping/foreign-cards/{row.pk}.jpg"
    assert picture in client.get(address).content.decode()
    assert client.get(picture)["Content-Type"] == "image/jpeg"
    shop = sign_in(Client(), owner).get(f"/en/workspace/pieces/{application.product_id}/").content.decode()
    assert "Stamped by another centre: recorded" in shop

    assert client.post(f"{address}end/", {"why": ""}).status_code == 422
    assert client.post(f"{address}end/", {"why": "Mistaken"}).status_code == 302
    assert queries.foreign_stamp_of(application.product) is None


def test_another_centre_sees_no_card(centre: Centre, settings: Any, tmp_path: Path) -> None:
    from tests.quality_labels.centre import make_stamping_centre

    row = record(centre, accepted(centre))
    other = make_stamping_centre(key_dir=tmp_path / "others", settings=settings)
    stranger = sign_in(Client(), other.inspector, second_factor=True)
    assert stranger.get(f"/en/stamping/foreign-cards/{row.pk}.jpg").status_code == 404
