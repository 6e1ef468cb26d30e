"""How a thing stands or lies in its picture: alone on white, close by, or in the clay room."""

from __future__ import annotations

import random
from collections.abc import Callable

from PIL import Image

from .ground import BICUBIC, Piece, on, on_floor, room, white


def show(
    make: Callable[[int], Piece],
    tall: float,
    rng: random.Random,
    view: str,
    size: tuple[int, int],
    *,
    lies: bool = False,
    share: float = 0.74,
) -> Image.Image:
    """Return a view of any standing or lying thing: whole on white, a close part, or in the clay room."""
    width, height = size
    if view == "whole":
        item = make(round(min(width * share, height * 0.8 / tall)))
        w, h = item.mask.size
        if w > width * 0.92:
            ratio = width * 0.92 / w
            w, h = round(w * ratio), round(h * ratio)
            foot = tuple(value * ratio for value in item.foot) if item.foot else None
            item = Piece(
                item.skin.resize((w, h), BICUBIC), item.mask.resize((w, h), BICUBIC), foot, item.thickness
            )  # type: ignore[arg-type]
        drop = 0.5 if item.foot is None else 0.53
        return on(white(size), item, ((width - w) // 2, round((height - h) * drop)))
    if view == "detail":
        item = make(round(width * 1.5))
        w, h = item.mask.size
        ground = white((w, h)) if lies else white((w, h))
        on(ground, item, (0, 0))
        left, top = round(w * 0.12), round(h * 0.14)
        left, top = min(left, max(0, w - width)), min(top, max(0, h - height))
        crop = ground.crop((left, top, left + width, top + height)) if h >= height else ground.resize(size)
        return crop
    scene = room(size, rng, 0.60 if not lies else 0.0001 + 0.28)
    item = make(round(min(width * 0.52, height * 0.55 / tall)))
    if lies:
        item = Piece(item.skin, item.mask, None, item.thickness)
        wide = width * 0.30
        return on_floor(
            scene,
            item,
            [
                (width / 2 - wide * 0.8, height * 0.5),
                (width / 2 + wide * 0.8, height * 0.5),
                (width / 2 + wide, height * 0.84),
                (width / 2 - wide, height * 0.84),
            ],
        )
    w, h = item.mask.size
    return on(scene, item, ((width - w) // 2 + round(width * 0.06), round(height * 0.86) - h), 1.3)
