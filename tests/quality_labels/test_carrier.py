"""The QR and its number: small enough to print, read back exactly by another reader."""

import io

import pytest
import zxingcpp
from PIL import Image

from quality_labels import carrier, cose, payload
from tests.quality_labels.test_cose import KEY, KID
from tests.quality_labels.test_payload import CORE, RECOMMENDED

HOST = "damgha.dz"
LABEL = cose.sign(payload.encode(RECOMMENDED), kid=KID, key=KEY)


def test_recommended_label_fits_a_10_m_symbol_under_the_longest_host() -> None:
    symbol = carrier.qr(LABEL, host="ab.gov.dz1")

    assert len("ab.gov.dz1") == 10
    assert int(symbol.version) <= 10
    assert symbol.error == "M"


def test_qr_read_by_another_reader_gives_the_label_back() -> None:
    picture = Image.open(io.BytesIO(carrier.png(LABEL, host=HOST, scale=4)))

    (found,) = zxingcpp.read_barcodes(picture)

    assert found.text == carrier.url(LABEL, host=HOST)
    assert found.text.startswith("HTTPS://DAMGHA.DZ/V/")
    assert carrier.bytes_of(carrier.digits_in(found.text, hosts=frozenset({HOST}))) == LABEL


def test_every_change_of_one_digit_is_refused() -> None:
    digits = carrier.digits_of(LABEL)

    accepted = []
    for at, old in enumerate(digits):
        changed = digits[:at] + str((int(old) + 1) % 10) + digits[at + 1 :]
        try:
            cose.verify(cose.parse(carrier.bytes_of(changed)), key=KEY.public_key())
        except (carrier.BadCarrier, cose.BadEnvelope, cose.BadSignature):
            continue
        accepted.append(at)

    assert accepted == []


def test_emptiest_label_is_longer_than_the_shortest_length_we_call_a_label() -> None:
    emptiest = cose.sign(payload.encode(CORE), kid=KID, key=KEY)

    assert len(carrier.digits_of(emptiest)) > carrier.SHORTEST_LABEL


@pytest.mark.parametrize("digits", ["", "0123", "12a", "1" * 701, "١٢٣"])
def test_bytes_of_refuses_what_is_no_number_of_ours(digits: str) -> None:
    with pytest.raises(carrier.BadCarrier):
        carrier.bytes_of(digits)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("HTTPS://DAMGHA.DZ/V/123", "123"),
        ("https://damgha.dz/v/123", "123"),
        ("123.456", "123456"),
        (" 123 ", "123"),
    ],
)
def test_digits_in_reads_our_addresses_and_bare_digits(text: str, digits: str) -> None:
    assert carrier.digits_in(text, hosts=frozenset({HOST})) == digits


@pytest.mark.parametrize(
    "text", ["", "https://damgha.example/V/123", "https://evil/V/1", "hello", "javascript:1", "1" * 701]
)
def test_digits_in_refuses_other_sites_and_other_texts(text: str) -> None:
    with pytest.raises(carrier.BadCarrier):
        carrier.digits_in(text, hosts=frozenset({HOST}))


def test_svg_is_one_element_without_style_or_script() -> None:
    drawn = carrier.svg(LABEL, host=HOST, title="QR")

    assert drawn.startswith("<svg ")
    assert drawn.count("<svg") == 1
    assert "style=" not in drawn
    assert "<script" not in drawn
