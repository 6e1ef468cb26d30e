"""Strangers complain, others answer; scans are counted without knowing whose; guessing numbers is slow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone, translation

from marketplace.machine import AlreadyThere, IllegalMove
from marketplace.refusal import Refusal
from quality_labels import actions, carrier, scans
from quality_labels.models import Complaint, ComplaintChange, Label, Scan
from quality_labels.refusals import ConflictOfInterest
from quality_labels.states import ComplaintKind, ComplaintState, LabelState
from tests.catalog.test_editing import photo_file
from tests.factories import NOW, TODAY
from tests.people import sign_in
from tests.quality_labels.centre import Centre, affixed

PHONE = {"HTTP_SEC_FETCH_SITE": "same-origin"}


@pytest.fixture(autouse=True)
def english(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path / "media"
    cache.clear()
    with translation.override("en"):
        yield


@pytest.fixture
def label(centre: Centre) -> Label:
    """A label in force."""
    return affixed(centre)


def complain(label: Label, **changes: Any) -> Complaint:
    said: dict[str, Any] = {
        "label": label,
        "kind": ComplaintKind.MISMATCH,
        "place": "Souk of Ghardaïa",
        "text": "Another size",
        "contact": "",
        "language": "en",
        "network": "10.0.0.1",
        "now": NOW,
    }
    return actions.complain(**said | changes)


def answer(complaint: Complaint, by: Any, **changes: Any) -> Complaint:
    said: dict[str, Any] = {"to": ComplaintState.UPHELD, "why": "It is another carpet", "now": NOW}
    return actions.answer_complaint(complaint=complaint, by=by, **said | changes)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_stranger_complains_with_a_photo_by_a_plain_form(label: Label, language: str) -> None:
    client = Client()
    address = f"/{language}/stamps/{label.public_id}/report/"
    assert address in client.get(f"/{language}/stamps/{label.public_id}/").content.decode()
    assert client.get(address).status_code == 200
    photo = SimpleUploadedFile("seen.jpg", photo_file()[0].getvalue())
    said = {"kind": "mismatch", "place": "Adrar", "text": "Smaller", "contact": "a@b.test", "photo": photo}

    sent = client.post(address, said, **PHONE)

    assert sent.status_code == 302
    assert client.get(sent["Location"]).status_code == 200
    row = Complaint.objects.get()
    assert (row.label, row.kind, row.place, row.language) == (label, "mismatch", "Adrar", language)
    assert row.photo
    label.refresh_from_db()
    assert label.state == LabelState.ACTIVE, "nobody suspends by complaining"


def test_what_is_wrong_with_a_complaint_is_said_and_nothing_kept(label: Label) -> None:
    client, address = Client(), f"/en/stamps/{label.public_id}/report/"
    no_photo = SimpleUploadedFile("seen.jpg", b"no photo")
    assert client.post(address, {}, **PHONE).status_code == 422
    assert client.post(address, {"kind": "mismatch", "photo": no_photo}, **PHONE).status_code == 422
    assert client.post(address, {"kind": "mismatch", "website": "x"}, **PHONE).status_code == 302
    assert client.post(address, {"kind": "mismatch"}, HTTP_SEC_FETCH_SITE="cross-site").status_code == 403
    assert client.get("/en/stamps/nobodys/report/").status_code == 404
    assert not Complaint.objects.exists()


def test_network_complains_five_times_an_hour(label: Label) -> None:
    for _nth in range(5):
        complain(label)
    with pytest.raises(Refusal, match="your network"):
        complain(label)
    complain(label, network="10.0.0.2")
    complain(label, now=NOW + timedelta(hours=1))
    assert Complaint.objects.count() == 7
    assert not Complaint.objects.filter(place_in_hour__contains="10.0").exists()


def test_who_took_part_does_not_answer_even_by_bare_rows(centre: Centre, label: Label) -> None:
    row = complain(label)
    for person in (centre.inspector, centre.decider):
        with pytest.raises(ConflictOfInterest):
            answer(row, person)
    for by in (centre.inspector.pk, centre.decider.pk, None):
        with pytest.raises(DatabaseError, match="took part"), transaction.atomic():
            ComplaintChange.objects.create(
                row=row, from_state="open", to_state="upheld", by_id=by, at=NOW, why="x"
            )
    with pytest.raises(Refusal):
        answer(row, centre.inspector2, why=" ")
    answer(row, centre.inspector2)
    with pytest.raises(AlreadyThere):
        answer(row, centre.inspector2)
    with pytest.raises(IllegalMove):
        answer(row, centre.inspector2, to=ComplaintState.DISMISSED)


def test_what_was_said_stays_even_by_bare_rows(centre: Centre, label: Label) -> None:
    row = answer(complain(label), centre.inspector2)
    rows: Any = Complaint.objects.filter(pk=row.pk)
    for forbidden in (
        lambda: rows.update(text="Nothing"),
        lambda: rows.update(state="open"),
        lambda: rows._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            forbidden()


def test_desk_shows_the_photo_and_answers_and_the_figures_count_it(centre: Centre, label: Label) -> None:
    photo, size = photo_file()
    row = complain(label, photo=photo, size=size)
    client = sign_in(Client(), centre.inspector2, second_factor=True)
    assert "/en/stamping/complaints/" in client.get("/en/stamping/").content.decode()
    address = f"/en/stamping/complaints/{row.pk}/"
    assert address in client.get("/en/stamping/complaints/").content.decode()
    page = client.get(address).content.decode()
    assert "Souk of Ghardaïa" in page
    assert f"{address}photo.jpg" in page
    assert client.get(f"{address}photo.jpg")["Content-Type"] == "image/jpeg"
    assert client.post(address, {"to": "upheld", "why": ""}).status_code == 422
    assert client.post(address, {"to": "upheld", "why": "Another carpet"}).status_code == 302
    (figures,) = client.get("/api/v1/statistics").json()["centres"]
    assert figures["complaints"] == {"open": 0, "upheld": 1, "dismissed": 0}
    assert Client().get(f"{address}photo.jpg").status_code == 302


def test_another_centres_complaint_does_not_exist_here(label: Label, settings: Any, tmp_path: Path) -> None:
    from tests.quality_labels.centre import make_stamping_centre

    row = complain(label)
    other = make_stamping_centre(key_dir=tmp_path / "others", settings=settings)
    client = sign_in(Client(), other.inspector, second_factor=True)
    for address in (f"/en/stamping/complaints/{row.pk}/", f"/en/stamping/complaints/{row.pk}/photo.jpg"):
        assert client.get(address).status_code == 404


# --- Scans --------------------------------------------------------------------------------------------------------


def scan(label: Label, network: str, *, days: int = 0) -> bool:
    digits = carrier.digits_of(bytes(label.cose))
    return scans.count(digits=digits, network=network, now=NOW + timedelta(days=days))


def test_network_counts_once_a_week_and_nobody_can_join_two_weeks(label: Label) -> None:
    for days in (0, 0, 1, 7):
        assert scan(label, "10.0.0.1", days=days)
    devices = list(Scan.objects.values_list("week", "device"))
    assert len(devices) == 2
    assert devices[0][1] != devices[1][1]
    assert scans.places_of(label, on=TODAY) == 1


def test_only_a_good_qr_of_ours_counts(label: Label) -> None:
    digits = carrier.digits_of(bytes(label.cose))
    for said in (label.serial, digits[:-1] + str((int(digits[-1]) + 1) % 10), "1" * 300):
        assert not scans.count(digits=said, network="10.0.0.1", now=NOW)
    assert not Scan.objects.exists()


def test_many_places_are_told_on_sheet_and_verdict_and_nothing_is_suspended(
    label: Label, settings: Any, client: Client
) -> None:
    settings.SCAN_PLACES = 3
    digits = carrier.digits_of(bytes(label.cose))
    for number in range(3):
        warned = "several places" in client.get(f"/en/stamps/{label.public_id}/").content.decode()
        assert not warned
        scans.count(digits=digits, network=f"10.0.1.{number}", now=timezone.now())
    for address in (f"/en/stamps/{label.public_id}/", f"/V/{digits}", f"/V/{label.serial}"):
        assert "several places" in client.get(address).content.decode(), address
    label.refresh_from_db()
    assert label.state == LabelState.ACTIVE


def test_one_network_is_let_go_after_twenty_scans_a_minute(label: Label) -> None:
    assert [scan(label, "10.0.0.1") for _nth in range(21)] == [True] * 20 + [False]


def test_beacon_of_the_page_counts_and_leaves_nothing(label: Label) -> None:
    digits = carrier.digits_of(bytes(label.cose))
    page = Client().get(f"/V/{digits}").content.decode()
    assert f'data-seen="/V/{digits}/seen"' in page
    told = Client().post(f"/V/{digits}/seen", **PHONE)
    assert (told.status_code, told.content, bool(told.cookies)) == (204, b"", False)
    assert Scan.objects.count() == 1
    assert Client().post(f"/V/{digits}/seen", HTTP_SEC_FETCH_SITE="cross-site").status_code == 403
    assert "data-seen" not in Client().get(f"/V/{label.serial}").content.decode()


def test_scans_are_forgotten_after_ninety_days(label: Label) -> None:
    scan(label, "10.0.0.1")
    assert scans.forget(now=NOW + timedelta(days=89)) == 0
    assert scans.forget(now=NOW + timedelta(days=98)) == 1


# --- Guesses ------------------------------------------------------------------------------------------------------


def test_guessing_numbers_is_held_up_and_scanning_is_not(
    label: Label, monkeypatch: pytest.MonkeyPatch
) -> None:
    from quality_labels import serial

    monkeypatch.setattr(scans, "MISSES_PER_NETWORK_HOUR", 3)
    client = Client()
    tried = [serial.draw(centre_no=1, year=2026) for _nth in range(5)]
    assert [client.get(f"/V/{number}").status_code for number in tried] == [200, 200, 200, 429, 429]
    held = client.get(f"/V/{label.serial}")
    assert held.status_code == 429, "a number that exists does not answer either"
    assert "another label" in held.content.decode()
    asked = client.get(f"/V/{tried[0]}", headers={"Accept": "application/json"})
    assert (asked.status_code, asked.json()) == (429, {"outcome": "held_up"})
    assert client.get(f"/V/{carrier.digits_of(bytes(label.cose))}").status_code == 200
    assert client.get(f"/V/{label.serial}", REMOTE_ADDR="10.9.9.9").status_code == 200


def test_guesses_of_all_together_are_bounded_too(label: Label, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "MISSES_PER_HOUR", 3)
    held = [scans.guesses_too_much(network=f"10.0.2.{number}", now=NOW) for number in range(5)]
    assert held == [False, False, False, True, True]
