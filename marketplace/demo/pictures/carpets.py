"""The carpets of the region, knotted and flat: their plans on the loom, and the views of them."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace

from PIL import Image

from . import loom as bands
from .cloth import Weave, cloth
from .ground import Piece, fork, on, on_floor, room, white
from .loom import BANDS, MOTIFS, Loom
from .palette import RGB, WOOL, chosen, luminance, mix
from .wishes import pick, says

KINDS = (
    "carpet.knotted",
    "carpet.flat.dokkali",
    "carpet.flat.fatis",
    "carpet.flat.hanbal",
    "carpet.flat.mergoum",
)
VIEWS = ("whole", "room", "detail", "back", "corner", "fringe")

_SCHEMES: dict[str, tuple[tuple[str, ...], ...]] = {
    "carpet.knotted": (
        ("red", "black", "undyed", "indigo", "yellow"),
        ("undyed", "black", "red", "brown", "ochre"),
        ("garnet", "indigo", "undyed", "ochre", "black"),
        ("indigo", "red", "undyed", "yellow", "green"),
        ("undyed", "brown", "black", "ochre", "white"),
        ("green", "garnet", "undyed", "yellow", "black"),
        ("ochre", "garnet", "black", "undyed", "indigo"),
    ),
    "carpet.flat.dokkali": (
        ("undyed", "red", "black", "green", "yellow"),
        ("white", "red", "indigo", "yellow", "green"),
        ("undyed", "garnet", "black", "yellow", "green"),
    ),
    "carpet.flat.fatis": (
        ("undyed", "brown", "black", "white", "ochre"),
        ("red", "undyed", "black", "yellow", "green"),
        ("undyed", "red", "indigo", "ochre", "black"),
        ("brown", "undyed", "ochre", "black", "red"),
    ),
    "carpet.flat.hanbal": (
        ("red", "black", "undyed", "yellow", "green"),
        ("undyed", "indigo", "white", "black", "ochre"),
        ("garnet", "ochre", "undyed", "black", "indigo"),
        ("undyed", "black", "brown", "white", "red"),
        ("indigo", "undyed", "red", "yellow", "white"),
    ),
    "carpet.flat.mergoum": (
        ("red", "undyed", "black", "yellow", "indigo"),
        ("indigo", "undyed", "ochre", "white", "red"),
        ("undyed", "garnet", "black", "ochre", "green"),
        ("black", "undyed", "red", "ochre", "white"),
        ("ochre", "black", "undyed", "garnet", "white"),
    ),
}
_LENGTHS = {
    "carpet.knotted": 1.62,
    "carpet.flat.dokkali": 2.3,
    "carpet.flat.fatis": 1.9,
    "carpet.flat.hanbal": 1.8,
}
_KNOTS = {"carpet.knotted": 88}


def longness(kind: str, traits: Mapping[str, object]) -> float:
    """Return length over width, from the measures or the kind's habit."""
    length, width = traits.get("length_mm"), traits.get("width_mm")
    if isinstance(length, int | float) and isinstance(width, int | float) and length > 0 and width > 0:
        return max(0.6, min(3.4, length / width))
    return _LENGTHS.get(kind, 1.5)


def size_of(kind: str, traits: Mapping[str, object], view: str) -> tuple[int, int]:
    """Return the shape of one view: the whole piece with its air, or a plain frame."""
    if view == "whole":
        return 1000, round(1000 * max(0.9, min(1.62, longness(kind, traits) * 0.84 + 0.08)))
    return (1000, 1000) if view == "room" else (1000, 800)


def plan(kind: str, rng: random.Random, traits: Mapping[str, object]) -> tuple[Loom, list[RGB], Weave]:
    """Set up one carpet: its knots, its colours, its structure."""
    colours = chosen(traits, rng, _SCHEMES[kind], WOOL, 5)
    width = _KNOTS.get(kind, 118)
    loom = Loom(width, max(40, min(290, round(width * longness(kind, traits)))))
    if kind == "carpet.knotted":
        _knotted(loom, colours, rng, traits)
        weave = Weave(
            "pile", fringe=0.06, jitter=13, abrash=rng.choice((7, 10, 14)), tassels=rng.choice((0, 26, 34))
        )
    elif kind == "carpet.flat.dokkali":
        colours = _dokkali(loom, colours, rng, traits)
        weave = Weave("rib", fringe=0.085, jitter=7, abrash=5, tassels=rng.choice((0, 30)))
    elif kind == "carpet.flat.fatis":
        _fatis(loom, colours, rng, traits)
        weave = Weave("rib", fringe=0.05, jitter=12, abrash=8)
    elif kind == "carpet.flat.hanbal":
        _hanbal(loom, colours, rng, traits)
        weave = Weave(
            "rib", fringe=rng.choice((0.0, 0.05, 0.07)), jitter=9, abrash=8, tassels=rng.choice((0, 28))
        )
    else:
        _mergoum(loom, colours, rng, traits)
        weave = Weave("rib", fringe=rng.choice((0.05, 0.07)), jitter=8, abrash=6, tassels=rng.choice((0, 24)))
    pale = max(colours, key=luminance) if luminance(max(colours, key=luminance)) > 150 else (226, 214, 192)
    return (
        loom,
        colours,
        replace(weave, fringe_colours=(mix(pale, (226, 214, 192), 0.5), mix(pale, (200, 184, 154), 0.6))),
    )


def _frame(loom: Loom, rng: random.Random, colours: list[RGB], inset: int, ground: int) -> int:
    """Weave one border all round at `inset`, and return where it ends."""
    height = rng.choice((4, 5, 6, 7, 9))
    pattern = rng.choice(
        (bands.zigzag, bands.lozenges, bands.peaks, bands.combs, bands.crosses, bands.steps, bands.sawtooth)
    )
    period = height * 2 if pattern is bands.combs else rng.choice((height, height + 2, height * 2))
    others = [i for i in range(len(colours)) if i != ground]
    one, two = rng.sample(others, 2)
    three = rng.choice([i for i in others if i != one])
    threads = (ground, one, two) if rng.random() < 0.7 else (three, ground, two)
    loom.box(inset, inset, loom.width - inset, loom.height - inset, threads[0])
    right, bottom = loom.width - inset, loom.height - inset
    loom.post(inset, height, pattern, period, threads, inset, bottom)
    mirrored = [row[::-1] for row in _columns(loom, inset, height, inset, bottom)]
    for y, row in enumerate(mirrored, start=inset):
        loom.cells[y * loom.width + right - height : y * loom.width + right] = row
    loom.band(bottom - height, height, pattern, period, threads, inset, right)
    for j in range(height):
        source = (bottom - 1 - j) * loom.width
        target = (inset + j) * loom.width
        loom.cells[target + inset : target + right] = loom.cells[source + inset : source + right]
    for x in (inset, right - height):
        for y in (inset, bottom - height):
            loom.box(x, y, x + height, y + height, two)
            loom.box(x + 1, y + 1, x + height - 1, y + height - 1, threads[0])
            loom.box(
                x + height // 2 - height // 5,
                y + height // 2 - height // 5,
                x + height // 2 + 1 + height // 5,
                y + height // 2 + 1 + height // 5,
                one,
            )
    inset += height
    loom.box(inset, inset, loom.width - inset, loom.height - inset, rng.choice((one, two)))
    return inset + rng.choice((1, 1, 2))


def _columns(loom: Loom, left: int, width: int, top: int, bottom: int) -> list[bytearray]:
    return [loom.cells[y * loom.width + left : y * loom.width + left + width] for y in range(top, bottom)]


def _knotted(loom: Loom, colours: list[RGB], rng: random.Random, traits: Mapping[str, object]) -> None:
    ground = 0
    loom.rows(0, loom.height, rng.choice((0, 1, 2)))
    inset = rng.choice((0, 2, 3))
    for _ in range(rng.choice((1, 1, 2, 2, 3))):
        inset = _frame(loom, rng, colours, inset, rng.choice((1, 2, 3, 4)))
    left, top, right, bottom = inset, inset, loom.width - inset, loom.height - inset
    loom.box(left, top, right, bottom, ground)
    half_w, half_h = (right - left) / 2, (bottom - top) / 2
    style = pick(
        rng,
        (
            "lattice",
            "lattice",
            "medallions",
            "medallions",
            "boxes",
            "scatter",
            "ladder",
            "diamond",
            "stripes",
        ),
        traits,
        {
            "lozenge": rng.choice(("medallions", "lattice")),
            "lattice": "lattice",
            "star": "star",
            "rows": "ladder",
        },
    )
    a, b, c, d = rng.sample((1, 2, 3, 4), 4)
    if style == "lattice":
        pw, ph = rng.choice((9, 11, 13, 16, 20)), rng.choice((9, 12, 15, 20, 24))
        rings = [ground, a, ground, b, ground, c] if rng.random() < 0.5 else [a, ground, ground, b, b, c]
        alternate = rng.random() < 0.6

        def field(dx: int, dy: int) -> int:
            u, v = dx / pw, dy / ph
            along, across = u + v, u - v
            cell = (int(along + 0.5) + int(across + 100.5)) % 2
            away = max(abs((along + 0.5) % 1 - 0.5), abs((across + 100.5) % 1 - 0.5)) * 2
            ring = min(5, int((1 - away) * min(pw, ph) / 1.7))
            return (d if ring >= 3 else rings[ring]) if alternate and cell and ring >= 2 else rings[ring]

        loom.quarter(left, top, right, bottom, field)
    elif style == "star":
        ring = rng.choice((3, 4, 5))
        order = [a, ground, b, ground, c, b, ground, a]

        def field(dx: int, dy: int) -> int:
            # two squares laid across each other make the eight points
            near = min(max(dx, dy * 0.98), (dx + dy) * 0.7071)
            if near < half_w * 0.82:
                return order[min(7, int((half_w * 0.82 - near) / ring))]
            return b if (dx // 4 + dy // 4) % 3 == 0 and (dx % 4) + (dy % 4) in (1, 2) else ground

        loom.quarter(left, top, right, bottom, field)
    elif style in ("medallions", "diamond"):
        count = 1 if style == "diamond" else rng.choice((2, 3, 3, 4, 5))
        step = rng.choice((1, 2, 2, 3))
        seat = half_h * 2 / count
        rings = [a, ground, b, b, c, ground, d, a, c]
        width = rng.choice((3, 4, 5, 6))
        hooks = rng.random() < 0.6
        filler = rng.choice((None, bands.checks, bands.arrows))

        def field(dx: int, dy: int) -> int:
            y = dy if count % 2 else dy + seat / 2
            off = abs((y + seat / 2) % seat - seat / 2)
            sx, sy = dx // step * step, off // step * step
            away = sx / (half_w * 0.97) + sy / (seat / 2 * 0.97)
            if away >= 1:
                corner = int((away - 1) * half_w / 2.5)
                if hooks and corner == 0 and (dx + dy) % 4 < 2:
                    return a
                return (ground, ground, a, ground, b)[corner % 5] if corner < 9 else ground
            ring = int((1 - away) * half_w / width)
            shade = rings[min(len(rings) - 1, ring)]
            if filler and ring == 2:
                return (shade, ground, c)[filler(dx % 8, dy % 8, 8, 8)]
            return shade

        loom.quarter(left, top, right, bottom, field)
    elif style == "boxes":
        nx = rng.choice((3, 4, 5))
        side = (right - left) / nx
        ny = max(2, round((bottom - top) / side))
        motif = rng.choice(MOTIFS)
        order = [a, b, c, ground]
        for row in range(ny):
            for column in range(nx):
                x0, x1 = left + round(column * side), left + round((column + 1) * side)
                y0, y1 = top + round(row * (bottom - top) / ny), top + round((row + 1) * (bottom - top) / ny)
                fill = order[(row + column) % 3]
                loom.box(x0, y0, x1, y1, d)
                loom.box(x0 + 1, y0 + 1, x1 - 1, y1 - 1, fill)
                cx, cy, reach = (x0 + x1) // 2, (y0 + y1) // 2, min(x1 - x0, y1 - y0) // 2 - 2
                for ring, tone in (
                    (reach, ground if fill != ground else a),
                    (reach - 3, fill),
                    (reach - 5, d),
                ):
                    for dy in range(-ring, ring + 1):
                        loom.box(cx - ring + abs(dy), cy + dy, cx + ring - abs(dy) + 1, cy + dy + 1, tone)
                if reach > 7:
                    loom.stamp(cx, cy, motif, (order[(row + column + 1) % 3], ground))
    elif style == "scatter":
        motifs = rng.sample(MOTIFS, rng.choice((1, 2, 3)))
        gx, gy = rng.choice((11, 13, 16)), rng.choice((10, 12, 15))
        for row, y in enumerate(range(top + gy // 2 + 1, bottom - gy // 2, gy)):
            shift = gx // 2 if row % 2 else 0
            middle = (left + right) // 2
            span = int((half_w - 5) // gx) + 1
            for k in range(-span, span + 1):
                x = middle + k * gx + shift - (gx // 2 if row % 2 and False else 0)
                if left + 4 <= x < right - 4:
                    loom.stamp(
                        x,
                        y,
                        motifs[row % len(motifs)],
                        ((a, b, c)[(row + (0 if len(motifs) > 1 else abs(k))) % 3], d),
                    )
    elif style == "ladder":
        y = top + 2
        half_rows: list[tuple[int, int]] = []
        while y < (top + bottom) // 2 + 2:
            height = rng.choice((3, 5, 7, 9, 11))
            pattern = rng.choice(BANDS)
            period = max(6, height * rng.choice((1, 2)) + height % 2)
            threads = (rng.choice((ground, ground, a)), rng.choice((b, c)), d)
            loom.band(y, height, pattern, period, threads, left, right)
            half_rows.append((y, height))
            y += height + rng.choice((1, 2, 3, 4))
        for row in range(top, (top + bottom) // 2):
            source, target = row * loom.width, (top + bottom - 1 - row) * loom.width
            loom.cells[target + left : target + right] = loom.cells[source + left : source + right]
    else:
        pw = rng.choice((8, 10, 12))
        lean = rng.choice((0.5, 1.0, 1.5))
        order = [ground, a, ground, b, ground, c, ground, d]

        def field(dx: int, dy: int) -> int:
            stripe = int((dx * lean + dy) / (pw / 2)) % len(order)
            return order[stripe]

        loom.quarter(left, top, right, bottom, field)
    loom.slips(rng, 40)


def _dokkali(loom: Loom, colours: list[RGB], rng: random.Random, traits: Mapping[str, object]) -> list[RGB]:
    """Weave a dokkali as its source tells it: two red bands across, green and yellow edges with comb-like lines."""
    pale = max(colours, key=luminance)
    pale = pale if luminance(pale) > 190 else WOOL["undyed"]
    garnet = rng.random() < 0.4
    if "place" in traits or "motif" in traits:
        garnet = traits.get("place") == "adrar" or says(traits, "wide garnet", "palmette", "cotton", "halves")
    dark = min(colours, key=luminance)
    dark = dark if luminance(dark) < 80 else WOOL["black"]
    reds = [colour for colour in colours if colour[0] > 100 and colour[0] > 2 * colour[1]]
    red = reds[0] if reds else WOOL["garnet" if garnet else "red"]
    table = [pale, red, WOOL["green"], WOOL["yellow"], dark, (246, 243, 234)]
    height = loom.height
    loom.rows(0, height, 0)

    def edge(top: int) -> int:
        y = top
        for tone, rows in rng.sample([(2, 3), (3, 2), (2, 2), (3, 3)], 3):
            loom.rows(y, y + rows, tone)
            y += rows
        loom.band(y, 5, bands.combs, 12, (0, 2, 3))
        loom.band(y + 6, 2, bands.dashes, 6, (0, 3, 2))
        return y + 9

    top = edge(3)
    motif = pick(
        rng,
        (bands.lozenges, bands.crosses, bands.zigzag, bands.hourglasses),
        traits,
        {"lozenge": bands.lozenges},
    )
    second = pick(
        rng,
        (bands.double_combs, bands.checks, bands.zigzag, bands.peaks),
        traits,
        {"comb": bands.double_combs, "black": bands.lines},
    )
    if says(traits, "red ground"):
        table[0], table[1] = red, mix(WOOL["garnet"], WOOL["black"], 0.2)
    elif says(traits, "indigo"):
        table[4] = WOOL["indigo"]
    if says(traits, "yellow edge"):
        table[2] = WOOL["ochre"]
    if garnet:
        # the Adrar variant: wide white cotton lines, palmettes, one wide garnet band that parts it in two
        table[1] = WOOL["garnet"] if not reds else red
        y = top + 2
        while y < height // 2 - 24:
            gap = rng.choice((6, 8, 10))
            loom.rows(y, y + gap, 5)
            loom.band(y + gap // 2 - 1, 2, bands.dashes, 4, (5, 1, 5))
            y += gap + 2
            loom.band(y, 9, bands.palms, 13, (0, 1 if y // 9 % 2 else 2, 1))
            y += 12
        loom.rows(height // 2 - 17, height // 2 + 1, 1)
        loom.band(height // 2 - 15, 3, bands.dashes, 4, (1, 5, 1))
        loom.band(height // 2 - 10, 10, motif, 14, (1, 5, 3))
    else:
        wide = rng.choice((26, 32, 38))
        middle = round(height * rng.choice((0.26, 0.3, 0.33)))
        for y in range(top + 2, middle - wide // 2 - 4, rng.choice((7, 9, 12))):
            loom.band(
                y,
                rng.choice((1, 2, 3)),
                rng.choice((bands.dashes, bands.plain, bands.lines)),
                8,
                (0, rng.choice((4, 1, 5)), 0),
            )
        loom.rows(middle - wide // 2, middle + wide // 2, 1)
        loom.band(middle - wide // 2, 4, bands.combs, 8, (1, 4, 0))
        loom.band(middle + wide // 2 - 4, 4, bands.peaks, 8, (1, 4, 0))
        loom.band(middle - wide // 4 - 2, wide // 2 + 2, motif, rng.choice((16, 20, 26)), (1, 5, 3))
        loom.band(middle - wide // 2 + 5, 2, bands.dashes, 4, (1, 5, 1))
        loom.band(middle + wide // 2 - 7, 2, bands.dashes, 4, (1, 5, 1))
        y = middle + wide // 2 + 5
        while y < height // 2 - 6:
            step = rng.choice((5, 7, 9))
            loom.band(y, step, second, rng.choice((10, 12)), (0, rng.choice((4, 1)), rng.choice((3, 2))))
            y += step + rng.choice((5, 8))
    for row in range(height // 2):
        loom.cells[(height - 1 - row) * loom.width : (height - row) * loom.width] = loom.cells[
            row * loom.width : (row + 1) * loom.width
        ]
    loom.slips(rng, 30)
    return table


def _mirror(loom: Loom) -> None:
    for row in range(loom.height // 2):
        loom.cells[(loom.height - 1 - row) * loom.width : (loom.height - row) * loom.width] = loom.cells[
            row * loom.width : (row + 1) * loom.width
        ]


def _fatis(loom: Loom, colours: list[RGB], rng: random.Random, traits: Mapping[str, object]) -> None:
    """Weave a fatis: quiet bands of hand-spun wool, small figures between them."""
    loom.rows(0, loom.height, 0)
    y = rng.choice((2, 5))
    figures = rng.sample(
        (bands.lozenges, bands.zigzag, bands.crosses, bands.peaks, bands.hourglasses, bands.palms), 3
    )
    while y < loom.height // 2:
        kind = rng.random()
        if kind < 0.45:
            height = rng.choice((7, 9, 11, 15))
            ground = rng.choice((0, 0, 1, 3))
            tones = [i for i in range(5) if i != ground]
            loom.rows(y, y + height + 2, ground)
            loom.band(
                y + 1, height, rng.choice(figures), rng.choice((14, 18, 24)), (ground, *rng.sample(tones, 2))
            )
            y += height + 2
        elif kind < 0.8:
            for _ in range(rng.choice((2, 3, 5))):
                rows = rng.choice((1, 2, 2, 4))
                loom.rows(y, y + rows, rng.randrange(5))
                y += rows
        else:
            y += rng.choice((5, 9, 14))
        loom.rows(y, y + 1, rng.choice((1, 2)))
        y += rng.choice((2, 3, 6))
    _mirror(loom)
    loom.slips(rng, 60)


def _hanbal(loom: Loom, colours: list[RGB], rng: random.Random, traits: Mapping[str, object]) -> None:
    """Weave a hanbal: broad plain stripes, each parted by a narrow patterned band."""
    loom.rows(0, loom.height, 0)
    y = 0
    cycle = rng.sample(range(5), rng.choice((2, 3, 4)))
    wide = pick(rng, (10, 16, 22), traits, {"wide": 26, "fine": 9})
    narrow = pick(rng, (3, 5, 7), traits, {"fine": 3})
    index = 0
    figures = rng.sample(BANDS, 2)
    while y < loom.height // 2:
        tone = cycle[index % len(cycle)]
        loom.rows(y, y + wide, tone)
        y += wide
        one, two, three = rng.sample([i for i in range(5) if i != tone], 3)
        loom.rows(y, y + 1, three)
        loom.band(y + 1, narrow, figures[index % 2], narrow * 2 + 2, (one, two, three))
        loom.rows(y + 1 + narrow, y + 2 + narrow, three)
        y += narrow + 2
        index += 1
    _mirror(loom)
    loom.slips(rng, 60)


def _mergoum(loom: Loom, colours: list[RGB], rng: random.Random, traits: Mapping[str, object]) -> None:
    """Weave a mergoum: a figured field of stepped lozenges between closed ends."""
    a, b, c, d = 1, *rng.sample((2, 3, 4), 3)
    loom.rows(0, loom.height, 0)
    y = 2
    for _ in range(rng.choice((2, 3, 4))):
        height = rng.choice((5, 7, 9))
        loom.band(y, height, rng.choice(BANDS), height * 2, (rng.choice((0, b)), a, c))
        loom.rows(y + height, y + height + 2, rng.choice((b, d)))
        y += height + 2
    top, bottom, left, right = y, loom.height - y, 5, loom.width - 5
    half_w, half_h = (right - left) / 2, (bottom - top) / 2
    columns, rows = pick(rng, (1, 1, 2, 3), traits, {"nested": 1, "star": 3}), 0
    cell = half_w * 2 / columns
    rows = max(1, round(half_h * 2 / (cell * rng.choice((0.7, 1.0, 1.3)))))
    tall = half_h * 2 / rows
    step = rng.choice((2, 3, 4))
    rings = [a, 0, b, a, c, d, a, b]
    width = cell / 2 / rng.choice((4, 5, 7))

    def field(dx: int, dy: int) -> int:
        u = abs((dx + (0 if columns % 2 else cell / 2) + cell / 2) % cell - cell / 2)
        v = abs((dy + (0 if rows % 2 else tall / 2) + tall / 2) % tall - tall / 2)
        away = (u // step * step) / (cell / 2) + (v // step * step) / (tall / 2)
        if away >= 1:
            out = int((away - 1) * cell / 2 / width)
            return (0, d, 0, c, 0, 0)[min(5, out)]
        return rings[min(7, int((1 - away) * cell / 2 / width))]

    loom.quarter(left, top, right, bottom, field)
    loom.post(1, 4, bands.sawtooth, 8, (0, a, b), top, bottom)
    loom.post(loom.width - 5, 4, bands.sawtooth, 8, (0, b, a), top, bottom)
    _mirror(loom)
    loom.slips(rng, 30)


def _part(loom: Loom, left: int, top: int, right: int, bottom: int) -> Loom:
    part = Loom(right - left, bottom - top)
    part.cells = bytearray().join(_columns(loom, left, right - left, top, bottom))
    return part


def draw(
    kind: str, rng: random.Random, traits: Mapping[str, object], view: str, size: tuple[int, int]
) -> Image.Image:
    """Return one view of one carpet on its ground."""
    loom, colours, weave = plan(kind, fork(rng), traits)
    rng, scene_rng = fork(rng), fork(rng)
    width, height = size
    if view in ("whole", "room"):
        air = 0.045
        share = loom.height / loom.width
        wide = round(min(width * (1 - 2 * air), height * (1 - 2.2 * air) / (share + 2 * weave.fringe)))
        piece = cloth(loom, colours, weave, rng, wide, round(wide * share))
        if view == "whole":
            at = ((width - piece.mask.width) // 2, (height - piece.mask.height) // 2 - round(height * 0.005))
            return on(white(size), piece, at)
        scene = room(size, scene_rng, 0.42)
        return on_floor(scene, piece, _floor(piece, size))
    knots = {"detail": 26, "back": 30, "corner": 40, "fringe": 48}[view]
    columns = min(knots, loom.width)
    rows = min(loom.height, round(columns * height / width))
    if view == "detail":
        left, top = (
            rng.randint(0, (loom.width - columns) // 2),
            max(0, loom.height // 2 - rng.randint(0, rows)),
        )
        part = _part(loom, left, top, left + columns, min(loom.height, top + rows))
        piece = cloth(
            part, colours, replace(weave, fringe=0.0), rng, width, height, (False, False), (False, False)
        )
        return piece.skin.crop((8, 8, piece.skin.width - 8, piece.skin.height - 8)).resize(size)
    if view == "back":
        part = _part(loom, loom.width - columns, loom.height - rows, loom.width, loom.height)
        for y in range(part.height):
            part.cells[y * part.width : (y + 1) * part.width] = part.cells[
                y * part.width : (y + 1) * part.width
            ][::-1]
        dull = [mix(colour, (190, 178, 158), 0.16) for colour in colours]
        piece = cloth(
            part,
            dull,
            replace(weave, structure="back", fringe=0.0),
            rng,
            width,
            height,
            (False, False),
            (False, False),
        )
        return piece.skin.crop((8, 8, piece.skin.width - 8, piece.skin.height - 8)).resize(size)
    loose = replace(
        weave,
        fringe=max(weave.fringe, 0.02) * loom.width / columns,
        tassels=weave.tassels * columns // loom.width,
    )
    if view == "corner":
        part = _part(loom, 0, loom.height - rows, columns, loom.height)
        piece = cloth(part, colours, loose, rng, width, height, (False, True), (True, False))
        at = (round(width * 0.13), round(height * 0.78) - height)
    else:
        rows = round(rows * 0.72)
        left = (loom.width - columns) // 2
        part = _part(loom, left, loom.height - rows, left + columns, loom.height)
        piece = cloth(
            part,
            colours,
            loose,
            rng,
            round(width * 1.04),
            round(height * 0.72 * 1.04),
            (False, True),
            (False, False),
        )
        at = (-round(width * 0.03), -round(height * 0.06))
    return on(white(size), piece, at)


def _floor(piece: Piece, size: tuple[int, int]) -> list[tuple[float, float]]:
    """Return where the four corners of a carpet come to lie on the floor of the room."""
    width, height = size
    share = min(2.2, piece.mask.height / piece.mask.width)
    near, far = height * 0.95, height * (0.95 - 0.30 * min(1.25, 0.45 + share * 0.4))
    wide = width * (0.40 if share < 1.3 else 0.36)
    shrink = 0.60 + 0.4 * (1 - (near - far) / (height * 0.6))
    middle = width * 0.5
    return [
        (middle - wide * shrink, far),
        (middle + wide * shrink, far),
        (middle + wide, near),
        (middle - wide, near),
    ]
