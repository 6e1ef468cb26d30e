"""Rows edited by hand are found out, and a log that changed is found out by strangers."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from catalog.models import Product
from quality_labels import audit, queries, signer
from quality_labels.log import checkpoints, leaves, notes, remote, writer
from quality_labels.models import Application, Checkpoint, Cosignature, Label, LabelChange, LogEntry
from quality_labels.signer import keyring
from quality_labels.states import Leaf
from quality_labels.tasks import audit_stamps
from tests.factories import NOW
from tests.quality_labels.centre import Centre, affixed, make_house_keys
from tests.quality_labels.racing import LOG_KEY


@pytest.fixture
def label(centre: Centre, tmp_path: Path, settings: Any) -> Label:
    """A label on its piece, in a published log."""
    make_house_keys(settings=settings, folder=tmp_path)
    label = affixed(centre)
    signer.publish(now=NOW)
    return label


def test_house_that_nobody_touched_agrees(label: Label) -> None:
    said = StringIO()
    call_command("audit_stamps", stdout=said)
    call_command("verify_log", stdout=said)
    assert "agree" in said.getvalue()
    assert audit_stamps() == 0


def _grade_by_sql(label: Label) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE quality_labels_label SET grade = 60 WHERE id = %s", [label.pk])


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        (_grade_by_sql, "its row says something else"),
        (lambda label: Label.objects.filter(pk=label.pk).update(state="suspended"), "its steps say active"),
        (lambda label: Label.objects.filter(pk=label.pk).update(cose=b"\xd2\x84"), "not those of a signed label"),
        (lambda label: LabelChange.objects.filter(to_state="printed").update(why="x"), "was changed after"),
        (lambda label: LabelChange.objects.filter(to_state="printed").delete(), "a step is missing"),
        (lambda label: Application.objects.update(state="refused"), "its steps say granted"),
        (lambda label: Product.objects.filter(pk=label.product_id).update(stamp_grade=60), "its piece shows 60"),
        (lambda label: LogEntry.objects.filter(position=1).update(data=b"\x81\x09"), "is not what its hash says"),
        (lambda label: LogEntry.objects.filter(position=2).delete(), "no leaf at 2"),
        (lambda label: Checkpoint.objects.update(root="00" * 32), "another root than was signed"),
        (lambda label: Checkpoint.objects.update(note="x"), "no key of the log signed"),
    ],
    ids=["grade", "label state", "bytes", "step changed", "step deleted", "application", "piece", "leaf", "leaf gone",
         "root", "note"],
)  # fmt: skip
def test_row_edited_by_hand_raises_the_alarm(
    label: Label, bare_rows: Callable[[], None], edit: Callable[[Label], object], found: str, settings: Any
) -> None:
    """Attack 8: an administrator with the database in hand. The nightly round tells everybody who runs the house."""
    settings.ADMINS = [("House", "house@example.test")]
    bare_rows()
    if found.startswith("no leaf"):
        Label.objects.update(log_entry=None)
        LogEntry.objects.filter(kind=Leaf.ISSUED).delete()
    edit(label)
    assert any(found in finding for finding in audit.findings()), list(audit.findings())
    assert audit_stamps() > 0
    assert found in mail.outbox[-1].body
    with pytest.raises(SystemExit):
        call_command("audit_stamps", stderr=StringIO())


# --- strangers ----------------------------------------------------------------------------------------


@pytest.fixture
def far(db: None, monkeypatch: pytest.MonkeyPatch) -> remote.Remote:
    """The log as a stranger reads it: every file by its address."""

    def fetch(self: remote.Remote, path: str) -> bytes:
        answer = Client().get(f"/{path}")
        if answer.status_code != 200:
            raise OSError(f"{path}: {answer.status_code}")
        return bytes(answer.content)

    monkeypatch.setattr(remote.Remote, "fetch", fetch)
    return remote.Remote("https://damgha.example", LOG_KEY.key)


def _grow(count: int, first: int = 0) -> None:
    for number in range(first, first + count):
        leaves.write(Leaf.SCHEME, leaves.scheme_adopted(f"{number:064x}"), now=NOW)
    writer.publish(key=LOG_KEY, now=NOW)


def test_monitor_replays_the_log_and_mails_what_does_not_hold(
    far: remote.Remote, tmp_path: Path, bare_rows: Callable[[], None]
) -> None:
    """Attack 11: the log is rewritten after it was seen."""
    state = tmp_path / "seen.note"
    _grow(300)
    said = StringIO()
    call_command("monitor_log", far.url, far.key.vkey, state=state, stdout=said)
    _grow(5, 300)
    call_command("monitor_log", far.url, far.key.vkey, state=state, stdout=said)
    assert "305 leaves hold, 5 new" in said.getvalue()

    bare_rows()
    other = leaves.scheme_adopted("ff" * 32)
    LogEntry.objects.filter(position=7).update(data=other, leaf_hash=leaves.leaf_hash(other).hex())
    with pytest.raises(SystemExit):
        call_command(
            "monitor_log", far.url, far.key.vkey, state=state, mail=["x@example.test"], stderr=StringIO()
        )
    assert "another root" in mail.outbox[-1].body


def test_monitor_sees_a_log_that_was_rewritten_and_signed_anew(
    far: remote.Remote, bare_rows: Callable[[], None]
) -> None:
    _grow(20)
    _note, seen, _told = far.replay(seen=None)
    bare_rows()
    Checkpoint.objects.all().delete()
    LogEntry.objects.all().delete()
    _grow(25, 1000)
    with pytest.raises(remote.BadLog, match="not those that were seen before"):
        far.replay(seen=seen)
    with pytest.raises(remote.BadLog, match="now shows"):
        far.replay(seen=checkpoints.Head(seen.origin, 90, seen.root))


def test_witness_cosigns_what_follows_and_its_line_is_served(far: remote.Remote, tmp_path: Path) -> None:
    private = Ed25519PrivateKey.generate()
    keyring.write_private(tmp_path / "witness.pem", private)
    public = notes.NoteKey("witness.example/w1", private.public_key().public_bytes_raw(), notes.COSIGNATURE)
    options = {"key": tmp_path / "witness.pem", "name": public.name, "state": tmp_path / "seen.note"}
    _grow(10)
    line = StringIO()
    call_command("witness_log", far.url, far.key.vkey, stdout=line, **options)
    call_command("cosign_log", public.vkey, line.getvalue(), stdout=StringIO())

    note = far.fetch("checkpoint").decode()
    assert checkpoints.verify_cosignature(note, key=public)
    assert checkpoints.read(note, key=far.key).size == 10
    proof = queries.proof_of(LogEntry.objects.get(position=3).leaf_hash)
    assert proof is not None
    assert line.getvalue() in proof

    _grow(3, 500)
    with pytest.raises(CommandError):  # an old line does not fit a new checkpoint
        call_command("cosign_log", public.vkey, line.getvalue(), stdout=StringIO())
    assert Cosignature.objects.count() == 1
