"""Signed notes as C2SP writes them down."""

import contextlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from quality_labels.log import notes

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = notes.NoteKey("damgha.dz/log", KEY.public_key().public_bytes_raw())
# From the documentation of golang.org/x/mod/sumdb/note, which the specification grew out of.
PETER_WEINBERGER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NOTE_OF_PETER = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def test_published_note_verifies_and_its_vkey_reads_back() -> None:
    key = notes.read_vkey(PETER_WEINBERGER)

    assert notes.verify(NOTE_OF_PETER, key=key).startswith("If you think cryptography")
    assert key.vkey == PETER_WEINBERGER


def test_note_verifies_with_its_key_and_with_no_other() -> None:
    note = notes.sign("a\nb\n", name=PUBLIC.name, key=KEY)

    assert notes.verify(note, key=PUBLIC) == "a\nb\n"
    with pytest.raises(notes.BadNote):
        notes.verify(note, key=notes.NoteKey("damgha.dz/other", PUBLIC.public))
    with pytest.raises(notes.BadNote):
        notes.verify(note.replace("a\nb", "a\nc"), key=PUBLIC)


def test_second_signature_of_a_stranger_is_ignored() -> None:
    stranger = Ed25519PrivateKey.generate()
    note = notes.sign("a\n", name=PUBLIC.name, key=KEY) + notes.signature_line(
        "a\n", name="witness", key=stranger
    )

    assert notes.verify(note, key=PUBLIC) == "a\n"


@pytest.mark.parametrize(
    "note",
    [
        "",
        "a",
        "a\n",
        "a\n\n",
        "a\n\nb\n",
        "a\n\n\u2014 x\n",
        "a\n\n\u2014 x ?\n",
        "a\x01\n\n\u2014 x AAAAAAAA\n",
    ],
)
def test_what_is_no_note_is_refused(note: str) -> None:
    with pytest.raises(notes.BadNote):
        notes.parse(note)


@given(st.text())
def test_any_text_is_a_note_or_refused(note: str) -> None:
    with contextlib.suppress(notes.BadNote):
        notes.parse(note)


@pytest.mark.parametrize(
    "vkey", ["", "a+b", "a b+00000000+AQ==", PETER_WEINBERGER.replace("c74f20a3", "c74f20a4")]
)
def test_what_is_no_vkey_is_refused(vkey: str) -> None:
    with pytest.raises(notes.BadNote):
        notes.read_vkey(vkey)
