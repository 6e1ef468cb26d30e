"""Sheets of paper in Arabic and Latin letters: what every PDF of the house begins with."""

from __future__ import annotations

from pathlib import Path

from fpdf import FPDF
from fpdf.enums import Align, MethodReturnValue, XPos, YPos

FONTS = Path(__file__).resolve().parent / "fonts"
A4 = (210.0, 297.0)
LINE = 0.46  # millimetres of a line for each point of its letters
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


def say(
    pdf: FPDF, size: float, *, rtl: bool, bold: bool = False, colour: Colour = INK, mixed: bool = False
) -> None:
    """Choose how what follows is written: size in points, and the direction of its letters.

    `mixed` is for a line from the left with Arabic in it: its letters are joined there too.
    """
    pdf.set_font("paper", "B" if bold else "", size)
    pdf.set_text_color(*colour)
    if rtl:
        pdf.set_text_shaping(use_shaping_engine=True, direction="rtl", script="arab", language="ara")
    else:
        script = None if mixed else "latn"
        pdf.set_text_shaping(use_shaping_engine=True, direction="ltr", script=script)


def column(
    pdf: FPDF,
    text: str,
    *,
    x: float,
    y: float,
    width: float,
    size: float,
    rtl: bool,
    bold: bool = False,
    colour: Colour = INK,
) -> float:
    """Write a text into a column and return where it ends."""
    say(pdf, size, rtl=rtl, bold=bold, colour=colour, mixed=has_arabic(text))
    pdf.set_xy(x, y)
    align = Align.R if rtl else Align.L
    pdf.multi_cell(width, size * LINE, _written(text), align=align, new_x=XPos.LEFT, new_y=YPos.NEXT)
    return float(pdf.get_y())


def height(pdf: FPDF, text: str, *, width: float, size: float, rtl: bool, bold: bool = False) -> float:
    """Return how high a text will be in a column, without writing it."""
    say(pdf, size, rtl=rtl, bold=bold, mixed=has_arabic(text))
    measured = pdf.multi_cell(
        width, size * LINE, _written(text), dry_run=True, output=MethodReturnValue.HEIGHT
    )
    return float(measured)  # type: ignore[arg-type]  # a height was asked for


def has_arabic(text: str) -> bool:
    """Tell whether there is an Arabic letter in a text."""
    return any("\u0600" <= char <= "\u06ff" for char in text)


def _written(text: str) -> str:
    return text.replace("²", "2")  # the letters of our papers have no raised two
