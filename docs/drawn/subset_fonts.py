"""Cut the fonts down to the letters we use: those of pages to static/fonts/, those of paper to marketplace/fonts/.

Run by hand, never at build or start:

    npm i @ibm/plex-sans-arabic @fontsource/spectral      (in a folder of its own)
    python docs/drawn/subset_fonts.py <that folder>/node_modules

The cut Plex is renamed, as its licence asks of changed files ("Plex" is a reserved font name).
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "static" / "fonts"
PAPER = ROOT / "marketplace" / "fonts"

DIGITS_AND_SIGNS = "0123456789 \u00a0.,:;/%+-–—()«»×·…!\"'"
# Arabic as written in Algeria: the alphabet, the hamza seats, the short vowels, the five added letters and the marks.
ARABIC = (
    "".join(map(chr, range(0x0621, 0x063B))) + "".join(map(chr, range(0x0640, 0x0653))) + "\u0670ڤڨپچگ،؛؟٪"
)
LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzÀÂÆÇÈÉÊËÎÏÔŒÙÛÜàâæçèéêëîïôœùûüÿāīūḥ&’‘“”°€"

FONTS = [
    (
        "@ibm/plex-sans-arabic/fonts/complete/woff2/IBMPlexSansArabic-Regular.woff2",
        "arabic-400",
        ARABIC,
        "Damgha Arabic",
    ),
    (
        "@ibm/plex-sans-arabic/fonts/complete/woff2/IBMPlexSansArabic-SemiBold.woff2",
        "arabic-600",
        ARABIC,
        "Damgha Arabic",
    ),
    ("@fontsource/spectral/files/spectral-latin-500-normal.woff2", "display-500", LATIN, "Damgha Display"),
]

# Printed sheets need both scripts in one file, as TrueType: a PDF carries no woff2.
PLEX = "@ibm/plex-sans-arabic/fonts/complete/woff2/IBMPlexSansArabic-{}.woff2"
PAPER_FONTS = [
    (PLEX.format("Regular"), "paper-400", ARABIC + LATIN, "Damgha Paper"),
    (PLEX.format("SemiBold"), "paper-600", ARABIC + LATIN, "Damgha Paper"),
]


def cut(source: Path, target: Path, letters: str, family: str) -> int:
    """Write `target` with `letters`, digits and signs of `source`, under `family`; return its size in bytes.

    Its name says whether it becomes woff2 or ttf.
    """
    options = subset.Options()
    options.flavor = "woff2" if target.suffix == ".woff2" else None
    options.hinting = False
    options.desubroutinize = True
    options.layout_features = [
        "kern",
        "mark",
        "ccmp",
        "init",
        "medi",
        "fina",
        "rlig",
    ]  # joining, vowels, spacing
    options.name_IDs = [1, 2, 3, 4, 6, 13, 14]
    options.notdef_outline = False
    font = TTFont(source)
    cutter = subset.Subsetter(options)
    cutter.populate(text=letters + DIGITS_AND_SIGNS)
    cutter.subset(font)
    for record in list(font["name"].names):
        if record.nameID in (1, 3, 4):
            font["name"].setName(family, record.nameID, record.platformID, record.platEncID, record.langID)
        elif record.nameID == 6:
            font["name"].setName(
                family.replace(" ", ""), 6, record.platformID, record.platEncID, record.langID
            )
    subset.save_font(font, str(target), options)
    return target.stat().st_size


def main() -> None:
    """Cut every font and print what each weighs."""
    modules = Path(sys.argv[1])
    for source, name, letters, family in FONTS:
        size = cut(modules / source, OUT / f"{name}.woff2", letters, family)
        sys.stdout.write(f"{name:12} {size:6} bytes\n")
    for source, name, letters, family in PAPER_FONTS:
        size = cut(modules / source, PAPER / f"{name}.ttf", letters, family)
        sys.stdout.write(f"{name:12} {size:6} bytes\n")


if __name__ == "__main__":
    main()
