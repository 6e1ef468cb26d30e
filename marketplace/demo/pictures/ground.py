"""What lies under and around a piece: white ground, clay room, shadows, and the one lamp at the top left."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from .palette import RGB, drift

BILINEAR = Image.Resampling.BILINEAR
BICUBIC = Image.Resampling.BICUBIC
NEAREST = Image.Resampling.NEAREST

LAMP = (-0.46, -0.58, 0.672)
"""Direction to the lamp: x to the right, y down, z towards the eye; one for every picture."""


@dataclass(frozen=True)
class Piece:
    """A drawn thing without its ground: `skin` where `mask` is white; both of one size.

    `foot` is the ellipse it stands on (centre x, centre y, radius x, radius y in its pixels); None when it lies.
    """

    skin: Image.Image
    mask: Image.Image
    foot: tuple[float, float, float, float] | None = None
    thickness: float = 0.012
    """How far a flat piece rises, as a share of its width: this makes its shadow."""


def fork(rng: random.Random) -> random.Random:
    """Return a new stream of chance: what it is used for never shifts the stream it came from."""
    return random.Random(rng.getrandbits(64))


def noise(
    rng: random.Random, size: tuple[int, int], amount: int, cell: tuple[float, float] = (1, 1)
) -> Image.Image:
    """Return grey noise around 128, at most `amount` away, with grains of `cell` pixels."""
    width, height = max(2, round(size[0] / cell[0])), max(2, round(size[1] / cell[1]))
    grains = Image.frombytes("L", (width, height), fork(rng).randbytes(width * height))
    grains = grains.point([round(128 + (value - 127.5) / 127.5 * amount) for value in range(256)])
    return grains if grains.size == size else grains.resize(size, BILINEAR if cell[0] < 3 else BICUBIC)


def lit(image: Image.Image, light: Image.Image) -> Image.Image:
    """Return the image under `light`: 128 leaves it, darker multiplies, lighter screens."""
    if light.size != image.size:
        light = light.resize(image.size, BICUBIC)
    return ImageChops.hard_light(image, Image.merge("RGB", (light, light, light)))


def sum_of_light(*lights: Image.Image) -> Image.Image:
    """Return several lights around 128 added into one."""
    total = lights[0]
    for light in lights[1:]:
        total = ImageChops.add(total, light, 1, -128)
    return total


def flat(size: tuple[int, int], colour: RGB) -> Image.Image:
    """Return one plain colour."""
    return Image.new("RGB", size, colour)


def cover(size: tuple[int, int], polygon: list[tuple[float, float]]) -> Image.Image:
    """Return the smooth-edged mask of one polygon given in pixels."""
    big = Image.new("L", (size[0] * 2, size[1] * 2))
    ImageDraw.Draw(big).polygon([(x * 2, y * 2) for x, y in polygon], fill=255)
    return big.reduce(2)


def relief(height: Image.Image, strength: float, reach: int = 1) -> Image.Image:
    """Return the light (around 128) that the lamp makes on a height map."""
    near = ImageChops.offset(height, reach, reach)
    far = ImageChops.offset(height, -reach, -reach)
    return ImageChops.subtract(far, near, 1 / strength, 128)


def grow(rng: random.Random, count: int, amount: float) -> list[float]:
    """Return `count` smoothly wandering values around 0, at most about `amount`, that close on themselves."""
    phases = [(rng.uniform(0, math.tau), rng.uniform(0.3, 1) / (n + 1)) for n in range(4)]
    return [
        amount
        * sum(
            weight * math.sin((n + 1) * math.tau * i / count + phase)
            for n, (phase, weight) in enumerate(phases)
        )
        for i in range(count)
    ]


def _shadow(canvas: tuple[int, int], piece: Piece, at: tuple[int, int], depth: float) -> Image.Image:
    """Return how dark the piece makes its ground, full size, 0 to 255."""
    step = max(4, canvas[0] // 120)
    small = (canvas[0] // step + 1, canvas[1] // step + 1)
    width, height = piece.mask.size
    if piece.foot is None:
        dark = Image.new("L", small)
        shape = piece.mask.resize((max(1, width // step), max(1, height // step)), BILINEAR)
        away = piece.thickness * width / step
        far, near = dark.copy(), dark.copy()
        far.paste(shape, (round(at[0] / step + away * 1.3), round(at[1] / step + away * 1.8)))
        near.paste(shape, (round(at[0] / step + away * 0.4), round(at[1] / step + away * 0.6)))
        far = far.filter(ImageFilter.GaussianBlur(max(1.6, away * 1.6))).point(lambda v: v * 0.34 * depth)
        near = near.filter(ImageFilter.GaussianBlur(max(0.8, away * 0.5))).point(lambda v: v * 0.42 * depth)
        dark = ImageChops.add(far, near)
    else:
        x, y, rx, ry = (value / step for value in piece.foot)
        x, y = x + at[0] / step, y + at[1] / step
        wide, mid, near = (Image.new("L", small) for _ in range(3))
        tall = height / step
        ImageDraw.Draw(wide).ellipse(
            (
                x - rx * 0.7,
                y - ry * 0.9 - tall * 0.01,
                x + rx * 1.25 + tall * 0.30,
                y + ry * 1.1 + tall * 0.03,
            ),
            fill=88,
        )
        ImageDraw.Draw(mid).ellipse((x - rx * 0.98, y - ry, x + rx * 1.22, y + ry * 1.35), fill=130)
        ImageDraw.Draw(near).ellipse((x - rx * 0.98, y - ry * 0.8, x + rx * 1.04, y + ry * 1.12), fill=200)
        dark = ImageChops.add(
            wide.filter(ImageFilter.GaussianBlur(small[0] * 0.05)),
            ImageChops.lighter(
                mid.filter(ImageFilter.GaussianBlur(small[0] * 0.022)),
                near.filter(ImageFilter.GaussianBlur(small[0] * 0.008)),
            ),
        ).point(lambda v: v * 0.8 * depth)
    return dark.resize((small[0] * step, small[1] * step), BICUBIC).crop((0, 0, *canvas))


def on(ground: Image.Image, piece: Piece, at: tuple[int, int], depth: float = 1.0) -> Image.Image:
    """Put the piece with its shadow on `ground`, in place, and return it."""
    shadow = _shadow(ground.size, piece, at, depth)
    ground.paste((38, 32, 40), (0, 0), shadow)
    ground.paste(piece.skin, at, piece.mask)
    return ground


def white(size: tuple[int, int]) -> Image.Image:
    """Return the white ground all main pictures share."""
    return flat(size, (255, 255, 255))


def plaster(size: tuple[int, int], rng: random.Random, colour: RGB, amount: int = 1) -> Image.Image:
    """Return a hand-smoothed clay surface."""
    base = flat(size, drift(colour, rng, 6))
    swirl = noise(rng, size, 14 * amount, (size[0] / 5, size[0] / 9))
    strokes = noise(rng, size, 12 * amount, (size[0] / 22, size[0] / 60))
    grain = noise(rng, size, 10 * amount, (2, 2))
    return lit(base, sum_of_light(swirl, strokes, grain))


def daylight(size: tuple[int, int], rng: random.Random) -> Image.Image:
    """Return a window's light falling slantwise from the top left, as a light around 128."""
    small = (96, max(8, round(96 * size[1] / size[0])))
    width, height = small
    light = Image.new("L", small, 108)
    draw = ImageDraw.Draw(light)
    left = rng.uniform(0.10, 0.30) * width
    wide, slant = rng.uniform(0.34, 0.44) * width, rng.uniform(0.28, 0.5) * width
    for pane in range(2):
        x0 = left + pane * (wide * 0.53)
        draw.polygon(
            [
                (x0, -2),
                (x0 + wide * 0.47, -2),
                (x0 + wide * 0.47 + slant, height * 0.86),
                (x0 + slant, height * 0.86),
            ],
            fill=150,
        )
    return light.filter(ImageFilter.GaussianBlur(3.4)).resize(size, BICUBIC)


def room(size: tuple[int, int], rng: random.Random, horizon: float) -> Image.Image:
    """Return an empty clay room: wall down to `horizon` (share of the height), then the floor."""
    width, height = size
    line = round(height * horizon)
    wall = plaster(
        (width, line), rng, rng.choice([(190, 116, 84), (206, 150, 110), (222, 196, 164), (178, 104, 78)])
    )
    floor = plaster((width, height - line), rng, rng.choice([(196, 168, 134), (178, 146, 112)]))
    picture = Image.new("RGB", size)
    picture.paste(wall, (0, 0))
    picture.paste(floor, (0, line))
    seam = Image.new("L", (1, 96), 128)
    for row in range(96):
        away = row / 96 - horizon
        seam.putpixel(
            (0, row), round(128 - 46 * math.exp(-(abs(away) * 26)) - (14 * away if away > 0 else -6 * away))
        )
    return lit(lit(picture, seam.resize(size, BICUBIC)), daylight(size, rng))


def on_floor(picture: Image.Image, piece: Piece, corners: list[tuple[float, float]]) -> Image.Image:
    """Lay a flat piece on the floor in perspective; `corners` are top left, top right, bottom right, bottom left."""
    size = picture.size
    width, height = piece.mask.size
    coefficients = _perspective(corners, [(0, 0), (width, 0), (width, height), (0, height)])
    skin = piece.skin.transform(size, Image.Transform.PERSPECTIVE, coefficients, BICUBIC)
    mask = piece.mask.transform(size, Image.Transform.PERSPECTIVE, coefficients, BILINEAR)
    return on(picture, Piece(skin, mask, thickness=0.005), (0, 0), 1.2)


def _perspective(to: list[tuple[float, float]], source: list[tuple[float, float]]) -> list[float]:
    """Return Pillow's eight numbers that bring picture points `to` back to `source` points (Gaussian elimination)."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(to, source, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for column in range(8):
        pivot = max(range(column, 8), key=lambda row: abs(rows[row][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for row in range(8):
            if row != column:
                share = rows[row][column] / rows[column][column]
                rows[row] = [a - share * b for a, b in zip(rows[row], rows[column], strict=True)]
    return [rows[i][8] / rows[i][i] for i in range(8)]
