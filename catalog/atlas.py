"""Where a place lies on the drawn map of the centres (templates/_map.html); docs/drawn/draw_map.py draws its ground."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians

WIDTH, HEIGHT = 400, 735
NORTH, MIDDLE_LONGITUDE = 30.3, 0.5
UNITS_PER_DEGREE = 70
SQUEEZE = cos(radians(25))  # a degree of longitude against one of latitude, in the middle of the map

# The inset of the whole country, in the empty Tanezrouft.
INSET_X, INSET_Y, INSET_UNITS = 14, 330, 6.4
INSET_WEST, INSET_NORTH = -9.6, 38.2

LABEL_BEFORE = frozenset(
    {"charouine", "tsabit", "adrar", "reggane", "bordj-badji-mokhtar"}
)  # these names stand left of their dot
NUDGED = {"tamentit": (9, 6)}  # ten kilometres from Adrar: the two dots would be one


@dataclass(frozen=True, slots=True)
class Dot:
    """One linked dot of the map, in its units."""

    slug: str
    name: str
    url: str
    x: float
    y: float
    before: bool


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Return the map's units of a place: plain degrees, squeezed once for the middle of the map."""
    return (
        round(WIDTH / 2 + (longitude - MIDDLE_LONGITUDE) * UNITS_PER_DEGREE * SQUEEZE, 1),
        round((NORTH - latitude) * UNITS_PER_DEGREE, 1),
    )


def project_inset(latitude: float, longitude: float) -> tuple[float, float]:
    """Return the same in the inset of the whole country."""
    return (
        round(INSET_X + (longitude - INSET_WEST) * INSET_UNITS * 0.88, 1),
        round(INSET_Y + (INSET_NORTH - latitude) * INSET_UNITS, 1),
    )


def dot(*, slug: str, name: str, url: str, latitude: float, longitude: float) -> Dot:
    """Return the dot of one centre; a centre of a place that is off the map is still listed beside it."""
    x, y = project(latitude, longitude)
    dx, dy = NUDGED.get(slug, (0, 0))
    return Dot(slug, name, url, x + dx, y + dy, slug in LABEL_BEFORE)


def on_map(dots: Iterable[Dot]) -> list[Dot]:
    """Return the dots that lie on the map, from north to south, as the route runs."""
    return sorted((d for d in dots if 0 <= d.x <= WIDTH and 0 <= d.y <= HEIGHT), key=lambda d: d.y)
