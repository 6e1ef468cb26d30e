"""Leather of Aoulef and of the Tuareg: dyed, cut, painted in fields of figures, stitched, hung with fringes."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Mapping

from PIL import Image, ImageDraw, ImageFilter

from .ground import BICUBIC, BILINEAR, Piece, fork, lit, noise, relief, sum_of_light
from .palette import LEATHER, RGB, chosen, mix, shade
from .scene import Pose, show
from .wishes import pick

KINDS = ("leather.bag", "leather.cushion", "leather.sandals", "leather.box")
VIEWS = ("whole", "detail", "room")

_SCHEMES = (
    ("brown", "red", "green", "yellow", "black"),
    ("red", "black", "yellow", "green", "undyed"),
    ("undyed", "garnet", "green", "black", "yellow"),
    ("garnet", "yellow", "green", "black", "white"),
    ("black", "red", "green", "yellow", "white"),
    ("ochre", "black", "red", "green", "white"),
)
_TALL = {"bag": 1.22, "cushion": 1.0, "sandals": 1.06, "box": 0.82}
_POSES = {
    "bag": Pose("wall", 0.84, 1.22, (0.5, 0.42)),
    "cushion": Pose("wall", 0.80, 1.0, (0.36, 0.38)),
    "sandals": Pose("floor", 0.76, 1.06, (0.3, 0.4)),
    "box": Pose("stands", 0.80, 0.82, (0.4, 0.55)),
}

Point = tuple[float, float]


def size_of(kind: str, traits: Mapping[str, object], view: str) -> tuple[int, int]:
    """Return the shape of one view."""
    if view != "whole":
        return (1000, 1000) if view == "room" else (1000, 800)
    return {"leather.bag": (1000, 1220), "leather.box": (1000, 940)}.get(kind, (1000, 1040))


class Hide:
    """Leather under the brush, twice as large as it will be seen; units are shares of the width."""

    def __init__(self, width: int, tall: float, colour: RGB) -> None:
        self.width, self.height = width, round(width * tall)
        self.side = width * 2
        self.paint = Image.new("RGB", (self.side, self.height * 2), colour)
        self.shape = Image.new("L", self.paint.size)
        self.bump = Image.new("L", self.paint.size, 128)
        self.brush, self.cutter, self.tool = (
            ImageDraw.Draw(self.paint),
            ImageDraw.Draw(self.shape),
            ImageDraw.Draw(self.bump),
        )

    def to(self, points: list[Point]) -> list[Point]:
        """Return points in pixels."""
        return [(x * self.side, y * self.side) for x, y in points]

    def skin(self, points: list[Point], colour: RGB, *, cut: bool = True) -> None:
        """Lay a piece of leather of this outline; with `cut` it adds to the whole shape."""
        spots = self.to(points)
        if cut:
            self.cutter.polygon(spots, fill=255)
        self.tool.line([*spots, spots[0]], fill=88, width=max(2, self.side // 160))
        self.brush.polygon(spots, fill=colour)
        self.tool.polygon([(x, y) for x, y in spots], outline=100)

    def stitches(self, points: list[Point], colour: RGB, pitch: float = 0.016) -> None:
        """Sew along a line."""
        for a, b in itertools.pairwise(points):
            length = math.hypot(b[0] - a[0], b[1] - a[1])
            count = max(1, round(length / pitch))
            for k in range(count):
                s, t = (k + 0.2) / count, (k + 0.78) / count
                line = self.to(
                    [
                        (a[0] + (b[0] - a[0]) * s, a[1] + (b[1] - a[1]) * s),
                        (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t),
                    ]
                )
                self.brush.line(line, fill=colour, width=max(2, self.side // 220))
                self.tool.line(line, fill=176, width=max(2, self.side // 260))

    def panel(
        self, left: float, top: float, right: float, bottom: float, colours: list[RGB], rng: random.Random
    ) -> None:
        """Paint one framed field of figures."""
        ground, *inks = colours
        self.brush.rectangle(self._box(left, top, right, bottom), fill=ground)
        frame = min(right - left, bottom - top) * 0.11
        self.brush.rectangle(
            self._box(left, top, right, bottom), outline=inks[0], width=max(2, round(frame * 0.5 * self.side))
        )
        self.tool.rectangle(self._box(left, top, right, bottom), outline=92, width=max(2, self.side // 220))
        left, top, right, bottom = left + frame, top + frame, right - frame, bottom - frame
        wide, high = right - left, bottom - top
        style = rng.choice(("lozenges", "triangles", "checks", "cross", "lattice", "nested", "rays"))
        across = max(1, round(wide / high)) if wide >= high else 1
        down = max(1, round(high / wide)) if high > wide else 1
        for i in range(across):
            for j in range(down):
                x0, y0 = left + wide * i / across, top + high * j / down
                self._cell(style, x0, y0, wide / across, high / down, inks, ground)
        self.tool.rectangle(self._box(left, top, right, bottom), outline=104, width=max(2, self.side // 300))

    def _box(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        return left * self.side, top * self.side, right * self.side, bottom * self.side

    def _cell(self, style: str, x: float, y: float, w: float, h: float, inks: list[RGB], ground: RGB) -> None:
        def poly(points: list[Point], ink: RGB) -> None:
            spots = self.to([(x + a * w, y + b * h) for a, b in points])
            self.brush.polygon(spots, fill=ink)
            self.tool.line([*spots, spots[0]], fill=106, width=max(1, self.side // 400))

        one, two, three = inks[0], inks[1 % len(inks)], inks[2 % len(inks)]
        if style == "lozenges":
            for k, ink in ((0.5, one), (0.36, two), (0.2, three), (0.09, ground)):
                poly([(0.5, 0.5 - k), (0.5 + k, 0.5), (0.5, 0.5 + k), (0.5 - k, 0.5)], ink)
        elif style == "triangles":
            for k in range(4):
                poly([(k / 4, 1), ((k + 0.5) / 4, 0.5), ((k + 1) / 4, 1)], one)
                poly([(k / 4, 0), ((k + 0.5) / 4, 0.5), ((k + 1) / 4, 0)], two)
        elif style == "checks":
            for i in range(5):
                for j in range(5):
                    if (i + j) % 2 == 0:
                        poly(
                            [
                                (i / 5, j / 5),
                                ((i + 1) / 5, j / 5),
                                ((i + 1) / 5, (j + 1) / 5),
                                (i / 5, (j + 1) / 5),
                            ],
                            one if i % 2 else two,
                        )
        elif style == "cross":
            poly([(0, 0), (0.5, 0.42), (1, 0), (0.58, 0.5), (1, 1), (0.5, 0.58), (0, 1), (0.42, 0.5)], one)
            poly([(0.5, 0), (0.6, 0.22), (0.5, 0.36), (0.4, 0.22)], two)
            poly([(0.5, 1), (0.6, 0.78), (0.5, 0.64), (0.4, 0.78)], two)
            poly([(0, 0.5), (0.22, 0.4), (0.36, 0.5), (0.22, 0.6)], three)
            poly([(1, 0.5), (0.78, 0.4), (0.64, 0.5), (0.78, 0.6)], three)
        elif style == "lattice":
            for i in range(3):
                for j in range(3):
                    cx, cy = (i + 0.5) / 3, (j + 0.5) / 3
                    for k, ink in ((0.155, (one, two)[(i + j) % 2]), (0.07, three)):
                        poly([(cx, cy - k), (cx + k, cy), (cx, cy + k), (cx - k, cy)], ink)
        elif style == "nested":
            for k, ink in ((0.48, one), (0.38, ground), (0.3, two), (0.18, ground), (0.11, three)):
                poly([(0.5 - k, 0.5 - k), (0.5 + k, 0.5 - k), (0.5 + k, 0.5 + k), (0.5 - k, 0.5 + k)], ink)
        else:
            for k in range(12):
                a, b = math.tau * k / 12, math.tau * (k + 0.5) / 12
                poly(
                    [
                        (0.5, 0.5),
                        (0.5 + 0.48 * math.cos(a), 0.5 + 0.48 * math.sin(a)),
                        (0.5 + 0.48 * math.cos(b), 0.5 + 0.48 * math.sin(b)),
                    ],
                    (one, two)[k % 2],
                )
            poly([(0.5, 0.42), (0.58, 0.5), (0.5, 0.58), (0.42, 0.5)], three)

    def fringe(
        self,
        points: list[tuple[float, float]],
        length: float,
        colours: list[RGB],
        rng: random.Random,
        thick: float = 0.009,
    ) -> None:
        """Hang thongs from these points."""
        for x, y in points:
            sway = rng.gauss(0, 0.014)
            reach = length * rng.uniform(0.88, 1.04)
            path = self.to(
                [
                    (x, y - 0.01),
                    (x + sway * 0.3, y + reach * 0.4),
                    (x + sway * 1.2, y + reach * 0.75),
                    (x + sway, y + reach),
                ]
            )
            tone = shade(rng.choice(colours), rng.uniform(0.84, 1.06))
            wide = max(2, round(thick * self.side))
            self.brush.line(
                [(a + wide * 0.55, b) for a, b in path], fill=shade(tone, 0.5), width=wide, joint="curve"
            )
            self.brush.line(path, fill=tone, width=max(2, wide - 2), joint="curve")
            self.cutter.line(path, fill=255, width=wide, joint="curve")
            self.tool.line(path, fill=150, width=max(2, wide // 2), joint="curve")

    def done(
        self,
        rng: random.Random,
        puff: float,
        thickness: float,
        foot: tuple[float, float, float, float] | None = None,
        gloss: int = 26,
    ) -> Piece:
        """Turn it into a lit piece: grain, creases, raised edges, the dull shine of waxed leather."""
        mask = self.shape.reduce(2)
        size = mask.size
        third = (max(8, size[0] // 3), max(8, size[1] // 3))
        swell = relief(
            mask.resize(third, BILINEAR).filter(ImageFilter.GaussianBlur(self.width / 3 * puff)),
            0.30,
            max(1, round(self.width / 3 * puff / 6)),
        )
        edge = relief(
            mask.resize(third, BILINEAR).filter(ImageFilter.GaussianBlur(self.width / 3 * 0.008)),
            0.28,
            max(1, self.width // 500),
        )
        fine = relief(self.bump.reduce(2), 0.8, max(1, round(self.width / 600)))
        pores = noise(rng, size, 60, (self.width / 260 + 1, self.width / 260 + 1))
        grain = relief(pores, 0.16)
        crease = noise(rng, size, 12, (self.width / 9, self.width / 12))
        light = sum_of_light(sum_of_light(swell, edge).resize(size, BICUBIC), fine, grain, crease)
        skin = lit(self.paint.reduce(2), light)
        shine = Image.new("L", (40, 40))
        ImageDraw.Draw(shine).ellipse((2, 0, 27, 22), fill=gloss)
        skin.paste((255, 246, 232), (0, 0), shine.filter(ImageFilter.GaussianBlur(6)).resize(size, BICUBIC))
        return Piece(skin, mask, foot, thickness)


def _rounded(left: float, top: float, right: float, bottom: float, r: float) -> list[Point]:
    points = []
    for cx, cy, start in (
        (right - r, top + r, -0.25),
        (right - r, bottom - r, 0.0),
        (left + r, bottom - r, 0.25),
        (left + r, top + r, 0.5),
    ):
        for k in range(9):
            a = math.tau * (start + 0.25 * k / 8)
            points.append((cx + math.cos(a) * r, cy + math.sin(a) * r))
    return points


def _bag(width: int, rng: random.Random, colours: list[RGB], traits: Mapping[str, object]) -> Piece:
    """A travel bag of the Tuareg: painted flap, panels, thongs below, a plaited strap."""
    hide = Hide(width, _TALL["bag"], colours[0])
    body, *inks = colours
    left, right = 0.16 + rng.uniform(-0.02, 0.03), 0.84 - rng.uniform(-0.02, 0.03)
    top, low = 0.28, rng.uniform(0.80, 0.90)
    strap = shade(body, 0.8)
    arc = [
        (
            0.5 + math.cos(math.pi + math.pi * k / 24) * (right - left) * 0.40,
            top + 0.05 + math.sin(math.pi + math.pi * k / 24) * 0.27,
        )
        for k in range(25)
    ]
    hide.cutter.line(hide.to(arc), fill=255, width=round(0.026 * hide.side), joint="curve")
    hide.brush.line(hide.to(arc), fill=strap, width=round(0.03 * hide.side), joint="curve")
    hide.tool.line(hide.to(arc), fill=168, width=round(0.012 * hide.side), joint="curve")
    for k in range(60):
        x, y = arc[min(24, k * 24 // 60)]
        hide.brush.ellipse(hide._box(x - 0.004, y - 0.004, x + 0.004, y + 0.004), fill=inks[k % 2])
    tones = rng.sample([body, *inks[:2]], 2)
    count = rng.choice((22, 28, 34))
    flare = rng.uniform(0.0, 0.05)
    hide.fringe(
        [(left + 0.02 + (right - left - 0.04) * k / (count - 1), low) for k in range(count)],
        1.17 - low,
        tones,
        rng,
    )
    outline = [
        (left + flare * 0.3, top),
        (right - flare * 0.3, top),
        (right + flare, low - 0.05),
        (right + flare - 0.05, low),
        (left - flare + 0.05, low),
        (left - flare, low - 0.05),
    ]
    hide.skin(outline, body)
    hide.stitches(
        [
            (left + 0.02, top + 0.02),
            (left - flare + 0.02, low - 0.05),
            (left - flare + 0.06, low - 0.02),
            (right + flare - 0.06, low - 0.02),
            (right + flare - 0.02, low - 0.05),
            (right - 0.02, top + 0.02),
        ],
        mix(inks[-1], (240, 226, 190), 0.6),
    )
    lower = low - 0.05
    flap_low = top + (low - top) * rng.uniform(0.42, 0.6)
    columns = rng.choice((2, 3, 4))
    inside = (left + 0.04, right - 0.04)
    for k in range(columns):
        x0 = inside[0] + (inside[1] - inside[0]) * k / columns
        x1 = inside[0] + (inside[1] - inside[0]) * (k + 1) / columns
        hide.panel(x0 + 0.006, flap_low + 0.05, x1 - 0.006, lower, _turn(colours, rng), rng)
    point = rng.random() < 0.5
    flap = [(left - 0.015, top - 0.02), (right + 0.015, top - 0.02), (right + 0.02, flap_low - 0.02)]
    flap += (
        [(0.5, flap_low + 0.10)]
        if point
        else [(right - 0.04, flap_low + 0.02), (left + 0.04, flap_low + 0.02)]
    )
    flap += [(left - 0.02, flap_low - 0.02)]
    hide.skin(flap, mix(body, inks[0], 0.85))
    hide.panel(
        left + 0.04, top + 0.03, right - 0.04, top + 0.03 + (flap_low - top) * 0.36, _turn(colours, rng), rng
    )
    wide = (right - left) * 0.42 if point else (right - left) * 0.86
    hide.panel(
        0.5 - wide / 2,
        top + 0.05 + (flap_low - top) * 0.38,
        0.5 + wide / 2,
        flap_low - 0.015,
        _turn(colours, rng),
        rng,
    )
    hide.stitches([*flap[1:], flap[0]], mix(inks[-1], (240, 226, 190), 0.7))
    x, y = 0.5, flap_low + (0.06 if point else -0.0)
    hide.brush.ellipse(hide._box(x - 0.026, y - 0.026, x + 0.026, y + 0.026), fill=(196, 196, 198))
    hide.tool.ellipse(hide._box(x - 0.022, y - 0.022, x + 0.022, y + 0.022), fill=190)
    hide.fringe([(x - 0.012, y + 0.02), (x, y + 0.02), (x + 0.012, y + 0.02)], 0.16, tones, rng, 0.008)
    return hide.done(rng, 0.05, 0.02)


def _turn(colours: list[RGB], rng: random.Random) -> list[RGB]:
    return rng.sample(colours, min(4, len(colours)))


def _cushion(width: int, rng: random.Random, colours: list[RGB], traits: Mapping[str, object]) -> Piece:
    """A round or square cushion: sectors and panels, a piped seam, tassels at the corners."""
    hide = Hide(width, 1.0, colours[0])
    body, *inks = colours
    thread = mix(inks[-1], (240, 226, 190), 0.6)
    if pick(rng, (True, False), traits, {"panels": True, "corners": False}):
        r = 0.47
        circle = [
            (0.5 + math.cos(math.tau * k / 72) * r, 0.5 + math.sin(math.tau * k / 72) * r) for k in range(72)
        ]
        hide.skin(circle, body)
        sectors = rng.choice((8, 10, 12))
        for ring_out, ring_in, turn in ((0.44, 0.32, 0), (0.30, 0.15, 1)):
            tones = rng.sample(colours, 2)
            for k in range(sectors):
                a, b = math.tau * k / sectors, math.tau * (k + 1) / sectors
                m = (a + b) / 2
                corner = [
                    (0.5 + math.cos(t) * q, 0.5 + math.sin(t) * q)
                    for t, q in (
                        (a, ring_in),
                        (a, ring_out),
                        (m, ring_out * 1.005),
                        (b, ring_out),
                        (b, ring_in),
                    )
                ]
                hide.brush.polygon(hide.to(corner), fill=tones[(k + turn) % 2])
                hide.tool.line(hide.to([corner[0], corner[1]]), fill=84, width=max(2, hide.side // 200))
                c, s = math.cos(m), math.sin(m)
                mid = (ring_in + ring_out) / 2
                w = (ring_out - ring_in) * 0.36
                for size, ink in ((1.0, inks[(k + 1) % len(inks)]), (0.5, inks[k % len(inks)])):
                    motif = [
                        (0.5 + c * (mid + w * size), 0.5 + s * (mid + w * size)),
                        (0.5 + c * mid - s * w * size * 0.7, 0.5 + s * mid + c * w * size * 0.7),
                        (0.5 + c * (mid - w * size), 0.5 + s * (mid - w * size)),
                        (0.5 + c * mid + s * w * size * 0.7, 0.5 + s * mid - c * w * size * 0.7),
                    ]
                    hide.brush.polygon(hide.to(motif), fill=ink)
            for q in (ring_out, ring_in):
                hide.stitches(
                    [
                        (0.5 + math.cos(math.tau * k / 60) * q, 0.5 + math.sin(math.tau * k / 60) * q)
                        for k in range(61)
                    ],
                    thread,
                )
        points = rng.choice((8, 12))
        rose = [
            (
                0.5 + math.cos(math.pi * k / points) * (0.13 if k % 2 else 0.07),
                0.5 + math.sin(math.pi * k / points) * (0.13 if k % 2 else 0.07),
            )
            for k in range(points * 2)
        ]
        hide.brush.polygon(hide.to(rose), fill=inks[0])
        hide.brush.ellipse(hide._box(0.46, 0.46, 0.54, 0.54), fill=inks[1 % len(inks)])
        hide.tool.ellipse(hide._box(0.47, 0.47, 0.53, 0.53), fill=70)
        return hide.done(rng, 0.10, 0.05)
    lo, hi = 0.09, 0.91
    for x, y, dx in ((lo, lo, -1), (hi, lo, 1), (lo, hi, -1), (hi, hi, 1)):
        hide.fringe(
            [(x + dx * 0.004 * k, y) for k in range(-2, 3)],
            0.085 if y > 0.5 else 0.07,
            [inks[0], inks[1 % len(inks)]],
            rng,
        )
    pillow = [
        (lo, lo),
        (0.5, lo + 0.03),
        (hi, lo),
        (hi - 0.03, 0.5),
        (hi, hi),
        (0.5, hi - 0.03),
        (lo, hi),
        (lo + 0.03, 0.5),
    ]
    hide.skin(pillow, body)
    cells = rng.choice((2, 3, 3, 4))
    start, end = lo + 0.09, hi - 0.09
    fields = {}
    for i in range(cells):
        for j in range(cells):
            key = (min(i, cells - 1 - i), min(j, cells - 1 - j))
            if key not in fields:
                fields[key] = (_turn(colours, rng), rng.getrandbits(32))
            tones, seed = fields[key]
            w = (end - start) / cells
            hide.panel(
                start + w * i + 0.006,
                start + w * j + 0.006,
                start + w * (i + 1) - 0.006,
                start + w * (j + 1) - 0.006,
                tones,
                random.Random(seed),
            )
    rim = [
        (start - 0.03, start - 0.03),
        (end + 0.03, start - 0.03),
        (end + 0.03, end + 0.03),
        (start - 0.03, end + 0.03),
        (start - 0.03, start - 0.03),
    ]
    hide.stitches(rim, thread)
    hide.stitches([(x + (x - 0.5) * 0.05, y + (y - 0.5) * 0.05) for x, y in rim], thread)
    return hide.done(rng, 0.09, 0.045)


def _sandals(width: int, rng: random.Random, colours: list[RGB], traits: Mapping[str, object]) -> Piece:
    """A pair of sandals seen from above: broad soles, a painted band, a thong between the toes."""
    hide = Hide(width, _TALL["sandals"], colours[0])
    sole, *inks = colours
    broad = rng.uniform(0.185, 0.215)
    edge = shade(sole, 0.55)
    design = rng.getrandbits(32)
    style = pick(rng, ("cross", "band", "fan"), traits, {"straps": "cross", "toe": "fan"})
    tones = _turn(colours, rng)
    for side, cx in ((-1, 0.27), (1, 0.73)):
        own = random.Random(design)

        def foot(scale: float, cx: float = cx, side: int = side) -> list[Point]:
            outline = []
            for k in range(60):
                a = math.tau * k / 60
                c, s = math.cos(a), math.sin(a)
                wide = broad * (1.0 if s < 0 else 0.80) * (1 - 0.10 * math.exp(-((s - 0.25) ** 2) / 0.08))
                outline.append(
                    (cx + c * wide * scale + side * -0.012 * s, 0.53 - -s * 0.46 * (1 - (1 - scale) * 0.45))
                )
            return outline

        hide.skin(foot(1.0), edge)
        hide.skin(foot(0.93), sole)
        inner = foot(0.82)
        hide.stitches([*inner, inner[0]], mix(inks[-1], (240, 226, 190), 0.6))
        hide.panel(cx - broad * 0.34, 0.72, cx + broad * 0.34, 0.90, tones, own)
        for k in range(3):
            y = 0.60 + k * 0.03
            hide.brush.line(
                hide.to([(cx - broad * 0.4, y), (cx + broad * 0.4, y)]),
                fill=inks[k % len(inks)],
                width=max(2, hide.side // 150),
            )
        toe = (cx + side * -0.01, 0.20)
        straps: list[list[Point]]
        if style == "band":
            straps = [
                [
                    (cx - broad * 0.98, 0.40),
                    (cx - broad * 0.98, 0.30),
                    (cx, 0.26),
                    (cx + broad * 0.98, 0.30),
                    (cx + broad * 0.98, 0.40),
                    (cx, 0.37),
                ]
            ]
        elif style == "fan":
            straps = [
                [
                    (cx - broad * 0.96, 0.47),
                    (cx - broad * 0.98, 0.36),
                    (toe[0] - 0.02, toe[1]),
                    (toe[0] + 0.02, toe[1]),
                    (cx + broad * 0.98, 0.36),
                    (cx + broad * 0.96, 0.47),
                    (cx, 0.33),
                ]
            ]
        else:
            straps = [
                [
                    (cx - broad * 0.98, 0.47),
                    (cx - broad * 0.98, 0.39),
                    (cx + broad * 0.9, 0.24),
                    (cx + broad * 0.96, 0.31),
                ],
                [
                    (cx + broad * 0.98, 0.47),
                    (cx + broad * 0.98, 0.39),
                    (cx - broad * 0.9, 0.24),
                    (cx - broad * 0.96, 0.31),
                ],
            ]
        for strap in straps:
            shadow = hide.to([(x + 0.012, y + 0.02) for x, y in strap])
            hide.brush.polygon(shadow, fill=shade(sole, 0.55))
            hide.skin(strap, inks[0], cut=True)
            centre = [(cx + (x - cx) * 0.84, 0.35 + (y - 0.35) * 0.7) for x, y in strap]
            hide.stitches([*centre, centre[0]], inks[-1])
            for k in range(5):
                t = (k + 0.5) / 5
                x = cx - broad * 0.7 + broad * 1.4 * t
                y = 0.325 if style == "band" else 0.355 - 0.03 * (1 - abs(t - 0.5) * 2)
                q = 0.019
                hide.brush.polygon(
                    hide.to([(x, y - q), (x + q, y), (x, y + q), (x - q, y)]), fill=inks[1 % len(inks)]
                )
                hide.brush.polygon(
                    hide.to([(x, y - q / 2), (x + q / 2, y), (x, y + q / 2), (x - q / 2, y)]),
                    fill=inks[2 % len(inks)],
                )
        hide.brush.line(hide.to([toe, (cx, 0.30)]), fill=shade(inks[0], 0.7), width=max(3, hide.side // 60))
        hide.tool.line(hide.to([toe, (cx, 0.30)]), fill=170, width=max(3, hide.side // 110))
    return hide.done(rng, 0.02, 0.02)


def _box(width: int, rng: random.Random, colours: list[RGB], traits: Mapping[str, object]) -> Piece:
    """A box covered with leather, seen a little from above: lid, front, painted panels, silver corners."""
    tall = _TALL["box"]
    hide = Hide(width, tall, colours[0])
    body, *inks = colours
    thread = mix(inks[-1], (240, 226, 190), 0.6)
    left, right = 0.06, 0.94
    depth = rng.uniform(0.15, 0.21)
    inset = rng.uniform(0.05, 0.09)
    top = 0.06
    edge = top + depth
    lid = edge + rng.uniform(0.11, 0.16)
    low = tall - 0.04
    hide.skin([(left + inset, top), (right - inset, top), (right, edge), (left, edge)], shade(body, 1.18))
    for k, ink in ((0.80, inks[0]), (0.62, body), (0.42, inks[1 % len(inks)]), (0.2, inks[2 % len(inks)])):
        cx, cy = 0.5, (top + edge) / 2
        hide.brush.polygon(
            hide.to(
                [
                    (cx, cy - depth / 2 * k),
                    (cx + (right - left) * 0.42 * k, cy),
                    (cx, cy + depth / 2 * k),
                    (cx - (right - left) * 0.42 * k, cy),
                ]
            ),
            fill=shade(ink, 1.15),
        )
    for side in (-1, 1):
        for k in range(3):
            x = 0.5 + side * (0.30)
            hide.brush.polygon(
                hide.to(
                    [(x, edge - 0.02), (x + side * 0.06, edge - 0.02), (x + side * 0.03, edge - depth * 0.5)]
                ),
                fill=shade(inks[k % len(inks)], 1.1),
            )
    hide.skin([(left, lid), (right, lid), (right - 0.008, low), (left + 0.008, low)], shade(body, 0.86))
    hide.skin([(left - 0.012, edge), (right + 0.012, edge), (right + 0.012, lid), (left - 0.012, lid)], body)
    count = rng.choice((3, 4, 5))
    for k in range(count):
        w = (right - left - 0.06) / count
        x = left + 0.03 + w * k
        if abs(k - (count - 1) / 2) > 0.3 or count % 2 == 0:
            hide.panel(
                x + 0.006,
                edge + 0.018,
                x + w - 0.006,
                lid - 0.018,
                _turn(colours, random.Random(rng.getrandbits(16))),
                rng,
            )
    rows = 1 if low - lid < 0.28 else 2
    seed = rng.getrandbits(32)
    columns = rng.choice((2, 3, 4))
    for row in range(rows):
        for k in range(columns):
            w, h = (right - left - 0.06) / columns, (low - lid - 0.05) / rows
            own = random.Random(seed + min(k, columns - 1 - k) + row * 7)
            hide.panel(
                left + 0.03 + w * k + 0.006,
                lid + 0.02 + h * row + 0.006,
                left + 0.03 + w * (k + 1) - 0.006,
                lid + 0.02 + h * (row + 1) - 0.006,
                _turn([shade(c, 0.92) for c in colours], own),
                own,
            )
    hide.stitches([(left, lid - 0.008), (right, lid - 0.008)], thread)
    hide.stitches([(left, edge + 0.008), (right, edge + 0.008)], thread)
    hide.stitches([(left + 0.014, low - 0.014), (right - 0.014, low - 0.014)], thread)
    hide.brush.rectangle(hide._box(0.47, lid - 0.05, 0.53, lid + 0.045), fill=(190, 190, 194))
    hide.tool.rectangle(hide._box(0.475, lid - 0.045, 0.525, lid + 0.04), fill=170)
    hide.brush.ellipse(hide._box(0.488, lid - 0.012, 0.512, lid + 0.012), fill=(40, 40, 44))
    for x in (left + 0.0, right - 0.035):
        hide.brush.polygon(
            hide.to([(x, low), (x + 0.035, low), (x + (0.0 if x < 0.5 else 0.035), low - 0.05)]),
            fill=(188, 188, 192),
        )
    return hide.done(rng, 0.03, 0.03, (width * 0.5, width * (low - 0.01), width * 0.44, width * 0.035), 18)


def piece(kind: str, rng: random.Random, traits: Mapping[str, object], width: int) -> Piece:
    """Make one leather piece `width` pixels wide."""
    colours = chosen(traits, rng, _SCHEMES, LEATHER, 4)
    make = {"bag": _bag, "cushion": _cushion, "sandals": _sandals, "box": _box}[
        kind.rsplit(".", maxsplit=1)[-1]
    ]
    return make(width, rng, colours, traits)


def draw(
    kind: str, rng: random.Random, traits: Mapping[str, object], view: str, size: tuple[int, int]
) -> Image.Image:
    """Return one view of one leather piece on its ground."""
    made, scene = fork(rng), fork(rng)
    pose = _POSES[kind.rpartition(".")[2]]
    return show(lambda pixels: piece(kind, made, traits, pixels), pose, scene, view, size)
