"""The signing process: a real one, killed with real signals, on the database of its test."""

from __future__ import annotations

import json
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from marketplace import guards
from quality_labels import actions, gateway, queries, signer
from quality_labels.log import leaves, merkle, tree, writer
from quality_labels.models import Application, Checkpoint, Decision, Label, LabelChange, LogEntry, Reading
from quality_labels.states import Leaf
from tests.database import HERE, ProcessDb
from tests.factories import NOW
from tests.quality_labels.centre import (
    Centre,
    evaluated,
    make_carpet,
    make_house_keys,
    make_stamping_centre,
)

pytestmark = pytest.mark.timeout(180)
SECONDS = 60.0


class House:
    """A centre in a database of its own, and how to start the signer beside it."""

    def __init__(self, process_db: ProcessDb, centre: Centre, folder: Path, settings: Any) -> None:
        self.centre, self.folder = centre, folder
        settings.SIGNER_SOCKET = folder / "s.sock"
        self.env = process_db.env | {
            "LABEL_KEY_DIR": str(folder / "keys"),
            "ROOT_KEY": str(folder / "root.vkey"),
            "SIGNER_SOCKET": str(folder / "s.sock"),
        }

    def start(self) -> subprocess.Popen[bytes]:
        with (self.folder / "signer.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "manage.py", "signer"], cwd=HERE, env=self.env, stdout=log, stderr=log
            )

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[bytes]]:
        process = self.start()
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def decided(self, number: int) -> Decision:
        """Return a granted decision that nobody has signed."""
        application = evaluated(self.centre, make_carpet(title=f"Carpet {number}"))
        return actions.grant(application=application, decider=self.centre.decider, grade=50, now=NOW)


@pytest.fixture
def house(process_db: ProcessDb, tmp_path: Path, settings: Any) -> House:
    """A house whose keys lie in a folder of the test."""
    centre = make_stamping_centre(key_dir=tmp_path / "keys", settings=settings)
    make_house_keys(settings=settings, folder=tmp_path)
    return House(process_db, centre, tmp_path, settings)


def _until(holds: Callable[[], bool], house: House) -> None:
    deadline = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < deadline, (house.folder / "signer.log").read_text()
        time.sleep(0.05)


def test_signer_signs_what_was_decided_and_publishes_it_without_being_told(house: House) -> None:
    decision = house.decided(1)
    with house.running() as process:
        _until(lambda: Label.objects.filter(decision=decision).exists(), house)
        _until(lambda: queries.is_published(Label.objects.get()), house)
        later = house.decided(2)  # granting rings
        _until(lambda: Label.objects.filter(decision=later).exists(), house)
        told = gateway.signer_status()
        assert told is not None
        assert told["pid"] == process.pid
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    assert not (house.folder / "s.sock").exists()
    assert {change.device for change in LabelChange.objects.all()} == {"signer"}
    assert queries.status_list() is not None


def test_bell_that_nobody_hears_does_no_harm(house: House) -> None:
    gateway.ring_signer()
    assert gateway.signer_status() is None


def test_second_signer_goes_away_and_what_a_killed_one_left_is_no_hindrance(house: House) -> None:
    with house.running() as first:
        _until(lambda: gateway.signer_status() is not None, house)
        second = subprocess.run(
            [sys.executable, "manage.py", "signer"],
            cwd=HERE, env=house.env, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert second.returncode != 0
        assert "Another signer holds the keys" in second.stderr
        first.kill()
        first.wait()
        assert (house.folder / "s.sock").exists()
    with house.running():
        _until(lambda: gateway.signer_status() is not None, house)
    assert oct((house.folder / "keys").stat().st_mode & 0o077) == "0o0"


def test_signer_killed_at_random_signs_each_decision_once_and_one_root_for_each_size(house: House) -> None:
    decisions = [house.decided(number) for number in range(25)]
    dice = random.Random(20261126)
    for _kill in range(6):
        process = house.start()
        _until(lambda: gateway.signer_status() is not None or Label.objects.count() == 25, house)
        time.sleep(dice.uniform(0, 0.15))
        process.kill()
        process.wait()
    with house.running():
        _until(lambda: Label.objects.count() == 25, house)
        _until(lambda: not LogEntry.objects.filter(position=None).exists(), house)

    assert set(Label.objects.values_list("decision", flat=True)) == {decision.pk for decision in decisions}
    assert LogEntry.objects.filter(kind=Leaf.ISSUED).count() == 25
    last = queries.current_checkpoint()
    assert last is not None
    hashes = tree.leaf_hashes(0, last.size)
    for checkpoint in Checkpoint.objects.all():
        assert checkpoint.root == merkle.root(hashes[: checkpoint.size]).hex()


def test_decision_forged_in_the_database_is_never_signed_and_holds_up_no_other(house: House) -> None:
    """Attacks 7 and 9: whoever can write rows makes the inspector the decider; the signer judges for itself."""
    application = evaluated(house.centre)
    guards.remove_all(connection)
    try:
        Application.objects.filter(pk=application.pk).update(state="granted")
        forged = Decision.objects.create(
            application=application, decider=house.centre.inspector, grade=60, decided_at=NOW
        )
    finally:
        guards.install_all(connection)
    honest = house.decided(2)
    with house.running():
        _until(lambda: Label.objects.filter(decision=honest).exists(), house)
        _until(lambda: str(forged.pk) in (gateway.signer_status() or {}).get("set_aside", {}), house)
    assert not Label.objects.filter(decision=forged).exists()


def test_higher_grade_than_the_readings_reach_is_never_signed(house: House) -> None:
    application = evaluated(house.centre)
    Application.objects.filter(pk=application.pk).update(state="granted")
    forged = Decision.objects.create(
        application=application, decider=house.centre.decider, grade=60, decided_at=NOW
    )
    found = signer.look(now=NOW)
    assert forged.pk in found.set_aside
    assert found.signed == 0


def test_database_that_was_set_back_is_not_signed_on(house: House) -> None:
    """Attack 12: a backup is put back; what the signer remembers beside its keys shows it."""
    signer.look(now=NOW)
    house.decided(1)
    signer.look(now=NOW)
    told = json.loads((house.folder / "keys" / "log-seen.json").read_text())
    guards.remove_all(connection)
    try:
        Checkpoint.objects.filter(size=told["size"]).delete()
    finally:
        guards.install_all(connection)
    leaves.write(Leaf.SCHEME, leaves.scheme_adopted("ab" * 32), now=NOW)
    house.decided(2)
    with pytest.raises(writer.ForkedLog):
        signer.look(now=NOW)
    assert Label.objects.count() == 1


def test_readings_that_were_changed_are_never_signed(house: House) -> None:
    decision = house.decided(1)
    guards.remove_all(connection)
    try:
        Reading.objects.filter(measure="knots_per_m2").update(value=300)
    finally:
        guards.install_all(connection)
    assert decision.pk in signer.look(now=NOW).set_aside
    assert not Label.objects.exists()


def test_signer_outlives_a_database_that_does_not_answer(house: House) -> None:
    """PostgreSQL's connections are cut; SQLite's file is held by another writer."""
    with house.running() as process:
        _until(lambda: gateway.signer_status() is not None, house)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
        else:
            with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
                other.execute("BEGIN EXCLUSIVE")
                time.sleep(3)
        decision = house.decided(1)
        _until(lambda: Label.objects.filter(decision=decision).exists(), house)
        assert process.poll() is None
