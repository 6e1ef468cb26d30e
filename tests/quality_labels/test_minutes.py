"""A session ends with minutes (I16): written once, the same bytes every time, signed by two of its team."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from datetime import time
from typing import Any

import pypdfium2
import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from marketplace.machine import AlreadyThere, IllegalMove
from quality_labels import actions, audit, printing
from quality_labels.models import Minutes, MinutesSignature, StampingSession
from quality_labels.refusals import NotReady
from quality_labels.states import PieceEnding, SeatRole, SessionState
from tests import factories
from tests.factories import NOW
from tests.people import sign_in
from tests.quality_labels.centre import Centre, accepted, make_carpet, planned, sheet


@pytest.fixture
def held(centre: Centre) -> StampingSession:
    """An open session with a piece of every ending: granted, refused, read and not decided, not brought."""
    titles = ("Granted", "Refused", "Undecided", "Left at home")
    pieces = [
        accepted(centre, make_carpet(title_ar=f"زربية {number}", title_fr=f"Tapis « {title} »"))
        for number, title in enumerate(titles, start=1)
    ]
    place = factories.make_place("timimoun", wilaya="timimoun", name_ar="تيميمون", name_fr="Timimoun")
    session = planned(centre, *pieces, place=place, venue="دار الشباب", begins=time(9))
    centre.inspector.full_name, centre.decider.full_name = "محمد بن علي", "Khadidja Amrane"
    for person in (centre.inspector, centre.decider):
        person.save()
    actions.open_session(session=session, by=centre.inspector, now=NOW)
    readings: list[dict[str, Any]] = [{}, {"length_mm": [2400, 2600, 2400]}, {}]
    for piece, changes in zip(pieces[:3], readings, strict=True):
        actions.evaluate(application=piece, inspector=centre.inspector, sheet=sheet(**changes), now=NOW)
    actions.grant(application=pieces[0], decider=centre.decider, grade=50, now=NOW)
    actions.refuse(application=pieces[1], decider=centre.decider, reasons=["asymmetry"], now=NOW)
    return session


def closed(centre: Centre, session: StampingSession) -> Minutes:
    return actions.close_session(session=session, by=centre.decider, now=NOW)


def text_of(pdf: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(io.BytesIO(pdf)))


def test_minutes_tell_place_day_team_and_what_each_piece_came_to(
    centre: Centre, held: StampingSession
) -> None:
    """R855."""
    minutes = closed(centre, held)

    told = [(piece["result"], piece["grade"], piece["codes"]) for piece in minutes.document["pieces"]]
    assert told == [
        ("granted", 50, []),
        ("refused", None, ["asymmetry"]),
        ("read", None, []),
        ("absent", None, []),
    ]
    text = text_of(bytes(minutes.pdf))
    for said in (
        "Procès-verbal de séance", "Timimoun", "22 novembre 2026", "Khadidja Amrane", "Granted",
        "Estampille accordée : supérieure", "Estampille refusée", "(asymmetry)", "décision à venir",
        "Non présentée", "accordées 1 · refusées 1",
    ):  # fmt: skip
        assert said in text.replace("\u00a0", " "), said
    held.refresh_from_db()
    assert held.state == SessionState.CLOSED
    assert {piece.ending for piece in held.pieces.all()} == {PieceEnding.HELD}


def test_minutes_name_no_maker(centre: Centre, held: StampingSession) -> None:
    pieces = held.pieces.select_related("application__maker")
    makers = [piece.application.maker for piece in pieces]
    minutes = closed(centre, held)

    for maker in makers:
        assert maker.last_name not in str(minutes.document)
        assert str(maker.number) in text_of(bytes(minutes.pdf))


def test_same_document_is_the_same_file_whatever_is_renamed_since(
    centre: Centre, held: StampingSession
) -> None:
    minutes = closed(centre, held)
    centre.decider.full_name = "Somebody else"
    centre.decider.save()
    kept = Minutes.objects.get()

    assert printing.draw_minutes(kept.document) == bytes(kept.pdf)
    assert hashlib.sha256(bytes(kept.pdf)).hexdigest() == kept.sha256 == minutes.sha256
    assert [finding for finding in audit.findings() if "inutes" in finding] == []


def test_piece_read_before_and_not_brought_again_is_not_presented(centre: Centre) -> None:
    piece = accepted(centre)
    doubtful = sheet(knots_per_m2=[800] * 5)
    earlier = NOW.replace(hour=7)
    actions.evaluate(application=piece, inspector=centre.inspector, sheet=doubtful, now=earlier)
    session = planned(centre, piece)
    actions.open_session(session=session, by=centre.decider, now=NOW)

    assert closed(centre, session).document["pieces"][0]["result"] == "absent"


def test_many_pieces_go_over_several_pages_and_every_one_is_told(centre: Centre) -> None:
    pieces = [accepted(centre, make_carpet(title=f"Carpet {number:02}")) for number in range(30)]
    session = planned(centre, *pieces)
    actions.open_session(session=session, by=centre.decider, now=NOW)

    pdf = bytes(closed(centre, session).pdf)

    assert len(pypdfium2.PdfDocument(io.BytesIO(pdf))) >= 2
    text = text_of(pdf)
    assert all(f"Carpet {number:02}" in text for number in range(30))


def test_session_is_closed_once_and_only_when_open(centre: Centre, held: StampingSession) -> None:
    waits = planned(centre)
    with pytest.raises(IllegalMove):
        closed(centre, waits)
    closed(centre, held)
    with pytest.raises(AlreadyThere):
        closed(centre, held)

    assert Minutes.objects.count() == 1


# --- signatures -----------------------------------------------------------------------------------


def test_two_different_people_of_the_team_sign_what_they_read(centre: Centre, held: StampingSession) -> None:
    """R856."""
    minutes = closed(centre, held)

    def sign(person: Any, sha256: str = minutes.sha256) -> MinutesSignature:
        return actions.sign_minutes(minutes=minutes, sha256=sha256, by=person, now=NOW)

    with pytest.raises(NotReady, match="not the minutes"):
        sign(centre.decider, "0" * 64)
    with pytest.raises(NotReady, match="Only the team"):
        sign(centre.inspector2)
    sign(centre.decider)
    with pytest.raises(AlreadyThere):
        sign(centre.decider)
    sign(centre.inspector)

    assert [one.person for one in minutes.signatures.all()] == [centre.decider, centre.inspector]


@pytest.mark.parametrize("who", ["outsider", "twice", "another paper"])
def test_nobody_else_signs_even_by_bare_rows(centre: Centre, held: StampingSession, who: str) -> None:
    minutes = closed(centre, held)
    actions.sign_minutes(minutes=minutes, sha256=minutes.sha256, by=centre.decider, now=NOW)
    person = {"outsider": centre.inspector2, "twice": centre.decider}.get(who, centre.inspector)
    sha256 = "0" * 64 if who == "another paper" else minutes.sha256

    with pytest.raises(DatabaseError), transaction.atomic():
        MinutesSignature.objects.create(minutes=minutes, person=person, sha256=sha256, signed_at=NOW)

    assert minutes.signatures.count() == 1


def test_who_left_before_the_end_does_not_sign(centre: Centre, held: StampingSession) -> None:
    actions.seat(session=held, person=centre.inspector2, role=SeatRole.READER, by=centre.decider, now=NOW)
    actions.unseat(seat=held.seats.get(person=centre.inspector), by=centre.decider, now=NOW)
    minutes = closed(centre, held)

    with pytest.raises(NotReady, match="Only the team"):
        actions.sign_minutes(minutes=minutes, sha256=minutes.sha256, by=centre.inspector, now=NOW)


def test_minutes_and_signatures_never_change(centre: Centre, held: StampingSession) -> None:
    minutes = closed(centre, held)
    actions.sign_minutes(minutes=minutes, sha256=minutes.sha256, by=centre.decider, now=NOW)

    for act in (
        lambda: Minutes.objects.update(sha256="0" * 64),
        lambda: Minutes.objects.all()._raw_delete("default"),
        lambda: MinutesSignature.objects.update(person=centre.inspector),
        lambda: MinutesSignature.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()


def test_no_minutes_of_a_session_that_is_not_closed_even_by_a_bare_row(
    centre: Centre, held: StampingSession
) -> None:
    with pytest.raises(DatabaseError, match="closed session"), transaction.atomic():
        Minutes.objects.create(
            session=held, document={}, pdf=b"", sha256="0" * 64, made_by=centre.decider, made_at=NOW
        )


def test_comparison_finds_minutes_that_were_changed_by_hand(
    centre: Centre, held: StampingSession, bare_rows: Callable[[], None]
) -> None:
    minutes = closed(centre, held)
    actions.sign_minutes(minutes=minutes, sha256=minutes.sha256, by=centre.decider, now=NOW)
    bare_rows()
    Minutes.objects.update(pdf=b"another", sha256="1" * 64)

    found = [finding for finding in audit.findings() if finding.startswith("Minutes")]
    assert len(found) == 2


# --- the desk -------------------------------------------------------------------------------------


def test_desk_closes_opens_the_file_and_signs(centre: Centre, held: StampingSession) -> None:
    """I16 by plain forms: with person, time and device."""
    address = f"/en/stamping/sessions/{held.pk}/"
    clients = [
        sign_in(Client(HTTP_USER_AGENT="Android Chrome"), person, second_factor=True)
        for person in (centre.decider, centre.inspector)
    ]
    assert clients[0].get(f"{address}minutes.pdf").status_code == 404
    clients[0].post(f"{address}close/")
    minutes = Minutes.objects.get()
    file = clients[1].get(f"{address}minutes.pdf")
    assert file["Content-Type"] == "application/pdf"
    assert hashlib.sha256(file.content).hexdigest() == minutes.sha256

    assert "Minutes to be signed" in clients[0].get("/en/stamping/sessions/").content.decode()
    assert "2 signatures are missing" in clients[0].get(address).content.decode()
    for client in clients:
        assert "Sign the minutes" in client.get(address).content.decode()
        client.post(f"{address}sign/", {"sha256": minutes.sha256})
        assert "Sign the minutes" not in client.get(address).content.decode()
    page = clients[0].get(address).content.decode()
    assert "The minutes are signed." in page
    assert "Minutes signed" in clients[0].get("/en/stamping/sessions/").content.decode()
    for shown in ("Granted: Superior", "Refused", "Read; the decision follows", "Not presented"):
        assert shown in page
    assert {one.device.split()[0] for one in MinutesSignature.objects.all()} == {"Android"}
    stranger = sign_in(Client(), factories.make_user())
    assert stranger.get(f"{address}minutes.pdf").status_code == 404
