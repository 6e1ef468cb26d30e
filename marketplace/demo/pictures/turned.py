"""Things with one upright axis (pots, baskets, hats): a profile turned, seen from a little above, lit by the lamp."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFilter

from .ground import BICUBIC, BILINEAR, LAMP, Piece, grow, lit, sum_of_light

Profile = Sequence[tuple[float, float]]
"""(height 0 at the top … 1 at the foot, radius as a share of the widest) knots of a smooth curve."""


@dataclass(frozen=True)
class Finish:
    """How a surface answers light: share of scattered light, of gloss, its sharpness, and how dark its shade is."""

    matt: float = 0.9
    gloss: float = 0.15
    sharpness: float = 18
    shade: float = 0.30


def curve(profile: Profile, samples: int) -> list[float]:
    """Return the radius at `samples` even heights: a monotone-ish spline through the profile (Catmull-Rom)."""
    radii: list[float] = []
    last = len(profile) - 1
    segment = 0
    for i in range(samples):
        h = i / (samples - 1)
        while segment < last - 1 and h > profile[segment + 1][0]:
            segment += 1
        (h0, r0), (h1, r1) = profile[segment], profile[segment + 1]
        before, after = profile[max(0, segment - 1)], profile[min(last, segment + 2)]
        span = (h1 - h0) or 1e-6
        t = min(1.0, max(0.0, (h - h0) / span))
        m0 = (r1 - before[1]) / ((h1 - before[0]) or 1e-6) * span
        m1 = (after[1] - r0) / ((after[0] - h0) or 1e-6) * span
        limit = 3 * abs(r1 - r0) + 0.02
        m0, m1 = max(-limit, min(limit, m0)), max(-limit, min(limit, m1))
        t2, t3 = t * t, t * t * t
        radii.append(
            max(
                0.004,
                (2 * t3 - 3 * t2 + 1) * r0
                + (t3 - 2 * t2 + t) * m0
                + (-2 * t3 + 3 * t2) * r1
                + (t3 - t2) * m1,
            )
        )
    return radii


Skin = Callable[[tuple[int, int]], Image.Image]
"""Given (width over half a turn, height) in pixels, returns the unrolled surface, its middle facing the eye."""


def turned(
    size: tuple[int, int],
    profile: Profile,
    tilt: float,
    finish: Finish,
    skin: Skin,
    rng: random.Random,
    inside: tuple[int, int, int] | None,
    wobble: float = 0.006,
    inner_skin: Callable[[tuple[int, int]], Image.Image] | None = None,
    wall: float = 0.055,
) -> Piece:
    """Return a turned piece filling `size`; `tilt` is the sine of how far the eye looks down.

    `inside` is the colour in the opening, None for a closed top.
    """
    width, height = size
    samples = 120
    radii = curve(profile, samples)
    widest = max(radii)
    radii = [r / widest for r in radii]
    uneven_left, uneven_right = (
        grow(rng, samples * 2, wobble)[:samples],
        grow(rng, samples * 2, wobble)[:samples],
    )
    half = width / 2 * (1 - wobble * 2.2) - 1
    top_rim, foot_rim = radii[0] * half * tilt, radii[-1] * half * tilt
    y0 = top_rim + 1
    axis = height - 2 - foot_rim - y0
    # a wide belly low on the piece hangs below the foot's ellipse: keep it inside the picture
    hanging = [
        (y0 + axis * i / (samples - 1) + radii[i] * half * tilt, i / (samples - 1)) for i in range(samples)
    ]
    lowest, share = max(hanging)
    if lowest > height - 2:
        axis -= (lowest - height + 2) / max(0.3, share)
    highest = min(y0 + axis * i / (samples - 1) - radii[i] * half * tilt for i in range(samples))
    if highest < 1:
        y0 += 1 - highest
        axis -= 1 - highest
    middle = width / 2

    big = Image.new("L", (width * 2, height * 2))
    draw = ImageDraw.Draw(big)
    outline = [
        (2 * (middle - half * (radii[i] + uneven_left[i])), 2 * (y0 + axis * i / (samples - 1)))
        for i in range(samples)
    ]
    outline += [
        (2 * (middle + half * (radii[i] + uneven_right[i])), 2 * (y0 + axis * i / (samples - 1)))
        for i in reversed(range(samples))
    ]
    draw.polygon(outline, fill=255)
    # seen from above, the outline is where the ellipses of all heights touch a common line
    envelope: list[tuple[float, int, float]] = []
    for i in range(samples):
        lean = (
            (radii[min(samples - 1, i + 1)] - radii[max(0, i - 1)])
            * half
            * (samples - 1)
            / (axis * (1 if i in (0, samples - 1) else 2))
        )
        cosine = max(-0.97, min(0.97, -lean * tilt))
        sine = math.sqrt(1 - cosine * cosine)
        envelope.append((sine, i, y0 + axis * i / (samples - 1) + radii[i] * half * tilt * cosine))
    around = [(2 * (middle - half * (radii[i] + uneven_left[i]) * sine), 2 * y) for sine, i, y in envelope]
    around += [
        (2 * (middle + half * (radii[i] + uneven_right[i]) * sine), 2 * y)
        for sine, i, y in reversed(envelope)
    ]
    draw.polygon(around, fill=255)
    for i in (0, samples - 1):
        y, rx = y0 + axis * i / (samples - 1), half * radii[i]
        left, right = rx + half * uneven_left[i], rx + half * uneven_right[i]
        draw.ellipse(
            (2 * (middle - left), 2 * (y - rx * tilt), 2 * (middle + right), 2 * (y + rx * tilt)), fill=255
        )
    mask = big.reduce(2)

    # one node every few pixels knows where on the surface it is and how the light meets it
    columns, rows = 26, 38
    cos_tilt = math.sqrt(1 - tilt * tilt)
    lamp_x, lamp_y, lamp_z = LAMP
    half_x, half_y, half_z = lamp_x, lamp_y, lamp_z + 1
    norm = math.sqrt(half_x**2 + half_y**2 + half_z**2)
    half_x, half_y, half_z = half_x / norm, half_y / norm, half_z / norm
    slope = [
        (radii[min(samples - 1, i + 1)] - radii[max(0, i - 1)]) * half / (axis / (samples - 1) * 2)
        for i in range(samples)
    ]
    places: list[list[tuple[float, float]]] = []
    scatter, shine = bytearray(), bytearray()
    for row in range(rows + 1):
        y = height * row / rows
        line: list[tuple[float, float]] = []
        for column in range(columns + 1):
            x = (width * column / columns - middle) / half
            at = min(1.0, max(0.0, (y - y0) / axis))
            sine, depth = x, 0.0
            for _ in range(3):
                r = radii[int(at * (samples - 1))]
                sine = max(-1.0, min(1.0, x / r))
                depth = math.sqrt(1 - sine * sine)
                at = (
                    (at + min(1.0, max(0.0, (y - r * half * depth * tilt - y0) / axis))) / 2
                    if _
                    else min(1.0, max(0.0, (y - r * half * depth * tilt - y0) / axis))
                )
            s = slope[int(at * (samples - 1))]
            length = math.sqrt(1 + s * s)
            across, up = 1 / length, -s / length
            nx = across * sine
            nz = across * depth * cos_tilt - up * tilt
            ny = up * cos_tilt + across * depth * tilt
            beam = nx * lamp_x + ny * lamp_y + nz * lamp_z
            # light thrown back by the white ground fills the shadow side a little
            bounce = 0.16 * max(0.0, ny) + 0.10 * max(0.0, nx) * (1 - depth)
            lightness = finish.shade + finish.matt * max(0.0, beam) ** 0.9 * 0.86 + bounce
            glint = max(0.0, nx * half_x + ny * half_y + nz * half_z) ** finish.sharpness
            scatter.append(max(0, min(255, round(lightness * 150))))
            shine.append(max(0, min(255, round(glint * finish.gloss * 255))))
            line.append((math.asin(sine) / math.pi + 0.5, at))
        places.append(line)
    nodes = (columns + 1, rows + 1)
    unrolled = skin((max(40, round(width * 1.2)), max(40, round(height * 0.9))))
    uw, uh = unrolled.size[0] - 1, unrolled.size[1] - 1
    mesh = []
    for row in range(rows):
        top, bottom = height * row // rows, height * (row + 1) // rows
        for column in range(columns):
            left, right = width * column // columns, width * (column + 1) // columns
            a, b = places[row][column], places[row + 1][column]
            c, d = places[row + 1][column + 1], places[row][column + 1]
            mesh.append(
                (
                    (left, top, right, bottom),
                    (a[0] * uw, a[1] * uh, b[0] * uw, b[1] * uh, c[0] * uw, c[1] * uh, d[0] * uw, d[1] * uh),
                )
            )
    body = unrolled.transform(size, Image.Transform.MESH, mesh, BILINEAR)
    grid = (0.5, 0.5, columns + 0.5, rows + 0.5)
    light = Image.frombytes("L", nodes, bytes(scatter)).resize(size, BICUBIC, grid)
    body = lit(body, light)
    gleam = Image.frombytes("L", nodes, bytes(shine)).resize(size, BICUBIC, grid)
    body.paste((255, 250, 240), (0, 0), gleam)
    if inside is not None:
        _opening(body, middle, y0, radii[0] * half, tilt, inside, wall, inner_skin)
    foot = (
        middle,
        y0 + axis,
        max(radii[-1], 0.35 * radii[samples * 9 // 10]) * half,
        max(radii[-1] * half * max(tilt, 0.16), 2),
    )
    return Piece(body, mask, foot=foot)


def _opening(
    body: Image.Image,
    x: float,
    y: float,
    rx: float,
    tilt: float,
    inside: tuple[int, int, int],
    wall: float,
    inner_skin: Callable[[tuple[int, int]], Image.Image] | None,
) -> None:
    """Paint the rim and look into the opening: dark under the lamp's side, lighter opposite."""
    ry = rx * tilt
    box = (round(x - rx), round(y - ry), round(x + rx), round(y + ry))
    w, h = box[2] - box[0], box[3] - box[1]
    if w < 8 or h < 4:
        return
    scale = 2
    rim = Image.new("L", (w * scale, h * scale))
    ImageDraw.Draw(rim).ellipse((0, 0, w * scale - 1, h * scale - 1), fill=255)
    hole = Image.new("L", (w * scale, h * scale))
    edge = wall * w * scale
    ImageDraw.Draw(hole).ellipse(
        (edge, edge * max(tilt, 0.2), w * scale - 1 - edge, h * scale - 1 - edge * max(tilt, 0.2) * 0.8),
        fill=255,
    )
    rim, hole = rim.reduce(2), hole.reduce(2)
    lip = lit(body.crop(box), _lip(w, h))
    body.paste(lip, box[:2], rim)
    small = Image.new("L", (32, 32))
    depth = bytearray()
    for j in range(32):
        for i in range(32):
            u, v = (i - 15.5) / 16, (j - 15.5) / 16
            open_wide = min(1.0, tilt * 1.5)
            value = 20 + 96 * open_wide + (62 * u + 70 * v * (0.4 + open_wide)) * (0.35 + 0.65 * open_wide)
            rise = max(0.0, 1 - math.hypot(u, v))
            value += 26 * open_wide * min(1, rise * 2) - 10
            depth.append(max(0, min(255, round(value))))
    small = Image.frombytes("L", (32, 32), bytes(depth))
    inner = inner_skin((w, h)) if inner_skin else Image.new("RGB", (w, h), inside)
    if inner.size != (w, h):
        inner = inner.resize((w, h), BICUBIC)
    shadow = Image.new("L", (w, h), 128)
    ImageDraw.Draw(shadow).ellipse((edge * 0.5 + w * 0.07, h * 0.12, w * 1.05, h * 1.1), fill=150)
    shadow = (
        shadow.resize((max(2, w // 4), max(2, h // 4)))
        .filter(ImageFilter.GaussianBlur(2))
        .point(lambda v: v - 16)
    )
    body.paste(
        lit(inner, sum_of_light(small.resize((w, h), BICUBIC), shadow.resize((w, h), BICUBIC))), box[:2], hole
    )


def _lip(w: int, h: int) -> Image.Image:
    light = Image.new("L", (24, 24))
    light.frombytes(
        bytes(
            max(0, min(255, round(150 - 3.0 * (i - 6) - 1.2 * (j - 8)))) for j in range(24) for i in range(24)
        )
    )
    return light.resize((w, h), BICUBIC)
