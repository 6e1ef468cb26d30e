"""Sheets of paper in Arabic and Latin letters: what every PDF of the house begins with."""

from __future__ import annotations

from pathlib import Path

from fpdf import FPDF

FONTS = Path(__file__).resolve().parent / "fonts"
Colour = tuple[int, int, int]
INK, NILA, QUIET = (20, 19, 15), (29, 42, 92), (87, 83, 74)
ISOLATE, LEFT_TO_RIGHT, END = "\u2068", "\u2066", "\u2069"


def new(width: float, height: float, *, margin: float) -> FPDF:
    """Return an empty document whose pages have this size; lengths in millimetres."""
    pdf = FPDF(unit="mm", format=(width, height))
    pdf.set_auto_page_break(auto=False)
    pdf.set_margins(margin, margin, margin)
    for style, name in (("", "paper-400"), ("B", "paper-600")):
        pdf.add_font("paper", style, FONTS / f"{name}.ttf")
    return pdf


def say(pdf: FPDF, size: float, *, rtl: bool, bold: bool = False, colour: Colour = INK) -> None:
    """Choose how what follows is written: size in points, and the direction of its letters."""
    pdf.set_font("paper", "B" if bold else "", size)
    pdf.set_text_color(*colour)
    if rtl:
        pdf.set_text_shaping(use_shaping_engine=True, direction="rtl", script="arab", language="ara")
    else:
        pdf.set_text_shaping(use_shaping_engine=True, direction="ltr", script="latn")
