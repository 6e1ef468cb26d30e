"""The seal: as many holes as the grade, a ring of its own per label, and holes a printer can print."""

import re
from xml.etree import ElementTree as ET

import pytest

from marketplace import seal

SVG = "{http://www.w3.org/2000/svg}"
DIGEST = bytes.fromhex("a5f00f")
PRINTER_HOLE = 6  # units of 0.1 mm on a 14 mm tag, as the module says


def drawn(**changes: object) -> str:
    """Return a seal with everything on it."""
    values = {
        "grade": 40,
        "word": "Fine",
        "title": "Stamp: Fine",
        "language": "en",
        "digest": DIGEST,
        "rim_ar": "مركز الدمغ بأدرار",
        "rim_fr": "Centre d'estampillage",
    }
    return seal.svg(**(values | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("grade", [10, 20, 30, 40, 50, 60])
def test_seal_fills_as_many_holes_as_the_grade(grade: int) -> None:
    circles = re.findall(r"<circle [^>]*cx=[^>]*>", drawn(grade=grade))

    assert len(circles) == 6
    assert sum("stroke" not in circle for circle in circles) == grade // 10


@pytest.mark.parametrize("grade", [0, 15, 70, -10])
def test_seal_refuses_what_is_no_grade(grade: int) -> None:
    with pytest.raises(ValueError, match="not a grade code"):
        seal.filled(grade)


def test_ring_shows_the_first_twenty_four_bits_of_the_hash() -> None:
    assert "".join("1" if pierced else "0" for pierced in seal.ring(DIGEST)) == "101001011111000000001111"


def test_two_labels_have_two_rings() -> None:
    assert drawn() != drawn(digest=bytes.fromhex("a5f00e"))
    assert drawn().count("a3.6 3.6") == 2 * 12  # two half circles for each of the twelve bits


def test_every_hole_can_be_printed() -> None:
    svg = drawn()
    pierced = {float(radius) * 2 for radius in re.findall(r"a([\d.]+) \1 0 1 0 7\.2", svg)}
    solid = {float(radius) * 2 for radius in re.findall(r'<circle [^>]*cx=[^>]*r="([\d.]+)"', svg)}

    assert pierced
    assert solid
    assert min(pierced | solid) >= PRINTER_HOLE


def test_seal_is_well_formed_and_escapes_its_words() -> None:
    tree = ET.fromstring(  # noqa: S314 (our own drawing)
        drawn(word="<b>&", title='"x"', rim_fr="A & B").replace("<svg ", f'<svg xmlns="{SVG[1:-1]}" ')
    )

    assert tree.attrib["aria-label"] == '"x"'
    assert "style" not in drawn()
