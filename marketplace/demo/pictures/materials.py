"""The four doors of the home page: a craft shown by what it is made of, close enough to touch."""

from __future__ import annotations

import math
import random

from PIL import Image, ImageDraw, ImageFilter

from . import loom as bands
from .cloth import Weave, dyed, surface
from .ground import BICUBIC, Piece, fork, lit, noise, on, plaster, relief, sum_of_light
from .leather import Hide
from .loom import Loom
from .palette import LEATHER, PALM, WOOL, drift, mix, shade
from .pottery import piece as pot
from .silver import _SILVER, Plate, _hatch_edge, _rosette, _struck

CRAFTS = ("textiles", "pottery", "jewellery", "palm", "leather")


def craft_material(craft: str, width: int) -> Image.Image:
    """Return the close picture (3:2) of the material of a craft.

    :raises KeyError: there is no such craft.
    """
    height = round(width * 2 / 3)
    draw = {"textiles": _wool, "pottery": _clay, "jewellery": _silver, "palm": _palm, "leather": _leather}[
        craft
    ]
    picture = draw((width, height), random.Random(f"material:{craft}"))
    return lit(picture, _lamp().resize(picture.size, BICUBIC))


def _lamp() -> Image.Image:
    """Return one lamp's pool of light from the top left, darker towards the far corner."""
    values = bytearray()
    for j in range(32):
        for i in range(48):
            far = math.hypot(i / 47 - 0.28, (j / 31 - 0.2) * 0.8)
            values.append(max(0, min(255, round(146 - 52 * far**1.3))))
    return Image.frombytes("L", (48, 32), bytes(values))


def _wool(size: tuple[int, int], rng: random.Random) -> Image.Image:
    """A flat weave seen from a hand's width: red ground, white lozenges, combs of black."""
    loom = Loom(60, 40)
    colours = [WOOL["red"], WOOL["undyed"], WOOL["black"], WOOL["yellow"], WOOL["green"], WOOL["garnet"]]
    loom.rows(0, 40, 0)
    loom.band(0, 6, bands.sawtooth, 12, (0, 1, 2))
    loom.rows(6, 8, 3)
    loom.band(9, 17, bands.lozenges, 20, (0, 1, 2))
    loom.rows(27, 29, 3)
    loom.band(29, 5, bands.combs, 12, (0, 4, 1))
    loom.rows(34, 35, 2)
    loom.band(35, 5, bands.crosses, 10, (5, 1, 3))
    weave = Weave("pile", 1.15, jitter=16, abrash=10)
    big = (round(size[0] * 1.08), round(size[1] * 1.08))
    face = surface(dyed(loom, colours, weave, rng), big, weave, rng)
    turned = face.rotate(-7, BICUBIC, expand=False).resize(
        (round(big[0] * 1.12), round(big[1] * 1.12)), BICUBIC
    )
    left, top = (turned.width - size[0]) // 2, (turned.height - size[1]) // 2
    return turned.crop((left, top, left + size[0], top + size[1]))


def _clay(size: tuple[int, int], rng: random.Random) -> Image.Image:
    """The wall of a pot with its painted band filling the frame, a black one beside it."""
    width, height = size
    ground = plaster(size, rng, (196, 160, 128))
    black = pot(
        "pottery.jar",
        random.Random(21),
        {"smoke": True, "width_mm": 300, "height_mm": 330},
        round(width * 0.62),
    )
    red = pot(
        "pottery.jar",
        random.Random(12),
        {"smoke": False, "width_mm": 300, "height_mm": 330},
        round(width * 0.86),
    )
    on(
        ground,
        Piece(black.skin, black.mask, thickness=0.02),
        (round(width * 0.56), round(height * 0.02)),
        1.2,
    )
    return on(
        ground, Piece(red.skin, red.mask, thickness=0.03), (round(width * -0.16), round(height * -0.22)), 1.3
    )


def _silver(size: tuple[int, int], rng: random.Random) -> Image.Image:
    """A sheet of silver with the graver's fields on it."""
    width, height = size
    plate = Plate(width)
    plate.metal([(-0.1, -0.1), (1.1, -0.1), (1.1, 1.1), (-0.1, 1.1)])
    for index, (x, y, r) in enumerate(((0.5, 0.5, 0.115), (0.2, 0.5, 0.085), (0.8, 0.5, 0.085))):
        own = random.Random(41 + index)
        circle = [
            (x + math.cos(math.tau * k / 40) * r * 1.28, y + math.sin(math.tau * k / 40) * r * 1.28)
            for k in range(40)
        ]
        _hatch_edge(plate, circle, own, 0.84, ("saw", "dots", "rope")[index])
        _rosette(plate, x, y, r, own)
    for y in (0.245, 0.755):
        for k in range(27):
            x = (k + 0.5) / 26
            if k % 2:
                plate.bead(x, y, 0.010)
            else:
                plate.cut([(x - 0.02, y), (x, y - 0.032), (x + 0.02, y), (x, y + 0.032), (x - 0.02, y)], 62)
        for edge in (-0.048, 0.048):
            plate.cut([(-0.1, y + edge), (1.1, y + edge)], 70, 1.4)
            plate.cut([(-0.1, y + edge * 1.16), (1.1, y + edge * 1.16)], 50, 0.8)
    for x in (0.335, 0.665):
        for k in range(5):
            plate.cut([(x - 0.012, 0.40 + k * 0.05), (x, 0.425 + k * 0.05), (x + 0.012, 0.40 + k * 0.05)], 58)
    sheet = _struck(plate, rng, _SILVER, None).skin
    top = (width - height) // 2
    return sheet.crop((0, top, width, top + height))


def _palm(size: tuple[int, int], rng: random.Random) -> Image.Image:
    """Coils of a tray running through the frame, a dyed figure across them."""
    width, height = size
    side = (width * 2, height * 2)
    natural = PALM["undyed"]
    image = Image.new("RGB", side, shade(natural, 0.45))
    draw = ImageDraw.Draw(image)
    rope = Image.new("L", (width, height), 128)
    pen = ImageDraw.Draw(rope)
    cx, cy = side[0] * 0.22, side[1] * 1.35
    thick = side[0] / 21
    tones = [
        [drift(shade(colour, 0.86 + 0.05 * k), rng, 8) for k in range(7)]
        for colour in (natural, PALM["red"], PALM["green"], PALM["black"])
    ]
    rings = int(math.hypot(side[0], cy) / thick) + 2
    for ring in range(rings, 0, -1):
        r = thick * ring
        for inset, light in ((0.0, 74), (0.10, 104), (0.24, 134), (0.46, 152), (0.68, 132), (0.88, 98)):
            q = (r - thick * inset) / 2
            pen.ellipse((cx / 2 - q, cy / 2 - q, cx / 2 + q, cy / 2 + q), fill=light)
        radius = r - thick / 2
        count = max(8, round(math.tau * radius / (thick * 0.46)))
        for k in range(count):
            a = math.tau * (k + (ring % 2) * 0.4) / count
            x, y = cx + math.cos(a) * radius, cy + math.sin(a) * radius
            if not (-2 * thick < x < side[0] + 2 * thick and -2 * thick < y < side[1] + 2 * thick):
                continue
            hill = abs((a / math.tau * 14) % 1 - 0.5) * 2
            tone = 0
            if 6 <= ring < 10:
                tone = 1 if hill > (ring - 6) / 4 else 0
            elif ring == 11:
                tone = 3
            elif 13 <= ring < 17:
                tone = 2 if hill < (ring - 12) / 4 else 0
            elif 18 <= ring < 20:
                tone = 1 if (hill > 0.5) != (ring == 18) else 3
            b, lean = a + math.tau / count * 0.88, math.tau / count * 0.8
            i, o = radius - thick * 0.49, radius + thick * 0.49
            stitch = [(a, i), (b, i), (b + lean, o), (a + lean, o)]
            draw.polygon(
                [(cx + math.cos(turn) * r, cy + math.sin(turn) * r) for turn, r in stitch],
                fill=tones[tone][rng.randrange(7)],
            )
    face = image.reduce(2)
    fibre = noise(rng, size, 22, (1, 3))
    groove = relief(face.convert("L").filter(ImageFilter.BoxBlur(1)), 0.35)
    return lit(face, sum_of_light(rope, fibre, groove))


def _leather(size: tuple[int, int], rng: random.Random) -> Image.Image:
    """Red hide with painted fields and two lines of stitching."""
    width, height = size
    hide = Hide(width, 2 / 3, LEATHER["red"])
    colours = [LEATHER[name] for name in ("garnet", "yellow", "green", "black", "white")]
    hide.cutter.rectangle((0, 0, width * 2, height * 2), fill=255)
    for k in range(4):
        own = fork(rng)
        hide.panel(0.02 + k * 0.245, 0.2, 0.245 + k * 0.245, 0.46, own.sample(colours, 4), own)
    for y in (0.16, 0.50):
        hide.stitches([(-0.02, y), (1.02, y)], mix(LEATHER["white"], LEATHER["yellow"], 0.3), 0.024)
    return hide.done(rng, 0.05, 0.0).skin
