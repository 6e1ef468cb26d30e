"""Draw the wordmark: the four letters of دمغة as one outline, its dots as round pierced holes.

Run by hand:  python docs/drawn/draw_wordmark.py <node_modules with @fontsource/reem-kufi and @fontsource/spectral>
It prints the `d` of each path; without the dots they stand in docs/drawn/wordmark/.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

import uharfbuzz
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont


def outline(source: Path, text: str, *, scale: float, dx: float, dy: float) -> tuple[str, tuple[float, ...]]:
    """Return the path of `text` set in the font at `source`, with its y axis down, and its bounds."""
    font = TTFont(source)
    font.flavor = None
    plain = io.BytesIO()
    font.save(plain)
    shaped = uharfbuzz.Font(uharfbuzz.Face(plain.getvalue()))
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(shaped, buffer, {"kern": True})
    glyphs, names = font.getGlyphSet(), font.getGlyphOrder()
    path = SVGPathPen(glyphs, ntos=lambda number: f"{number:.1f}".rstrip("0").rstrip("."))
    bounds = BoundsPen(glyphs)
    x = 0
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        at = (scale, 0, 0, -scale, dx + (x + place.x_offset) * scale, dy - place.y_offset * scale)
        for pen in (path, bounds):
            glyphs[names[info.codepoint]].draw(TransformPen(pen, at))
        x += place.x_advance
    return path.getCommands(), bounds.bounds


def main() -> None:
    """Print the outlines of the Arabic and the Latin name."""
    modules = Path(sys.argv[1])
    kufi = modules / "@fontsource/reem-kufi/files/reem-kufi-arabic-700-normal.woff2"
    latin = modules / "@fontsource/spectral/files/spectral-latin-500-normal.woff2"
    for source, text, scale, dx, dy in ((kufi, "دمغة", 0.1, 0, 80), (latin, "Damgha", 0.02, 0, 110)):
        path, bounds = outline(source, text, scale=scale, dx=dx, dy=dy)
        sys.stdout.write(f"{text}\n{[round(edge, 1) for edge in bounds]}\n{path}\n")


if __name__ == "__main__":
    main()
