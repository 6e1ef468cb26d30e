"""Silver of the Ahaggar and carved stone: a height map, cut by a graver, turned into light on metal."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Mapping
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFilter

from .ground import BICUBIC, BILINEAR, Piece, fork, grow, lit, noise, on, plaster, relief, sum_of_light, white
from .palette import RGB, STONES, drift, mix
from .scene import close
from .wishes import pick, says

KINDS = (
    "jewellery.silver.bracelet", "jewellery.silver.ring", "jewellery.silver.pendant", "jewellery.silver.earrings",
    "jewellery.silver.cross", "jewellery.white.pendant", "stone.carved",
)  # fmt: skip
VIEWS = ("whole", "detail", "room")

Point = tuple[float, float]


def size_of(kind: str, traits: Mapping[str, object], view: str) -> tuple[int, int]:
    """Return the shape of one view."""
    return (1000, 1000) if view == "room" else (1000, 800) if view == "detail" else (1000, 1080)


@dataclass
class Plate:
    """A sheet of metal under work, drawn twice as large as it will be seen; units are shares of the width."""

    pixels: int
    zoom: float = 1.0

    def __post_init__(self) -> None:
        self.side = self.pixels * 2
        self.shape = Image.new("L", (self.side, self.side))
        self.cuts = Image.new("L", (self.side, self.side), 128)
        self.stones: list[tuple[float, float, float, float]] = []
        self._shape = ImageDraw.Draw(self.shape)
        self._cuts = ImageDraw.Draw(self.cuts)
        self.graver = max(2, round(self.side / 190 * self.zoom))

    def _to(self, points: list[Point]) -> list[Point]:
        return [(self._at(x), self._at(y)) for x, y in points]

    def _at(self, share: float) -> float:
        return ((share - 0.5) * self.zoom + 0.5) * self.side

    def _round(self, x: float, y: float, rx: float, ry: float) -> tuple[float, float, float, float]:
        return self._at(x - rx), self._at(y - ry), self._at(x + rx), self._at(y + ry)

    def metal(self, points: list[Point], fill: int = 255) -> None:
        """Add (or, with 0, cut away) a polygon of metal."""
        self._shape.polygon(self._to(points), fill=fill)

    def disc(self, x: float, y: float, r: float, fill: int = 255, ry: float | None = None) -> None:
        """Add or cut away a disc."""
        ry = r if ry is None else ry
        self._shape.ellipse(self._round(x, y, r, ry), fill=fill)

    def wire(self, points: list[Point], thick: float) -> None:
        """Add a wire."""
        self._shape.line(
            self._to(points), fill=255, width=max(2, round(thick * self.side * self.zoom)), joint="curve"
        )

    def cut(self, points: list[Point], deep: int = 60, thick: float = 1.0) -> None:
        """Engrave a line."""
        self._cuts.line(
            self._to(points), fill=128 - deep, width=max(1, round(self.graver * thick)), joint="curve"
        )

    def pit(self, x: float, y: float, r: float, deep: int = 70) -> None:
        """Punch a dot."""
        self._cuts.ellipse(self._round(x, y, r, r), fill=128 - deep)

    def ring(self, x: float, y: float, r: float, deep: int = 60, thick: float = 1.0) -> None:
        """Engrave a circle."""
        self._cuts.ellipse(
            self._round(x, y, r, r),
            outline=128 - deep, width=max(1, round(self.graver * thick)),
        )  # fmt: skip

    def field(self, points: list[Point], deep: int) -> None:
        """Sink or raise a polygon."""
        self._cuts.polygon(self._to(points), fill=128 - deep)

    def bead(self, x: float, y: float, r: float) -> None:
        """Solder a grain on."""
        for k in range(5):
            q = r * (1 - k / 5)
            self._cuts.ellipse(self._round(x, y, q, q), fill=128 + 22 * (k + 1))


def _inset(points: list[Point], share: float) -> list[Point]:
    cx = sum(x for x, _ in points) / len(points)
    cy = sum(y for _, y in points) / len(points)
    return [(cx + (x - cx) * share, cy + (y - cy) * share) for x, y in points]


def _between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _hatch_edge(plate: Plate, points: list[Point], rng: random.Random, inner: float, style: str) -> None:
    """Engrave a border between an outline and its inset."""
    inside = _inset(points, inner)
    closed, closed_in = [*points, points[0]], [*inside, inside[0]]
    plate.cut(closed_in, 62)
    for a, b, c, d in zip(closed, closed[1:], closed_in, closed_in[1:], strict=False):
        length = math.hypot(b[0] - a[0], b[1] - a[1])
        count = max(2, round(length / 0.022))
        for i in range(count):
            s, t = i / count, (i + 1) / count
            if style == "saw":
                plate.cut([_between(a, b, s), _between(c, d, (s + t) / 2), _between(a, b, t)], 58)
            elif style == "rope":
                plate.cut([_between(a, b, s), _between(c, d, t)], 58)
            elif style == "dots":
                p, q = _between(a, b, (s + t) / 2), _between(c, d, (s + t) / 2)
                plate.pit((p[0] + q[0]) / 2, (p[1] + q[1]) / 2, 0.0045)
            elif i % 2:
                plate.field([_between(a, b, s), _between(a, b, t), _between(c, d, t), _between(c, d, s)], 40)


_EDGES = ("saw", "rope", "dots", "blocks")


def _rosette(plate: Plate, x: float, y: float, r: float, rng: random.Random) -> None:
    """Engrave a figure round a point."""
    style = rng.choice(("sun", "cross", "eye", "petals"))
    petals = rng.choice((6, 8, 12))
    plate.ring(x, y, r, 64)
    if style == "sun":
        plate.ring(x, y, r * 0.45, 60)
        for k in range(petals * 2):
            a = math.tau * k / petals / 2
            plate.cut(
                [
                    (x + math.cos(a) * r * 0.5, y + math.sin(a) * r * 0.5),
                    (x + math.cos(a) * r * 0.92, y + math.sin(a) * r * 0.92),
                ],
                54,
            )
    elif style == "cross":
        for k in range(4):
            a = math.tau * k / 4 + math.pi / 4
            tip = (x + math.cos(a) * r * 0.9, y + math.sin(a) * r * 0.9)
            for spread in (-0.28, 0.28):
                plate.cut(
                    [(x + math.cos(a + spread) * r * 0.25, y + math.sin(a + spread) * r * 0.25), tip], 60
                )
            plate.pit(
                x + math.cos(a + math.pi / 4) * r * 0.6, y + math.sin(a + math.pi / 4) * r * 0.6, r * 0.07
            )
    elif style == "eye":
        for q in (r * 0.75, r * 0.5):
            plate.cut([(x - q, y), (x, y - q), (x + q, y), (x, y + q), (x - q, y)], 60)
        plate.pit(x, y, r * 0.12)
    else:
        for k in range(petals):
            a = math.tau * k / petals
            b, c = a - math.pi / petals * 0.7, a + math.pi / petals * 0.7
            shoulders = [(x + math.cos(t) * r * 0.55, y + math.sin(t) * r * 0.55) for t in (b, c)]
            tip = (x + math.cos(a) * r * 0.94, y + math.sin(a) * r * 0.94)
            plate.cut([(x, y), shoulders[0], tip, shoulders[1], (x, y)], 58, 0.8)
        plate.pit(x, y, r * 0.1)


def _bail(plate: Plate, x: float, y: float, r: float) -> None:
    """Solder the eye it hangs from."""
    plate.disc(x, y, r)
    plate.disc(x, y, r * 0.52, 0)


def _cross(plate: Plate, rng: random.Random, traits: Mapping[str, object]) -> None:
    """A cross of the Ahaggar: ring above, arms below, tips with grains; every camp cuts its own."""
    cx = 0.5
    build = pick(rng, ("ring", "ring", "rhomb", "tower"), traits, {"large ring": "ring"})
    wide, top = rng.uniform(0.22, 0.31), rng.uniform(0.33, 0.40)
    low = rng.uniform(0.86, 0.93)
    mid = (top + low) / 2 + rng.uniform(-0.03, 0.03)
    waist = rng.uniform(0.07, 0.12)
    arm, tip = waist * 0.9, 0.03
    right = [(cx + 0.045, top), (cx + waist, mid - arm), (cx + wide, mid - tip), (cx + wide, mid + tip)]
    right += [(cx + waist, mid + arm), (cx + 0.035, low)]
    body = [*right, *((2 * cx - x, y) for x, y in reversed(right))]
    plate.metal(body)
    if build == "ring":
        r = rng.uniform(0.11, 0.15)
        y = top - r * 0.72
        plate.disc(cx, y, r)
        hole = rng.uniform(0.52, 0.66)
        if rng.random() < 0.5:
            plate.disc(cx, y, r * hole, 0)
        else:
            plate.metal([(cx, y - r * hole), (cx + r * hole, y), (cx, y + r * hole), (cx - r * hole, y)], 0)
        for k in range(28):
            a = math.tau * k / 28
            plate.pit(cx + math.cos(a) * r * (hole + 1) / 2, y + math.sin(a) * r * (hole + 1) / 2, 0.005)
        _bail(plate, cx, y - r - 0.03, 0.042)
    elif build == "rhomb":
        y, r = top - 0.10, 0.14
        rhomb = [(cx, y - r), (cx + r, y), (cx, y + r), (cx - r, y)]
        plate.metal(rhomb)
        plate.metal(_inset(rhomb, rng.uniform(0.4, 0.55)), 0)
        plate.cut([*_inset(rhomb, 0.78), _inset(rhomb, 0.78)[0]], 60)
        _bail(plate, cx, y - r - 0.02, 0.042)
    else:
        plate.metal(
            [
                (cx - 0.10, top - 0.20),
                (cx + 0.10, top - 0.20),
                (cx + 0.06, top + 0.02),
                (cx - 0.06, top + 0.02),
            ]
        )
        for k in range(4):
            plate.cut(
                [
                    (cx - 0.085 + k * 0.006, top - 0.17 + k * 0.045),
                    (cx + 0.085 - k * 0.006, top - 0.17 + k * 0.045),
                ],
                60,
            )
        _bail(plate, cx, top - 0.23, 0.045)
    for x, y in ((cx - wide, mid), (cx + wide, mid), (cx, low)):
        plate.disc(x, y, 0.042)
        plate.bead(x, y, 0.03)
        plate.ring(x, y, 0.036, 50)
    for side in (-1, 1):
        for k in range(rng.choice((3, 4))):
            x = cx + side * (wide * 0.55 + k * 0.022)
            plate.cut([(x, mid - 0.05 + k * 0.006), (x, mid + 0.05 - k * 0.006)], 56)
    for k in range(rng.choice((3, 4, 5))):
        y = low - 0.07 - k * 0.026
        plate.cut([(cx - 0.045 - k * 0.006, y), (cx + 0.045 + k * 0.006, y)], 56)
    edge = _inset(body, 0.80)
    plate.cut([*edge, edge[0]], 48, 0.8)
    _rosette(plate, cx, mid, waist * rng.uniform(0.75, 0.95), rng)


def _pendant(plate: Plate, rng: random.Random, stone: bool, traits: Mapping[str, object]) -> None:
    """A pendant: triangle, amulet case, shield, drop or hand-cut disc, engraved all over."""
    build = pick(
        rng,
        ("triangle", "case", "shield", "disc", "drop"),
        traits,
        {"triangle": "triangle", "charm case": "case"},
    )
    cx = 0.5
    if build == "triangle":
        top, low, wide = rng.uniform(0.22, 0.28), rng.uniform(0.74, 0.80), rng.uniform(0.30, 0.38)
        body = [(cx, top), (cx + wide, low), (cx - wide, low)]
        plate.metal(body)
        _hatch_edge(plate, _inset(body, 0.94), rng, 0.78, rng.choice(_EDGES))
        if stone:
            plate.stones.append((cx, low - 0.16, 0.075, 0.075))
        else:
            _rosette(plate, cx, low - 0.17, 0.10, rng)
        for k in range(3):
            plate.cut(
                [
                    (cx - 0.03 - k * 0.025, top + 0.17 + k * 0.045),
                    (cx + 0.03 + k * 0.025, top + 0.17 + k * 0.045),
                ],
                50,
            )
        count = rng.choice((3, 5, 7))
        for i in range(count):
            x = cx + (i - (count - 1) / 2) * wide * 2 * 0.86 / (count - 1)
            plate.wire([(x, low), (x, low + 0.05)], 0.012)
            plate.metal([(x, low + 0.03), (x + 0.026, low + 0.10), (x, low + 0.13), (x - 0.026, low + 0.10)])
        _bail(plate, cx, top - 0.015, 0.045)
    elif build == "case":
        wide, top, low = rng.uniform(0.26, 0.34), rng.uniform(0.28, 0.32), rng.uniform(0.70, 0.78)
        body = [(cx - wide, top), (cx + wide, top), (cx + wide, low), (cx - wide, low)]
        plate.metal(body)
        _hatch_edge(plate, _inset(body, 0.95), rng, 0.82, rng.choice(_EDGES))
        _hatch_edge(plate, _inset(body, 0.72), rng, 0.78, rng.choice(_EDGES))
        if stone:
            plate.stones.append((cx, (top + low) / 2, 0.085, 0.085))
            plate.ring(cx, (top + low) / 2, 0.105, 60)
        else:
            _rosette(plate, cx, (top + low) / 2, 0.12, rng)
        for x, y in body:
            plate.bead(
                _between((cx, 0.5), (x, y), 0.84)[0], _between((cx, (top + low) / 2), (x, y), 0.84)[1], 0.018
            )
        for x in (cx - wide * 0.7, cx, cx + wide * 0.7):
            _bail(plate, x, top - 0.026, 0.036)
        if rng.random() < 0.6:
            for i in range(5):
                x = cx + (i - 2) * wide * 0.44
                plate.wire([(x, low), (x, low + 0.045)], 0.011)
                plate.disc(x, low + 0.065, 0.026)
                plate.bead(x, low + 0.065, 0.02)
    elif build == "shield":
        wide = rng.uniform(0.26, 0.32)
        body = [
            (cx - wide, 0.26),
            (cx, 0.30),
            (cx + wide, 0.26),
            (cx + wide * 0.8, 0.60),
            (cx, 0.90),
            (cx - wide * 0.8, 0.60),
        ]
        plate.metal(body)
        _hatch_edge(plate, _inset(body, 0.93), rng, 0.8, rng.choice(_EDGES))
        if stone:
            plate.stones.append((cx, 0.5, 0.08, 0.10))
        else:
            _rosette(plate, cx, 0.5, 0.12, rng)
        _rosette(plate, cx, 0.70, 0.05, rng)
        _bail(plate, cx, 0.25, 0.05)
    elif build == "disc":
        r, y = rng.uniform(0.26, 0.32), 0.58
        plate.disc(cx, y, r)
        circle = [
            (cx + math.cos(math.tau * k / 40) * r, y + math.sin(math.tau * k / 40) * r) for k in range(40)
        ]
        _hatch_edge(plate, _inset(circle, 0.95), rng, 0.84, rng.choice(_EDGES))
        plate.ring(cx, y, r * 0.62, 60)
        count = rng.choice((6, 8, 10, 12))
        for k in range(count):
            a = math.tau * k / count
            px, py = cx + math.cos(a) * r * 0.71, y + math.sin(a) * r * 0.71
            plate.bead(px, py, 0.018) if k % 2 else plate.ring(px, py, 0.022, 56)
        if stone:
            plate.stones.append((cx, y, r * 0.36, r * 0.36))
        else:
            _rosette(plate, cx, y, r * 0.5, rng)
        _bail(plate, cx, y - r - 0.025, 0.048)
    else:
        points = []
        for k in range(60):
            a = math.tau * k / 60
            swell = 0.24 + 0.04 * math.cos(a)
            points.append(
                (cx + math.sin(a) * swell * (0.55 + 0.45 * math.sin(a / 2) ** 1.2), 0.58 - math.cos(a) * 0.32)
            )
        plate.metal(points)
        _hatch_edge(plate, _inset(points, 0.92), rng, 0.8, rng.choice(_EDGES))
        if stone:
            plate.stones.append((cx, 0.66, 0.09, 0.11))
        else:
            _rosette(plate, cx, 0.66, 0.11, rng)
        plate.cut([(cx, 0.34), (cx, 0.5)], 60)
        for k in range(4):
            plate.cut(
                [(cx - 0.03, 0.37 + k * 0.035), (cx, 0.395 + k * 0.035), (cx + 0.03, 0.37 + k * 0.035)], 56
            )
        _bail(plate, cx, 0.235, 0.048)


def _earrings(plate: Plate, rng: random.Random, stone: bool, traits: Mapping[str, object]) -> None:
    """A pair: hoops with a cut cube, or hanging lozenges; the second is the first again, by hand."""
    build = pick(
        rng,
        ("hoops", "lozenges", "fans", "drops"),
        traits,
        {"hoop": "hoops", "triangle": "fans", "leaf": "drops"},
    )
    swing = rng.uniform(0.9, 1.1)
    gauge, cube_side, wound = (
        rng.uniform(0.024, 0.055),
        rng.uniform(0.038, 0.066),
        rng.choice((12, 20, 28, 40)),
    )
    cut_cube = rng.choice(("cross", "eye", "bars"))
    broad, long, beads = rng.uniform(0.75, 1.25), rng.uniform(0.82, 1.12), rng.choice((0, 1, 3, 5))
    edge, deep, drop = rng.choice(_EDGES), rng.uniform(0.62, 0.82), rng.uniform(0.035, 0.07)
    for cx in (0.27, 0.73):
        if build == "hoops":
            r, y = 0.185 * swing, 0.50
            plate.disc(cx, y, r)
            plate.disc(cx, y, r - gauge, 0)
            plate.metal(
                [
                    (cx - 0.02, y - r - 0.02),
                    (cx + 0.02, y - r - 0.02),
                    (cx + 0.02, y - r + 0.05),
                    (cx - 0.02, y - r + 0.05),
                ],
                0,
            )
            for k in range(wound):
                a = math.pi * (0.06 + 0.88 * k / (wound - 1))
                plate.cut(
                    [
                        (cx + math.cos(a) * (r - gauge), y + math.sin(a) * (r - gauge)),
                        (cx + math.cos(a + 0.06) * r, y + math.sin(a + 0.06) * r),
                    ],
                    54,
                )
            middle, d = y + r - 0.01, cube_side
            cube = [(cx - d, middle - d), (cx + d, middle - d), (cx + d, middle + d), (cx - d, middle + d)]
            plate.metal(cube)
            inner = _inset(cube, 0.7)
            if stone:
                plate.stones.append((cx, middle, d * 0.66, d * 0.66))
            elif cut_cube == "cross":
                plate.cut([inner[0], inner[2]], 60)
                plate.cut([inner[1], inner[3]], 60)
            elif cut_cube == "eye":
                plate.ring(cx, middle, d * 0.55, 64)
                plate.pit(cx, middle, d * 0.18)
            else:
                for share in (0.2, 0.5, 0.8):
                    plate.cut([_between(inner[0], inner[1], share), _between(inner[3], inner[2], share)], 60)
            plate.cut([*_inset(cube, 0.78), _inset(cube, 0.78)[0]], 56)
            continue
        hook = [
            (cx + 0.034 * math.cos(a), 0.20 - 0.05 * math.sin(a))
            for a in (math.tau * k / 36 for k in range(-3, 19))
        ]
        plate.wire([*hook, (cx - 0.03, 0.26), (cx - 0.004, 0.30)], 0.011)
        plate.disc(cx, 0.32, 0.032)
        plate.disc(cx, 0.32, 0.015, 0)
        if build == "lozenges":
            body = [(0, 0.0), (0.13, 0.20), (0, 0.43), (-0.13, 0.20)]
        elif build == "fans":
            body = [(0, 0.0), (0.15, 0.32), (0.08, 0.36), (0, 0.37), (-0.08, 0.36), (-0.15, 0.32)]
        else:
            turns = [math.pi * k / 40 for k in range(40)]
            body = [
                (math.sin(2 * t) * 0.13 * math.sin(t) ** 0.6, 0.21 - math.cos(2 * t) * 0.21) for t in turns
            ]
        body = [(cx + x * broad, 0.335 + y * long) for x, y in body]
        low = max(y for _, y in body)
        heart = 0.335 + (low - 0.335) * (0.62 if build == "fans" else 0.52)
        plate.metal(body)
        _hatch_edge(plate, _inset(body, 0.92), random.Random(wound), deep, edge)
        if stone:
            plate.stones.append((cx, heart, 0.048 * broad, 0.055 * long))
        else:
            _rosette(plate, cx, heart, 0.055 * min(broad, long), random.Random(round(swing * 1e6)))
        for k in range(beads):
            off = k - (beads - 1) / 2
            x = cx + off * 0.11 * broad / max(1, beads - 1) * 2 * (0.9 if build == "fans" else 0.5)
            plate.wire([(x, low - 0.09 * abs(off) / max(1, beads) - 0.03), (x, low + drop)], 0.011)
            plate.disc(x, low + drop + 0.014, 0.02)
            plate.bead(x, low + drop + 0.014, 0.016)


def _bracelet(plate: Plate, rng: random.Random, stone: bool, traits: Mapping[str, object]) -> None:
    """An open bangle seen from the front: engraved band, knobs at the ends."""
    r, thick, y = rng.uniform(0.36, 0.40), rng.uniform(0.075, 0.13), 0.5
    squash = rng.uniform(0.84, 0.93)
    gap = rng.uniform(0.16, 0.26)
    turn = math.pi / 2

    def at(a: float, radius: float) -> Point:
        return 0.5 + math.cos(a) * radius, y + math.sin(a) * radius * squash

    start, end = turn + gap, turn + math.tau - gap
    steps = 90
    outer = [at(start + (end - start) * k / steps, r) for k in range(steps + 1)]
    inner = [at(start + (end - start) * k / steps, r - thick) for k in range(steps + 1)]
    plate.metal([*outer, *reversed(inner)])
    for share in (0.16, 0.84):
        plate.cut([at(start + (end - start) * k / steps, r - thick * share) for k in range(steps + 1)], 62)
    style = pick(
        rng,
        ("saw", "lozenge", "rope", "blocks", "sun"),
        traits,
        {"rope": "rope", "twisted": "rope", "plain": "plain"},
    )
    cells = rng.choice((24, 30, 36, 44))
    for k in range(cells):
        a, b = start + (end - start) * k / cells, start + (end - start) * (k + 1) / cells
        m = (a + b) / 2
        lo, hi, mid = r - thick * 0.80, r - thick * 0.20, r - thick * 0.5
        if style == "saw":
            plate.cut([at(a, lo), at(m, hi), at(b, lo)], 60)
            plate.pit(*at(m, r - thick * 0.62), 0.005)
        elif style == "lozenge":
            plate.cut([at(a, mid), at(m, hi), at(b, mid), at(m, lo), at(a, mid)], 60)
        elif style == "rope":
            plate.cut([at(a, lo), at(b + (b - a) * 0.4, hi)], 66, 1.3)
        elif style == "blocks":
            if k % 2:
                plate.cut([at(a, lo), at(b, hi)], 58)
                plate.cut([at(b, lo), at(a, hi)], 58)
            else:
                plate.cut([at(a, lo), at(a, hi)], 62)
                plate.cut([at(b, lo), at(b, hi)], 62)
        elif style == "plain":
            continue
        elif k % 3 == 1:
            x, yy = at(m, mid)
            plate.ring(x, yy, thick * 0.24, 60)
            plate.pit(x, yy, thick * 0.07)
        else:
            plate.cut([at(m, lo), at(m, hi)], 56)
    for a in (start, end):
        x, yy = at(a, r - thick / 2)
        if rng.random() < 0.8:
            plate.disc(x, yy, thick * 0.62)
            plate.bead(x, yy, thick * 0.5)
        else:
            plate.disc(x, yy, thick * 0.5)
            plate.ring(x, yy, thick * 0.3, 60)
    if stone:
        x, yy = at(turn + math.pi, r - thick / 2)
        plate.disc(x, yy, thick * 0.78)
        plate.stones.append((x, yy, thick * 0.58, thick * 0.58))


def _ring(plate: Plate, rng: random.Random, stone: bool) -> None:
    """A ring seen slantwise: hoop behind, engraved table in front."""
    cx, y, r = 0.5, 0.60, rng.uniform(0.26, 0.29)
    thick = rng.uniform(0.055, 0.085)
    plate.disc(cx, y, r)
    plate.disc(cx, y + 0.006, r - thick, 0)
    for k in range(40):
        a = math.pi * (-0.1 + 1.2 * k / 39)
        plate.cut(
            [
                (cx + math.cos(a) * (r - thick * 0.72), y + math.sin(a) * (r - thick * 0.72)),
                (cx + math.cos(a + 0.05) * (r - thick * 0.25), y + math.sin(a + 0.05) * (r - thick * 0.25)),
            ],
            44,
            0.8,
        )
    build = rng.choice(("square", "lozenge", "round", "octagon"))
    top, w = y - r + 0.01, rng.uniform(0.15, 0.20)
    tall = w * rng.uniform(0.72, 0.92)
    if build == "square":
        table = [(cx - w, top - tall), (cx + w, top - tall), (cx + w, top + tall), (cx - w, top + tall)]
    elif build == "lozenge":
        table = [(cx, top - tall * 1.3), (cx + w * 1.25, top), (cx, top + tall * 1.3), (cx - w * 1.25, top)]
    else:
        n = 8 if build == "octagon" else 40
        table = [
            (cx + math.cos(math.tau * (k + 0.5) / n) * w, top + math.sin(math.tau * (k + 0.5) / n) * tall)
            for k in range(n)
        ]
    plate.metal(table)
    plate.field(table, -16)
    _hatch_edge(plate, _inset(table, 0.93), rng, 0.72, rng.choice(_EDGES))
    if stone:
        plate.stones.append((cx, top, w * 0.55, tall * 0.55))
    else:
        _rosette(plate, cx, top, min(w, tall) * 0.55, rng)


_Stops = tuple[tuple[int, RGB], ...]

_SILVER_STOPS: _Stops = (
    (0, (18, 20, 26)),
    (50, (58, 60, 68)),
    (92, (116, 118, 126)),
    (118, (176, 178, 183)),
    (134, (212, 213, 216)),
    (156, (238, 238, 239)),
    (182, (255, 255, 255)),
    (255, (255, 255, 255)),
)
_DULL_STOPS: _Stops = (
    (0, (40, 40, 38)),
    (60, (84, 83, 78)),
    (104, (134, 132, 124)),
    (128, (172, 169, 159)),
    (160, (204, 200, 188)),
    (200, (234, 231, 221)),
    (255, (252, 250, 244)),
)


def _ramp(stops: _Stops) -> list[list[int]]:
    tables: list[list[int]] = [[], [], []]
    for value in range(256):
        (v0, c0), (v1, c1) = next(pair for pair in itertools.pairwise(stops) if value <= pair[1][0])
        for table, channel in zip(tables, mix(c0, c1, (value - v0) / (v1 - v0)), strict=True):
            table.append(channel)
    return tables


_SILVER, _DULL = _ramp(_SILVER_STOPS), _ramp(_DULL_STOPS)


def _struck(plate: Plate, rng: random.Random, ramp: list[list[int]], stone: RGB | None) -> Piece:
    """Turn shape and cuts into lit metal."""
    mask = plate.shape.reduce(2)
    size = mask.size
    px = size[0]
    quarter = (max(8, px // 3), max(8, px // 3))
    bevel = mask.resize(quarter, BILINEAR).filter(ImageFilter.GaussianBlur(px / 3 * 0.010))
    dome = mask.resize(quarter, BILINEAR).filter(ImageFilter.GaussianBlur(px / 3 * 0.034))
    large = sum_of_light(
        relief(bevel, 0.50, max(1, round(px / 3 / 200))), relief(dome, 0.30, max(1, round(px / 3 / 120)))
    ).resize(size, BICUBIC)
    cuts = plate.cuts.reduce(2)
    fine = relief(cuts, 0.75, max(1, round(px / 560)))
    dark = cuts.point(
        [max(0, min(255, round(128 - max(0, 128 - v) * 0.62 + max(0, v - 128) * 0.10))) for v in range(256)]
    )
    # what the metal mirrors: a bright window at the top left, a dark room, a light floor
    sky = bytearray()
    phase = rng.uniform(-0.4, 0.4)
    for j in range(40):
        for i in range(40):
            t = (i * 0.8 + j * 1.2) / 80
            band = 15 * math.sin(7.5 * t + 0.9 + phase) + 9 * math.sin(17 * t + phase * 5 + 0.1 * i)
            sky.append(max(0, min(255, round(137 + band - 12 * (t - 0.5)))))
    mirror = Image.frombytes("L", (40, 40), bytes(sky)).resize(size, BICUBIC)
    hammer = noise(rng, size, 7, (px / 46, px / 46))
    brush = noise(rng, size, 6, (px / 200 + 1, 1))
    light = sum_of_light(mirror, large, fine, dark, hammer, brush)
    skin = Image.merge("RGB", [light.point(table) for table in ramp])
    if stone:
        for x, y, rx, ry in plate.stones:
            _set_stone(
                skin,
                stone,
                (
                    (x - 0.5) * plate.zoom * px + px / 2,
                    (y - 0.5) * plate.zoom * px + px / 2,
                    rx * plate.zoom * px,
                    ry * plate.zoom * px,
                ),
                rng,
            )
    return Piece(skin, mask, thickness=0.014)


def _set_stone(
    skin: Image.Image, colour: RGB, place: tuple[float, float, float, float], rng: random.Random
) -> None:
    """Set a polished stone in its collar."""
    x, y, rx, ry = place
    for reach, tone in ((1.22, (84, 84, 88)), (1.17, (214, 214, 216)), (1.08, (96, 96, 100))):
        _blob(skin, (x, y, rx * reach, ry * reach), tone)
    w, h = max(6, round(rx * 2)), max(6, round(ry * 2))
    light = bytearray()
    for j in range(24):
        for i in range(24):
            u, v = (i - 11.5) / 12, (j - 11.5) / 12
            d = min(1.0, math.hypot(u, v))
            value = 128 - 34 * d * d * 1.2 + 30 * (u + v) * 0.5 + 26 * (1 - d)
            glint = math.exp(-((u + 0.38) ** 2 + (v + 0.42) ** 2) / 0.035)
            light.append(max(0, min(255, round(value + 120 * glint))))
    veins = noise(rng, (w, h), 26, (w / 3, h / 7))
    gem = lit(
        Image.new("RGB", (w, h), colour),
        sum_of_light(Image.frombytes("L", (24, 24), bytes(light)).resize((w, h), BICUBIC), veins),
    )
    mask = Image.new("L", (w * 2, h * 2))
    ImageDraw.Draw(mask).ellipse((0, 0, w * 2 - 1, h * 2 - 1), fill=255)
    skin.paste(gem, (round(x - w / 2), round(y - h / 2)), mask.reduce(2))


def _blob(skin: Image.Image, place: tuple[float, float, float, float], colour: RGB) -> None:
    x, y, rx, ry = place
    w, h = max(4, round(rx * 2)), max(4, round(ry * 2))
    mask = Image.new("L", (w * 2, h * 2))
    ImageDraw.Draw(mask).ellipse((0, 0, w * 2 - 1, h * 2 - 1), fill=255)
    skin.paste(colour, (round(x - w / 2), round(y - h / 2)), mask.reduce(2))


_BEASTS = {
    "gazelle": (
        "18:46 30:42 52:44 64:38 70:24 78:20 84:25 76:30 72:44 66:56 40:58 22:56 18:46",
        "74:21 70:10 62:4",
        "78:20 76:8 69:2",
        "62:56 66:72 63:90",
        "56:58 54:74 57:90",
        "26:57 22:72 27:90",
        "34:58 33:74 36:90",
        "18:47 13:52",
    ),
    "camel": (
        "12:48 24:42 36:22 46:22 54:42 62:46 70:40 74:18 82:12 92:18 83:23 80:42 70:58 30:58 14:56 12:48",
        "64:57 66:74 64:93",
        "58:58 56:76 58:93",
        "20:57 18:74 21:93",
        "28:58 29:76 27:93",
        "12:49 7:60",
    ),
    "mouflon": (
        "16:44 34:40 56:42 66:34 76:28 86:36 80:42 72:50 64:60 36:60 18:56 16:44",
        "74:28 66:14 52:12 44:22 48:31 56:28",
        "76:28 70:18 60:17 54:22",
        "60:60 62:90",
        "53:60 51:90",
        "24:58 23:90",
        "33:60 34:90",
    ),
    "giraffe": (
        "22:60 40:52 56:48 66:14 74:8 82:13 74:18 70:44 66:62 44:66 26:70 22:60",
        "70:9 68:3",
        "62:62 64:96",
        "56:64 55:96",
        "28:68 26:96",
        "36:67 37:96",
        "22:61 17:76",
    ),
}
"""Animals of the rock pictures, as lines of x:y in hundredths of their frame; the first line is the body."""


def _lines_of(beast: str) -> list[list[Point]]:
    lines = []
    for text in _BEASTS[beast]:
        pairs = (point.split(":") for point in text.split())
        lines.append([(int(x) / 100, int(y) / 100) for x, y in pairs])
    return lines


_ROCKS: tuple[RGB, ...] = (
    (176, 132, 92),
    (142, 124, 108),
    (110, 112, 104),
    (198, 170, 132),
    (158, 98, 72),
    (92, 96, 92),
    (206, 196, 178),
)
_ROCK_OF: dict[str, RGB] = {
    "brown": (142, 108, 84),
    "red": (158, 84, 62),
    "black": (62, 60, 60),
    "green": (94, 116, 96),
    "ochre": (190, 142, 92),
    "white": (210, 202, 186),
    "yellow": (204, 168, 108),
}


def _carved(rng: random.Random, width: int, traits: Mapping[str, object]) -> Piece:
    """A slab of stone with an animal of the Tassili cut into it, and a worn edge."""
    plate = Plate(width)
    count = 48
    wander = grow(rng, count, 0.035)
    bend = rng.choice((2.6, 3.2, 4.0))
    tall = rng.uniform(0.34, 0.44)
    points = []
    for k in range(count):
        a = math.tau * k / count
        c, s = math.cos(a), math.sin(a)
        r = 0.44 + wander[k]
        points.append(
            (
                0.5 + math.copysign(abs(c) ** (2 / bend), c) * r,
                0.5 + math.copysign(abs(s) ** (2 / bend), s) * (r - 0.44 + tall),
            )
        )
    plate.metal(points)
    inset = _inset(points, 0.86)
    border = rng.choice(("none", "line", "dots", "saw"))
    if border == "line":
        plate.cut([*inset, inset[0]], 74, 1.4)
    elif border == "dots":
        for x, y in inset:
            plate.pit(x, y, 0.008, 80)
    elif border == "saw":
        _hatch_edge(plate, inset, rng, 0.92, "saw")
    herd = rng.choice((1, 1, 2, 3))
    for index in range(herd):
        beast = _lines_of(pick(rng, tuple(_BEASTS), traits, {"camel": "camel", "gazelle": "gazelle"}))
        flip = rng.random() < 0.5
        scale = rng.uniform(0.54, 0.60) if herd == 1 else rng.uniform(0.30, 0.36)
        ox = 0.5 - scale / 2 + (0 if herd == 1 else (index - (herd - 1) / 2) * 0.25)
        oy = 0.5 - scale / 2 + (0 if herd == 1 else rng.uniform(-0.08, 0.08))
        placed = [
            [(ox + (1 - x if flip else x) * scale, oy + y * scale + rng.gauss(0, 0.002)) for x, y in line]
            for line in beast
        ]
        if rng.random() < 0.5:
            plate.field(placed[0], 46)
        for line in placed:
            plate.cut(line, 88, 2.0 if herd == 1 else 1.5)
    mask = plate.shape.reduce(2)
    size = mask.size
    drawn = rng.choice(_ROCKS)
    named = traits.get("colours")
    if isinstance(named, list | tuple):
        drawn = next((_ROCK_OF[code] for code in named if code in _ROCK_OF), drawn)
    colour = drift(drawn, rng, 8)
    third = (max(8, width // 3), max(8, width // 3))
    edge = relief(
        mask.resize(third, BILINEAR).filter(ImageFilter.GaussianBlur(width / 3 * 0.02)),
        0.5,
        max(1, width // 400),
    ).resize(size, BICUBIC)
    cuts = plate.cuts.reduce(2).filter(ImageFilter.BoxBlur(max(0.5, width / 800)))
    fine = relief(cuts, 0.9, max(1, round(width / 480)))
    dark = cuts.point([max(0, min(255, round(128 - max(0, 128 - v) * 0.5))) for v in range(256)])
    veins = noise(rng, size, 22, (width / 4, width / rng.choice((5, 14, 26))))
    grain = sum_of_light(noise(rng, size, 10), noise(rng, size, 12, (3, 3)))
    skin = lit(Image.new("RGB", size, colour), sum_of_light(edge, fine, dark, veins, grain))
    return Piece(skin, mask, thickness=0.04)


def piece(kind: str, rng: random.Random, traits: Mapping[str, object], width: int) -> Piece:
    """Make one piece, `width` pixels square with its air."""
    if kind == "stone.carved":
        return _carved(rng, width, traits)
    named = traits.get("stone")
    stone = None
    if isinstance(named, str) and named not in ("", "none"):
        stone = drift(STONES.get(named, STONES["carnelian"]), rng, 8)
    elif says(traits, "black dot", "high bezel"):
        stone = drift(STONES["onyx"], rng, 4)
    elif "stone" not in traits and rng.random() < 0.4:
        stone = drift(STONES[rng.choice(tuple(STONES))], rng, 8)
    shape = kind.rsplit(".", maxsplit=1)[-1]
    plate = Plate(
        width, {"ring": 1.24, "pendant": 1.16, "earrings": 1.1, "cross": 1.08, "bracelet": 1.12}[shape]
    )
    if shape == "cross":
        _cross(plate, rng, traits)
        stone = None
    elif shape == "earrings":
        _earrings(plate, rng, stone is not None, traits)
    elif shape == "bracelet":
        _bracelet(plate, rng, stone is not None, traits)
    elif shape == "ring":
        _ring(plate, rng, stone is not None)
    else:
        _pendant(plate, rng, stone is not None, traits)
    return _struck(plate, rng, _DULL if ".white." in kind else _SILVER, stone)


_FOCUS = {
    "ring": (0.5, 0.30),
    "bracelet": (0.5, 0.76),
    "earrings": (0.26, 0.56),
    "cross": (0.5, 0.52),
    "pendant": (0.5, 0.56),
}


def draw(
    kind: str, rng: random.Random, traits: Mapping[str, object], view: str, size: tuple[int, int]
) -> Image.Image:
    """Return one view of one piece."""
    width, height = size
    made, rng = fork(rng), fork(rng)
    if view == "whole":
        item = piece(kind, made, traits, round(width * 0.86))
        return on(white(size), item, ((width - item.mask.width) // 2, (height - item.mask.height) // 2))
    if view == "detail":
        return close(
            piece(kind, made, traits, round(width * 1.5)),
            _FOCUS.get(kind.rpartition(".")[2], (0.5, 0.5)),
            size,
        )
    item = piece(kind, made, traits, round(width * 0.62))
    ground = plaster(size, rng, rng.choice(((190, 116, 84), (206, 170, 130), (120, 78, 60))))
    values = bytes(max(0, min(255, round(158 - 1.3 * i - 1.1 * j))) for j in range(32) for i in range(32))
    slope = Image.frombytes("L", (32, 32), values).resize(size, BICUBIC)
    return on(
        lit(ground, slope), item, ((width - item.mask.width) // 2, (height - item.mask.height) // 2), 1.5
    )
