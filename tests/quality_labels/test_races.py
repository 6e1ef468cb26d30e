"""One decision and one label, whoever presses at the same moment: real processes on a real database."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from quality_labels import actions
from quality_labels.models import Application, ApplicationChange, Decision, Label, SessionPiece
from shops.states import Role
from tests import factories
from tests.database import ProcessDb
from tests.factories import NOW
from tests.quality_labels.centre import (
    Centre,
    accepted,
    evaluated,
    make_carpet,
    make_stamping_centre,
    planned,
)

pytestmark = pytest.mark.timeout(120)
VERDICTS = ("grant", "refuse", "grant", "refuse")


@pytest.fixture
def shared(process_db: ProcessDb, tmp_path: Path, settings: Any) -> tuple[ProcessDb, Centre]:
    """A centre in a database that other processes share, and its key in a folder they know."""
    process_db.env["LABEL_KEY_DIR"] = str(tmp_path / "keys")
    return process_db, make_stamping_centre(key_dir=tmp_path / "keys", settings=settings)


def _four_deciders(centre: Centre, application_id: int) -> list[tuple[int, int, str]]:
    deciders = [factories.make_user() for _seat in VERDICTS]
    for decider in deciders:
        factories.make_membership(decider, centre.body, Role.DECIDER)
    return [
        (application_id, decider.pk, verdict) for decider, verdict in zip(deciders, VERDICTS, strict=True)
    ]


def _ends() -> int:
    return ApplicationChange.objects.filter(to_state__in=("granted", "refused")).count()


def test_one_of_four_deciders_decides(shared: tuple[ProcessDb, Centre]) -> None:
    process_db, centre = shared
    application = evaluated(centre)

    results = process_db.at_once("tests.quality_labels.racing:decide", _four_deciders(centre, application.pk))

    assert sum("decision" in result for result in results) == 1, results
    assert {result["error"] for result in results if "error" in result} <= {"AlreadyThere", "IllegalMove"}
    assert Decision.objects.count() == _ends() == 1


def test_canary_the_same_race_without_the_guard_decides_more_than_once(
    shared: tuple[ProcessDb, Centre],
) -> None:
    process_db, centre = shared
    application = evaluated(centre)

    results = process_db.at_once(
        "tests.quality_labels.racing:decide_unguarded", _four_deciders(centre, application.pk)
    )

    assert _ends() > 1, results


@pytest.mark.parametrize("function", ["ask", "ask_unguarded"])
def test_one_photo_is_one_pieces_whoever_asks_first(shared: tuple[ProcessDb, Centre], function: str) -> None:
    """I7, with its canary: the lock off, more than one piece comes through with the same picture."""
    process_db, _centre = shared
    pieces = [make_carpet(title=f"Carpet {number}", photo_sha256="cd" * 32) for number in range(4)]

    results = process_db.at_once(f"tests.quality_labels.racing:{function}", [(piece.pk,) for piece in pieces])

    if function == "ask":
        assert Application.objects.count() == 1, results
        assert [result["error"] for result in results if "error" in result] == ["NotReady"] * 3
    else:
        assert Application.objects.count() > 1, results


@pytest.mark.parametrize("function", ["sign", "sign_unguarded"])
def test_decision_has_one_label_however_often_it_is_signed(
    shared: tuple[ProcessDb, Centre], function: str
) -> None:
    process_db, centre = shared
    decision = actions.grant(application=evaluated(centre), decider=centre.decider, grade=50, now=NOW)

    results = process_db.at_once(f"tests.quality_labels.racing:{function}", [(decision.pk,)] * 4)

    label = Label.objects.get()
    signed = [result["label"] for result in results if "label" in result]
    assert set(signed) == {label.pk}, results
    if function == "sign":
        assert len(signed) == 4, results
    else:
        assert {result["error"] for result in results if "error" in result} == {"IntegrityError"}


@pytest.mark.parametrize("function", ["announce", "announce_late"])
def test_piece_is_announced_to_one_session_whoever_asks_first(
    shared: tuple[ProcessDb, Centre], function: str
) -> None:
    """I16, with its canary: the constraint off, the same race announces a piece to several sessions."""
    process_db, centre = shared
    application = accepted(centre)
    sessions = [planned(centre) for _day in range(4)]
    if function == "announce_late":
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX session_piece_announced_once")

    results = process_db.at_once(
        f"tests.quality_labels.racing:{function}",
        [(session.pk, application.pk, centre.decider.pk) for session in sessions],
    )

    announced = SessionPiece.objects.filter(application=application, ending="").count()
    if function == "announce":
        assert announced == 1, results
        assert [result["error"] for result in results if "error" in result] == ["NotReady"] * 3
    else:
        assert announced > 1, results
