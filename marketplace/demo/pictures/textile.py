"""Cushions, shawls and garments: woven cloth that swells, hangs in folds, is worn and embroidered."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping

from PIL import Image, ImageDraw, ImageFilter

from . import loom as bands
from .cloth import Weave, cloth, dyed, surface
from .ground import BICUBIC, BILINEAR, Piece, fork, grow, lit, noise, relief, sum_of_light
from .loom import BANDS, MOTIFS, Loom
from .palette import RGB, WOOL, chosen, luminance, mix, shade
from .scene import Pose, show
from .wishes import pick, says

KINDS = ("textile.cushion", "textile.shawl", "textile.garment")
VIEWS = ("whole", "detail", "room")

_SCHEMES = (
    ("red", "undyed", "black", "yellow", "green"),
    ("undyed", "indigo", "red", "black", "ochre"),
    ("indigo", "white", "yellow", "red", "black"),
    ("garnet", "undyed", "ochre", "black", "green"),
    ("undyed", "brown", "black", "white", "ochre"),
    ("green", "undyed", "garnet", "yellow", "black"),
    ("white", "red", "green", "black", "yellow"),
)
_ROBES = (
    ("white", "yellow", "ochre"),
    ("indigo", "white", "yellow"),
    ("undyed", "red", "green"),
    ("black", "silver", "red"),
    ("garnet", "yellow", "white"),
    ("green", "yellow", "white"),
    ("ochre", "white", "brown"),
    ("brown", "undyed", "ochre"),
)
_TALL = {"cushion": 1.0, "shawl": 1.36, "garment": 1.3}
_POSES = {
    "cushion": Pose("wall", 0.88, 1.0, (0.36, 0.36)),
    "shawl": Pose("wall", 0.74, 1.36, (0.5, 0.72)),
    "garment": Pose("wall", 0.90, 1.3, (0.5, 0.22)),
}


def size_of(kind: str, traits: Mapping[str, object], view: str) -> tuple[int, int]:
    """Return the shape of one view."""
    if view != "whole":
        return (1000, 1000) if view == "room" else (1000, 800)
    return {"textile.shawl": (1000, 1300), "textile.garment": (1000, 1300)}.get(kind, (1000, 1000))


def _bands(loom: Loom, rng: random.Random, colours: int, calm: float, end: int) -> None:
    """Weave bands from the end towards the middle; `calm` is how much stays plain."""
    y = rng.choice((2, 4, 7))
    while y < end:
        if rng.random() > calm:
            height = rng.choice((3, 5, 7, 9, 11))
            tones = rng.sample(range(colours), 3)
            loom.band(y, height, rng.choice(BANDS), max(6, height * rng.choice((1, 2)) + 1), tones)
            y += height
        else:
            rows = rng.choice((1, 2, 4))
            loom.rows(y, y + rows, rng.randrange(colours))
            y += rows
        y += rng.choice((1, 2, 4, 7))


def _mirror(loom: Loom) -> None:
    for row in range(loom.height // 2):
        loom.cells[(loom.height - 1 - row) * loom.width : (loom.height - row) * loom.width] = loom.cells[
            row * loom.width : (row + 1) * loom.width
        ]


def _cushion(width: int, rng: random.Random, colours: list[RGB], traits: Mapping[str, object]) -> Piece:
    """A filled cushion: corners stand, sides draw in, the middle swells towards the lamp."""
    loom = Loom(84, 84)
    loom.rows(0, 84, 0)
    style = pick(
        rng,
        ("bands", "lozenge", "lattice", "figure"),
        traits,
        {"lozenge": "lozenge", "band": "bands", "stripe": "bands", "triangle": "bands"},
    )
    tones = rng.sample(range(1, len(colours)), min(3, len(colours) - 1))
    if style == "bands":
        _bands(loom, rng, len(colours), 0.3, 42)
        _mirror(loom)
    elif style in ("lozenge", "lattice"):
        step, ring, cell = rng.choice((1, 2, 3)), rng.choice((4, 5, 7)), rng.choice((16, 21, 28))

        def field(dx: int, dy: int) -> int:
            if style == "lozenge":
                return (0, *tones)[int((dx // step * step + dy // step * step) / ring) % (len(tones) + 1)]
            u, v = abs(dx % cell - cell / 2) / (cell / 2), abs(dy % cell - cell / 2) / (cell / 2)
            return (0, *tones)[min(len(tones), int((u + v) * 2.2))]

        loom.quarter(0, 0, 84, 84, field)
        for end in (0, 78):
            loom.band(
                end, 6, rng.choice((bands.peaks, bands.combs, bands.zigzag)), 12, (0, tones[0], tones[-1])
            )
    else:
        motif = rng.choice(MOTIFS)
        for row in range(7):
            for column in range(7):
                loom.stamp(
                    6 + column * 12,
                    6 + row * 12,
                    motif,
                    (tones[(row + column) % len(tones)], tones[row % len(tones)]),
                )
    face_size = (width, width)
    weave = Weave("rib" if rng.random() < 0.6 else "pile", jitter=10, abrash=5)
    face = surface(dyed(loom, colours, weave, rng), face_size, weave, rng, 0.6)
    big = Image.new("L", (width * 2, width * 2))
    pen = ImageDraw.Draw(big)
    draw_in = rng.uniform(0.035, 0.055)
    outline = []
    wander = grow(rng, 80, 0.006)
    for side in range(4):
        for k in range(20):
            t = k / 20
            bow = draw_in * math.sin(math.pi * t) + wander[side * 20 + k] + 0.075
            x, y = (
                (t * 0.9 + 0.05, bow),
                (1 - bow, t * 0.9 + 0.05),
                (0.95 - t * 0.9, 1 - bow),
                (bow, 0.95 - t * 0.9),
            )[side]
            outline.append((x * width * 2, y * width * 2))
    tassels = rng.random() < 0.6
    skin = Image.new("RGB", face_size, colours[0])
    skin.paste(face.crop((0, 0, width, width)), (0, 0))
    if tassels:
        brush = ImageDraw.Draw(skin)
        for x, y, dx, dy in (
            (0.07, 0.07, -1, -1),
            (0.93, 0.07, 1, -1),
            (0.07, 0.93, -1, 1),
            (0.93, 0.93, 1, 1),
        ):
            for _ in range(26):
                ex, ey = (
                    x + dx * rng.uniform(0.02, 0.055) + rng.gauss(0, 0.008),
                    y + dy * rng.uniform(0.02, 0.055) + rng.gauss(0, 0.008),
                )
                pen.line(
                    (x * 2 * width, y * 2 * width, ex * 2 * width, ey * 2 * width),
                    fill=255,
                    width=max(3, width // 110),
                )
                brush.line(
                    (x * width, y * width, ex * width, ey * width),
                    fill=shade(colours[tones[0]], rng.uniform(0.6, 1.1)),
                    width=max(2, width // 200),
                )
    pen.polygon(outline, fill=255)
    mask = big.reduce(2)
    light = bytearray()
    creases = [
        (rng.choice((0, 1)), rng.choice((0, 1)), rng.uniform(0.25, 0.6), rng.uniform(8, 15)) for _ in range(5)
    ]
    for j in range(60):
        for i in range(60):
            x, y = (i - 29.5) / 27, (j - 29.5) / 27
            # height (1-x²)(1-y²) to a power: its slope meets the lamp
            hx, hy = max(0.0, 1 - x * x), max(0.0, 1 - y * y)
            slope_x, slope_y = -2 * x * hy**0.7 * 0.8, -2 * y * hx**0.7 * 0.8
            value = 132 - 34 * (slope_x * -0.62 + slope_y * -0.78) * -1
            for cx, cy, turn, often in creases:
                u, v = abs(i / 59 - cx), abs(j / 59 - cy)
                far = math.hypot(u, v)
                value += (
                    9
                    * math.sin(often * math.atan2(v, u + 0.01) + turn * 9)
                    * math.exp(-far * 3.4)
                    * min(1, far * 9)
                )
            light.append(max(0, min(255, round(value))))
    puff = Image.frombytes("L", (60, 60), bytes(light)).resize(face_size, BICUBIC)
    third = (max(8, width // 3), max(8, width // 3))
    edge = relief(
        mask.resize(third, BILINEAR).filter(ImageFilter.GaussianBlur(width / 3 * 0.016)),
        0.42,
        max(1, width // 400),
    ).resize(face_size, BICUBIC)
    return Piece(lit(skin, sum_of_light(puff, edge)), mask, thickness=0.05)


def _shawl(width: int, rng: random.Random, colours: list[RGB], traits: Mapping[str, object]) -> Piece:
    """A shawl hung over a rod: fine bands near its ends, deep soft folds, a long fringe."""
    tall = rng.uniform(1.08, 1.2)
    loom = Loom(150, round(150 * tall))
    loom.rows(0, loom.height, 0)
    style = rng.choice(("ends", "all", "checks"))
    if style == "checks":
        wide = rng.choice((10, 14, 20))
        for row in range(0, loom.height, wide):
            loom.rows(row, row + rng.choice((1, 2, 3)), 1)
        for column in range(0, loom.width, wide):
            loom.box(column, 0, column + rng.choice((1, 2)), loom.height, 2)
    _bands(
        loom,
        rng,
        len(colours),
        0.45,
        loom.height // 2 if style == "all" else round(loom.height * rng.uniform(0.18, 0.32)),
    )
    # the patterned end hangs in front, below
    loom.cells = bytearray().join(loom.cells[y * 150 : (y + 1) * 150] for y in reversed(range(loom.height)))
    pale = max(colours, key=luminance)
    weave = Weave(
        "plain",
        1.0,
        jitter=8,
        abrash=5,
        fringe=rng.uniform(0.10, 0.15),
        fringe_colours=(mix(colours[0], pale, 0.3), colours[0]),
        tassels=rng.choice((22, 28, 34)),
    )
    item = cloth(loom, colours, weave, rng, width, round(width * tall), (False, True), (True, True))
    size = item.skin.size
    drop = bytearray()
    folds = [
        (rng.uniform(5, 9), rng.uniform(0, 6.3), rng.uniform(-0.25, 0.25)),
        (rng.uniform(11, 17), rng.uniform(0, 6.3), rng.uniform(-0.4, 0.4)),
        (rng.uniform(20, 30), rng.uniform(0, 6.3), 0.3),
    ]
    for j in range(40):
        for i in range(96):
            x, y = i / 95, j / 39
            value = 126.0
            for often, phase, lean in folds:
                wave = often * x + phase + lean * y * 3 + 0.5 * math.sin(2.2 * y + phase)
                value += (150 / often) * math.sin(wave) * (0.55 + 0.45 * y) + 4 * math.sin(2 * wave + 1)
            value += 20 * math.exp(-y * 18) - 10 * math.exp(-(((y - 0.06) / 0.05) ** 2)) - 14 * (x - 0.5)
            drop.append(max(0, min(255, round(value))))
    skin = lit(item.skin, Image.frombytes("L", (96, 40), bytes(drop)).resize(size, BICUBIC))
    # the rod it hangs on
    rise = round(width * 0.05)
    canvas = (size[0] + round(width * 0.16), size[1] + rise)
    whole, mask = Image.new("RGB", canvas, (116, 76, 46)), Image.new("L", canvas)
    pad = (canvas[0] - size[0]) // 2
    rod = Image.new("L", (canvas[0] * 2, canvas[1] * 2))
    thick = width * 0.022
    ImageDraw.Draw(rod).rounded_rectangle(
        (4, rise * 2 - thick * 2.2, canvas[0] * 2 - 6, rise * 2 + thick * 0.8), thick, fill=255
    )
    rod = rod.reduce(2)
    stripe = Image.new("L", (1, canvas[1]), 128)
    for y in range(max(0, round(rise - thick * 2)), min(canvas[1], round(rise + thick))):
        stripe.putpixel((0, y), max(0, min(255, round(128 - 54 * (y - rise + thick * 0.5) / thick))))
    whole = lit(whole, sum_of_light(stripe.resize(canvas), noise(rng, canvas, 16, (30, 2))))
    mask.paste(rod)
    whole.paste(skin, (pad, rise - round(thick * 0.9)), item.mask)
    mask.paste(item.mask, (pad, rise - round(thick * 0.9)), item.mask)
    return Piece(whole, mask, thickness=0.016)


Needle = Callable[[list[tuple[float, float]], RGB, float], None]
"""(path, colour, thickness) sews one line."""


def _bind(sew: Needle, rng: random.Random, tones: tuple[RGB, RGB, RGB], low: float) -> None:
    """Bind the edges of a cape: the hood's seam, the opening in front, the hem."""
    body, thread, second = tones
    sew([(0.41, 0.13), (0.45, 0.10), (0.5, 0.09), (0.55, 0.10), (0.59, 0.13)], shade(body, 0.62), 0.008)
    collar = [
        (0.42, 0.14),
        (0.46, 0.115),
        (0.5, 0.105),
        (0.54, 0.115),
        (0.58, 0.14),
        (0.5, 0.21),
        (0.42, 0.14),
    ]
    sew(collar, thread, 0.006)
    lines, style, teeth = (
        rng.choice((2, 3, 5)),
        rng.choice(("teeth", "lozenges", "loops")),
        rng.choice((18, 26, 36)),
    )
    breast = rng.uniform(0.5, 0.62)
    for side in (-1, 1):
        for k in range(lines):
            away = 0.008 + k * 0.011
            sew(
                [(0.5 + side * away, 0.21), (0.5 + side * (away + 0.01), low)], (thread, second)[k % 2], 0.005
            )
        edge = 0.5 + side * (0.016 + lines * 0.011)
        reach = side * rng.choice((0.014, 0.024, 0.036))
        for k in range(teeth):
            y, step = 0.24 + (low - 0.27) * k / teeth, (low - 0.27) / teeth
            if style == "teeth":
                sew([(edge, y), (edge + reach, y + step / 2), (edge, y + step)], thread, 0.003)
            elif style == "lozenges":
                sew([(edge, y), (edge + reach, y + step / 2), (edge, y + step)], thread, 0.003)
                sew([(edge + reach, y), (edge, y + step / 2), (edge + reach, y + step)], second, 0.003)
            elif y < breast:
                sew(
                    [
                        (edge, y),
                        (edge + reach * 2, y + step * 0.2),
                        (edge + reach * 2, y + step * 0.6),
                        (edge, y + step * 0.7),
                    ],
                    thread,
                    0.004,
                )
    sew([(0.5, 0.21), (0.5, low)], shade(body, 0.45), 0.007)
    for k in range(rng.choice((0, 2, 3))):
        y = low - 0.03 - k * 0.02
        sew(
            [(0.06, y), (0.3, y + 0.012), (0.5, y + 0.018), (0.7, y + 0.012), (0.94, y)],
            (thread, second)[k % 2],
            0.005,
        )
    sew([(0.5, 0.21), (0.49, 0.30), (0.51, 0.31), (0.5, 0.22)], thread, 0.006)


def _embroider(
    sew: Needle, rng: random.Random, tones: tuple[RGB, RGB, RGB], cut: tuple[float, float, float]
) -> None:
    """Embroider a robe: neck, breast, sleeves and hem."""
    body, thread, second = tones
    arm, sleeve_low, low = cut
    for ring, colour in ((0.085, thread), (0.098, second), (0.112, thread)):
        sew(
            [
                (0.5 + math.cos(math.pi * k / 24) * ring, 0.05 + math.sin(math.pi * k / 24) * ring)
                for k in range(25)
            ],
            colour,
            0.006,
        )
    breast = rng.uniform(0.32, 0.62)
    panel = rng.uniform(0.035, 0.10)
    kind = rng.choice(("lozenges", "scrolls", "combs", "zigzag", "suns"))
    sew(
        [
            (0.5 - panel, 0.14),
            (0.5 - panel, breast),
            (0.5, breast + panel),
            (0.5 + panel, breast),
            (0.5 + panel, 0.14),
        ],
        thread,
        0.006,
    )
    sew(
        [
            (0.5 - panel - 0.014, 0.14),
            (0.5 - panel - 0.014, breast),
            (0.5, breast + panel + 0.022),
            (0.5 + panel + 0.014, breast),
            (0.5 + panel + 0.014, 0.14),
        ],
        second,
        0.004,
    )
    sew([(0.5, 0.16), (0.5, breast - 0.02)], shade(body, 0.6), 0.004)
    count = rng.choice((6, 8, 10))
    for k in range(count):
        y = 0.18 + (breast - 0.18) * (k + 0.5) / count
        q = (breast - 0.18) / count * 0.42
        for s in (-1, 1):
            x = 0.5 + s * panel * 0.5
            if kind == "lozenges":
                sew([(x, y - q), (x + q * 0.8, y), (x, y + q), (x - q * 0.8, y), (x, y - q)], thread, 0.004)
            elif kind == "scrolls":
                sew(
                    [
                        (
                            x + math.cos(t * 0.7) * q * (1 - t / 14),
                            y + s * math.sin(t * 0.7) * q * (1 - t / 14),
                        )
                        for t in range(12)
                    ],
                    thread,
                    0.004,
                )
            elif kind == "combs":
                for tooth in range(4):
                    sew(
                        [
                            (x - panel * 0.3, y - q + tooth * q * 0.5),
                            (x + panel * 0.3, y - q + tooth * q * 0.5),
                        ],
                        (thread, second)[tooth % 2],
                        0.003,
                    )
            elif kind == "zigzag":
                sew(
                    [(x - panel * 0.35, y - q), (x + panel * 0.35, y), (x - panel * 0.35, y + q)],
                    thread,
                    0.004,
                )
            else:
                for t in range(6):
                    a = math.tau * t / 6
                    sew(
                        [(x, y), (x + math.cos(a) * q * 0.9, y + math.sin(a) * q * 0.9)],
                        (thread, second)[t % 2],
                        0.003,
                    )
    if rng.random() < 0.6:
        r = rng.uniform(0.05, 0.08)
        for cx in (0.33, 0.67):
            for q in (r, r * 0.75):
                sew(
                    [
                        (cx + math.cos(math.tau * k / 32) * q, 0.34 + math.sin(math.tau * k / 32) * q)
                        for k in range(33)
                    ],
                    (thread, second)[q < r],
                    0.004,
                )
            for k in range(8):
                a = math.tau * k / 8
                sew(
                    [
                        (cx + math.cos(a) * r * 0.2, 0.34 + math.sin(a) * r * 0.2),
                        (cx + math.cos(a) * r * 0.7, 0.34 + math.sin(a) * r * 0.7),
                    ],
                    thread,
                    0.003,
                )
    for s in (-1, 1):
        for k, colour in enumerate((thread, second, thread)):
            x = (arm + 0.016 + k * 0.012) if s < 0 else 1 - (arm + 0.016 + k * 0.012)
            sew(
                [(x, 0.145 - k * 0.003), (x + (0.012 if s < 0 else -0.012), sleeve_low + 0.02)], colour, 0.004
            )
    hem = low - 0.03
    for k, colour in enumerate((thread, second)):
        sew([(0.1, hem - k * 0.014), (0.5, hem + 0.02 - k * 0.014), (0.9, hem - k * 0.014)], colour, 0.004)
    count = 26
    for k in range(count):
        x = 0.14 + 0.72 * k / count
        sew([(x, hem - 0.03), (x + 0.36 / count, hem - 0.05), (x + 0.72 / count, hem - 0.03)], thread, 0.003)


def _garment(width: int, rng: random.Random, colours: list[RGB], traits: Mapping[str, object]) -> Piece:
    """A gandoura laid out: broad body, wide sleeves, embroidery round the neck, down the breast and at the hems."""
    tall = _TALL["garment"]
    height = round(width * tall)
    body, thread, second = colours[0], colours[1], colours[2]
    side = 2
    shape = Image.new("L", (width * side, height * side))
    pen = ImageDraw.Draw(shape)

    def to(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(x * width * side, y * width * side) for x, y in points]

    sleeve_low = rng.uniform(0.40, 0.62)
    flare = rng.uniform(0.02, 0.08)
    arm = rng.uniform(0.01, 0.05)
    low = tall - 0.03
    waist = rng.uniform(0.10, 0.17)
    half = [
        (0.43, 0.055),
        (0.36, 0.062),
        (0.22, 0.085),
        (arm, 0.15),
        (arm + 0.012, sleeve_low),
        (waist - 0.01, sleeve_low + 0.012),
        (waist + 0.02, sleeve_low + 0.05),
        (waist - flare * 0.4, 0.9),
        (waist - flare * 0.7, low - 0.012),
        (0.3, low + 0.006),
        (0.5, low + 0.012),
    ]
    cape = says(traits, "burnous")
    if cape:
        # a burnous has no sleeves: it falls from the shoulders, its hood stands behind the neck
        hood, broad = rng.uniform(0.06, 0.10), rng.uniform(0.0, 0.05)
        half = [(0.5, 0.01), (0.5 - hood * 0.45, 0.03), (0.5 - hood, 0.11), (0.5 - hood - 0.01, 0.14)]
        half += [(0.29 - broad, 0.19), (0.19 - broad, 0.30), (0.14 - broad, 0.7)]
        half += [(0.09 - flare * 0.6, low - 0.012), (0.3, low + 0.008), (0.5, low + 0.012)]
    outline = half + [(1 - x, y) for x, y in reversed(half)]
    pen.polygon(to(outline), fill=255)
    if not cape:
        pen.ellipse((0.43 * width * side, 0.0, 0.57 * width * side, 0.115 * width * side), fill=0)
    mask = shape.reduce(2)
    size = (width, height)
    base = Image.new("RGB", (width * side, height * side), body)
    brush = ImageDraw.Draw(base)
    stripes = rng.random()
    if stripes < 0.35:
        gap = rng.uniform(0.03, 0.06)
        x = 0.0
        while x < 1:
            brush.rectangle(
                (x * width * 2, 0, (x + gap * 0.2) * width * 2, height * 2), fill=mix(body, second, 0.35)
            )
            x += gap
    stitch = Image.new("L", base.size, 128)
    needle = ImageDraw.Draw(stitch)

    def sew(points: list[tuple[float, float]], colour: RGB, thick: float) -> None:
        spots = to(points)
        brush.line(spots, fill=colour, width=max(2, round(thick * width * 2)), joint="curve")
        needle.line(spots, fill=178, width=max(2, round(thick * width * 1.4)), joint="curve")

    if cape:
        _bind(sew, rng, (body, thread, second), low)
    else:
        _embroider(sew, rng, (body, thread, second), (arm, sleeve_low, low))
    cloth_ = base.reduce(2)
    raised = relief(stitch.reduce(2), 0.6, max(1, round(width / 600)))
    folds = bytearray()
    lines = [
        (
            rng.uniform(0.28, 0.72),
            rng.uniform(-0.12, 0.12),
            rng.uniform(0.012, 0.03),
            rng.choice((-1, 1)) * rng.uniform(12, 24),
        )
        for _ in range(7)
    ]
    drapes = [(0.2, rng.uniform(0.2, 0.3), 1), (0.8, rng.uniform(0.2, 0.3), -1)]
    for j in range(90):
        for i in range(74):
            x, y = i / 73, j / 89 * tall
            value = 130.0 - 12 * (x - 0.5)
            fall = min(1.0, max(0.0, (y - 0.28) / 0.3))
            for at, lean, wide, deep in lines:
                away = (x - at - lean * (y - 0.5)) / wide / (0.7 + 0.8 * fall)
                value += deep * fall * away * math.exp(-away * away)
            for at, top, s in drapes:
                along = (y - top) - s * (x - at) * 0.9
                value += (
                    16
                    * math.sin(along * 34)
                    * math.exp(-(((x - at) / 0.12) ** 2))
                    * math.exp(-(((y - 0.34) / 0.16) ** 2))
                )
            folds.append(max(0, min(255, round(value))))
    drape = Image.frombytes("L", (74, 90), bytes(folds)).resize(size, BICUBIC)
    weave = sum_of_light(noise(rng, size, 9, (1, 2)), noise(rng, size, 8, (width / 7, width / 5)))
    third = (max(8, width // 3), max(8, height // 3))
    edge = relief(
        mask.resize(third, BILINEAR).filter(ImageFilter.GaussianBlur(width / 3 * 0.008)),
        0.36,
        max(1, width // 500),
    ).resize(size, BICUBIC)
    return Piece(lit(cloth_, sum_of_light(drape, weave, raised, edge)), mask, thickness=0.012)


def piece(kind: str, rng: random.Random, traits: Mapping[str, object], width: int) -> Piece:
    """Make one cloth piece `width` pixels wide."""
    shape = kind.rsplit(".", maxsplit=1)[-1]
    colours = chosen(
        traits, rng, _ROBES if shape == "garment" else _SCHEMES, WOOL, 3 if shape == "garment" else 4
    )
    return {"cushion": _cushion, "shawl": _shawl, "garment": _garment}[shape](width, rng, colours, traits)


def draw(
    kind: str, rng: random.Random, traits: Mapping[str, object], view: str, size: tuple[int, int]
) -> Image.Image:
    """Return one view of one piece of cloth on its ground."""
    made, scene = fork(rng), fork(rng)
    pose = _POSES[kind.rpartition(".")[2]]
    return show(lambda pixels: piece(kind, made, traits, pixels), pose, scene, view, size)
