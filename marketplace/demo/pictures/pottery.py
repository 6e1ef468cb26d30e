"""Pots of Touat and Gourara: black from smoke at Tamentit, ochre and red with painted bands at Kali."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFilter

from .ground import BICUBIC, Piece, fork, grow, lit, noise, relief, sum_of_light
from .palette import RGB, drift, mix, shade
from .scene import Pose, show
from .turned import Finish, turned
from .wishes import pick, says

KINDS = ("pottery.jar", "pottery.bowl", "pottery.tajine", "pottery.cup", "pottery.plate", "pottery.burner")
VIEWS = ("whole", "room", "detail")

_TALL = {"jar": 1.22, "bowl": 0.66, "tajine": 0.92, "cup": 0.92, "plate": 1.0, "burner": 1.05}
_CLAYS: tuple[RGB, ...] = ((186, 104, 66), (198, 126, 78), (170, 88, 58), (206, 148, 98), (180, 112, 84))
_CLAY_OF: dict[str, RGB] = {
    "red": (172, 84, 54),
    "ochre": (202, 148, 98),
    "brown": (146, 92, 64),
    "yellow": (214, 170, 112),
    "undyed": (210, 162, 118),
}
_SLIPS: tuple[RGB, ...] = ((122, 36, 26), (58, 36, 30), (228, 204, 166), (150, 56, 34), (92, 44, 30))


def tallness(kind: str, traits: Mapping[str, object]) -> float:
    """Return height over width of the pot itself."""
    high, wide = traits.get("height_mm"), traits.get("width_mm") or traits.get("length_mm")
    habit = _TALL[kind.rsplit(".", maxsplit=1)[-1]]
    if (
        isinstance(high, int | float)
        and isinstance(wide, int | float)
        and wide > 0
        and kind != "pottery.plate"
    ):
        return max(habit * 0.82, min(habit * 1.3, high / wide))
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


@dataclass(frozen=True)
class _Form:
    """One way to throw a pot: how far the eye looks down on it, its wall, and its profile.

    The profile is (height from the top, radius, how far one pot's radius may differ from the next).
    """

    tilt: float
    wall: float
    profile: str

    def thrown(self, rng: random.Random) -> list[tuple[float, float]]:
        """Return the profile of one pot; no two alike."""
        knots = []
        for knot in self.profile.split():
            height, radius, differs = (float(value) for value in knot.split(":"))
            knots.append((height, max(0.03, radius + rng.uniform(-differs, differs))))
        return knots


_FORMS: dict[str, dict[str, _Form]] = {
    "jar": {
        "amphora": _Form(
            0.20,
            0.10,
            "0:.40:.05 .05:.37:.05 .17:.31:.05 .26:.42:.05 .45:.92:0 .58:1:0 .8:.76:.05 "
            ".96:.46:.05 1:.44:.02",
        ),
        "round": _Form(
            0.24, 0.08, "0:.56:.05 .06:.50:.05 .14:.52:.05 .34:.9:0 .55:1:0 .78:.84:.05 .95:.52:.05 1:.46:.02"
        ),
        "shouldered": _Form(
            0.21, 0.09, "0:.44:.05 .07:.36:.05 .12:.44:.05 .24:.92:0 .33:1:0 .6:.82:.05 .9:.5:.05 1:.48:.02"
        ),
        "necked": _Form(
            0.18, 0.11, "0:.34:.05 .05:.26:.05 .28:.22:.02 .38:.36:.05 .58:.95:0 .7:1:0 .88:.78:.05 1:.5:.05"
        ),
        "lidded": _Form(
            0.22,
            0.0,
            "0:.05:.01 .03:.09:.01 .06:.045:0 .09:.11:.02 .15:.38:.04 .18:.50:0 .19:.54:0 "
            ".205:.46:.02 .24:.44:.02 .42:.92:.02 .58:1:0 .8:.82:.05 .96:.5:.04 1:.46:.02",
        ),
    },
    "bowl": {
        "flared": _Form(0.29, 0.03, "0:1:0 .05:.96:.02 .2:.83:.04 .5:.72:.05 .8:.56:.04 .9:.46:.04 1:.5:.04"),
        "round": _Form(0.28, 0.045, "0:.84:.04 .08:.86:.03 .45:1:0 .75:.86:.04 .93:.56:.05 1:.5:.05"),
        "open": _Form(0.30, 0.028, "0:1:0 .06:.985:0 .4:.84:.04 .72:.56:.05 .86:.36:.03 .92:.35:0 1:.42:.04"),
        "closed": _Form(0.29, 0.035, "0:.93:.03 .2:1:0 .5:.94:.03 .8:.68:.05 1:.48:.05"),
    },
    "tajine": {
        "cone": _Form(
            0.22,
            0.0,
            "0:.10:.01 .03:.125:.02 .08:.085:.01 .16:.15:.02 .4:.34:.05 .62:.66:.04 .715:.88:0 "
            ".73:.90:0 .735:.985:0 .78:1:0 .9:.86:.03 1:.74:.03",
        ),
        "dome": _Form(
            0.24,
            0.0,
            "0:.09:.01 .04:.13:.02 .09:.08:.01 .14:.17:.02 .28:.50:.05 .5:.74:.04 .68:.88:0 "
            ".70:.90:0 .705:.985:0 .76:1:0 .9:.84:.03 1:.72:.03",
        ),
    },
    "cup": {
        "straight": _Form(0.27, 0.05, "0:1:0 .1:.985:0 .5:.86:.05 .84:.66:.05 .9:.6:.05 1:.66:.03"),
        "bellied": _Form(0.27, 0.05, "0:.86:.05 .12:.84:.05 .5:1:0 .82:.84:.05 1:.6:.05"),
        "footed": _Form(0.27, 0.05, "0:1:0 .3:.94:.03 .56:.66:.05 .68:.3:.04 .8:.3:.04 .94:.56:.05 1:.6:.05"),
    },
    "burner": {
        "waisted": _Form(
            0.27,
            0.08,
            "0:.94:.04 .05:1:0 .12:.9:.04 .36:.78:.05 .5:.42:.05 .6:.34:.05 .74:.46:.05 "
            ".93:.76:.05 1:.78:.03",
        ),
        "tall": _Form(
            0.25,
            0.07,
            "0:.96:.03 .06:1:0 .2:.88:.04 .34:.62:.05 .44:.36:.04 .66:.32:.04 .84:.6:.05 "
            ".95:.8:.04 1:.82:.03",
        ),
        "bowl": _Form(
            0.30, 0.07, "0:.98:.02 .08:1:0 .3:.9:.04 .52:.66:.04 .6:.56:.04 .7:.6:.04 .94:.86:.04 1:.87:.03"
        ),
    },
}
_WISHED = {
    "narrow neck": "necked", "with lid": "lidded", "conical": "cone", "without": "bellied",
    "high foot": "footed", "small foot": "open",
}  # fmt: skip


def _form(shape: str, rng: random.Random, traits: Mapping[str, object]) -> tuple[str, _Form]:
    """Return the name and the form in which this pot is thrown."""
    forms = _FORMS[shape]
    wishes = {word: name for word, name in _WISHED.items() if name in forms}
    name = pick(rng, [name for name in forms if name != "lidded"], traits, wishes)
    return name, forms[name]


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
            hand = fork(rng)
            for i in range(-1, count + 1):
                jog = hand.gauss(0, band * 0.02)
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
    shape = kind.rsplit(".", maxsplit=1)[-1]
    black = _blackened(traits, rng)
    red = rng.choice(_CLAYS)
    named = traits.get("colours")
    if isinstance(named, list | tuple):
        red = next((_CLAY_OF[code] for code in named if code in _CLAY_OF), red)
    clay = drift((48, 44, 44), rng, 5) if black else drift(red, rng, 8)
    slips = [drift(slip, rng, 8) for slip in rng.sample(_SLIPS, 2)]
    if shape == "plate":
        return _plate(width, rng, clay, slips, black, traits)
    name, form = _form(shape, rng, traits)
    height = round(width * tallness(kind, traits) * rng.uniform(0.95, 1.05))
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
            if own.random() < 0.75 and not says(traits, "plain", "polished", "finger"):
                _painted(image, own, [shade(clay, 2.1), shade(clay, 0.4)], *bands)
        elif own.random() < 0.6:
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

    closed = shape == "tajine" or name == "lidded"
    body = turned(
        (width, height),
        form.thrown(rng),
        form.tilt,
        finish,
        skin,
        rng,
        None if closed else shade(clay, 0.92 if not black else 1.05),
        0.007,
        wall=form.wall,
        inner_skin=_inside(clay, slips, rng, black=black) if shape == "bowl" else None,
    )
    if shape == "burner":
        _pierce(body, rng)
    wants = rng.random()
    if shape == "jar" and not says(traits, "lid") and (wants < 0.5 or says(traits, "two handles")):
        body = _handles(body, rng, clay, (-1, 1))
    elif (
        shape == "cup"
        and not says(traits, "without", "foot")
        and (wants < 0.35 or says(traits, "small handle"))
    ):
        body = _handles(body, rng, clay, (1,))
    return body


def _inside(
    clay: RGB, slips: list[RGB], rng: random.Random, *, black: bool
) -> Callable[[tuple[int, int]], Image.Image]:
    """Return the painted hollow of a bowl, as the eye sees it through the rim."""
    seed = rng.getrandbits(32)

    def skin(size: tuple[int, int]) -> Image.Image:
        own = random.Random(seed)
        width, height = size[0] * 2, size[1] * 2
        ground = clay
        if black:
            inks = [shade(clay, 2.3), shade(clay, 1.7)]
        elif own.random() < 0.5:
            ground = mix(clay, (234, 212, 174), 0.85)
            inks = [(92, 44, 32), slips[0]]
        else:
            inks = [(232, 208, 170), slips[0]]
        image = Image.new("RGB", (width, height), ground)
        draw = ImageDraw.Draw(image)
        x, y, thick = width / 2, height * 0.52, max(2, width // 110)

        def at(turn: float, far: float) -> tuple[float, float]:
            # the floor of the bowl lies lower than its rim: rings sink towards the middle
            sunk = y + height * 0.10 * (1 - far)
            return x + math.cos(turn) * width / 2 * far, sunk + math.sin(turn) * height / 2 * far

        for far in sorted((own.uniform(0.3, 0.9) for _ in range(own.choice((1, 2, 3, 4)))), reverse=True):
            ring = [at(math.tau * k / 72, far) for k in range(73)]
            draw.line(ring, fill=own.choice(inks), width=thick * own.choice((1, 2, 5)), joint="curve")
        count, outer, deep = own.choice((6, 9, 12, 18, 24)), own.uniform(0.5, 0.88), own.uniform(0.14, 0.4)
        style, ink = own.choice(("peaks", "spokes", "lozenges", "none", "dots")), own.choice(inks)
        for k in range(count):
            a, b = math.tau * k / count, math.tau * (k + 1) / count
            m = (a + b) / 2
            if style == "peaks":
                draw.polygon([at(a, outer), at(m, outer - deep), at(b, outer)], fill=ink)
            elif style == "spokes":
                draw.line([at(m, outer), at(m, outer - deep)], fill=ink, width=thick * 2)
            elif style == "lozenges":
                path = [
                    at(m, outer),
                    at(a, outer - deep / 2),
                    at(m, outer - deep),
                    at(b, outer - deep / 2),
                    at(m, outer),
                ]
                draw.line(path, fill=ink, width=thick)
            elif style == "dots":
                dx, dy = at(m, outer - deep / 2)
                draw.ellipse((dx - thick * 2, dy - thick * 1.2, dx + thick * 2, dy + thick * 1.2), fill=ink)
        return lit(image.reduce(2), noise(own, size, 9, (2, 2)))

    return skin


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


def _handles(body: Piece, rng: random.Random, clay: RGB, sides: tuple[int, ...]) -> Piece:
    """Set handles at the sides, pulled from the wall above to the wall below; the piece grows wider for them."""
    width, height = body.skin.size
    wider = round(width * 0.16)
    size = (width + 2 * wider, height)
    jar = len(sides) == 2
    high, low = (rng.uniform(0.09, 0.14), rng.uniform(0.32, 0.40)) if jar else (0.20, rng.uniform(0.60, 0.7))
    thick = width * rng.uniform(0.046, 0.058)
    rope = Image.new("L", (size[0] * 2, size[1] * 2))
    draw = ImageDraw.Draw(rope)
    for side in sides:
        ends = []
        for share in (high, low):
            row = body.mask.crop((0, round(height * share), width, round(height * share) + 1)).getbbox() or (
                0,
                0,
                width,
                1,
            )
            inward = thick * 0.3
            ends.append((wider + (row[2] - inward if side > 0 else row[0] + inward), height * share))
        (x0, y0), (x1, y1) = ends
        reach = max(abs(x0 - size[0] / 2), abs(x1 - size[0] / 2)) + wider * (0.55 if jar else 0.95)
        out = size[0] / 2 + side * reach
        path = []
        for k in range(25):
            t = k / 24
            ax, bx = (1 - t) ** 3, 3 * (1 - t) ** 2 * t
            cx, dx = 3 * (1 - t) * t * t, t**3
            y2, y3 = y0 - height * (0.02 if jar else 0.05), y1 - (y1 - y0) * (0.45 if jar else 0.1)
            path.append(
                (2 * (ax * x0 + (bx + cx) * out + dx * x1), 2 * (ax * y0 + bx * y2 + cx * y3 + dx * y1))
            )
        for k, (x, y) in enumerate(path):
            r = thick * (1.0 + 0.35 * abs(k / 24 - 0.5) * 2)
            draw.ellipse((x - r, y - r, x + r, y + r), fill=255)
        draw.line(path, fill=255, width=round(thick * 2), joint="curve")
    rope = rope.reduce(2)
    third = (size[0] // 3, size[1] // 3)
    swell = relief(
        rope.resize(third).filter(ImageFilter.GaussianBlur(thick / 3 * 0.42)),
        0.42,
        max(1, round(thick / 3 * 0.22)),
    )
    skin = lit(
        Image.new("RGB", size, shade(clay, 0.94)),
        sum_of_light(swell.resize(size, BICUBIC), noise(rng, size, 8)),
    )
    mask = Image.new("L", size)
    mask.paste(rope)
    # the wall darkens where a handle meets it
    touch = rope.resize(third).filter(ImageFilter.GaussianBlur(thick / 3 * 0.7)).resize(size, BICUBIC)
    wall = body.skin.copy()
    wall.paste(
        shade(clay, 0.3),
        (0, 0),
        touch.crop((wider, 0, wider + width, height)).point(lambda value: value * 0.4),
    )
    skin.paste(wall, (wider, 0), body.mask)
    mask.paste(body.mask, (wider, 0), body.mask)
    x, y, rx, ry = body.foot or (0, 0, 1, 1)
    return Piece(skin, mask, foot=(x + wider, y, rx, ry))


def _plate(
    width: int, rng: random.Random, clay: RGB, slips: list[RGB], black: bool, traits: Mapping[str, object]
) -> Piece:
    """A plate lies flat and is seen from above: rings, a star, painted by hand while it turned."""
    big = width * 2
    colour = clay
    image = Image.new("RGB", (big, big), colour)
    draw = ImageDraw.Draw(image)
    tones = [shade(clay, 2.5), shade(clay, 0.35), shade(clay, 1.8)] if black else [*slips, (230, 206, 168)]
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
    points = pick(rng, (4, 8, 12, 16), traits, {"sun": 16})
    inner, tone = rng.uniform(0.08, 0.14), rng.choice(tones)
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
    lip = rng.uniform(0.58, 0.86)
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
    notches = rng.choice((0, 0, 12, 18, 20))
    if says(traits, "notched"):
        notches = notches or 20
    if notches and not says(traits, "polished"):
        wander = [r - middle * 0.018 * (k * notches // 90 % 2) for k, r in enumerate(wander)]
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
    made, scene = fork(rng), fork(rng)
    at_home = "floor" if kind == "pottery.plate" else "stands"
    pose = Pose(at_home, 0.74, tallness(kind, traits), (0.42, 0.38))
    return show(lambda pixels: piece(kind, made, traits, pixels), pose, scene, view, size)
