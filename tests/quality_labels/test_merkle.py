"""Merkle trees as RFC 6962 hashes them."""

import base64
import hashlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quality_labels.log import leaves, merkle
from tests.quality_labels import vectors

# RFC 6962 names the empty tree; the leaves and roots are those that every implementation of it tests with
# (certificate-transparency's reference tree of eight leaves).
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
HASHES = [leaves.leaf_hash(leaf) for leaf in LEAVES]


def test_empty_tree_and_the_reference_tree_have_their_published_roots() -> None:
    assert merkle.root([]) == hashlib.sha256(b"").digest()
    assert [merkle.root(HASHES[:size]).hex() for size in range(1, 9)] == list(ROOTS)


def _bytes(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def test_published_inclusion_proofs_are_judged_as_published() -> None:
    cases: dict[str, Any] = vectors.load("rfc6962-inclusion/cases.json")
    assert len(cases) > 90
    for name, case in cases.items():
        proof = [_bytes(text) for text in case["proof"] or ()]
        try:
            merkle.verify_inclusion(
                leaf=_bytes(case["leafHash"]),
                index=case["leafIdx"],
                size=case["treeSize"],
                proof=proof,
                root=_bytes(case["root"]),
            )
            accepted = True
        except merkle.BadProof:
            accepted = False
        assert accepted != case["wantErr"], name


def _tree(size: int) -> list[bytes]:
    return [leaves.leaf_hash(str(number).encode()) for number in range(size)]


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_proofs_lead_from_every_leaf_and_every_earlier_size_to_the_root(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 300))
    hashes = _tree(size)
    root, subtree = merkle.root(hashes), merkle.of(hashes)
    index = data.draw(st.integers(0, size - 1))
    proof = merkle.inclusion_proof(index, size, subtree)
    merkle.verify_inclusion(leaf=hashes[index], index=index, size=size, proof=proof, root=root)

    old = data.draw(st.integers(1, size))
    old_root = merkle.root(hashes[:old])
    consistency = merkle.consistency_proof(old, size, subtree)
    merkle.verify_consistency(old=old, old_root=old_root, size=size, root=root, proof=consistency)

    for wrong in (b"\x00" * 32, hashlib.sha256(root).digest()):
        with pytest.raises(merkle.BadProof):
            merkle.verify_inclusion(leaf=wrong, index=index, size=size, proof=proof, root=root)
        with pytest.raises(merkle.BadProof):
            merkle.verify_consistency(old=old, old_root=wrong, size=size, root=root, proof=consistency)
    if proof:
        with pytest.raises(merkle.BadProof):
            merkle.verify_inclusion(
                leaf=hashes[index], index=index, size=size, proof=[*proof, proof[0]], root=root
            )


def test_proof_of_another_leaf_is_refused() -> None:
    """A proof that holds, of another entry (attack 23): the leaf is computed from what is in the hand."""
    hashes = _tree(10)
    proof = merkle.inclusion_proof(3, 10, merkle.of(hashes))
    with pytest.raises(merkle.BadProof):
        merkle.verify_inclusion(leaf=hashes[4], index=3, size=10, proof=proof, root=merkle.root(hashes))


def test_no_proof_of_what_is_not_there() -> None:
    with pytest.raises(merkle.BadProof):
        merkle.inclusion_proof(3, 3, merkle.of(_tree(3)))
    with pytest.raises(merkle.BadProof):
        merkle.consistency_proof(4, 3, merkle.of(_tree(3)))
