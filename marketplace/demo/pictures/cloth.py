"""Wool seen from near and far: a grid of knots becomes a cloth with pile, ribs, dye lots and fringes."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from .ground import BICUBIC, BILINEAR, NEAREST, Piece, fork, grow, lit, noise, sum_of_light
from .loom import Loom
from .palette import RGB, mix, shade


@dataclass(frozen=True)
class Weave:
    """How the threads of a cloth show: `structure` is pile, rib, back, plain or plait; `depth` its roughness."""

    structure: str
    depth: float = 1.0
    jitter: int = 12
    abrash: int = 9
    fringe: float = 0.05
    """Length of the fringe as a share of the width, at both ends; 0 for none."""
    fringe_colours: tuple[RGB, ...] = ((226, 214, 192), (214, 200, 174))
    tassels: int = 0
    """Number of bundles the fringe is knotted into; 0 for loose strands."""


@lru_cache(maxsize=64)
def _thread(structure: str, side: int, depth: int) -> Image.Image:
    """Return the light of 8x8 knots, each `side` pixels wide: what repeats all over a cloth."""
    rng = random.Random(side * 31 + depth)
    size = side * 8
    light = bytearray(size * size)
    lean = [[rng.uniform(-1, 1) for _ in range(8)] for _ in range(8)]
    for y in range(size):
        row, b = y // side, (y % side + 0.5) / side
        for x in range(size):
            column, a = x // side, (x % side + 0.5) / side
            tilt = lean[row][column]
            if structure == "pile":
                # a tuft leans over the row below: light on its crown, a dark cleft under it, a weaker cleft beside it
                round_ = math.hypot((a - 0.5 - tilt * 0.1) * 1.5, (b - 0.42) * 1.35)
                v = 0.75 - 2.1 * max(0.0, round_ - 0.22) - 0.9 * max(0.0, b - 0.8) / 0.2 + tilt * 0.4
                v += 0.35 * (0.5 - b)
            elif structure == "rib":
                # weft packed over the warp: short beads, each column half a bead lower than its neighbour
                beads = b * 2 + (0.5 if column % 2 else 0)
                v = (
                    0.75 * math.cos(2 * math.pi * (beads - 0.5)) * 0.6
                    + 0.9 * math.sin(math.pi * a)
                    - 0.65
                    + tilt * 0.22
                )
            elif structure == "back":
                # two loops per knot between sunken warps
                half = a * 2 % 1
                v = 1.1 * math.sin(math.pi * half) * math.sin(math.pi * b) - 0.5 + tilt * 0.2
            elif structure == "plait":
                # strips over and under, two by two
                over = (row // 2 + column // 2) % 2
                t, along = (b, a) if over else (a, b)
                v = (
                    0.9 * math.sin(math.pi * ((row % 2 if over else column % 2) + t) / 2)
                    - 0.45
                    + 0.2 * (along - 0.5)
                    + tilt * 0.2
                )
            else:
                v = 0.5 * math.sin(math.pi * a) * math.sin(math.pi * b) + tilt * 0.25 - 0.15
            light[y * size + x] = max(0, min(255, round(128 + v * depth)))
    # whatever the width, the cloth as a whole keeps the lightness of its dyes
    brighter = 122 - round(sum(light) / len(light))
    return Image.frombytes("L", (size, size), bytes(max(0, min(255, v + brighter)) for v in light))


def threads(structure: str, columns: int, rows: int, side: int, depth: int) -> Image.Image:
    """Return the light of a whole cloth of `columns` by `rows` knots."""
    tile = _thread(structure, side, depth)
    strip = Image.new("L", (columns * side, tile.height))
    for x in range(0, strip.width, tile.width):
        strip.paste(tile, (x, 0))
    whole = Image.new("L", (strip.width, rows * side))
    for y in range(0, whole.height, tile.height):
        whole.paste(strip, (0, y))
    return whole


def dyed(loom: Loom, colours: list[RGB], weave: Weave, rng: random.Random) -> Image.Image:
    """Return one pixel per knot, in wool: every knot its own hue, every dye lot its own band."""
    size = (loom.width, loom.height)
    plan = Image.frombytes("P", size, bytes(loom.cells))
    plan.putpalette([channel for colour in colours for channel in colour])
    knots = plan.convert("RGB")
    # a knot differs from its neighbour mostly in lightness, and only a little in hue
    amount = max(2, weave.jitter // 2)
    speck = Image.frombytes("RGB", size, fork(rng).randbytes(size[0] * size[1] * 3))
    speck = speck.point([round(value / 255 * amount) for value in range(256)] * 3)
    knots = ImageChops.add(knots, speck, 1, -(amount // 2))
    knots = lit(knots, noise(rng, size, weave.jitter))
    if weave.abrash:
        lots = bytearray()
        level = rng.uniform(-1, 1)
        while len(lots) < loom.height:
            level = max(-1.0, min(1.0, level * 0.4 + rng.uniform(-1, 1) * 0.8))
            lots += bytes([round(128 + level * weave.abrash)]) * rng.randint(2, max(3, loom.height // 7))
        rows = Image.frombytes("L", (1, loom.height), bytes(lots[: loom.height]))
        streak = noise(rng, (1, loom.height), max(1, weave.abrash // 2)) if loom.height > 1 else rows
        streak = streak.resize((1, loom.height))
        knots = lit(knots, sum_of_light(rows, streak).resize(size, NEAREST))
    return knots


def _bend(rng: random.Random, count: int, amount: float) -> list[float]:
    drift = grow(rng, count * 2, amount)[:count]
    return [value - drift[0] for value in drift]


def surface(
    knots: Image.Image, size: tuple[int, int], weave: Weave, rng: random.Random, wave: float = 1.0
) -> Image.Image:
    """Return the cloth itself at `size` pixels, rows rippling a little."""
    columns, rows = knots.size
    side = max(3, min(40, round(size[0] / columns)))
    fine = 3 if side < 12 else 8
    soft = knots.resize((columns * fine, rows * fine), NEAREST)
    if wave:
        # rows ripple by up to half a knot: shift thin upright strips against each other
        strips = 24 if fine == 3 else columns * 2
        ripple = grow(rng, strips, 0.9 * wave)
        moved = soft.copy()
        for index in range(strips):
            left, right = soft.width * index // strips, soft.width * (index + 1) // strips
            moved.paste(soft.crop((left, 0, right, soft.height)), (left, round(ripple[index] * 0.5 * fine)))
        soft = moved
    cloth = soft.resize(size, BILINEAR)
    depth = {"pile": 28, "rib": 26, "back": 30, "plait": 34}.get(weave.structure, 22)
    light = threads(weave.structure, columns, rows, side, round(depth * weave.depth))
    if light.size != size:
        light = light.resize(size, BILINEAR)
    if weave.structure == "pile" and side >= 5:
        # single fibres of a tuft reach over its neighbours: fray each edge by a share of a knot
        fray = max(1, round(side * 0.13))
        fibres = noise(rng, size, 127, (max(1.0, side / 12), max(1.0, side / 3)))
        fibres = fibres.point([0] * 128 + [255] * 128)
        cloth = Image.composite(
            ImageChops.offset(cloth, 0, fray), ImageChops.offset(cloth, -(fray // 2), -fray), fibres
        )
        if side >= 14:
            strand = noise(rng, size, 44, (side / 11, side / 1.6))
            light = sum_of_light(light, strand)
    fold = noise(rng, size, 10, (size[0] / 4, size[0] / 3))
    fibre = noise(rng, size, 9, (1, 1))
    return lit(cloth, sum_of_light(light, fold, fibre))


def strands(
    size: tuple[int, int], weave: Weave, rng: random.Random, edge: list[float]
) -> tuple[Image.Image, Image.Image]:
    """Return (skin, mask) of a fringe hanging down from `edge` (its upper line, in pixels, per x share)."""
    rng = fork(rng)
    width, height = size
    big_w, big_h = width * 2, height * 2
    base = weave.fringe_colours[0]
    skin, mask = Image.new("RGB", (big_w, big_h), base), Image.new("L", (big_w, big_h))
    paint, shape = ImageDraw.Draw(skin), ImageDraw.Draw(mask)
    bundles = weave.tassels or max(20, min(120, width // 7))
    per = 5 if weave.tassels else 2
    pitch = big_w / bundles
    thick = max(2, round(min(pitch / (per + 0.6), big_w / 160)))
    length = big_h * 0.86
    for bundle in range(bundles):
        middle = (bundle + 0.5) * pitch
        top = edge[min(len(edge) - 1, int((bundle + 0.5) / bundles * len(edge)))] * 2
        sway = rng.gauss(0, pitch * (0.35 if not weave.tassels else 0.22))
        knot_y = top + length * rng.uniform(0.12, 0.2)
        lot = rng.choice(weave.fringe_colours)
        for strand in range(per):
            x0 = middle + (strand - (per - 1) / 2) * pitch / per
            reach = top + (length - top * 0.2) * rng.uniform(0.74, 1.0)
            end = (
                middle
                + sway
                + (strand - (per - 1) / 2) * pitch / per * rng.uniform(0.4, 1.3)
                + rng.gauss(0, pitch * 0.12)
            )
            near = middle + (x0 - middle) * (0.3 if weave.tassels else 0.9)
            curl = rng.gauss(0, pitch * 0.2)
            path = [
                (x0, top - 3), (near, knot_y),
                ((near * 0.6 + end * 0.4) + curl, knot_y + (reach - knot_y) * 0.4),
                ((near * 0.15 + end * 0.85) + curl * 0.6, knot_y + (reach - knot_y) * 0.75),
                (end, reach),
            ]  # fmt: skip
            colour = shade(lot, rng.uniform(0.8, 1.04))
            paint.line(
                [(x + thick * 0.6, y) for x, y in path], fill=shade(lot, 0.68), width=thick, joint="curve"
            )
            paint.line(path, fill=colour, width=max(1, thick - 1), joint="curve")
            shape.line(path, fill=255, width=thick, joint="curve")
        if weave.tassels or rng.random() < 0.9:
            r = thick * (1.5 if weave.tassels else 0.9)
            paint.ellipse((middle - r, knot_y - r, middle + r, knot_y + r), fill=shade(lot, 0.92))
            shape.ellipse((middle - r, knot_y - r, middle + r, knot_y + r), fill=255)
    return skin.reduce(2), mask.reduce(2)


def cloth(
    loom: Loom,
    colours: list[RGB],
    weave: Weave,
    rng: random.Random,
    width: int,
    height: int,
    ends: tuple[bool, bool] = (True, True),
    sides: tuple[bool, bool] = (True, True),
) -> Piece:
    """Weave the loom into a piece `width` pixels wide and `height` high without its fringes.

    `ends` say whether the upper and lower end are in the picture, `sides` whether the left and right edge are:
    where not, the cloth runs on.
    """
    knots = dyed(loom, colours, weave, rng)
    face = surface(knots, (width, height), weave, rng)
    fringe = round(width * weave.fringe)
    above, below = (fringe if ends[0] else 0), (fringe if ends[1] else 0)
    pad = max(3, round(width * 0.012))
    size = (width + 2 * pad, height + above + below + 2 * pad)
    sway = width * 0.006
    left, right = _bend(rng, 24, sway), _bend(rng, 24, sway)
    top, bottom = _bend(rng, 24, sway * 0.8), _bend(rng, 24, sway * 0.8)
    serrate = max(0.4, width / loom.width * 0.12)
    far = 2 * pad + width
    across = [pad + width * i / 23 for i in range(24)]
    along = [pad + above + height * i / 23 for i in range(24)]

    def rough() -> float:
        return rng.uniform(-serrate, serrate)

    upper = [(x, pad + above + 1 + top[i] + rough() if ends[0] else -2) for i, x in enumerate(across)]
    outer = [(pad + width - 1 + right[i] + rough() if sides[1] else far + 2, y) for i, y in enumerate(along)]
    lower = [
        (x, pad + above + height - 1 + bottom[i] if ends[1] else size[1] + 2) for i, x in enumerate(across)
    ]
    inner = [(pad + 1 + left[i] + rough() if sides[0] else -2, y) for i, y in enumerate(along)]
    edge = [*upper, *outer, *reversed(lower), *reversed(inner)]
    big = Image.new("L", (size[0] * 2, size[1] * 2))
    ImageDraw.Draw(big).polygon([(x * 2, y * 2) for x, y in edge], fill=255)
    mask = big.reduce(2)
    # the cloth is laid a little larger than itself, so that a wandering edge never shows what is behind it
    skin = face.resize((size[0], height + 2 * pad), BILINEAR) if pad > 40 else _spread(face, pad)
    whole = Image.new("RGB", size, colours[0])
    whole.paste(skin, (0, above))
    rim = mask.resize((max(1, size[0] // 3), max(1, size[1] // 3)), BILINEAR).filter(
        ImageFilter.GaussianBlur(1.4)
    )
    rim = ImageChops.offset(rim, 1, 1).point([round(58 + 70 * min(1.0, value / 235)) for value in range(256)])
    whole = lit(whole, rim.resize(size, BILINEAR))
    if fringe:
        tufts = Image.new("RGB", size, weave.fringe_colours[0])
        shape = Image.new("L", size)
        if ends[1]:
            skin, part = strands((width, below + pad), weave, rng, [value + 0.0 for value in bottom])
            tufts.paste(skin, (pad, pad + above + height - 2))
            shape.paste(part, (pad, pad + above + height - 2))
        if ends[0]:
            skin, part = strands((width, above + pad), weave, rng, [-value for value in top])
            tufts.paste(skin.transpose(Image.Transpose.FLIP_TOP_BOTTOM), (pad, 2))
            shape.paste(part.transpose(Image.Transpose.FLIP_TOP_BOTTOM), (pad, 2))
        tufts.paste(whole, (0, 0), mask)
        whole, mask = tufts, ImageChops.lighter(mask, shape)
    return Piece(whole, mask, thickness=0.011 if weave.structure == "pile" else 0.006)


def _spread(face: Image.Image, pad: int) -> Image.Image:
    """Return the face with its outermost pixels repeated `pad` pixels outwards."""
    width, height = face.size
    wide = Image.new("RGB", (width + 2 * pad, height + 2 * pad))
    wide.paste(
        face.resize(wide.size, NEAREST, (0, 0, width, height))
        if pad < 2
        else face.crop((0, 0, width, height)),
        (pad, pad),
    )
    wide.paste(face.crop((0, 0, 2, height)).resize((pad, height), NEAREST), (0, pad))
    wide.paste(face.crop((width - 2, 0, width, height)).resize((pad, height), NEAREST), (width + pad, pad))
    wide.paste(wide.crop((0, pad, wide.width, pad + 2)).resize((wide.width, pad), NEAREST), (0, 0))
    wide.paste(
        wide.crop((0, height + pad - 2, wide.width, height + pad)).resize((wide.width, pad), NEAREST),
        (0, height + pad),
    )
    return wide


__all__ = ["BICUBIC", "Weave", "cloth", "dyed", "mix", "surface", "threads"]
