"""The slip of a first login as it is printed: half a sheet, a square to photograph and six digits.

It is read by somebody who reads little, perhaps with help: three steps, large digits, nothing else.
"""

from __future__ import annotations

import io
from functools import partial

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from fpdf.enums import Align, XPos, YPos

from marketplace import formats, paper
from marketplace.paper import END, INK, ISOLATE, LEFT_TO_RIGHT, NILA, QUIET
from shops.people.actions.slips import Issued

WIDTH, HEIGHT, MARGIN = 148.0, 210.0, 14.0  # A5, in millimetres
QR = 70.0


def draw(issued: Issued) -> bytes:
    """Return the slip as a PDF in its person's language."""
    with translation.override(issued.slip.user.language):
        return _Sheet(issued).output_bytes()


class _Sheet:
    """One slip on its page, drawn from the top down."""

    def __init__(self, issued: Issued) -> None:
        self.issued = issued
        self.language = issued.slip.user.language
        self.rtl = self.language == "ar"
        self.pdf = paper.new(WIDTH, HEIGHT, margin=MARGIN)
        self.pdf.set_title(_("First login to Damgha"))
        self.pdf.add_page()

    def output_bytes(self) -> bytes:
        """Draw everything and return the file."""
        self._comb()
        self._head()
        self._steps()
        self._square()
        self._digits()
        self._foot()
        return bytes(self.pdf.output())

    def _comb(self) -> None:
        """Draw the dividing comb along the top, as on our pages."""
        self.pdf.set_fill_color(*NILA)
        self.pdf.rect(0, 0, WIDTH, 1.2, style="F")
        for tooth in range(37):
            self.pdf.rect(tooth * 4 + 1.7, 1.2, 0.6, 2.6, style="F")

    def _head(self) -> None:
        self.pdf.set_y(12)
        self._line("دمغة" if self.rtl else "Damgha", 22, bold=True, colour=NILA, height=11)
        self._line(_("First login"), 15, height=8)
        self._line(self.issued.slip.user.get_full_name() or self._phone(), 17, bold=True, height=10)

    def _phone(self) -> str:
        return f"{ISOLATE}{self.issued.slip.user.phone or ''}{END}"

    def _steps(self) -> None:
        self.pdf.set_y(self.pdf.get_y() + 2)
        steps = (
            _("Open the camera of your phone and hold it over the square."),
            _("Touch the address that appears."),
            _("Type the six digits below. You stay logged in."),
        )
        for number, step in enumerate(steps, 1):
            self._step(number, step)

    def _step(self, number: int, text: str) -> None:
        top, size = self.pdf.get_y(), 7.0
        start = WIDTH - MARGIN - size if self.rtl else MARGIN
        self.pdf.set_draw_color(*NILA)
        self.pdf.set_line_width(0.5)
        self.pdf.ellipse(start, top, size, size)
        self._say(12, bold=True, colour=NILA)
        self.pdf.set_xy(start, top)
        self.pdf.cell(size, size, str(number), align=Align.C)
        self._say(12.5)
        self.pdf.set_xy(MARGIN if self.rtl else MARGIN + size + 4, top)
        self.pdf.multi_cell(
            WIDTH - 2 * MARGIN - size - 4,
            6.4,
            text,
            align=Align.R if self.rtl else Align.L,
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
        )
        self.pdf.set_y(max(self.pdf.get_y(), top + size) + 2)

    def _square(self) -> None:
        """Draw the QR of the address, dark on white with its quiet zone, and the address for who has no camera."""
        address = settings.PUBLIC_ORIGIN + reverse("start", args=[self.issued.token])
        drawing = io.BytesIO()
        segno.make(address, error="m", micro=False).save(drawing, kind="png", scale=12, border=4)
        top = self.pdf.get_y() + 1
        self.pdf.image(drawing, x=(WIDTH - QR) / 2, y=top, w=QR, h=QR)
        self.pdf.set_y(top + QR)
        self._line(f"{LEFT_TO_RIGHT}{address.removeprefix('https://')}{END}", 7.5, colour=QUIET, height=4)

    def _digits(self) -> None:
        """Draw the PIN in six boxes, read from the left in every language."""
        top, box, gap = self.pdf.get_y() + 3, 13.0, 2.5
        left = (WIDTH - 6 * box - 5 * gap) / 2
        self.pdf.set_draw_color(*INK)
        self.pdf.set_line_width(0.4)
        for index, digit in enumerate(self.issued.pin):
            x = left + index * (box + gap)
            self.pdf.rect(x, top, box, 16)
            self._say(26, bold=True)
            self.pdf.set_xy(x, top)
            self.pdf.cell(box, 16, digit, align=Align.C)
        self.pdf.set_y(top + 19)

    def _foot(self) -> None:
        slip, write_day = self.issued.slip, partial(formats.day, language=self.language)
        self._line(
            _("Good once, until %(day)s.") % {"day": write_day(slip.expires_at)}, 12.5, bold=True, height=7
        )
        self._line(_("Keep this paper to yourself. We never ask for the digits by phone."), 10.5, height=6)
        body = getattr(slip.body, f"name_{self.language}", "") or slip.body.name
        printed = _("%(body)s, %(day)s") % {
            "body": f"{ISOLATE}{body}{END}",
            "day": write_day(slip.issued_at),
        }
        self._line(printed, 9, colour=QUIET, height=6)

    def _say(self, size: float, *, bold: bool = False, colour: tuple[int, int, int] = INK) -> None:
        paper.say(self.pdf, size, rtl=self.rtl, bold=bold, colour=colour)

    def _line(
        self,
        text: str,
        size: float,
        *,
        bold: bool = False,
        colour: tuple[int, int, int] = INK,
        height: float = 7.0,
    ) -> None:
        self._say(size, bold=bold, colour=colour)
        self.pdf.multi_cell(
            WIDTH - 2 * MARGIN, height, text, align=Align.C, new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )
