"""Palm of Charouine: coils sewn stitch by stitch, plaited mats, fans and hats, with dyed figures."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping

from PIL import Image, ImageDraw, ImageFilter

from . import loom as bands
from .cloth import Weave, cloth
from .ground import BICUBIC, Piece, fork, grow, lit, noise, relief, sum_of_light
from .loom import Loom
from .palette import PALM, RGB, chosen, mix, shade
from .scene import Pose, show
from .turned import Finish, turned
from .wishes import pick, says

KINDS = ("palm.tray", "palm.basket", "palm.fan", "palm.hat", "palm.mat", "palm.plate")
VIEWS = ("whole", "detail", "room")

_SCHEMES = (
    ("undyed", "red", "green", "black"),
    ("undyed", "garnet", "indigo", "yellow"),
    ("undyed", "black", "ochre", "red"),
    ("undyed", "green", "yellow", "garnet"),
    ("undyed", "indigo", "red", "white"),
)

Figure = Callable[[float, float], int]
"""(turn 0…1, share of the radius or height 0…1) → colour number."""


def size_of(kind: str, traits: Mapping[str, object], view: str) -> tuple[int, int]:
    """Return the shape of one view."""
    if view != "whole":
        return (1000, 1000) if view == "room" else (1000, 800)
    return {
        "palm.basket": (1000, 1000),
        "palm.fan": (1000, 1240),
        "palm.hat": (1000, 820),
        "palm.mat": (1000, 1340),
    }.get(kind, (1000, 1000))


def _hill(part: float) -> float:
    return abs(part - 0.5) * 2


_FIGURES: dict[str, Callable[[float, float], bool]] = {
    "ring": lambda part, inside: True,
    "star": lambda part, inside: _hill(part) > inside,
    "stairs": lambda part, inside: round(_hill(part) * 3) / 3 > inside,
    "checks": lambda part, inside: (part < 0.5) != (inside < 0.5),
    "wheel": lambda part, inside: (part + inside * 0.6) % 1 < 0.42,
    "zigzag": lambda part, inside: abs(_hill(part) - inside) < 0.22,
    "teeth": lambda part, inside: part < 0.5,
    "lozenge": lambda part, inside: _hill(part) + abs(inside - 0.5) * 1.2 < 0.62,
}
"""What is dyed of one layer: (place along its repeat, place between its inner and outer edge)."""


def figure(rng: random.Random, colours: int, traits: Mapping[str, object]) -> Figure:
    """Think up a figure that closes on itself: rings, stars, stairs, checks, blades of a wheel."""
    fold = rng.choice((4, 5, 6, 8, 10, 12))
    layers: list[tuple[str, float, float, int, int]] = []
    at = rng.uniform(0.12, 0.3)
    while at < 0.95:
        thick = rng.uniform(0.07, 0.26)
        name = pick(
            rng,
            ("ring", "star", "stairs", "checks", "wheel", "zigzag", "teeth", "lozenge"),
            traits,
            {"star": "star", "spiral": "wheel", "ring": "ring", "edge": "ring", "line": "ring"},
        )
        layers.append(
            (
                name,
                at,
                min(0.97, at + (thick if name != "ring" else 0.05)),
                rng.randrange(1, colours),
                fold * rng.choice((1, 1, 2)),
            )
        )
        at += thick + rng.uniform(0.05, 0.16)

    def colour(turn: float, far: float) -> int:
        for name, start, end, tone, folds in layers:
            if start <= far < end:
                return tone if _FIGURES[name](turn * folds % 1, (far - start) / (end - start)) else 0
        return 0

    return colour


def coiled(
    width: int, rng: random.Random, colours: list[RGB], coils: int, figure_: Figure, dish: float
) -> Piece:
    """A round of coils seen from above, every stitch drawn; `dish` is how far the rim stands up."""
    side = width * 2
    middle = side / 2
    base = shade(colours[0], 0.6)
    image = Image.new("RGB", (side, side), base)
    draw = ImageDraw.Draw(image)
    thick = middle * 0.985 / coils
    tones = [[shade(colour, 0.86 + 0.05 * k) for k in range(6)] for colour in colours]
    start = rng.random()
    for coil in range(coils):
        radius = thick * (coil + 0.5)
        count = max(6, round(math.tau * radius / (thick * 0.62)))
        step = math.tau / count
        inner, outer = radius - thick * 0.47, radius + thick * 0.47
        offset = rng.random() * step
        lean = step * 0.55
        for k in range(count):
            a = offset + k * step
            turn = (a / math.tau + start) % 1
            far = (coil + 0.5) / coils
            tone = tones[figure_(turn, far)][rng.randrange(6)]
            b = a + step * 0.86
            c0, s0, c1, s1 = math.cos(a), math.sin(a), math.cos(b), math.sin(b)
            c2, s2, c3, s3 = math.cos(a + lean), math.sin(a + lean), math.cos(b + lean), math.sin(b + lean)
            draw.polygon(
                (
                    middle + c0 * inner, middle + s0 * inner, middle + c1 * inner, middle + s1 * inner,
                    middle + c3 * outer, middle + s3 * outer, middle + c2 * outer, middle + s2 * outer,
                ),
                fill=tone,
            )  # fmt: skip
    face = image.reduce(2)
    size = (width, width)
    # each coil is a rounded rope: light towards the lamp, dark away from it
    rope = Image.new("L", (width, width), 128)
    pen = ImageDraw.Draw(rope)
    centre = width / 2
    pitch = thick / 2
    for coil in range(coils, 0, -1):
        r = pitch * coil
        for inset, level in ((0.0, 92), (0.16, 122), (0.34, 142), (0.62, 130), (0.84, 104)):
            q = r - pitch * inset
            pen.ellipse((centre - q, centre - q, centre + q, centre + q), fill=level)
    light = bytearray()
    for j in range(64):
        for i in range(64):
            x, y = (i - 31.5) / 32, (j - 31.5) / 32
            r = math.hypot(x, y)
            toward = -(x * 0.62 + y * 0.78) / (r or 1)
            steep = -dish * max(0.0, r - 0.45) ** 1.3
            light.append(
                max(
                    0,
                    min(
                        255,
                        round(134 + 110 * steep * toward - 16 * (x + y) / 2 - 24 * max(0.0, r - 0.93) / 0.07),
                    ),
                )
            )
    whole = lit(
        face,
        sum_of_light(
            rope, Image.frombytes("L", (64, 64), bytes(light)).resize(size, BICUBIC), noise(rng, size, 10)
        ),
    )
    mask = Image.new("L", (side, side))
    wander = grow(rng, 120, 0.006)
    ImageDraw.Draw(mask).polygon(
        [
            (
                middle + math.cos(math.tau * k / 120) * middle * (0.98 + w),
                middle + math.sin(math.tau * k / 120) * middle * (0.98 + w),
            )
            for k, w in enumerate(wander)
        ],
        fill=255,
    )
    return Piece(whole, mask.reduce(2), thickness=0.018 + dish * 0.02)


def _coil_skin(
    colours: list[RGB], coils: int, around: int, figure_: Figure, seed: int
) -> Callable[[tuple[int, int]], Image.Image]:
    """Return an unrolled coiled wall: `coils` ropes high, `around` stitches over half a turn."""

    def skin(size: tuple[int, int]) -> Image.Image:
        rng = random.Random(seed)
        cells = bytearray()
        for row in range(coils):
            for column in range(around):
                cells.append(figure_((column + (row % 2) * 0.5) / around / 2 + 0.25, row / coils))
        plan = Image.frombytes("P", (around, coils), bytes(cells))
        plan.putpalette([channel for colour in colours for channel in colour])
        stitches = lit(plan.convert("RGB"), noise(rng, (around, coils), 20))
        big = stitches.resize(size, Image.Resampling.NEAREST)
        tile_w, tile_h = 12, 12
        tile = Image.new("L", (tile_w * 2, tile_h * 2))
        values = bytearray()
        for y in range(tile_h * 2):
            for x in range(tile_w * 2):
                b = y % tile_h / tile_h
                a = (x / tile_w + b * 0.45 + (y // tile_h) * 0.5) % 1
                values.append(
                    max(
                        0,
                        min(
                            255,
                            round(128 + 46 * math.sin(math.pi * b) - 34 + 30 * math.sin(math.pi * a) - 24),
                        ),
                    )
                )
        tile.frombytes(bytes(values))
        relief_ = Image.new("L", (around * tile_w, coils * tile_h))
        strip = Image.new("L", (relief_.width, tile.height))
        for x in range(0, strip.width, tile.width):
            strip.paste(tile, (x, 0))
        for y in range(0, relief_.height, tile.height):
            relief_.paste(strip, (0, y))
        return lit(big, sum_of_light(relief_.resize(size, BICUBIC), noise(rng, size, 9)))

    return skin


def _basket(width: int, rng: random.Random, colours: list[RGB], traits: Mapping[str, object]) -> Piece:
    build = pick(rng, ("round", "tall", "wide", "lidded"), traits, {"with lid": "lidded", "handle": "round"})
    seed = rng.getrandbits(32)

    def near(value: float) -> float:
        return value + rng.uniform(-0.04, 0.04)

    if build == "round":
        profile, tall, tilt = (
            [(0, near(0.80)), (0.1, near(0.84)), (0.5, 1.0), (0.85, near(0.86)), (1, near(0.70))],
            near(0.74),
            0.30,
        )
    elif build == "tall":
        profile, tall, tilt = (
            [(0, near(0.92)), (0.3, 1.0), (0.7, near(0.92)), (1, near(0.76))],
            near(1.06),
            0.24,
        )
    elif build == "wide":
        profile, tall, tilt = (
            [(0, 1.0), (0.3, near(0.93)), (0.7, near(0.76)), (1, near(0.58))],
            near(0.56),
            0.36,
        )
    else:
        profile, tall, tilt = (
            [
                (0, 0.07),
                (0.05, 0.09),
                (0.09, 0.05),
                (0.12, 0.12),
                (0.3, near(0.62)),
                (0.42, 0.97),
                (0.44, 1.0),
                (0.47, 0.93),
                (0.7, near(0.94)),
                (1, near(0.74)),
            ],
            near(1.0),
            0.24,
        )
    skin = _coil_skin(colours, round(26 * tall) + 4, 40, figure(rng, len(colours), traits), seed)
    inside = shade(colours[0], 0.8)
    body = turned(
        (width, round(width * tall)),
        profile,
        tilt,
        Finish(0.92, 0.04, 10, 0.36),
        skin,
        rng,
        None if build == "lidded" else inside,
        0.008,
        wall=0.035,
    )
    bow = rng.random() < 0.45
    if build in ("round", "tall") and (bow or says(traits, "handle")):
        return _with_bow(body, rng, colours)
    return body


def _with_bow(body: Piece, rng: random.Random, colours: list[RGB]) -> Piece:
    """Set a plaited bow handle over the opening."""
    width, height = body.skin.size
    rise = round(width * rng.uniform(0.34, 0.46))
    size = (width, height + rise)
    rope = Image.new("L", (size[0] * 2, size[1] * 2))
    thick = width * 0.05
    box = (width * 0.13 * 2, thick, width * 0.87 * 2, (rise * 2 + height * 0.34) * 2)
    ImageDraw.Draw(rope).arc(box, 180, 360, fill=255, width=round(thick * 2))
    rope = rope.reduce(2)
    skin = Image.new("RGB", size, colours[0])
    pen = ImageDraw.Draw(skin)
    cx, cy, rx, ry = width / 2, (box[1] + box[3]) / 4, (box[2] - box[0]) / 4, (box[3] - box[1]) / 4
    for k in range(70):
        a = math.pi + math.pi * k / 70
        x, y = cx + math.cos(a) * rx, cy + math.sin(a) * ry
        tone = shade(colours[1 if k % 6 < 2 else 0], 0.8 + 0.3 * (k % 2))
        pen.line(
            (x - thick * 0.8, y + thick * 0.7, x + thick * 0.8, y - thick * 0.7),
            fill=tone,
            width=max(2, round(thick * 0.5)),
        )
    small = rope.resize((max(2, size[0] // 3), max(2, size[1] // 3))).filter(
        ImageFilter.GaussianBlur(width * 0.005)
    )

    skin = lit(skin, relief(small, 0.4, max(1, width // 240)).resize(size, BICUBIC))
    mask = Image.new("L", size)
    mask.paste(rope)
    skin.paste(body.skin, (0, rise), body.mask)
    mask.paste(body.mask, (0, rise), body.mask)
    # the far half of the rim lies behind the bow's feet: nothing more to draw, they meet it from inside
    x, y, fx, fy = body.foot or (0, 0, 1, 1)
    return Piece(skin, mask, foot=(x, y + rise, fx, fy))


def _hat(width: int, rng: random.Random, colours: list[RGB], traits: Mapping[str, object]) -> Piece:
    """A wide hat: cone or crown, big brim, plaited rounds, a leather knob."""
    seed = rng.getrandbits(32)
    if rng.random() < 0.5:
        profile = [
            (0, 0.03),
            (0.06, 0.07),
            (0.3, 0.20),
            (0.62, 0.36 + rng.uniform(-0.04, 0.03)),
            (0.74, 0.5),
            (0.9, 0.84),
            (1, 1.0),
        ]
        tall = rng.uniform(0.5, 0.6)
    else:
        profile = [
            (0, 0.06),
            (0.05, 0.2),
            (0.12, 0.30),
            (0.6, 0.34 + rng.uniform(-0.03, 0.03)),
            (0.74, 0.42),
            (0.88, 0.78),
            (1, 1.0),
        ]
        tall = rng.uniform(0.44, 0.54)
    skin = _coil_skin(colours, 34, 52, figure(rng, len(colours), traits), seed)
    body = turned(
        (width, round(width * tall)), profile, 0.26, Finish(0.95, 0.03, 10, 0.36), skin, rng, None, 0.006
    )
    x, y, rx, _ = body.foot or (0, 0, 1, 1)
    return Piece(body.skin, body.mask, foot=(x, y, rx, rx * 0.25))


def _mat(kind: str, width: int, rng: random.Random, colours: list[RGB], tall: float) -> Piece:
    """A plaited mat: bands of dyed strips, bound with leather."""
    across = 76
    loom = Loom(across, round(across * tall))
    y = rng.choice((3, 6))
    figures = rng.sample(
        (
            bands.zigzag,
            bands.lozenges,
            bands.checks,
            bands.crosses,
            bands.steps,
            bands.arrows,
            bands.sawtooth,
        ),
        3,
    )
    while y < loom.height // 2:
        if rng.random() < 0.6:
            height = rng.choice((6, 8, 10, 14))
            tones = rng.sample(range(1, len(colours)), 2)
            loom.band(y, height, rng.choice(figures), rng.choice((8, 12, 16)), (0, *tones))
            y += height
        else:
            rows = rng.choice((2, 2, 4))
            loom.rows(y, y + rows, rng.randrange(1, len(colours)))
            y += rows
        y += rng.choice((3, 5, 8, 12))
    for row in range(loom.height // 2):
        loom.cells[(loom.height - 1 - row) * across : (loom.height - row) * across] = loom.cells[
            row * across : (row + 1) * across
        ]
    item = cloth(
        loom, colours, Weave("plait", 1.0, jitter=11, abrash=4, fringe=0.0), rng, width, round(width * tall)
    )
    w, h = item.mask.size
    binding = ImageDraw.Draw(item.skin)
    tone = rng.choice(((96, 52, 32), (120, 38, 30), (60, 42, 34)))
    pad, thick = max(3, round(width * 0.012)), max(3, round(width * 0.02))
    for ring in range(thick):
        binding.rectangle(
            (pad + ring - 2, pad + ring - 2, w - pad - ring + 1, h - pad - ring + 1),
            outline=shade(tone, 0.75 + 0.5 * math.sin(math.pi * ring / thick)),
        )
    gap = max(4, round(width / 60))
    for x in range(pad, w - pad, gap):
        for edge in (pad, h - pad - thick):
            binding.line(
                (
                    x,
                    edge + thick,
                    x + gap // 3,
                    edge + thick + max(1, thick // 3) if edge == pad else edge - max(1, thick // 3),
                ),
                fill=(224, 206, 166),
                width=max(1, width // 300),
            )
    return Piece(item.skin, item.mask, thickness=0.007)


def _fan(width: int, rng: random.Random, colours: list[RGB]) -> Piece:
    """A hand fan: a plaited flag on a leather-bound stick."""
    tall = rng.uniform(0.86, 1.08)
    leaf_w = round(width * 0.70)
    across = 40
    loom = Loom(across, round(across * tall))
    style = rng.choice(("rings", "bands", "cross"))
    order = rng.sample(range(1, len(colours)), 2)
    step = rng.choice((3, 4, 5))
    for y in range(loom.height):
        for x in range(across):
            u, v = abs(x - across / 2 + 0.5), abs(y - loom.height / 2 + 0.5)
            if style == "rings":
                k = int((u + v) / step) % 4
            elif style == "cross":
                k = int(max(u, v) / step) % 4 if abs(u - v) > 2 else 1
            else:
                k = int((x + y if x < across / 2 else across - x + y) / step) % 4
            loom.put(x, y, (0, order[0], 0, order[1])[k])
    leaf = cloth(
        loom, colours, Weave("plait", 1.0, jitter=11, abrash=3, fringe=0.0), rng, leaf_w, round(leaf_w * tall)
    )
    shape = rng.choice(("flag", "round", "axe"))
    lw, lh = leaf.mask.size
    cut = Image.new("L", (lw * 2, lh * 2))
    pen = ImageDraw.Draw(cut)
    if shape == "round":
        pen.ellipse((0, 0, lw * 2 - 2, lh * 2 - 2), fill=255)
    elif shape == "axe":
        pen.polygon([(0, lh * 0.24), (lw * 2, 0), (lw * 2, lh * 2), (0, lh * 1.76)], fill=255)
    else:
        pen.rounded_rectangle((6, 6, lw * 2 - 8, lh * 2 - 8), lw * 0.12, fill=255)
    cut = cut.reduce(2)
    size = (width, round(width * 1.46))
    skin, mask = Image.new("RGB", size, (96, 56, 36)), Image.new("L", size)
    stick_x = (width - lw) // 2 if shape != "round" else width // 2
    stick = Image.new("L", (size[0] * 2, size[1] * 2))
    top = 8 if shape != "round" else lh
    thick = width * 0.022
    ImageDraw.Draw(stick).rounded_rectangle(
        (2 * (stick_x - thick), top, 2 * (stick_x + thick), size[1] * 2 - 10), thick * 2, fill=255
    )
    stick = stick.reduce(2)
    leather = Image.new(
        "RGB", size, mix(rng.choice(((128, 44, 34), (92, 56, 34), (50, 40, 36))), colours[1], 0.2)
    )
    pen = ImageDraw.Draw(leather)
    for k in range(0, size[1], max(5, round(width / 44))):
        pen.line((0, k, size[0], k + width * 0.3), fill=(34, 26, 22), width=max(1, width // 240))
    for k, share in enumerate((0.74, 0.80, 0.90, 0.96)):
        tone = (colours[1], (226, 178, 62), (42, 110, 82))[k % 3]
        pen.rectangle((0, size[1] * share, size[0], size[1] * (share + 0.02)), fill=tone)
    across_light = Image.new("L", (size[0], 1), 128)
    for x in range(size[0]):
        away = (x - stick_x) / (thick or 1)
        if abs(away) <= 1.2:
            across_light.putpixel((x, 0), max(0, min(255, round(150 - 60 * away - 40 * away * away))))
    leather = lit(leather, across_light.resize(size))
    at = ((width - lw) // 2, round(width * 0.04))
    skin.paste(leather, (0, 0))
    mask.paste(stick)
    skin.paste(leaf.skin, at, cut)
    mask.paste(255, at, cut)
    skin.paste(leather, (0, 0), stick if shape != "round" else Image.new("L", size))
    return Piece(skin, mask, thickness=0.012)


def piece(kind: str, rng: random.Random, traits: Mapping[str, object], width: int) -> Piece:
    """Make one palm piece `width` pixels wide."""
    colours = chosen(traits, rng, _SCHEMES, PALM, 3)
    natural = min(
        range(len(colours)),
        key=lambda i: sum(abs(a - b) for a, b in zip(colours[i], PALM["undyed"], strict=True)),
    )
    colours = [colours[natural], *colours[:natural], *colours[natural + 1 :]]
    if sum(abs(a - b) for a, b in zip(colours[0], PALM["undyed"], strict=True)) > 90:
        colours.insert(0, PALM["undyed"])
    if says(traits, "natural leaf") or traits.get("colours") == ["undyed"]:
        # undyed figures: the same leaf, scraped thinner or left with its green
        colours = [colours[0], shade(colours[0], 0.84), shade(colours[0], 0.72)]
    shape = kind.rsplit(".", maxsplit=1)[-1]
    if shape == "tray":
        return coiled(width, rng, colours, rng.choice((18, 20, 22)), figure(rng, len(colours), traits), 0.9)
    if shape == "plate":
        return coiled(width, rng, colours, rng.choice((11, 13, 15)), figure(rng, len(colours), traits), 0.4)
    if shape == "basket":
        return _basket(width, rng, colours, traits)
    if shape == "hat":
        return _hat(width, rng, colours, traits)
    if shape == "fan":
        return _fan(width, rng, colours)
    return _mat(kind, width, rng, colours, 1.42)


_POSES = {
    "tray": Pose("wall", 0.86, 1.0, (0.4, 0.4)),
    "basket": Pose("stands", 0.7, 1.0, (0.45, 0.6)),
    "fan": Pose("wall", 0.62, 1.46, (0.55, 0.3)),
    "hat": Pose("stands", 0.84, 0.6, (0.5, 0.4)),
    "mat": Pose("floor", 0.82, 1.42),
    "plate": Pose("wall", 0.66, 1.0, (0.4, 0.4)),
}


def draw(
    kind: str, rng: random.Random, traits: Mapping[str, object], view: str, size: tuple[int, int]
) -> Image.Image:
    """Return one view of one palm piece on its ground."""
    made, scene = fork(rng), fork(rng)
    pose = _POSES[kind.rpartition(".")[2]]
    return show(lambda pixels: piece(kind, made, traits, pixels), pose, scene, view, size)
