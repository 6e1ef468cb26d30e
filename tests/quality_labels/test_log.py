"""The log: one writer, one root for one size, and files that show it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import DatabaseError, transaction
from django.test import Client

from quality_labels import queries
from quality_labels.log import checkpoints, leaves, merkle, notes, tiles, tree, writer
from quality_labels.models import Checkpoint, LogEntry, LogTile
from quality_labels.states import Leaf
from tests.database import ProcessDb
from tests.factories import NOW
from tests.quality_labels.centre import Centre, affixed, signed
from tests.quality_labels.racing import LOG_KEY

KEY = LOG_KEY


def _write(count: int, first: int = 0) -> None:
    for number in range(first, first + count):
        leaves.write(
            Leaf.SCHEME, leaves.scheme_adopted(hashlib.sha256(str(number).encode()).hexdigest()), now=NOW
        )


def _publish() -> Checkpoint:
    checkpoint = writer.publish(key=KEY, now=NOW)
    assert checkpoint is not None
    return checkpoint


# --- addresses and shapes -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("index", "path"), [(0, "000"), (67, "067"), (1234, "x001/234"), (1234067, "x001/x234/067")]
)
def test_index_is_written_as_the_specification_writes_it(index: int, path: str) -> None:
    assert tiles.index_path(index) == path
    assert tiles.read_index(path) == index


def test_index_has_one_spelling() -> None:
    assert tiles.read_index("x000/001") is None


def test_tree_of_seventy_thousand_has_the_tiles_of_the_specification() -> None:
    size = 70_000
    full = {level: size // 256 ** (level + 1) for level in range(3)}
    assert full == {0: 273, 1: 1, 2: 0}
    assert tiles.width_at(0, 273, size) == 112
    assert tiles.width_at(1, 1, size) == 17
    assert tiles.width_at(2, 0, size) == 1
    assert tiles.width_at(1, 0, 256) == 1


def test_bundle_reads_back_and_a_cut_one_is_refused() -> None:
    blob = tiles.bundle([b"", b"abc", b"x" * 300])
    assert list(tiles.read_bundle(blob)) == [b"", b"abc", b"x" * 300]
    with pytest.raises(tiles.BadBundle):
        list(tiles.read_bundle(blob[:-1]))


# --- checkpoints --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["a\n01\nAA==\n", "a\n1\nAA==\n", "a\n1\n", "\n1\nAA==\n", "a\n1\n" + "A" * 43 + "=\nmore\n"]
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(notes.BadNote):
        checkpoints.read_body(text)


def test_cosignature_says_when_and_holds_for_its_text_only() -> None:
    private = Ed25519PrivateKey.generate()
    witness = notes.NoteKey("witness.example/w1", private.public_key().public_bytes_raw(), notes.COSIGNATURE)
    text = checkpoints.body(checkpoints.Head("damgha.dz/log", 3, bytes(32)))
    note = f"{text}\n{KEY.line(text)}"
    at = datetime(2026, 11, 1, 12, tzinfo=UTC)
    cosigned = note + checkpoints.cosign(note, name=witness.name, key=private, at=at)

    assert checkpoints.verify_cosignature(cosigned, key=witness) == at
    assert checkpoints.read(cosigned, key=KEY.key).size == 3
    assert notes.read_vkey(witness.vkey) == witness
    with pytest.raises(notes.BadNote):
        checkpoints.verify_cosignature(note, key=witness)
    with pytest.raises(notes.BadNote):
        checkpoints.verify_cosignature(cosigned.replace("\n3\n", "\n4\n"), key=witness)


# --- the writer ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_published_log_has_the_root_of_its_leaves_whatever_the_steps() -> None:
    for count, first in ((3, 0), (254, 3), (300, 257), (1, 557)):
        _write(count, first)
        checkpoint = _publish()
        hashes = [
            leaves.leaf_hash(bytes(data))
            for data in LogEntry.objects.order_by("position").values_list("data", flat=True)
        ]
        assert checkpoint.size == first + count == len(hashes)
        assert checkpoint.root == merkle.root(hashes).hex()
        assert checkpoints.read(checkpoint.note, key=KEY.key) == checkpoints.Head(
            KEY.name, checkpoint.size, bytes.fromhex(checkpoint.root)
        )
    assert LogTile.objects.filter(level=0).count() == 2
    assert writer.publish(key=KEY, now=NOW) is None


@pytest.mark.django_db
def test_tree_over_rows_is_the_tree_over_leaves() -> None:
    _write(600)
    _publish()
    hashes = tree.leaf_hashes(0, 600)
    for size in (1, 255, 256, 257, 511, 512, 600):
        assert tree.root(size) == merkle.root(hashes[:size])
    for index in (0, 255, 256, 511, 512, 599):
        proof = merkle.inclusion_proof(index, 600, tree.subtree)
        assert proof == merkle.inclusion_proof(index, 600, merkle.of(hashes))


@pytest.mark.django_db
def test_log_that_was_set_back_signs_nothing(bare_rows: Callable[[], None]) -> None:
    """A backup put back has fewer leaves than were signed (attack 12)."""
    _write(5)
    _publish()
    bare_rows()
    LogEntry.objects.filter(position=4).delete()
    _write(3, 10)
    with pytest.raises(writer.ForkedLog):
        writer.publish(key=KEY, now=NOW)
    assert Checkpoint.objects.count() == 1


@pytest.mark.django_db
def test_leaf_that_was_changed_signs_nothing(bare_rows: Callable[[], None]) -> None:
    _write(5)
    _publish()
    bare_rows()
    LogEntry.objects.filter(position=2).update(leaf_hash="00" * 32)
    _write(1, 10)
    with pytest.raises(writer.ForkedLog):
        writer.publish(key=KEY, now=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda: LogEntry.objects.filter(position=1).update(position=7),
        lambda: LogEntry.objects.filter(position=1).delete(),
        lambda: Checkpoint.objects.update(root="00" * 32),
        lambda: Checkpoint.objects.all().delete(),
    ],
    ids=["leaf moved", "leaf deleted", "checkpoint changed", "checkpoint deleted"],
)
def test_nothing_of_the_log_changes_even_by_bare_rows(change: Callable[[], object]) -> None:
    _write(2)
    _publish()
    with pytest.raises(DatabaseError), transaction.atomic():
        change()


@pytest.mark.timeout(120)
@pytest.mark.parametrize("function", ["publish", "publish_unguarded"])
def test_two_writers_at_once_never_sign_two_roots_for_one_size(process_db: ProcessDb, function: str) -> None:
    _write(40)

    results = process_db.at_once(
        f"tests.quality_labels.racing:{function}", [(number,) for number in range(4)]
    )

    rows = list(Checkpoint.objects.order_by("size"))
    hashes = [
        bytes.fromhex(text)
        for text in LogEntry.objects.order_by("position").values_list("leaf_hash", flat=True)
    ]
    if function == "publish":
        for row in rows:
            assert row.root == merkle.root(hashes[: row.size]).hex()
        assert not [result for result in results if "error" in result], results
        assert rows[-1].size == 44
    else:
        assert [result for result in results if result.get("error") == "IntegrityError"], results


# --- its files ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_log_can_be_rebuilt_from_its_files_alone(client: Client) -> None:
    _write(300)
    _publish()
    head = checkpoints.read(client.get("/checkpoint").content.decode(), key=KEY.key)

    full = tiles.hashes_of(client.get("/tile/0/000").content)
    rest = tiles.hashes_of(client.get("/tile/0/001.p/44").content)
    assert merkle.root([*full, *rest]) == head.root
    assert tiles.hashes_of(client.get("/tile/1/000.p/1").content) == [merkle.root(full)]
    told = [
        *tiles.read_bundle(client.get("/tile/entries/000").content),
        *tiles.read_bundle(client.get("/tile/entries/001.p/44").content),
    ]
    assert [leaves.leaf_hash(entry) for entry in told] == [*full, *rest]
    response = client.get("/tile/0/000")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "immutable" in response["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/tile/0/001",
        "/tile/0/001.p/45",
        "/tile/0/002.p/1",
        "/tile/1/000",
        "/tile/64/000",
        "/tile/0/x000/001",
        "/tile/0/001.p/0",
        "/tile/0/000.p/256x",
        "/tile/entries/002",
    ],
)
def test_tile_that_no_checkpoint_covers_is_not_found(client: Client, path: str) -> None:
    _write(300)
    _publish()
    _write(20, 400)
    assert client.get(path).status_code == 404


@pytest.mark.django_db
def test_proof_of_a_label_is_computed_from_the_label_alone_and_holds(client: Client, centre: Centre) -> None:
    label = affixed(centre)
    assert not queries.is_published(label)
    assert client.get(f"/proof/{label.public_id}.tlog-proof").status_code == 404
    _write(30)
    _publish()
    label.refresh_from_db()
    assert queries.is_published(label)

    leaf = leaves.leaf_hash(leaves.issued(bytes(label.cose)))
    for address in (label.public_id, leaf.hex()):
        text = client.get(f"/proof/{address}.tlog-proof").content.decode()
        index, proof, note = checkpoints.read_proof(text)
        head = checkpoints.read(note, key=KEY.key)
        merkle.verify_inclusion(leaf=leaf, index=index, size=head.size, proof=proof, root=head.root)


@pytest.mark.django_db
def test_proof_of_a_label_that_is_on_no_piece_is_for_its_holder_only(client: Client, centre: Centre) -> None:
    label = signed(centre)
    _publish()
    assert client.get(f"/proof/{label.public_id}.tlog-proof").status_code == 404
    leaf = leaves.leaf_hash(leaves.issued(bytes(label.cose)))
    assert client.get(f"/proof/{leaf.hex()}.tlog-proof").status_code == 200


@pytest.mark.django_db
def test_scheme_is_served_as_the_bytes_whose_hash_is_in_the_log(client: Client, centre: Centre) -> None:
    version = centre.body.schemes.first().versions.get()
    blob = client.get(f"/schemes/{version.sha256}").content
    assert hashlib.sha256(blob).hexdigest() == version.sha256
    told = leaves.leaf_hash(leaves.scheme_adopted(version.sha256)).hex()
    assert LogEntry.objects.filter(kind=Leaf.SCHEME, leaf_hash=told).count() == 1
    assert client.get(f"/schemes/{'0' * 64}").status_code == 404


def test_proof_reads_back_with_and_without_extra() -> None:
    note = "a\n1\nAA==\n\n\u2014 a AA==\n"
    text = checkpoints.write_proof(index=5, proof=[b"\x01" * 32], checkpoint=note)
    assert checkpoints.read_proof(text) == (5, [b"\x01" * 32], note)
    extra = text.replace("index", f"extra {base64.b64encode(b'x').decode()}\nindex", 1)
    assert checkpoints.read_proof(extra) == (5, [b"\x01" * 32], note)
    with pytest.raises(notes.BadNote):
        checkpoints.read_proof(text.replace("v1", "v2", 1))
