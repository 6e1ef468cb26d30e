"""The piece drawn to scale beside something everybody knows (T24): millimetres in, a drawing in centimetres out."""

from __future__ import annotations

from dataclasses import dataclass

PERSON_CM, DOOR_CM, DOOR_WIDTH_CM, HAND_CM = 170, 210, 90, 19
LARGE_CM = 45  # from here a person and a door tell more than a hand
GAP = 0.12  # of the drawing's height, between two things


@dataclass(frozen=True, slots=True)
class Drawing:
    """What templates/catalog/_to_scale.html draws: one unit is one centimetre, the floor lies at y = 0.

    `shape` is cloth, jar, bowl, disc, ring, basket or box; `beside` is "door" (with a person in it) or "hand".
    """

    shape: str
    width: float
    height: float
    beside: str
    beside_x: float
    view_x: float
    view_y: float
    view_width: float
    view_height: float


OUTLINES = {
    "carpet": "cloth",
    "textile": "cloth",
    "textile.cushion": "box",
    "pottery": "jar",
    "pottery.bowl": "bowl",
    "pottery.cup": "bowl",
    "pottery.tajine": "bowl",
    "pottery.plate": "disc",
    "jewellery": "ring",
    "palm": "basket",
    "palm.mat": "cloth",
    "palm.tray": "disc",
    "palm.plate": "disc",
    "palm.fan": "disc",
}
SEEN_FLAT = ("cloth", "disc", "ring")  # hung on a wall: their length is their height


def shape_of(kind: str) -> str:
    """Return the outline of a kind of piece, by the longest part of its code that has one."""
    parts = kind.split(".")
    heads = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((OUTLINES[head] for head in heads if head in OUTLINES), "box")


def draw(*, kind: str, length_mm: int | None, width_mm: int | None, height_mm: int | None) -> Drawing | None:
    """Return the drawing of a piece, nothing when not even one of the sides that show is known.

    A cloth hangs by its length; what stands is as high as its height, and as wide as it is wide or long.
    """
    shape = shape_of(kind)
    if shape in SEEN_FLAT:
        tall, wide = length_mm or height_mm or width_mm, width_mm or length_mm or height_mm
    else:
        tall, wide = height_mm or length_mm, width_mm or length_mm
    if not tall or not wide:
        return None
    width, height = wide / 10, tall / 10
    beside = "door" if max(width, height) >= LARGE_CM else "hand"
    other_width, other_height = (DOOR_WIDTH_CM, DOOR_CM) if beside == "door" else (HAND_CM * 0.55, HAND_CM)
    top = max(height, other_height)
    gap = top * GAP
    margin = top * 0.1
    return Drawing(
        shape=shape,
        width=width,
        height=height,
        beside=beside,
        beside_x=round(width + gap, 1),
        view_x=round(-margin * 2.2, 1),
        view_y=round(-top - margin, 1),
        view_width=round(width + gap + other_width + margin * 3.2, 1),
        view_height=round(top + margin * 2.4, 1),
    )
