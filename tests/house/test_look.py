"""What the pages are drawn with: letters that are there, icons that are there, and few bytes."""

import re
from pathlib import Path

import brotli
import pytest
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
ARABIC_FONTS = ("arabic-400", "arabic-600")


def small(path: Path) -> int:
    """Return what a file weighs on the wire."""
    return path.stat().st_size if path.suffix == ".woff2" else len(brotli.compress(path.read_bytes()))


@pytest.mark.parametrize("name", ARABIC_FONTS)
def test_arabic_font_has_the_letters_of_algerian_names(name: str) -> None:
    letters = TTFont(STATIC / "fonts" / f"{name}.woff2").getBestCmap()

    assert [letter for letter in "ڤڨپچگآأإؤئةىـَّ،؛؟«»0123456789" if ord(letter) not in letters] == []


def test_display_font_has_the_letters_of_french_and_english() -> None:
    letters = TTFont(STATIC / "fonts" / "display-500.woff2").getBestCmap()

    assert [letter for letter in "ABCxyzàâçéèêëîïôœùûüÇÉŒ’«»0123456789" if ord(letter) not in letters] == []


def test_fonts_stand_beside_their_licences() -> None:
    licences = sorted(path.name for path in (STATIC / "fonts").glob("LICENSE*"))

    assert licences == ["LICENSE-IBM-Plex.txt", "LICENSE-Spectral.txt"]


def test_arabic_page_loads_at_most_forty_kilobytes_beside_its_text() -> None:
    files = [STATIC / "css/app.css", STATIC / "js/basket-badge.js", STATIC / "icons.svg"]
    files += [STATIC / "fonts" / f"{name}.woff2" for name in ARABIC_FONTS]

    assert sum(map(small, files)) <= 40_000


def test_every_icon_of_a_template_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text()))
    named = {
        name
        for template in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r'\bicon\("([a-z0-9-]+)"', template.read_text())
    }

    assert named - drawn - {"seal-"} == set()
    assert {f"seal-{grade}" for grade in range(10, 70, 10)} <= drawn


def test_colours_stand_in_the_tokens_only() -> None:
    sheet = (STATIC / "css/app.css").read_text()
    after_tokens = sheet[sheet.index("@layer ground {") : sheet.index("@layer print {")]

    written = re.findall(r"#[0-9a-f]{3,8}\b", after_tokens)

    assert set(written) <= {"#fff"}  # on the pictures of the craft doors, by day and by night
