"""The three papers, drawn from the signed bytes of a label alone: what is printed is what was signed."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from fpdf import FPDF

from marketplace import formats, paper
from marketplace.paper import A4, END, ISOLATE, NILA, QUIET
from marketplace.paper import column as _text
from quality_labels import carrier, queries, schemes
from quality_labels.models import Label
from quality_labels.states import Layout
from shops.models import Body

SHEET_MARGIN, SHEET_ROW, SHEET_ROWS = 10.0, 55.0, 5
ROLL_WIDTH, ROLL_HEIGHT, ROLL_MARGIN = 58.0, 178.0, 5.0
TAG_WIDTH, TAG_HEIGHT, TAG_MARGIN = 70.0, 30.0, 1.5
QR_OF_TAG = 27.0
QR_OF_SHEET = 33.0  # 57 modules and the quiet zone at half a millimetre
QR_OF_ROLL = 36.0  # level Q: 61 modules and the quiet zone
GRADES = 6


@dataclass(frozen=True)
class Side:
    """What a label says in one language."""

    rtl: bool
    grade: str
    kind: str
    facts: list[tuple[str, str]]
    small: list[str]


def draw(labels: Sequence[Label], layout: Layout, *, at: datetime) -> bytes:
    """Return labels as one PDF; `at` is the time in the file, so that drawing again gives the same bytes."""
    if layout == Layout.SHEET:
        pdf = paper.new(*A4, margin=SHEET_MARGIN)
        _sheets(pdf, labels)
    elif layout == Layout.ROLL:
        pdf = _one_a_page(paper.new(ROLL_WIDTH, ROLL_HEIGHT, margin=ROLL_MARGIN), labels, _strip)
    else:
        pdf = _one_a_page(paper.new(TAG_WIDTH, TAG_HEIGHT, margin=TAG_MARGIN), labels, _tag)
    pdf.set_creation_date(at)
    return bytes(pdf.output())


def _one_a_page(pdf: FPDF, labels: Sequence[Label], drawn: Callable[[FPDF, Label], None]) -> FPDF:
    for label in labels:
        pdf.add_page()
        drawn(pdf, label)
    return pdf


def side(label: Label, language: str) -> Side:
    """Return what a label says in a language, from its signed bytes."""
    scheme, claims = queries.read_label(label)
    comma = "، " if language == "ar" else ", "
    words = _WORDS[language]

    def listed(table: str, codes: Sequence[int] | None) -> str:
        return comma.join(schemes.word(table, code, language) for code in codes or ())

    facts = [
        *queries.measured(scheme, claims, language),
        (words["materials"], listed("materials", claims.materials)),
        (words["colours"], listed("colours", claims.colours)),
        (words["artisan"], str(claims.artisan_no)),
    ]
    not_tested = " · ".join(names[language] for names in scheme.not_tested)
    return Side(
        rtl=language == "ar",
        grade=schemes.word("grades", claims.grade, language),
        kind=schemes.word("kinds", claims.kind, language),
        facts=[(name, value) for name, value in facts if value],
        small=[
            words["lot"] if claims.lot else words["piece"],
            f"{words['rules']} {ISOLATE}{scheme.code} {scheme.number}{END} · {formats.day(claims.issued_at, language)}",
            f"{words['not_tested']} {not_tested}",
        ],
    )


_WORDS = {
    "ar": {
        "materials": "المواد",
        "colours": "الألوان",
        "artisan": "رقم الحرفي",
        "piece": "عاين المركز هذه القطعة نفسها.",
        "lot": "عاين المركز عيّنات من المجموعة، لا هذه القطعة.",
        "rules": "المقاييس:",
        "not_tested": "لم يُختبر:",
        "stamp": "دمغة",
    },
    "fr": {
        "materials": "Matières",
        "colours": "Couleurs",
        "artisan": "Artisan n°",
        "piece": "Le centre a examiné cette pièce elle-même.",
        "lot": "Le centre a examiné des échantillons du lot, non cette pièce.",
        "rules": "Barème :",
        "not_tested": "Non testé :",
        "stamp": "Estampille",
    },
}


def _sheets(pdf: FPDF, labels: Sequence[Label]) -> None:
    """Draw five labels a page, front and back beside one another: cut along the lines, fold along the middle."""
    for position, label in enumerate(labels):
        row = position % SHEET_ROWS
        if row == 0:
            pdf.add_page()
        top, middle = SHEET_MARGIN + row * SHEET_ROW, A4[0] / 2
        pdf.set_draw_color(*QUIET)
        pdf.set_line_width(0.1)
        pdf.rect(SHEET_MARGIN, top, A4[0] - 2 * SHEET_MARGIN, SHEET_ROW)
        pdf.set_dash_pattern(dash=1, gap=1)
        pdf.line(middle, top, middle, top + SHEET_ROW)
        pdf.set_dash_pattern()
        _front(pdf, label, x=SHEET_MARGIN + 2, y=top + 2, width=middle - SHEET_MARGIN - 4)
        half = (A4[0] / 2 - SHEET_MARGIN - 5) / 2
        for column, language in enumerate(("fr", "ar")):
            _facts(
                pdf,
                side(label, language),
                x=middle + 2 + column * (half + 1),
                y=top + 2,
                width=half,
                size=5.2,
            )


def _front(pdf: FPDF, label: Label, *, x: float, y: float, width: float) -> None:
    _qr(pdf, label, x=x, y=y, size=QR_OF_SHEET, error="m")
    beside = x + QR_OF_SHEET + 2
    room = width - QR_OF_SHEET - 2
    at = y
    for language in ("ar", "fr"):
        told = side(label, language)
        at = _text(pdf, told.grade, x=beside, y=at, width=room, size=13, rtl=told.rtl, bold=True, colour=NILA)
        at = _text(pdf, told.kind, x=beside, y=at, width=room, size=8, rtl=told.rtl)
    _marks(pdf, label.grade, x=beside, y=at + 1)
    centre = label.centre
    _text(pdf, _name(centre, "ar"), x=x, y=y + QR_OF_SHEET + 1, width=width, size=7, rtl=True)
    _text(pdf, _name(centre, "fr"), x=x, y=y + QR_OF_SHEET + 4.5, width=width, size=7, rtl=False)
    _numbers(pdf, label, x=x, y=y + QR_OF_SHEET + 9, width=width, size=10)


def _name(centre: Body, language: str) -> str:
    return getattr(centre, f"name_{language}", "") or centre.name


def _strip(pdf: FPDF, label: Label) -> None:
    """Draw a label down a roll: the QR first, the words below it."""
    width = ROLL_WIDTH - 2 * ROLL_MARGIN
    _qr(pdf, label, x=(ROLL_WIDTH - QR_OF_ROLL) / 2, y=3, size=QR_OF_ROLL, error="q")
    at = _numbers(pdf, label, x=ROLL_MARGIN, y=QR_OF_ROLL + 4, width=width, size=8.5)
    _marks(pdf, label.grade, x=ROLL_MARGIN, y=at + 1)
    at += 6
    for language in ("ar", "fr"):
        told = side(label, language)
        at = _text(
            pdf, told.grade, x=ROLL_MARGIN, y=at, width=width, size=13, rtl=told.rtl, bold=True, colour=NILA
        )
        at = _text(pdf, told.kind, x=ROLL_MARGIN, y=at, width=width, size=8, rtl=told.rtl)
        at = _facts(pdf, told, x=ROLL_MARGIN, y=at, width=width, size=6) + 2


def _tag(pdf: FPDF, label: Label) -> None:
    """Draw a small tag: QR, grade and number; what was measured stands in the verifier."""
    _qr(pdf, label, x=TAG_MARGIN, y=(TAG_HEIGHT - QR_OF_TAG) / 2, size=QR_OF_TAG, error="m")
    beside, at = TAG_MARGIN + QR_OF_TAG + 1, TAG_MARGIN
    room = TAG_WIDTH - beside - TAG_MARGIN
    for language in ("ar", "fr"):
        told = side(label, language)
        at = _text(pdf, told.grade, x=beside, y=at, width=room, size=9, rtl=told.rtl, bold=True, colour=NILA)
        at = _text(pdf, told.kind, x=beside, y=at, width=room, size=6, rtl=told.rtl)
    _marks(pdf, label.grade, x=beside, y=at + 0.5)
    _numbers(pdf, label, x=beside, y=TAG_HEIGHT - 8.5, width=room, size=6.5)


def _qr(pdf: FPDF, label: Label, *, x: float, y: float, size: float, error: str) -> None:
    picture = carrier.png(bytes(label.cose), host=settings.STAMP_HOST, error=error)
    pdf.image(io.BytesIO(picture), x=x, y=y, w=size, h=size)


def _numbers(pdf: FPDF, label: Label, *, x: float, y: float, width: float, size: float) -> float:
    """Write the serial in its groups, the host and the telephone of the centre; all of it from the left."""
    at = _text(pdf, label.grouped_serial, x=x, y=y, width=width, size=size, rtl=False, bold=True)
    host = f"{settings.STAMP_HOST.lower()}/V/"
    phone = f" · {label.centre.phone}" if label.centre.phone else ""
    return _text(pdf, f"{host}{phone}", x=x, y=at, width=width, size=size * 0.75, rtl=False, colour=QUIET)


def _marks(pdf: FPDF, grade: int, *, x: float, y: float) -> None:
    """Draw the grade as diamonds, so many of six: a shape beside word and colour."""
    pdf.set_draw_color(*NILA)
    pdf.set_fill_color(*NILA)
    pdf.set_line_width(0.2)
    for number in range(GRADES):
        left, style = x + number * 4.2, "DF" if number < grade // 10 else "D"
        points = [(left + 1.5, y), (left + 3, y + 1.5), (left + 1.5, y + 3), (left, y + 1.5)]
        pdf.polygon(points, style=style)


def _facts(pdf: FPDF, told: Side, *, x: float, y: float, width: float, size: float) -> float:
    for name, value in told.facts:
        y = _text(pdf, f"{name} : {ISOLATE}{value}{END}", x=x, y=y, width=width, size=size, rtl=told.rtl)
    for text in told.small:
        y = _text(pdf, text, x=x, y=y, width=width, size=size * 0.9, rtl=told.rtl, colour=QUIET)
    return y
