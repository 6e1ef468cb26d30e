"""Pots of Touat and Gourara: black from smoke at Tamentit, ochre and red with painted bands at Kali."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping

from PIL import Image, ImageDraw, ImageFilter

from .ground import BICUBIC, Piece, fork, grow, lit, noise, sum_of_light
from .palette import RGB, drift, mix, shade
from .scene import show
from .turned import Finish, turned

KINDS = ("pottery.jar", "pottery.bowl", "pottery.tajine", "pottery.cup", "pottery.plate", "pottery.burner")
VIEWS = ("whole", "room", "detail")

_TALL = {"jar": 1.22, "bowl": 0.66, "tajine": 0.92, "cup": 0.92, "plate": 1.0, "burner": 1.05}
_CLAYS: tuple[RGB, ...] = ((186, 104, 66), (198, 126, 78), (170, 88, 58), (206, 148, 98), (180, 112, 84))
_SLIPS: tuple[RGB, ...] = ((122, 36, 26), (58, 36, 30), (228, 204, 166), (150, 56, 34), (92, 44, 30))


def tallness(kind: str, traits: Mapping[str, object]) -> float:
    """Return height over width of the pot itself."""
    high, wide = traits.get("height_mm"), traits.get("width_mm") or traits.get("length_mm")
    habit = _TALL[kind.split(".")[-1]]
    if (
        isinstance(high, int | float)
        and isinstance(wide, int | float)
        and wide > 0
        and kind != "pottery.plate"
    ):
        return max(habit * 0.75, min(habit * 1.3, high / wide))
    return habit


def size_of(kind: str, traits: Mapping[str, object], view: str) -> tuple[int, int]:
    """Return the shape of one view."""
    if view != "whole":
        return (1000, 1000) if view == "room" else (1000, 800)
    return 1000, round(1000 * max(0.86, min(1.25, tallness(kind, traits) * 0.82 + 0.24)))


def _blackened(traits: Mapping[str, object], rng: random.Random) -> bool:
    smoke = traits.get("smoke")
    if isinstance(smoke, bool):
        return smoke
    colours = traits.get("colours")
    if isinstance(colours, list | tuple) and colours:
        return colours[0] == "black"
    return rng.random() < 0.4


def _profile(shape: str, rng: random.Random) -> tuple[list[tuple[float, float]], float, float]:
    """Return (profile, tilt, wall) of one pot of this shape; no two alike."""

    def near(value: float, by: float = 0.05) -> float:
        return max(0.03, value + rng.uniform(-by, by))

    if shape == "jar":
        build = rng.choice(("amphora", "round", "shouldered", "necked"))
        if build == "amphora":
            return (
                [
                    (0, near(0.40)),
                    (0.05, near(0.37)),
                    (0.17, near(0.31)),
                    (0.26, near(0.42)),
                    (0.45, 0.92),
                    (0.58, 1.0),
                    (0.8, near(0.76)),
                    (0.96, near(0.46)),
                    (1, near(0.44, 0.02)),
                ],
                0.20,
                0.10,
            )
        if build == "round":
            return (
                [
                    (0, near(0.56)),
                    (0.06, near(0.50)),
                    (0.14, near(0.52)),
                    (0.34, 0.9),
                    (0.55, 1.0),
                    (0.78, near(0.84)),
                    (0.95, near(0.52)),
                    (1, near(0.46, 0.02)),
                ],
                0.24,
                0.08,
            )
        if build == "shouldered":
            return (
                [
                    (0, near(0.44)),
                    (0.07, near(0.36)),
                    (0.12, near(0.44)),
                    (0.24, 0.92),
                    (0.33, 1.0),
                    (0.6, near(0.82)),
                    (0.9, near(0.5)),
                    (1, near(0.48, 0.02)),
                ],
                0.21,
                0.09,
            )
        return (
            [
                (0, near(0.34)),
                (0.05, near(0.26)),
                (0.28, near(0.22, 0.02)),
                (0.38, near(0.36)),
                (0.58, 0.95),
                (0.7, 1.0),
                (0.88, near(0.78)),
                (1, near(0.5)),
            ],
            0.18,
            0.11,
        )
    if shape == "bowl":
        if rng.random() < 0.5:
            return (
                [
                    (0, 1.0),
                    (0.06, 0.985),
                    (0.4, near(0.84, 0.04)),
                    (0.72, near(0.56)),
                    (0.86, near(0.36, 0.03)),
                    (0.92, 0.35),
                    (1, near(0.42, 0.04)),
                ],
                0.36,
                0.028,
            )
        return (
            [(0, near(0.93, 0.03)), (0.2, 1.0), (0.5, near(0.94, 0.03)), (0.8, near(0.68)), (1, near(0.48))],
            0.34,
            0.035,
        )
    if shape == "tajine":
        knob = near(0.12, 0.02)
        return (
            [
                (0, knob * 0.8),
                (0.03, knob),
                (0.08, knob * 0.72),
                (0.16, near(0.15, 0.02)),
                (0.4, near(0.34)),
                (0.62, near(0.66, 0.04)),
                (0.715, 0.88),
                (0.73, 0.90),
                (0.735, 0.985),
                (0.78, 1.0),
                (0.9, near(0.86, 0.03)),
                (1, near(0.74, 0.03)),
            ],
            0.22,
            0.1,
        )
    if shape == "cup":
        return (
            rng.choice(
                (
                    [
                        (0, 1.0),
                        (0.1, 0.985),
                        (0.5, near(0.86)),
                        (0.84, near(0.66)),
                        (0.9, near(0.6)),
                        (1, near(0.66, 0.03)),
                    ],
                    [(0, near(0.86)), (0.12, near(0.84)), (0.5, 1.0), (0.82, near(0.84)), (1, near(0.6))],
                    [
                        (0, 1.0),
                        (0.3, near(0.94, 0.03)),
                        (0.56, near(0.66)),
                        (0.68, near(0.3)),
                        (0.8, near(0.3)),
                        (0.94, near(0.56)),
                        (1, near(0.6)),
                    ],
                )
            ),
            0.27,
            0.05,
        )
    # an incense burner: a cup on a waisted foot
    return (
        [
            (0, near(0.94, 0.04)),
            (0.05, 1.0),
            (0.12, near(0.9, 0.04)),
            (0.36, near(0.78)),
            (0.5, near(0.42)),
            (0.6, near(0.34)),
            (0.74, near(0.46)),
            (0.93, near(0.76)),
            (1, near(0.78, 0.03)),
        ],
        0.27,
        0.08,
    )


Sketch = Callable[[ImageDraw.ImageDraw, float, float, float, float, RGB, random.Random], None]


def _figure(
    draw: ImageDraw.ImageDraw, name: str, x: float, y: float, w: float, h: float, colour: RGB, thick: int
) -> None:
    """Paint one figure of a band into its box."""
    if name == "lozenge":
        points = [
            (x + w / 2, y),
            (x + w * 0.94, y + h / 2),
            (x + w / 2, y + h),
            (x + w * 0.06, y + h / 2),
            (x + w / 2, y),
        ]
        draw.line(points, fill=colour, width=thick)
        r = min(w, h) * 0.12
        draw.ellipse((x + w / 2 - r, y + h / 2 - r, x + w / 2 + r, y + h / 2 + r), fill=colour)
    elif name == "peak":
        draw.polygon([(x, y + h), (x + w / 2, y + h * 0.1), (x + w, y + h)], fill=colour)
    elif name == "zigzag":
        draw.line([(x, y + h), (x + w / 2, y), (x + w, y + h)], fill=colour, width=thick)
        draw.line(
            [(x, y + h * 0.62), (x + w / 2, y - h * 0.3), (x + w, y + h * 0.62)],
            fill=colour,
            width=max(1, thick // 2),
        )
    elif name == "dots":
        r = min(w, h) * 0.2
        draw.ellipse((x + w / 2 - r, y + h / 2 - r, x + w / 2 + r, y + h / 2 + r), fill=colour)
    elif name == "hatch":
        for i in range(4):
            draw.line(
                [(x + w * i / 4, y + h), (x + w * (i + 1) / 4, y)], fill=colour, width=max(1, thick // 2)
            )
        draw.line([(x, y), (x, y + h)], fill=colour, width=thick)
    elif name == "cross":
        draw.line([(x + w * 0.1, y + h * 0.1), (x + w * 0.9, y + h * 0.9)], fill=colour, width=thick)
        draw.line([(x + w * 0.1, y + h * 0.9), (x + w * 0.9, y + h * 0.1)], fill=colour, width=thick)
        for dx, dy in ((0.5, 0.12), (0.5, 0.88)):
            r = min(w, h) * 0.07
            draw.ellipse((x + w * dx - r, y + h * dy - r, x + w * dx + r, y + h * dy + r), fill=colour)
    elif name == "comb":
        draw.line([(x, y), (x + w, y)], fill=colour, width=thick)
        for i in range(5):
            draw.line(
                [(x + w * (i + 0.5) / 6, y), (x + w * (i + 0.5) / 6, y + h * 0.8)],
                fill=colour,
                width=max(1, thick // 2),
            )
    else:
        draw.arc((x + w * 0.05, y - h * 0.4, x + w * 0.95, y + h), 0, 180, fill=colour, width=thick)


_FIGURES = ("lozenge", "peak", "zigzag", "dots", "hatch", "cross", "comb", "wave")


def _painted(image: Image.Image, rng: random.Random, slips: list[RGB], top: float, bottom: float) -> None:
    """Paint bands of figures between two heights (shares), by a hand that is not a machine's."""
    draw = ImageDraw.Draw(image)
    width, height = image.size
    y = top * height
    thick = max(2, round(width / 130))
    while y < bottom * height:
        band = rng.uniform(0.045, 0.13) * height
        slip = rng.choice(slips)
        style = rng.random()
        if style < 0.2:
            draw.rectangle((0, y, width, y + band * 0.4), fill=slip)
            y += band * 0.4
        else:
            name = rng.choice(_FIGURES)
            draw.line((0, y, width, y), fill=slip, width=max(1, thick - 1))
            count = max(5, round(width / (band * rng.uniform(1.0, 1.7))))
            for i in range(-1, count + 1):
                jog = rng.gauss(0, band * 0.02)
                _figure(
                    draw,
                    name,
                    i * width / count + jog,
                    y + band * 0.14 + jog,
                    width / count,
                    band * 0.72,
                    slip,
                    thick,
                )
            y += band
            draw.line((0, y, width, y), fill=slip, width=max(1, thick - 1))
        y += rng.uniform(0.02, 0.08) * height


def _clay(size: tuple[int, int], rng: random.Random, colour: RGB, black: bool) -> Image.Image:
    """Return bare clay unrolled: finger ridges, cloudy firing, grains."""
    base = Image.new("RGB", size, colour)
    cloud = noise(rng, size, 20 if not black else 26, (size[0] / 4, size[1] / 5))
    ridges = noise(rng, size, 9 if not black else 10, (size[0] / 2, max(2.0, size[1] / 70)))
    grain = noise(rng, size, 8 if not black else 7, (1.5, 1.5))
    return lit(base, sum_of_light(cloud, ridges, grain))


def piece(kind: str, rng: random.Random, traits: Mapping[str, object], width: int) -> Piece:
    """Turn one pot, `width` pixels wide."""
    shape = kind.split(".")[-1]
    black = _blackened(traits, rng)
    clay = drift((48, 44, 44), rng, 5) if black else drift(rng.choice(_CLAYS), rng, 8)
    slips = [drift(slip, rng, 8) for slip in rng.sample(_SLIPS, 2)]
    if shape == "plate":
        return _plate(width, rng, clay, slips, black)
    profile, tilt, wall = _profile(shape, rng)
    height = round(width * tallness(kind, traits))
    bands = rng.choice(((0.12, 0.5), (0.3, 0.62), (0.16, 0.3), (0.2, 0.75)))
    if shape == "tajine":
        bands = rng.choice(((0.3, 0.62), (0.42, 0.66), (0.25, 0.66)))
    elif shape in ("bowl", "cup"):
        bands = rng.choice(((0.08, 0.4), (0.12, 0.6), (0.05, 0.25)))
    elif shape == "burner":
        bands = rng.choice(((0.14, 0.36), (0.68, 0.9), (0.1, 0.4)))
    finish = Finish(0.72, 0.50, 26, 0.20) if black else Finish(0.92, 0.10, 12, 0.34)
    seed_skin = rng.randrange(1 << 30)

    def skin(size: tuple[int, int]) -> Image.Image:
        own = random.Random(seed_skin)
        image = _clay(size, own, clay, black)
        if black:
            # Tamentit: burnished, then lines and dots pressed or scratched, a little lighter than the smoke
            if own.random() < 0.75:
                _painted(image, own, [shade(clay, 1.75), shade(clay, 0.45)], *bands)
        else:
            if own.random() < 0.6:
                zone = (bands[0] - 0.03, bands[1] + 0.06)
                engobe = mix(clay, slips[0], 0.75) if own.random() < 0.5 else mix(clay, (232, 208, 170), 0.8)
                patch = lit(
                    Image.new("RGB", (size[0], round((zone[1] - zone[0]) * size[1]) + 1), engobe),
                    noise(own, (size[0], round((zone[1] - zone[0]) * size[1]) + 1), 9, (size[0] / 8, 3)),
                )
                image.paste(patch, (0, round(zone[0] * size[1])))
                contrast = (60, 34, 28) if sum(engobe) > 380 else (232, 208, 170)
                _painted(image, own, [drift(contrast, own, 6), mix(contrast, (150, 56, 34), 0.35)], *bands)
            else:
                _painted(image, own, slips, *bands)
        if shape == "tajine":
            draw = ImageDraw.Draw(image)
            draw.rectangle((0, size[1] * 0.715, size[0], size[1] * 0.732), fill=shade(clay, 0.35))
        return image

    closed = shape == "tajine"
    body = turned(
        (width, height),
        profile,
        tilt,
        finish,
        skin,
        rng,
        None if closed else shade(clay, 0.92 if not black else 1.05),
        0.007,
        wall=wall,
    )
    if shape == "burner" and not closed:
        _pierce(body, rng)
    if shape == "jar" and rng.random() < 0.65:
        body = _handles(body, rng, clay, finish)
    elif shape == "cup" and rng.random() < 0.35:
        body = _handles(body, rng, clay, finish, single=True)
    return body


def _pierce(body: Piece, rng: random.Random) -> None:
    """Cut the row of air holes round the foot of a burner."""
    width, height = body.skin.size
    draw = ImageDraw.Draw(body.skin)
    count = rng.choice((5, 6, 7))
    for i in range(count):
        angle = (i + 0.5) / count * math.pi - math.pi / 2
        x = width / 2 + math.sin(angle) * width * 0.30
        y = height * 0.845 + math.cos(angle) * width * 0.10
        rx, ry = width * 0.028 * math.cos(angle) + 1, width * 0.05
        draw.polygon([(x - rx, y + ry), (x, y - ry), (x + rx, y + ry)], fill=(28, 22, 22))
        draw.line([(x - rx, y + ry), (x + rx, y + ry)], fill=(150, 140, 134), width=max(1, width // 300))


def _handles(body: Piece, rng: random.Random, clay: RGB, finish: Finish, *, single: bool = False) -> Piece:
    """Set handles at the sides; the piece grows wider for them."""
    width, height = body.skin.size
    room_for = round(width * (0.13 if not single else 0.2))
    size = (width + 2 * room_for, height)
    skin, mask = Image.new("RGB", size, clay), Image.new("L", size)
    scale = 2
    rope = Image.new("L", (size[0] * scale, size[1] * scale))
    top, bottom = (0.12, 0.46) if not single else (0.2, 0.62)
    thick = width * (0.052 if not single else 0.045)
    draw = ImageDraw.Draw(rope)
    reach = rng.uniform(0.75, 1.0)
    for side in (-1, 1)[1 if single else 0 :]:
        cx = size[0] / 2 + side * width * (0.30 if not single else 0.46)
        rx = width * (0.27 if not single else 0.2) * reach
        cy, ry = height * (top + bottom) / 2, height * (bottom - top) / 2
        draw.ellipse(
            (scale * (cx - rx), scale * (cy - ry), scale * (cx + rx), scale * (cy + ry)),
            outline=255,
            width=round(scale * thick),
        )
    rope = rope.reduce(2)
    small = rope.resize((size[0] // 3, size[1] // 3)).filter(ImageFilter.GaussianBlur(width / 3 * 0.014))
    from_left = Image.new("L", small.size)
    from_left.paste(small, (round(width * 0.006) + 1, round(width * 0.006) + 1))
    light = Image.eval(
        Image.blend(from_left, Image.eval(small, lambda v: 255 - v), 0.5),
        lambda v: max(20, min(230, round(128 + (v - 128) * 2.4 * finish.matt))),
    )
    skin = lit(skin, light.resize(size, BICUBIC))
    mask.paste(rope)
    skin.paste(body.skin, (room_for, 0), body.mask)
    mask.paste(body.mask, (room_for, 0), body.mask)
    x, y, rx, ry = body.foot or (0, 0, 1, 1)
    return Piece(skin, mask, foot=(x + room_for, y, rx, ry))


def _plate(width: int, rng: random.Random, clay: RGB, slips: list[RGB], black: bool) -> Piece:
    """A plate lies flat and is seen from above: rings, a star, painted by hand while it turned."""
    big = width * 2
    colour = clay
    image = Image.new("RGB", (big, big), colour)
    draw = ImageDraw.Draw(image)
    tones = [shade(clay, 1.8), shade(clay, 0.5), shade(clay, 1.4)] if black else [*slips, (230, 206, 168)]
    middle = big / 2
    thick = max(3, big // 150)

    def ring(share: float, tone: RGB, wide: float) -> None:
        r = middle * share
        draw.ellipse(
            (middle - r, middle - r, middle + r, middle + r), outline=tone, width=max(2, round(middle * wide))
        )

    if not black and rng.random() < 0.6:
        r = middle * rng.uniform(0.62, 0.9)
        draw.ellipse(
            (middle - r, middle - r, middle + r, middle + r), fill=mix(clay, tones[rng.randrange(3)], 0.8)
        )
    for _ in range(rng.choice((2, 3, 4))):
        ring(rng.uniform(0.3, 0.95), rng.choice(tones), rng.choice((0.012, 0.02, 0.04)))
    for _ in range(rng.choice((1, 2, 2, 3))):
        count, share = rng.choice((8, 12, 16, 20, 24)), rng.uniform(0.28, 0.86)
        deep, tone = rng.uniform(0.06, 0.14), rng.choice(tones)
        style = rng.choice(("peak", "dot", "petal", "hatch", "zigzag"))
        for i in range(count):
            a0, a1 = math.tau * i / count, math.tau * (i + 1) / count
            am = (a0 + a1) / 2

            def at(angle: float, radius: float) -> tuple[float, float]:
                return middle + math.cos(angle) * middle * radius, middle + math.sin(angle) * middle * radius

            if style == "peak":
                draw.polygon([at(a0, share), at(am, share + deep), at(a1, share)], fill=tone)
            elif style == "dot":
                x, y = at(am, share)
                r = middle * deep * 0.3
                draw.ellipse((x - r, y - r, x + r, y + r), fill=tone)
            elif style == "petal":
                draw.line(
                    [
                        at(am, share - deep),
                        at(a0, share),
                        at(am, share + deep),
                        at(a1, share),
                        at(am, share - deep),
                    ],
                    fill=tone,
                    width=thick,
                )
            elif style == "hatch":
                for k in range(3):
                    a = a0 + (a1 - a0) * k / 4
                    draw.line([at(a, share), at(a + 0.05, share + deep)], fill=tone, width=thick)
            else:
                draw.line([at(a0, share), at(am, share + deep), at(a1, share)], fill=tone, width=thick)
    points, inner, tone = rng.choice((4, 8, 12, 16)), rng.uniform(0.08, 0.14), rng.choice(tones)
    star = [
        (
            middle + math.cos(math.pi * k / points) * middle * (0.26 if k % 2 else inner),
            middle + math.sin(math.pi * k / points) * middle * (0.26 if k % 2 else inner),
        )
        for k in range(points * 2)
    ]
    draw.polygon(star, fill=tone)
    flat_image = image.reduce(2)
    size = (width, width)
    light = bytearray()
    lip = rng.uniform(0.70, 0.80)
    for j in range(72):
        for i in range(72):
            x, y = (i - 35.5) / 36, (j - 35.5) / 36
            r = math.hypot(x, y)
            toward = -(x * 0.62 + y * 0.78) / (r or 1)
            steep = (
                math.exp(-(((r - lip) / 0.07) ** 2)) * 0.95
                - math.exp(-(((r - 0.985) / 0.03) ** 2)) * 1.0
                + 0.12 * r
            )
            light.append(max(0, min(255, round(126 - 46 * steep * toward - 14 * (x + y) / 2))))
    body = lit(flat_image, Image.frombytes("L", (72, 72), bytes(light)).resize(size, BICUBIC))
    body = lit(
        body, sum_of_light(noise(rng, size, 9, (1.5, 1.5)), noise(rng, size, 18, (width / 5, width / 5)))
    )
    if black:
        gleam = Image.new("L", (48, 48))
        ImageDraw.Draw(gleam).ellipse((8, 6, 30, 22), fill=90)
        body.paste((240, 240, 245), (0, 0), gleam.filter(ImageFilter.GaussianBlur(5)).resize(size, BICUBIC))
    mask = Image.new("L", (big, big))
    wander = [middle * (0.985 + w) for w in _round(rng)]
    ImageDraw.Draw(mask).polygon(
        [
            (middle + math.cos(math.tau * k / 180) * r, middle + math.sin(math.tau * k / 180) * r)
            for k, r in enumerate(wander)
        ],
        fill=255,
    )
    return Piece(body, mask.reduce(2), thickness=0.03)


def _round(rng: random.Random) -> list[float]:
    return [min(0.012, value) for value in grow(rng, 180, 0.006)]


def draw(
    kind: str, rng: random.Random, traits: Mapping[str, object], view: str, size: tuple[int, int]
) -> Image.Image:
    """Return one view of one pot on its ground."""
    width, height = size
    return show(
        lambda pixels: piece(kind, rng, traits, pixels),
        tallness(kind, traits),
        rng,
        view,
        size,
        lies=kind == "pottery.plate",
    )
