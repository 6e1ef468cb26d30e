"""Demo pictures, rendered from nothing but a kind, a seed and a few traits.

The page says "illustration" under each of them. Every picture is the same on every machine for the same arguments:
chance comes from `random.Random` seeded with text, never from `hash()` or from Pillow's own noise.
One lamp, at the top left, lights them all; main views stand on white, `room` views in a clay room.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import IO

from PIL import Image

from . import carpets, leather, palm, pottery, silver, textile
from .materials import CRAFTS, craft_material

_MAKERS: dict[str, ModuleType] = {
    kind: maker for maker in (carpets, textile, pottery, silver, palm, leather) for kind in maker.KINDS
}

KINDS: tuple[str, ...] = tuple(_MAKERS)
"""Codes of every kind there are pictures of."""


def views_of(kind: str) -> tuple[str, ...]:
    """Return the views there are of a kind, the main one first.

    :raises KeyError: no such kind.
    """
    views: tuple[str, ...] = _MAKERS[kind].VIEWS
    return views


def size_of(kind: str, traits: Mapping[str, object], view: str) -> tuple[int, int]:
    """Return width and height of a view as a proportion: what `render` at that width would give.

    :raises KeyError: no such kind.
    """
    shape: Callable[[str, Mapping[str, object], str], tuple[int, int]] = _MAKERS[kind].size_of
    return shape(kind, traits, view)


def render(kind: str, seed: int | str, view: str, width: int, *, traits: Mapping[str, object]) -> Image.Image:
    """Draw one view of the piece that `kind`, `seed` and `traits` stand for, `width` pixels wide, as RGB.

    The same piece shows in all its views and at every width. Traits that are read, all optional: `colours` (codes, the
    first is the ground), `length_mm`, `width_mm`, `height_mm`, `stone` (None for no stone), `smoke`, `place` (Adrar has
    its own dokkali) and `motif` (English words such as the title's, so that what it says is seen).

    :raises KeyError: no such kind.
    :raises ValueError: the kind has no such view.
    """
    if view not in views_of(kind):
        raise ValueError(f"{kind} has no view {view!r}, only {', '.join(views_of(kind))}")
    wide, high = size_of(kind, traits, view)
    # text as the seed: Random makes it a number by SHA-512, so kinds with the same seed share nothing
    rng = random.Random(f"{kind}:{seed}")
    picture: Image.Image = _MAKERS[kind].draw(kind, rng, traits, view, (width, round(width * high / wide)))
    return picture


def write_webp(image: Image.Image, target: str | Path | IO[bytes], quality: int = 78) -> None:
    """Write a picture as WebP by the quickest method: first pages wait for it, the worker does better later."""
    image.save(target, "WEBP", quality=quality, method=0)


__all__ = ["CRAFTS", "KINDS", "craft_material", "render", "size_of", "views_of", "write_webp"]
