"""Patterns as weavers count them: a grid of knots, bands that repeat, fields that mirror."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

Pattern = Callable[[int, int, int, int], int]
"""(place along, place across, period, height) → 0 for the ground, 1 or 2 for a thread."""


class Loom:
    """A grid of colour numbers, row after row, as a weaver fills it."""

    def __init__(self, width: int, height: int, colour: int = 0) -> None:
        self.width, self.height = width, height
        self.cells = bytearray([colour]) * (width * height)

    def rows(self, top: int, bottom: int, colour: int) -> None:
        """Fill whole rows."""
        top, bottom = max(0, top), min(self.height, bottom)
        if bottom > top:
            self.cells[top * self.width : bottom * self.width] = bytearray([colour]) * (
                (bottom - top) * self.width
            )

    def box(self, left: int, top: int, right: int, bottom: int, colour: int) -> None:
        """Fill a rectangle, right and bottom excluded."""
        left, right = max(0, left), min(self.width, right)
        for y in range(max(0, top), min(self.height, bottom)):
            if right > left:
                self.cells[y * self.width + left : y * self.width + right] = bytearray([colour]) * (
                    right - left
                )

    def put(self, x: int, y: int, colour: int) -> None:
        """Tie one knot when it is on the loom."""
        if 0 <= x < self.width and 0 <= y < self.height:
            self.cells[y * self.width + x] = colour

    def stamp(self, cx: int, cy: int, motif: Sequence[str], colours: Sequence[int]) -> None:
        """Tie a small motif around a centre; digits pick from `colours`, other signs leave the ground."""
        top, left = cy - len(motif) // 2, cx - len(motif[0]) // 2
        for dy, line in enumerate(motif):
            for dx, sign in enumerate(line):
                if sign.isdigit():
                    self.put(left + dx, top + dy, colours[int(sign) % len(colours)])

    def band(
        self,
        top: int,
        height: int,
        pattern: Pattern,
        period: int,
        colours: Sequence[int],
        left: int = 0,
        right: int | None = None,
    ) -> None:
        """Weave one patterned band across, its repeat centred."""
        right = self.width if right is None else right
        length = right - left
        if length <= 0:
            return
        start = -((length // 2) % period) + period // 2 + period
        for j in range(height):
            y = top + j
            if 0 <= y < self.height:
                once = bytes(colours[pattern((i + start) % period, j, period, height)] for i in range(period))
                line = once * (length // period + 2)
                self.cells[y * self.width + left : y * self.width + right] = line[:length]

    def post(
        self,
        left: int,
        width: int,
        pattern: Pattern,
        period: int,
        colours: Sequence[int],
        top: int,
        bottom: int,
    ) -> None:
        """Weave one patterned band upright."""
        length = bottom - top
        start = -((length // 2) % period) + period // 2 + period
        for i in range(period):
            knots = bytes(colours[pattern(i, j, period, width)] for j in range(width))
            for y in range(top + ((i - start) % period), bottom, period):
                if 0 <= y < self.height:
                    self.cells[y * self.width + left : y * self.width + left + width] = knots

    def quarter(self, left: int, top: int, right: int, bottom: int, field: Callable[[int, int], int]) -> None:
        """Fill a rectangle with a field given from its centre (0, 0) outwards, mirrored both ways."""
        half_w, half_h = (right - left + 1) // 2, (bottom - top + 1) // 2
        for dy in range(half_h):
            out = bytes(field(dx, dy) for dx in range(half_w))
            line = (out[::-1] + (out if (right - left) % 2 == 0 else out[1:]))[: right - left]
            for y in {top + half_h - 1 - dy, bottom - half_h + dy}:
                self.cells[y * self.width + left : y * self.width + right] = line

    def slips(self, rng: random.Random, count: int) -> None:
        """Make the few mistakes of a hand: a knot takes its neighbour's colour."""
        for _ in range(count):
            at = rng.randrange(self.width, len(self.cells) - self.width)
            self.cells[at] = self.cells[at + rng.choice((-1, 1, self.width))]


def plain(i: int, j: int, period: int, height: int) -> int:
    """Return the thread everywhere."""
    return 1


def lines(i: int, j: int, period: int, height: int) -> int:
    """Return every other row."""
    return j % 2


def zigzag(i: int, j: int, period: int, height: int) -> int:
    """Return a broken line that climbs and falls once per period."""
    climb = abs(i - period // 2) * (height - 1) * 2 / period
    away = abs(j - climb)
    return 1 if away < max(1, height / 5) else (2 if away < max(1, height / 5) + 1.1 else 0)


def peaks(i: int, j: int, period: int, height: int) -> int:
    """Return filled triangles standing on the lower edge."""
    return 1 if (height - j) > abs(i - period // 2) * height * 2 / period else 0


def sawtooth(i: int, j: int, period: int, height: int) -> int:
    """Return triangles from both edges that meet."""
    climb = abs(i - period // 2) * 2 / period * height
    return 1 if j >= climb else 2


def lozenges(i: int, j: int, period: int, height: int) -> int:
    """Return a chain of nested lozenges."""
    away = abs(i - period // 2) / (period / 2) + abs(j - (height - 1) / 2) / (height / 2)
    if away > 0.98:
        return 0
    return 1 if away > 0.55 or away < 0.22 else 2


def combs(i: int, j: int, period: int, height: int) -> int:
    """Return combs: a back of wool and parallel teeth."""
    back = max(1, height // 4)
    if j >= height - back:
        return 1
    if i == 0:
        return 0
    return 1 if i % 2 and j >= (0 if i % 4 == 1 else height // 5) else 0


def double_combs(i: int, j: int, period: int, height: int) -> int:
    """Return teeth on both sides of a middle line."""
    middle = (height - 1) / 2
    if abs(j - middle) < max(0.6, height / 10):
        return 2
    return 1 if i % 2 and i != period - 1 else 0


def checks(i: int, j: int, period: int, height: int) -> int:
    """Return small squares."""
    side = max(1, period // 4)
    return 1 + (i // side + j // side) % 2


def crosses(i: int, j: int, period: int, height: int) -> int:
    """Return a slanting cross in each period."""
    across = (j - (height - 1) / 2) / (height / 2)
    along = (i - (period - 1) / 2) / (period / 2)
    away = abs(abs(across) - abs(along))
    return 1 if away < 2.2 / height else (2 if abs(along) + abs(across) < 0.34 else 0)


def hourglasses(i: int, j: int, period: int, height: int) -> int:
    """Return two triangles that meet at their tips."""
    across = abs(j - (height - 1) / 2) / (height / 2)
    along = abs(i - (period - 1) / 2) / (period / 2)
    return 1 if along < across * 0.86 else (2 if along > 0.92 else 0)


def dashes(i: int, j: int, period: int, height: int) -> int:
    """Return a dashed line."""
    return 1 if i < period / 2 else 2


def steps(i: int, j: int, period: int, height: int) -> int:
    """Return stairs that climb and fall."""
    stair = max(1, period // 8)
    climb = abs(i - period // 2) // stair * stair * 2 / period * height
    return 1 if j >= climb else 0


def arrows(i: int, j: int, period: int, height: int) -> int:
    """Return herringbone."""
    return 1 if (i + abs(j - height // 2)) % max(3, period // 2) < max(1, period // 5) else 0


def palms(i: int, j: int, period: int, height: int) -> int:
    """Return small palmettes: a stem with leaves that droop."""
    along = abs(i - period // 2)
    if along == 0:
        return 1
    leaf = j - along * 0.8
    return 1 if j < height - 2 and along <= height * 0.42 and leaf >= 0 and round(leaf) % 3 == 0 else 0


BANDS: tuple[Pattern, ...] = (
    zigzag, peaks, sawtooth, lozenges, combs, double_combs, checks, crosses, hourglasses, steps, arrows, palms,
)  # fmt: skip

MOTIFS: tuple[tuple[str, ...], ...] = (
    ("...0...", "..000..", ".00100.", "0011100", ".00100.", "..000..", "...0..."),
    ("0.0.0.0", "0.0.0.0", "0000000", "...1...", "0000000", "0.0.0.0", "0.0.0.0"),
    ("00...00", "000.000", ".00000.", "..010..", ".00000.", "000.000", "00...00"),
    ("..0..", ".0.0.", "0.1.0", ".0.0.", "..0..", "..0..", "00000"),
    ("0...0", ".0.0.", "..1..", ".0.0.", "0...0"),
    ("...0...", "..0.0..", ".0.1.0.", "0.111.0", ".0.1.0.", "..0.0..", "...0..."),
    (".00.00.", "0000000", "0011100", ".01110.", "0011100", "0000000", ".00.00."),
    ("0000000", "0.....0", "0.111.0", "0.1.1.0", "0.111.0", "0.....0", "0000000"),
    ("...0...", "...0...", ".00000.", "...0...", ".00000.", "...0...", "..000.."),
    ("0.....0", "0.0.0.0", "0.0.0.0", ".00000.", "...0...", "...0...", "..111.."),
)
