"""How a thing stands, lies or hangs in its picture: alone on white, close by, or in the clay room."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from .ground import BICUBIC, Piece, on, on_floor, room, white


@dataclass(frozen=True)
class Pose:
    """How a kind is shown: `at_home` is stands, floor or wall; `share` its part of the width on white.

    `focus` is the middle of the close view, in shares of the piece; `tall` is the piece's height over its width.
    """

    at_home: str
    share: float
    tall: float
    focus: tuple[float, float] = (0.5, 0.42)


def show(
    make: Callable[[int], Piece], pose: Pose, rng: random.Random, view: str, size: tuple[int, int]
) -> Image.Image:
    """Return a view of a thing: whole on white, a close part, or in the clay room."""
    width, height = size
    if view == "whole":
        item = fitted(
            make(round(min(width * pose.share, height * 0.8 / pose.tall))), width * 0.92, height * 0.9
        )
        down = 0.5 if item.foot is None else 0.53
        at = (width - item.mask.width) // 2, round((height - item.mask.height) * down)
        return on(white(size), item, at)
    if view == "detail":
        return close(make(round(width * 1.5)), pose.focus, size)
    if pose.at_home == "wall":
        scene = room(size, rng, 0.90)
        item = fitted(make(round(width * 0.5)), width * 0.56, height * 0.66)
        at = (width - item.mask.width) // 2, round((height * 0.86 - item.mask.height) / 2)
        return on(scene, Piece(item.skin, item.mask, None, 0.02), at, 1.4)
    if pose.at_home == "floor":
        scene = room(size, rng, 0.34)
        item = make(round(width * 0.8))
        near = 0.40 if pose.tall < 1.2 else 0.36
        low, deep = 0.90, 0.38 * min(1.3, pose.tall)
        corners = [
            (0.5 - near * 0.74, low - deep),
            (0.5 + near * 0.74, low - deep),
            (0.5 + near, low),
            (0.5 - near, low),
        ]
        return on_floor(
            scene, Piece(item.skin, item.mask, None, 0.01), [(x * width, y * height) for x, y in corners]
        )
    scene = room(size, rng, 0.62)
    item = fitted(make(round(width * 0.5)), width * 0.58, height * 0.6)
    at = (width - item.mask.width) // 2 + round(width * 0.05), round(height * 0.87) - item.mask.height
    return on(scene, item, at, 1.3)


def close(item: Piece, focus: tuple[float, float], size: tuple[int, int]) -> Image.Image:
    """Return the part of a piece around `focus`, in a frame of this size."""
    width, height = size
    w, h = item.mask.size
    ground = on(
        white((max(w, width), max(h, height))), item, (max(0, (width - w) // 2), max(0, (height - h) // 2))
    )
    left = min(max(0, round(ground.width * focus[0] - width / 2)), ground.width - width)
    top = min(max(0, round(ground.height * focus[1] - height / 2)), ground.height - height)
    return ground.crop((left, top, left + width, top + height))


def fitted(item: Piece, width: float, height: float) -> Piece:
    """Return the piece made smaller where it would not fit."""
    ratio = min(width / item.mask.width, height / item.mask.height)
    if ratio >= 1:
        return item
    size = (round(item.mask.width * ratio), round(item.mask.height * ratio))
    foot = None
    if item.foot is not None:
        x, y, rx, ry = item.foot
        foot = (x * ratio, y * ratio, rx * ratio, ry * ratio)
    return Piece(item.skin.resize(size, BICUBIC), item.mask.resize(size, BICUBIC), foot, item.thickness)
