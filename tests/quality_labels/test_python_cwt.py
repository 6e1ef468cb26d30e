"""What we sign, read by an implementation that is not ours: python-cwt."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Any

import cwt
import pytest
from cwt import COSE, COSEKey
from cwt.cose_key_interface import COSEKeyInterface

from quality_labels import cbor, cose, payload, queries, signer, status_list
from quality_labels.models import Label, SigningKey
from quality_labels.states import KeyPurpose, LabelState
from tests.factories import NOW
from tests.quality_labels.centre import Centre, affixed, make_house_keys

OKP, ED25519 = 1, 6  # RFC 9053: key type, curve


def key_of(row: SigningKey, *, kid: str = "", alg: int = -19) -> COSEKeyInterface:
    public = bytes.fromhex(row.public_key)
    return COSEKey.new({1: OKP, 2: bytes.fromhex(kid or row.kid), 3: alg, -1: ED25519, -2: public})


@pytest.fixture
def label(centre: Centre) -> Label:
    return affixed(centre)


def test_label_is_verified_and_says_the_same_claims(label: Label) -> None:
    claims = payload.decode(cose.parse(bytes(label.cose)).payload)

    told = cwt.decode(bytes(label.cose), key_of(label.key))

    assert told[6] == int(claims.issued_at.timestamp())
    assert int.from_bytes(told[7], "big") == int(label.serial)
    facts = told[-65537]
    assert [facts[number] for number in (1, 2, 3, 4, 5)] == [
        claims.scheme_version,
        claims.kind,
        claims.grade,
        claims.artisan_no,
        claims.status_idx,
    ]


@pytest.mark.parametrize("place", [-1, 5, 20, 60])
def test_changed_label_is_refused(label: Label, place: int) -> None:
    blob = bytearray(label.cose)
    blob[place] ^= 1
    with pytest.raises(Exception):  # noqa: B017, PT011  (whatever their reader raises)
        cwt.decode(bytes(blob), key_of(label.key))


def test_key_of_somebody_else_verifies_nothing(
    label: Label, centre: Centre, settings: Any, tmp_path: Path
) -> None:
    make_house_keys(settings=settings, folder=tmp_path)
    other = SigningKey.objects.filter(purpose=KeyPurpose.LOG).first()
    assert other is not None
    with pytest.raises(Exception, match=r"(?i)verif"):
        cwt.decode(bytes(label.cose), key_of(other, kid=label.key.kid))


def test_status_list_is_verified_too(label: Label, settings: Any, tmp_path: Path) -> None:
    make_house_keys(settings=settings, folder=tmp_path)
    signer.refresh_status_list(now=NOW)
    row = queries.status_list()
    key = SigningKey.objects.get(purpose=KeyPurpose.STATUS)
    assert row is not None

    written = COSE.new().decode(
        bytes(row.token), keys=[key_of(key)]
    )  # not by its clock: the day of a test is past

    claims = cbor.decode(written)
    packed = zlib.decompress(claims[65533]["lst"])
    place = label.status_idx
    assert claims[6] == int(row.issued_at.timestamp())
    assert packed[place // 4] >> 2 * (place % 4) & 3 == status_list.STATUS[LabelState.ACTIVE]
