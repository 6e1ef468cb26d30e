"""Make what the share picture is set with: fonts for Arabic and Latin at once, and the wordmark as a mask.

Run by hand, never at build or start:  python docs/drawn/draw_share.py

Pillow sets a line in one font, so the cut fonts of static/fonts are joined: letters of the second are added where the
first has none, and digits and signs are those of the first. Both are under the Open Font Licence and renamed already
(`subset_fonts.py`). The mask is drawn by the browser that the journeys use.
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser import find

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "static" / "fonts"
OUT = ROOT / "catalog" / "drawn"
WORDMARK_HEIGHT = 240  # pixels


def plain(name: str, folder: Path) -> Path:
    """Write a cut web font as plain TrueType and return where."""
    font = TTFont(FONTS / f"{name}.woff2")
    font.flavor = None
    path = folder / f"{name}.ttf"
    font.save(path)
    return path


def join(first: str, second: str, target: Path) -> int:
    """Write a font with the letters of both; return its size in bytes."""
    with tempfile.TemporaryDirectory() as folder:
        joined = Merger().merge([str(plain(name, Path(folder))) for name in (first, second)])
    for record in list(joined["name"].names):
        if record.nameID in (1, 3, 4, 6):
            name = "DamghaShare" if record.nameID == 6 else "Damgha Share"
            joined["name"].setName(name, record.nameID, record.platformID, record.platEncID, record.langID)
    joined.save(target)
    return target.stat().st_size


def wordmark(target: Path) -> None:
    """Write the sprite's wordmark as a mask: black where there is ink."""
    sprite = (ROOT / "static" / "icons.svg").read_text(encoding="utf-8")
    page_text = f'{sprite}<svg id="w" height="{WORDMARK_HEIGHT}"><use href="#wordmark"/></svg>'
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find() or None, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1200, "height": 600})
        page.set_content(f'<body style="margin:40px;background:#fff;color:#000">{page_text}')
        shot = page.screenshot()
        browser.close()
    drawn = Image.open(io.BytesIO(shot)).convert("L").point(lambda value: 255 - value)
    drawn.crop(drawn.getbbox()).save(target, optimize=True)


def main() -> None:
    """Make both."""
    OUT.mkdir(exist_ok=True)
    join("arabic-600", "display-500", OUT / "share-strong.ttf")
    join("arabic-400", "display-500", OUT / "share-plain.ttf")
    join("display-500", "arabic-400", OUT / "share-latin.ttf")
    wordmark(OUT / "wordmark.png")


if __name__ == "__main__":
    main()
