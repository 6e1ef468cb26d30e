"""Keys: the directory that tells of them, their end, and the list of states."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.test import Client

from quality_labels import actions, directory, queries, signer, status_list
from quality_labels.log import notes
from quality_labels.models import KeyDirectory, LogEntry, SigningKey, StatusListVersion
from quality_labels.refusals import BadKeys, CardExpired, NoSigningKey
from quality_labels.states import KeyPurpose, KeyState, LabelState, Leaf, Outcome
from shops.models import ArtisanCard
from tests.factories import NOW
from tests.people import sign_in
from tests.quality_labels.centre import (
    Centre,
    affixed,
    evaluated,
    make_carpet,
    make_house_keys,
    printed,
    signed,
)

KEY = directory.Key("0a0b0c0d", "label", "ab" * 32, 1_700_000_000, 1_800_000_000, "active", "01")
TEXT = directory.write(directory.Directory("damgha.dz", 3, 1_764_000_000, (KEY,)))


# --- the directory ------------------------------------------------------------------------------------


def test_directory_is_written_as_docs_say_and_reads_back() -> None:
    assert (
        "damgha.dz/keys\nversion 3\nissued 1764000000\n"
        f"key 0a0b0c0d label {'ab' * 32} 1700000000 1800000000 active 01 - -\n"
    ) == TEXT
    assert directory.read(TEXT).keys == (KEY,)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("version 3", "version 03"),
        ("active", "trusted"),
        (" label ", " labels "),
        (" 01 - -", " 1 - -"),
        ("damgha.dz/keys", "damgha.dz"),
        ("- -\n", "- -\n\n"),
        ("- -\n", "- -"),
        ("- -\n", f"- -\nkey 0a0b0c0d label {'ab' * 32} 1700000000 1800000000 active 01 - -\n"),
    ],
)
def test_other_spelling_is_no_directory(old: str, new: str) -> None:
    with pytest.raises(directory.BadDirectory):
        directory.read(TEXT.replace(old, new))


@pytest.fixture
def house(centre: Centre, tmp_path: Path, settings: Any) -> Centre:
    """A centre in a house that has a root key, and keys for log and list."""
    make_house_keys(settings=settings, folder=tmp_path)
    return centre


def _publish(tmp_path: Path) -> KeyDirectory:
    text = tmp_path / "keys.txt"
    said, note = StringIO(), StringIO()
    call_command("propose_directory", stdout=said)
    text.write_text(said.getvalue())
    call_command("sign_directory", str(text), root=tmp_path / "root.pem", stdout=note)
    signed_note = tmp_path / "keys.note"
    signed_note.write_text(note.getvalue())
    call_command("publish_directory", str(signed_note), stdout=StringIO())
    directory_now = queries.key_directory()
    assert directory_now is not None
    return directory_now


def test_root_key_signs_for_all_keys_and_anybody_may_check(
    house: Centre, tmp_path: Path, client: Client
) -> None:
    assert client.get("/keys").status_code == 404
    _publish(tmp_path)

    root = notes.read_vkey((tmp_path / "root.vkey").read_text())
    told = directory.read(notes.verify(client.get("/keys").content.decode(), key=root))
    assert {(key.kid, key.purpose) for key in told.keys} == set(
        SigningKey.objects.values_list("kid", "purpose")
    )
    assert {key.purpose for key in told.keys} == {"label", "log", "status"}
    assert told.version == 1
    assert _publish(tmp_path).version == 2


def test_directory_with_any_bit_changed_is_refused(house: Centre, tmp_path: Path) -> None:
    note = _publish(tmp_path).note.encode()
    root = queries.root_key()
    assert root is not None
    for position in range(0, len(note) * 8, 7):
        changed = bytearray(note)
        changed[position // 8] ^= 1 << position % 8
        with pytest.raises((notes.BadNote, UnicodeDecodeError)):
            notes.verify(changed.decode(), key=root)


def test_directory_of_another_root_or_of_yesterday_is_refused(house: Centre, tmp_path: Path) -> None:
    first = _publish(tmp_path)
    with pytest.raises(BadKeys):
        actions.publish_directory(note=first.note, now=NOW)
    stranger = Ed25519PrivateKey.generate()
    forged = notes.sign(queries.directory_to_sign(now=NOW), name=queries.root_name(), key=stranger)
    with pytest.raises(BadKeys):
        actions.publish_directory(note=forged, now=NOW)
    assert KeyDirectory.objects.count() == 1


def test_directory_that_misses_a_new_key_is_refused(house: Centre, tmp_path: Path) -> None:
    private = signer.read_private(tmp_path / "root.pem")
    note = notes.sign(queries.directory_to_sign(now=NOW), name=queries.root_name(), key=private)
    signer.make_key(purpose=KeyPurpose.LOG, use_from_at=NOW, use_until_at=NOW + timedelta(days=1), now=NOW)
    with pytest.raises(BadKeys):
        actions.publish_directory(note=note, now=NOW)


def test_key_that_the_root_has_not_signed_for_signs_nothing(house: Centre, tmp_path: Path) -> None:
    _publish(tmp_path)
    signer.make_label_key(
        centre=house.body, use_from_at=NOW - timedelta(days=1), use_until_at=NOW + timedelta(days=9), now=NOW
    )
    decision = actions.grant(application=evaluated(house), decider=house.decider, grade=50, now=NOW)
    with pytest.raises(NoSigningKey):
        signer.sign(decision=decision, now=NOW)
    _publish(tmp_path)
    assert signer.sign(decision=decision, now=NOW)


def test_root_key_is_made_once_in_a_folder(tmp_path: Path) -> None:
    call_command("make_root_key", str(tmp_path), stdout=StringIO())
    with pytest.raises(CommandError):
        call_command("make_root_key", str(tmp_path), stdout=StringIO())
    assert (tmp_path / "root.pem").stat().st_mode & 0o077 == 0


# --- the end of a key ---------------------------------------------------------------------------------


def test_revoked_key_fails_what_it_signed_later_and_keeps_what_the_log_held_before(house: Centre) -> None:
    """I12: a thief can write any date on a label; what counts is whether the log held it in time."""
    early, late = affixed(house), None
    signer.publish(now=NOW)
    stolen = NOW + timedelta(hours=1)
    late = affixed(house, make_carpet(title="Another"))
    signer.publish(now=NOW + timedelta(hours=2))

    call_command("end_key", house.key.kid, compromised_since=stolen, stdout=StringIO())

    assert _outcome(early) == Outcome.GENUINE
    assert _outcome(late) == Outcome.KEY_REVOKED
    assert queries.signing_key(house.body, at=NOW) is None
    leaf = LogEntry.objects.filter(kind=Leaf.KEY).latest("pk")
    assert b"compromised" in bytes(leaf.data)


def test_label_that_only_the_thief_knows_fails_too(house: Centre) -> None:
    label = affixed(house)
    signer.publish(now=NOW)
    digits = queries.carrier_url(label).rsplit("/", 1)[1]
    actions.revoke_key(key=house.key, since=NOW - timedelta(days=1), now=NOW + timedelta(days=1))
    verdict = queries.verify(digits)
    assert verdict.outcome == Outcome.KEY_REVOKED
    assert verdict.label is None


def test_retired_key_keeps_its_labels_and_signs_no_more(house: Centre) -> None:
    label = affixed(house)
    call_command("end_key", house.key.kid, stdout=StringIO())
    assert _outcome(label) == Outcome.GENUINE
    with pytest.raises(CommandError):
        call_command("end_key", house.key.kid, stdout=StringIO())
    assert queries.signing_key(house.body, at=datetime(2099, 1, 1, tzinfo=UTC)) is None


def test_key_is_not_revoked_for_a_moment_to_come_nor_for_a_later_one(house: Centre) -> None:
    with pytest.raises(BadKeys):
        actions.revoke_key(key=house.key, since=NOW + timedelta(days=1), now=NOW)
    actions.revoke_key(key=house.key, since=NOW - timedelta(days=2), now=NOW)
    with pytest.raises(BadKeys):
        actions.revoke_key(key=house.key, since=NOW - timedelta(days=1), now=NOW)


@pytest.mark.parametrize(
    "change",
    [
        lambda: SigningKey.objects.update(state=KeyState.ACTIVE, compromised_at=None, log_size_then=None),
        lambda: SigningKey.objects.update(public_key="cd" * 32),
        lambda: SigningKey.objects.update(use_until_at=datetime(2200, 1, 1, tzinfo=UTC)),
        lambda: SigningKey.objects.all().delete(),
    ],
    ids=["trusted again", "other key", "longer", "deleted"],
)
def test_key_only_ever_ends_even_by_bare_rows(house: Centre, change: Callable[[], object]) -> None:
    actions.revoke_key(key=house.key, since=NOW, now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        change()


def _outcome(label: Any) -> Outcome:
    return queries.verify(queries.carrier_url(label).rsplit("/", 1)[1]).outcome


# --- the card -----------------------------------------------------------------------------------------


def test_expired_card_stops_the_decision_and_the_signature(centre: Centre) -> None:
    """I11: the card is judged again when it is decided and when it is signed."""
    application = evaluated(centre)
    decision = actions.grant(application=application, decider=centre.decider, grade=50, now=NOW)
    ArtisanCard.objects.filter(artisan=application.maker).update(expires_on=NOW.date() - timedelta(days=1))
    with pytest.raises(CardExpired):
        signer.sign(decision=decision, now=NOW)

    other = evaluated(centre, make_carpet(title="Another"))
    ArtisanCard.objects.filter(artisan=other.maker).update(expires_on=NOW.date() - timedelta(days=1))
    with pytest.raises(CardExpired):
        actions.grant(application=other, decider=centre.decider, grade=50, now=NOW)


def test_sheet_and_decision_show_the_card_and_its_last_day(centre: Centre) -> None:
    """I11: who inspects sees trade and last day before anything is signed."""
    application = evaluated(centre)
    decider = sign_in(Client(), centre.decider, second_factor=True)
    card = ArtisanCard.objects.get(artisan=application.maker)
    page = f"/en/stamping/{application.pk}/decision/"
    shown = decider.get(page).content.decode()
    assert card.number in shown
    assert "valid until" in shown
    ArtisanCard.objects.filter(pk=card.pk).update(expires_on=NOW.date() - timedelta(days=1))
    assert "has expired or is missing" in decider.get(page).content.decode()


# --- the list of states -------------------------------------------------------------------------------

# draft-ietf-oauth-status-list, section 4: the two examples of a byte array and its compressed form.
ONE_BIT = [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1]
TWO_BITS = [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]


@pytest.mark.parametrize(
    ("bits", "statuses", "packed", "compressed"),
    [(1, ONE_BIT, "b9a3", "eNrbuRgAAhcBXQ"), (2, TWO_BITS, "c944f9", "eNo76fITAAPfAgc")],
)
def test_list_is_packed_as_the_draft_packs_it(
    bits: int, statuses: list[int], packed: str, compressed: str
) -> None:
    ours = status_list.pack(dict(enumerate(statuses)), size=len(statuses), bits=bits)
    assert ours.hex() == packed
    assert [status_list.status_at(ours, index, bits=bits) for index in range(len(statuses))] == statuses
    assert zlib.decompress(base64.urlsafe_b64decode(compressed + "==")) == ours


def test_every_state_of_a_label_has_a_status() -> None:
    assert set(status_list.STATUS) == set(LabelState)


def test_list_tells_each_state_and_is_signed_anew_only_when_one_changes(
    house: Centre, client: Client
) -> None:
    label, fresh = affixed(house), signed(house, make_carpet(title="Another"))
    signer.look(now=NOW)
    first = queries.status_list()
    assert first is not None
    listed = _read(client.get("/status/1").content)
    assert listed[label.status_idx] == status_list.IN_FORCE
    assert listed[fresh.status_idx] == status_list.SUSPENDED
    assert listed.subject == "https://damgha.dz/status/1"

    signer.look(now=NOW + timedelta(minutes=5))
    assert queries.status_list() == first
    actions.affix(label=printed(fresh), by=house.decider, now=NOW, said=fresh.serial)
    signer.look(now=NOW + timedelta(minutes=6))
    assert _read(client.get("/status/1").content)[fresh.status_idx] == status_list.IN_FORCE
    signer.look(now=NOW + timedelta(hours=7))
    assert StatusListVersion.objects.count() == 3


def test_list_that_was_changed_or_swells_is_refused(house: Centre) -> None:
    signer.look(now=NOW)
    version = queries.status_list()
    assert version is not None
    token = bytes(version.token)
    for position in range(0, len(token) * 8, 5):
        changed = bytearray(token)
        changed[position // 8] ^= 1 << position % 8
        with pytest.raises(status_list.BadList):
            _read(bytes(changed))
    private = Ed25519PrivateKey.generate()
    bomb = status_list.write(
        bytes(status_list.SIZE), subject="x", issued_at=NOW, expires_at=NOW, ttl=timedelta(1),
        kid=b"abcd", key=private,
    )  # fmt: skip
    with pytest.raises(status_list.BadList):
        status_list.read(bomb, key=private.public_key())


def _read(token: bytes) -> status_list.StatusList:
    row = SigningKey.objects.get(purpose=KeyPurpose.STATUS)
    return status_list.read(token, key=Ed25519PublicKey.from_public_bytes(bytes.fromhex(row.public_key)))
