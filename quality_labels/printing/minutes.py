"""The minutes of a session on A4: French on the left, Arabic on the right; the same bytes every time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from fpdf import FPDF

from marketplace import formats, paper
from marketplace.paper import A4, END, INK, ISOLATE, LEFT_TO_RIGHT, NILA, QUIET
from quality_labels import schemes
from quality_labels.states import SeatRole

MARGIN, GUTTER, NUMBER_WIDTH = 15.0, 4.0, 12.0
HALF = (A4[0] - 2 * MARGIN - NUMBER_WIDTH) / 2 - GUTTER
RIGHT = A4[0] - MARGIN - HALF
BOTTOM = A4[1] - 22
SIGN_HEIGHT = 34.0
SIDES = (("fr", MARGIN, False), ("ar", RIGHT, True))
TITLE, HEAD, BODY, SMALL = 16, 11, 9.5, 8

Document = Mapping[str, Any]

_WORDS: dict[str, dict[str, str]] = {
    "ar": {
        "title": "محضر جلسة الدمغ",
        "place": "المكان",
        "day": "اليوم",
        "held": "من الساعة {opened} إلى الساعة {closed}",
        "team": "الفريق",
        "pieces": "القطع",
        "none": "لم تُعلن أي قطعة.",
        "artisan": "الحرفي(ة) رقم",
        "granted": "منحت الدمغة",
        "refused": "رفضت الدمغة",
        "read": "عوينت، والقرار لاحقا",
        "absent": "غير معروضة",
        "read_by": "المعاينة",
        "count": "منحت {granted} · رفضت {refused} · قرارها لاحقا {read} · غير معروضة {absent}",
        "sign": "الإمضاء",
        "page": "الصفحة",
        SeatRole.HEAD: "رئاسة الجلسة",
        SeatRole.READER: "معاينة القطع",
        SeatRole.CLERK: "تحرير المحضر",
    },
    "fr": {
        "title": "Procès-verbal de séance d’estampillage",
        "place": "Lieu",
        "day": "Jour",
        "held": "de {opened} à {closed}",
        "team": "Équipe",
        "pieces": "Pièces",
        "none": "Aucune pièce n’a été annoncée.",
        "artisan": "Artisan n°",
        "granted": "Estampille accordée",
        "refused": "Estampille refusée",
        "read": "Examinée, décision à venir",
        "absent": "Non présentée",
        "read_by": "Examen",
        "count": "accordées {granted} · refusées {refused} · à décider {read} · non présentées {absent}",
        "sign": "Signature",
        "page": "Page",
        SeatRole.HEAD: "Présidence de la séance",
        SeatRole.READER: "Examen des pièces",
        SeatRole.CLERK: "Rédaction du procès-verbal",
    },
}
RESULTS = ("granted", "refused", "read", "absent")


def draw_minutes(document: Document) -> bytes:
    """Return the minutes as a PDF: everything in it, its time too, comes from `document`."""
    counted = _Sheets(document, pages=0).drawn()
    counted.output()  # which also closes its fonts
    return bytes(_Sheets(document, pages=len(counted.pages)).drawn().output())


class _Sheets:
    """The paper while it is drawn. Each page says which of how many it is, so it is drawn once to count them."""

    def __init__(self, document: Document, *, pages: int) -> None:
        self.document, self.pages = document, pages
        self.pdf = paper.new(*A4, margin=MARGIN)
        self.pdf.set_title(f"PV {document['name']}")
        self.pdf.set_creation_date(datetime.fromisoformat(document["closed_at"]))

    def drawn(self) -> FPDF:
        at = _head(self.pdf, self.document, self.turn())
        at = _team(self.pdf, self.document["team"], at)
        at = _pieces(self, self.document["pieces"], at)
        _signatures(self, self.document["team"], at)
        return self.pdf

    def turn(self) -> float:
        """Begin a page, write at its foot which it is, and return where its text begins."""
        self.pdf.add_page()
        which = f"{LEFT_TO_RIGHT}{self.pdf.page_no()}/{self.pages}{END}"
        name = f"{LEFT_TO_RIGHT}{self.document['name']}{END}"
        told = {code: f"{words['page']} {which} · {name}" for code, words in _WORDS.items()}
        _both(self.pdf, told, A4[1] - 14, size=SMALL, colour=QUIET)
        return MARGIN

    def room_for(self, high: float, y: float) -> float:
        """Return where something this high goes: here, or at the head of a new page."""
        return y if y + high <= BOTTOM else self.turn()


def _both(
    pdf: FPDF, texts: Mapping[str, str], y: float, *, size: float, bold: bool = False, colour: Any = INK
) -> float:
    """Write one thing in both languages beside one another, and return where the longer one ends."""
    ends = [
        paper.column(pdf, texts[code], x=x, y=y, width=HALF, size=size, rtl=rtl, bold=bold, colour=colour)
        for code, x, rtl in SIDES
    ]
    return max(ends)


def _told(word: str, **blanks: object) -> dict[str, str]:
    return {code: _WORDS[code][word].format(**blanks) for code in _WORDS}


def _head(pdf: FPDF, document: Document, y: float) -> float:
    at = _both(pdf, _told("title"), y, size=TITLE, bold=True, colour=NILA)
    at = _both(pdf, document["centre"], at + 1, size=HEAD)
    day = date.fromisoformat(document["held_on"])
    held = {key: formats.clock(datetime.fromisoformat(document[f"{key}_at"])) for key in ("opened", "closed")}
    lines = {}
    for code, words in _WORDS.items():
        where = document["place"][code] + (
            f" · {ISOLATE}{document['venue']}{END}" if document["venue"] else ""
        )
        lines[code] = [
            f"{words['place']} : {ISOLATE}{where}{END}",
            f"{words['day']} : {ISOLATE}{formats.day(day, code)}{END}",
            words["held"].format(**{key: f"{LEFT_TO_RIGHT}{hour}{END}" for key, hour in held.items()}),
        ]
    for number in range(3):
        at = _both(pdf, {code: said[number] for code, said in lines.items()}, at + 0.5, size=BODY)
    return _rule(pdf, at + 3)


def _rule(pdf: FPDF, y: float) -> float:
    pdf.set_draw_color(*QUIET)
    pdf.set_line_width(0.2)
    pdf.line(MARGIN, y, A4[0] - MARGIN, y)
    return y + 3


def _team(pdf: FPDF, team: Sequence[Document], y: float) -> float:
    at = _both(pdf, _told("team"), y, size=HEAD, bold=True)
    for person in team:
        at = _both(
            pdf,
            {code: f"{ISOLATE}{person['name']}{END} : {_WORDS[code][person['role']]}" for code in _WORDS},
            at + 0.5,
            size=BODY,
        )
    return _rule(pdf, at + 3)


def _pieces(sheets: _Sheets, pieces: Sequence[Document], y: float) -> float:
    pdf = sheets.pdf
    at = _both(pdf, _told("pieces"), y, size=HEAD, bold=True)
    if not pieces:
        return _rule(pdf, _both(pdf, _told("none"), at + 1, size=BODY) + 3)
    counts = {result: sum(piece["result"] == result for piece in pieces) for result in RESULTS}
    at = _both(pdf, _told("count", **counts), at + 0.5, size=SMALL, colour=QUIET) + 2
    for piece in pieces:
        rows = [
            (piece["title"], BODY, True, INK),
            (_what(piece), SMALL, False, QUIET),
            (_result(piece), BODY, False, INK),
            *((reason, SMALL, False, INK) for reason in piece["reasons"]),
        ]
        high = sum(
            max(
                paper.height(pdf, texts[code], width=HALF, size=size, rtl=rtl, bold=bold)
                for code, _x, rtl in SIDES
            )
            for texts, size, bold, _colour in rows
        )
        at = sheets.room_for(high, at)
        _number(pdf, piece["number"], at)
        for texts, size, bold, colour in rows:
            at = _both(pdf, texts, at, size=size, bold=bold, colour=colour)
        at += 2.5
    return _rule(pdf, at + 0.5)


def _what(piece: Document) -> dict[str, str]:
    return {
        code: f"{piece['kind'][code]} · {words['artisan']} {LEFT_TO_RIGHT}{piece['artisan']}{END}"
        for code, words in _WORDS.items()
    }


def _result(piece: Document) -> dict[str, str]:
    told = _told(piece["result"])
    if piece["grade"]:
        told = {
            code: f"{text} : {schemes.word('grades', piece['grade'], code)}" for code, text in told.items()
        }
    return told


def _number(pdf: FPDF, number: int, y: float) -> None:
    paper.say(pdf, BODY, rtl=False, bold=True, colour=QUIET)
    pdf.set_xy(A4[0] / 2 - NUMBER_WIDTH / 2, y)
    pdf.cell(NUMBER_WIDTH, BODY * paper.LINE, str(number), align="C")


def _signatures(sheets: _Sheets, team: Sequence[Document], y: float) -> None:
    """Draw a box for the hand of each person of the team, two in a row."""
    pdf = sheets.pdf
    width = (A4[0] - 2 * MARGIN - GUTTER) / 2
    for position, person in enumerate(team):
        if position % 2 == 0:
            y = sheets.room_for(SIGN_HEIGHT, y + (SIGN_HEIGHT + GUTTER if position else 0))
        x = MARGIN + (position % 2) * (width + GUTTER)
        pdf.set_draw_color(*QUIET)
        pdf.rect(x, y, width, SIGN_HEIGHT)
        inner = width - 4
        at = paper.column(
            pdf,
            person["name"],
            x=x + 2,
            y=y + 2,
            width=inner,
            size=BODY,
            rtl=paper.has_arabic(person["name"]),
        )
        half = inner / 2
        for code, left, rtl in (("fr", x + 2, False), ("ar", x + 2 + half, True)):
            text = _WORDS[code]["sign"]
            paper.column(pdf, text, x=left, y=at, width=half, size=SMALL, rtl=rtl, colour=QUIET)
