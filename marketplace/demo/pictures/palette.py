"""The colours of the region's materials, and small moves on them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence

RGB = tuple[int, int, int]

WOOL: dict[str, RGB] = {
    "undyed": (226, 214, 192),
    "white": (240, 235, 223),
    "black": (44, 38, 36),
    "red": (168, 44, 38),
    "garnet": (112, 26, 36),
    "green": (62, 100, 66),
    "yellow": (219, 169, 62),
    "indigo": (40, 54, 104),
    "ochre": (196, 130, 66),
    "brown": (104, 72, 48),
    "silver": (186, 186, 182),
}
"""Colour codes of the catalogue as dyed wool shows them."""

LEATHER: dict[str, RGB] = WOOL | {
    "undyed": (203, 160, 112),
    "white": (232, 222, 200),
    "black": (42, 34, 32),
    "red": (150, 40, 32),
    "garnet": (104, 28, 30),
    "green": (42, 110, 82),
    "yellow": (226, 178, 62),
    "ochre": (190, 112, 56),
    "brown": (112, 64, 38),
}

PALM: dict[str, RGB] = WOOL | {
    "undyed": (216, 187, 128),
    "white": (232, 216, 174),
    "green": (86, 120, 62),
    "red": (164, 52, 42),
    "garnet": (120, 36, 46),
    "brown": (122, 82, 48),
    "ochre": (190, 134, 66),
}

STONES: dict[str, RGB] = {
    "carnelian": (176, 58, 30),
    "agate": (150, 74, 42),
    "onyx": (30, 28, 30),
    "turquoise": (62, 150, 148),
    "amazonite": (92, 168, 148),
    "lapis": (36, 58, 130),
    "garnet": (110, 20, 32),
    "amber": (206, 136, 40),
    "glass": (70, 110, 170),
}


def mix(a: RGB, b: RGB, share: float) -> RGB:
    """Return the colour `share` of the way from `a` to `b`."""
    return (
        round(a[0] + (b[0] - a[0]) * share),
        round(a[1] + (b[1] - a[1]) * share),
        round(a[2] + (b[2] - a[2]) * share),
    )


def shade(colour: RGB, factor: float) -> RGB:
    """Return the colour made darker (below 1) or lighter (above 1), kept in range."""
    return (
        min(255, max(0, round(colour[0] * factor))),
        min(255, max(0, round(colour[1] * factor))),
        min(255, max(0, round(colour[2] * factor))),
    )


def drift(colour: RGB, rng: random.Random, by: int = 10) -> RGB:
    """Return the colour as another dye lot would give it: each channel up to `by` away."""
    lot = rng.uniform(-by, by)
    return (
        min(255, max(0, round(colour[0] + lot + rng.uniform(-by, by) / 3))),
        min(255, max(0, round(colour[1] + lot + rng.uniform(-by, by) / 3))),
        min(255, max(0, round(colour[2] + lot + rng.uniform(-by, by) / 3))),
    )


def chosen(
    traits: Mapping[str, object],
    rng: random.Random,
    schemes: Sequence[Sequence[str]],
    table: Mapping[str, RGB],
    at_least: int,
) -> list[RGB]:
    """Return at least `at_least` dyed colours: those the traits name, then shades of them.

    `schemes` are colour codes that go together, for a piece with one named colour or none.
    """
    named = traits.get("colours")
    codes = [code for code in named if code in table] if isinstance(named, Iterable) else []
    start = rng.randrange(len(schemes))
    if len(codes) > 1:
        # a piece of named colours keeps to them: what is missing comes from the same vats, used longer or shorter
        lots = [drift(table[code], rng) for code in codes]
        first, second = lots[0], lots[1]
        lots += [mix(first, second, 0.42), shade(second, 0.7), shade(first, 0.76), mix(second, first, 0.25)]
        return lots[: max(at_least, len(codes))]
    turned = [*schemes[start:], *schemes[:start]]
    best = max(turned, key=lambda scheme: len(set(scheme) & set(codes))) if codes else turned[0]
    codes += [code for code in best if code not in codes]
    codes += [code for code in ("undyed", "black", "red", "ochre", "indigo", "white") if code not in codes]
    lots = [drift(table[code], rng) for code in codes]
    return lots[: at_least + 1]


def luminance(colour: RGB) -> float:
    """Return how light a colour looks, 0 to 255."""
    return 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2]
