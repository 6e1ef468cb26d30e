"""The picture a shop shares: the whole piece on white, its price, and the way to its page as a QR and a short code.

Drawn on demand from what the piece's page shows, never more: a name as far as its maker consented, and a seal only on
a stamped piece. The output is a JPEG without metadata. Reads no row and no clock; docs/share-kit.md has the whole.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from math import cos, radians, sin
from pathlib import Path
from typing import IO

import segno
from PIL import Image, ImageDraw, ImageFont, features

from marketplace import seal

DRAWN = Path(__file__).parent / "drawn"
LATIN = "share-latin.ttf"
SHAPES = {"portrait": (1080, 1350), "square": (1080, 1080)}
LOOKS = 1  # raise it when the same facts are to be drawn anew
MARGIN = 60
STONE, WHITE, INK, INK_2 = "#f3f1ec", "#ffffff", "#14130f", "#57534a"
NILA, THREAD, STAMP = "#1d2a5c", "#8a2e1c", "#8a4a1a"
QUIET_MODULES = 2  # of white round the QR, beside the white of its own ground
FINER = 4  # round things are drawn larger and shrunk: Pillow's own circles have teeth


@dataclass(frozen=True)
class Facts:
    """What the picture says, in words of one language; empty words are left out."""

    language: str
    title: str
    place: str
    maker: str
    price: str
    address: str  # what the QR holds
    code: str
    photo: str  # names the file; part of the picture's key
    grade: int = 0  # 0: not stamped, and nothing in the picture may look as if
    stamped: str = ""  # "stamp", and the word of its grade
    grade_word: str = ""
    note: str = ""

    def key(self, shape: str) -> str:
        """Return the name of the picture of these facts: another one whenever something it shows changes."""
        shown = json.dumps([LOOKS, shape, asdict(self)], ensure_ascii=False, sort_keys=True)
        return hashlib.blake2b(shown.encode(), digest_size=16).hexdigest()


def draw(facts: Facts, photo: IO[bytes], shape: str = "portrait") -> bytes:
    """Return the picture as JPEG, the piece uncropped: nothing of a fringe or a rim is cut off.

    :raises OSError: the photo cannot be read.
    """
    width, height = SHAPES[shape]
    words = _Words(facts.language)
    text_height = 430 if shape == "portrait" else 410
    canvas = Image.new("RGB", (width, height), STONE)
    _place_photo(canvas, photo, height - text_height)
    pen = ImageDraw.Draw(canvas)
    _comb(pen, top=height - text_height, width=width)
    below = height - text_height + 44
    qr_size = 250 if shape == "portrait" else 220
    _way_to_the_page(canvas, pen, words, facts, top=below, size=qr_size)
    room = width - 2 * MARGIN - qr_size - 50
    _say(canvas, pen, words, facts, top=below, room=room)
    _sign(canvas, words, bottom=height - 36)
    if facts.note:
        words.write(pen, (words.start(width, 160), height - 74), facts.note, words.plain(26), INK_2)
    out = io.BytesIO()
    canvas.save(out, "JPEG", quality=86, optimize=False, progressive=False)
    return out.getvalue()


def _place_photo(canvas: Image.Image, photo: IO[bytes], height: int) -> None:
    """Put the whole photo on white, as large as the room above the words allows."""
    ground = Image.new("RGB", (canvas.width, height), WHITE)
    with Image.open(photo, formats=("JPEG", "WEBP")) as opened:
        opened.draft("RGB", (canvas.width, height))
        picture = opened.convert("RGB")
    scale = min(canvas.width / picture.width, height / picture.height)
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    picture = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    ground.paste(picture, ((ground.width - size[0]) // 2, (height - size[1]) // 2))
    canvas.paste(ground)


def _comb(pen: ImageDraw.ImageDraw, *, top: int, width: int) -> None:
    """Draw the comb that is woven across the tops of our pages, between the photo and the words."""
    pen.rectangle((0, top, width, top + 3), fill=THREAD)
    for tooth in range(0, width, 12):
        pen.rectangle((tooth, top, tooth + 3, top + (20 if tooth % 72 == 0 else 12)), fill=THREAD)


def _way_to_the_page(
    canvas: Image.Image, pen: ImageDraw.ImageDraw, words: _Words, facts: Facts, *, top: int, size: int
) -> None:
    """Draw the QR at the end of the lines, its short code below it."""
    qr = _qr(facts.address, size)
    left = words.end(canvas.width, qr.width)
    canvas.paste(qr, (left, top))
    middle = left + qr.width // 2, top + qr.height + 34
    pen.text(middle, facts.code, INK, _font(LATIN, 44), anchor="mm", direction="ltr", language="en")


def _qr(address: str, size: int) -> Image.Image:
    """Return a QR of whole pixels per module, at most `size` wide, quiet zone included."""
    matrix = segno.make(address, error="m", micro=False).matrix
    modules = len(matrix) + 2 * QUIET_MODULES
    small = Image.new("L", (modules, modules), 255)
    for y, row in enumerate(matrix, QUIET_MODULES):
        for x, dark in enumerate(row, QUIET_MODULES):
            if dark:
                small.putpixel((x, y), 0)
    scale = max(1, size // modules)
    return small.resize((modules * scale, modules * scale), Image.Resampling.NEAREST).convert("RGB")


def _say(
    canvas: Image.Image, pen: ImageDraw.ImageDraw, words: _Words, facts: Facts, *, top: int, room: int
) -> None:
    """Write title, who and where, the price, and the seal of a stamped piece, from the start of the line."""
    y = top - 6
    title = words.strong(50 if len(facts.title) < 34 else 42)
    for line in words.lines(facts.title, title, room, most=2):
        words.write(pen, (words.start(canvas.width), y), line, title, INK)
        y += round(title.size * 1.36)
    y += 6
    comma = "، " if facts.language == "ar" else ", "
    who = comma.join(part for part in (facts.maker, facts.place) if part)
    for line in words.lines(who, words.plain(32), room, most=1):
        words.write(pen, (words.start(canvas.width), y), line, words.plain(32), INK_2)
        y += 50
    price = words.strong(60)
    words.write(pen, (words.start(canvas.width), y), facts.price, price, NILA)
    if facts.grade:
        _stamp(
            canvas, pen, words, facts, top=y, room=room, further=round(words.width(facts.price, price)) + 40
        )


def _stamp(
    canvas: Image.Image,
    pen: ImageDraw.ImageDraw,
    words: _Words,
    facts: Facts,
    *,
    top: int,
    room: int,
    further: int,
) -> None:
    """Put the seal behind the price, its two words beside it."""
    drawn = _seal(facts.grade, 72)
    left = words.from_start(words.start(canvas.width, further), drawn.width)
    canvas.paste(Image.new("RGB", drawn.size, STAMP), (left, top + 8), drawn)
    further += drawn.width + 16
    font, y = words.strong(27), top + (6 if words.rtl else 10)
    for text in (facts.stamped, facts.grade_word):
        for line in words.lines(text, font, room - further, most=2):
            words.write(pen, (words.start(canvas.width, further), y), line, font, STAMP)
            y += 34


def _sign(canvas: Image.Image, words: _Words, *, bottom: int) -> None:
    """Put the wordmark in the corner where the lines begin."""
    mark = _wordmark(46)
    x = words.from_start(words.start(canvas.width), mark.width)
    canvas.paste(Image.new("RGB", mark.size, INK), (x, bottom - mark.height), mark)


@cache
def _wordmark(height: int) -> Image.Image:
    with Image.open(DRAWN / "wordmark.png") as opened:
        mask = opened.convert("L")
    return mask.resize((round(mask.width * height / mask.height), height), Image.Resampling.LANCZOS)


def _seal(grade: int, size: int) -> Image.Image:
    """Return the small seal of a grade as a mask: the disc and its six holes, as `marketplace.seal.symbol` draws it."""
    full, side = seal.filled(grade), size * FINER
    unit, centre = side / 32, side / 2
    mask = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(mask)

    def ring(x: float, y: float, radius: float, width: float) -> None:
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=255, width=round(width))

    ring(centre, centre, 15.7 * unit, 2.2 * unit)
    for index in range(seal.ARC_HOLES):
        turn = radians(seal.TOP + (index - (seal.ARC_HOLES - 1) / 2) * 52)
        x, y = centre + 8.4 * unit * cos(turn), centre + 8.4 * unit * sin(turn)
        if index < full:
            radius = 2.5 * unit
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
        else:
            ring(x, y, 2.45 * unit, 1.1 * unit)
    return mask.resize((size, size), Image.Resampling.LANCZOS)


class _Words:
    """Sets words in one language: letters joined and ordered by raqm, lines beginning where the language begins."""

    def __init__(self, language: str) -> None:
        self.language, self.rtl = language, language == "ar"
        self.direction = "rtl" if self.rtl else "ltr"

    def strong(self, size: int) -> ImageFont.FreeTypeFont:
        return _font("share-strong.ttf" if self.rtl else LATIN, size)

    def plain(self, size: int) -> ImageFont.FreeTypeFont:
        return _font("share-plain.ttf" if self.rtl else LATIN, size)

    def width(self, text: str, font: ImageFont.FreeTypeFont) -> float:
        """Return how wide a line becomes."""
        return font.getlength(text, direction=self.direction, language=self.language)

    def start(self, width: int, further: int = 0) -> int:
        """Return where lines begin in a picture `width` wide, `further` pixels into the line."""
        return width - MARGIN - further if self.rtl else MARGIN + further

    def from_start(self, start: int, wide: int) -> int:
        """Return the left edge of something `wide` that begins at `start`."""
        return start - wide if self.rtl else start

    def end(self, width: int, wide: int) -> int:
        """Return the left edge of something `wide` that stands where lines end."""
        return MARGIN if self.rtl else width - MARGIN - wide

    def write(
        self,
        pen: ImageDraw.ImageDraw,
        at: tuple[int, int],
        text: str,
        font: ImageFont.FreeTypeFont,
        colour: str,
    ) -> None:
        """Write one line from its beginning."""
        pen.text(
            at,
            text,
            colour,
            font,
            anchor="ra" if self.rtl else "la",
            direction=self.direction,
            language=self.language,
        )

    def lines(self, text: str, font: ImageFont.FreeTypeFont, room: int, *, most: int) -> Iterator[str]:
        """Yield `text` in at most so many lines that fit; what is left over ends in an ellipsis."""
        left = text.split()
        for number in range(most):
            taken = 1
            while taken < len(left) and self._fits(" ".join(left[: taken + 1]), font, room):
                taken += 1
            line, left = " ".join(left[:taken]), left[taken:]
            if not line:
                return
            if left and number == most - 1:
                line += "…"
            while len(line) > 2 and not self._fits(line, font, room):
                line = line.rstrip("…")[:-1].rstrip() + "…"
            yield line

    def _fits(self, text: str, font: ImageFont.FreeTypeFont, room: int) -> bool:
        return self.width(text, font) <= room


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """Return a font that joins Arabic.

    :raises RuntimeError: this Pillow has no raqm, and would write Arabic in single letters from left to right.
    """
    if not features.check("raqm"):
        raise RuntimeError("Pillow was built without raqm: install its wheel")
    return ImageFont.truetype(str(DRAWN / name), size, layout_engine=ImageFont.Layout.RAQM)
