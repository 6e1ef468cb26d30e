"""The serial: ISO 7064 figures, what the check digits catch, and how it is written."""

from itertools import pairwise

import pytest

from quality_labels import serial

EXAMPLE = "01261430030423593650"


def test_serial_of_the_specification_is_valid() -> None:
    body = EXAMPLE[:18]

    completed = serial.complete(body)

    assert completed == EXAMPLE
    assert serial.is_valid(EXAMPLE)


def test_iso_7064_mod_97_10_gives_the_check_digits_of_the_standard() -> None:
    # ISO 7064 shows 794 completed to 79444; a body b has the check digits c where (b * 100 + c) mod 97 is 1.
    completed = serial.complete("794".zfill(18))

    assert completed == "79444".zfill(20)
    assert int(completed) % 97 == 1


def test_serial_refuses_every_single_wrong_digit() -> None:
    changed = [
        EXAMPLE[:at] + digit + EXAMPLE[at + 1 :]
        for at in range(20)
        for digit in "0123456789"
        if digit != EXAMPLE[at]
    ]

    accepted = [digits for digits in changed if serial.is_valid(digits)]

    assert len(changed) == 180
    assert accepted == []


def test_serial_refuses_every_swap_of_neighbours() -> None:
    swapped = [
        EXAMPLE[:at] + right + left + EXAMPLE[at + 2 :]
        for at, (left, right) in enumerate(pairwise(EXAMPLE))
        if left != right
    ]

    accepted = [digits for digits in swapped if serial.is_valid(digits)]

    assert len(swapped) > 10
    assert accepted == []


def test_drawn_serial_names_its_centre_and_year() -> None:
    drawn = serial.draw(centre_no=1, year=2026, randbelow=lambda _bound: 7)

    assert drawn[:18] == "012600000000000007"
    assert serial.is_valid(drawn)


@pytest.mark.parametrize("centre_no", [0, 100])
def test_draw_refuses_a_centre_without_two_digits(centre_no: int) -> None:
    with pytest.raises(ValueError, match="two digits"):
        serial.draw(centre_no=centre_no, year=2026)


@pytest.mark.parametrize(
    "typed",
    [
        "0126.1430.0304.2359.3650",
        " 0126 1430 0304 2359 3650 ",
        "\u20660126-1430-0304-2359-3650\u2069",
        "٠١٢٦.١٤٣٠.٠٣٠٤.٢٣٥٩.٣٦٥٠",
    ],
)
def test_clean_reads_what_people_type_and_paste(typed: str) -> None:
    assert serial.clean(typed) == EXAMPLE


def test_serial_is_printed_in_dotted_groups_and_shown_by_its_last_four() -> None:
    assert serial.grouped(EXAMPLE) == "0126.1430.0304.2359.3650"
    assert serial.last_four(EXAMPLE) == "3650"


def test_serial_survives_its_bytes() -> None:
    assert serial.from_bytes(serial.as_bytes(EXAMPLE)) == EXAMPLE


@pytest.mark.parametrize("cti", [b"", b"\x00\x01", b"\x02", b"\xff" * 9, b"\x01" * 10])
def test_serial_bytes_refuse_any_other_spelling(cti: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        serial.from_bytes(cti)
