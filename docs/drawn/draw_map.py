"""Draw the ground of templates/_map.html from Natural Earth (npm world-atlas, ISC; the data is in the public domain).

Run by hand:  python -m docs.drawn.draw_map <node_modules>/world-atlas/countries-50m.json
It prints the land of the map and of the inset as path data. Neighbours are drawn alike and never named.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from catalog import atlas

ALGERIA = "012"
NEIGHBOURS = {"504", "732", "478", "466", "562", "434", "788", "854", "724", "380", "148"}
Point = tuple[float, float]


def rings(topology: dict, country: dict) -> Iterator[list[Point]]:
    """Yield every ring of a country as (longitude, latitude), from the delta-coded arcs of TopoJSON."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]

    def arc(index: int) -> list[Point]:
        x = y = 0
        points = []
        for dx, dy in topology["arcs"][index if index >= 0 else ~index]:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        return points if index >= 0 else points[::-1]

    polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
    for polygon in polygons:
        for ring in polygon:
            points: list[Point] = []
            for index in ring:
                points.extend(arc(index)[1 if points else 0 :])
            yield points


def clip(points: list[Point], west: float, east: float, south: float, north: float) -> list[Point]:
    """Return the ring cut to a rectangle (Sutherland and Hodgman)."""
    edges: list[tuple[int, float, bool]] = [
        (0, west, True),
        (0, east, False),
        (1, south, True),
        (1, north, False),
    ]
    for axis, edge, keep_above in edges:
        kept: list[Point] = []
        for index, here in enumerate(points):
            before = points[index - 1]
            inside, was_inside = (p[axis] >= edge if keep_above else p[axis] <= edge for p in (here, before))
            if inside != was_inside:
                share = (edge - before[axis]) / (here[axis] - before[axis])
                kept.append(tuple(b + share * (h - b) for b, h in zip(before, here, strict=True)))  # type: ignore[arg-type]
            if inside:
                kept.append(here)
        points = kept
    return points


def path(points: list[Point], project: Callable[[float, float], Point], least: float) -> str:
    """Return a ring as path data, leaving out points closer than `least` units to the last one kept."""
    kept: list[Point] = []
    for longitude, latitude in points:
        x, y = project(latitude, longitude)
        if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= least:
            kept.append((x, y))
    if len(kept) < 3:
        return ""
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in kept) + "Z"


def main() -> None:
    """Print the four paths."""
    topology = json.loads(Path(sys.argv[1]).read_text())
    for name, box, project, least in (
        ("map", (-3.2, 4.2, 19.2, 31), atlas.project, 2.0),
        ("inset", (-9.5, 12.6, 18.4, 38), atlas.project_inset, 1.2),
    ):
        ground, algeria = [], []
        for country in topology["objects"]["countries"]["geometries"]:
            if country.get("id") not in NEIGHBOURS | {ALGERIA}:
                continue
            drawn = [
                path(cut, project, least) for ring in rings(topology, country) if (cut := clip(ring, *box))
            ]
            (algeria if country["id"] == ALGERIA else ground).extend(filter(None, drawn))
        sys.stdout.write(f"{name} ground\n{''.join(ground)}\n{name} algeria\n{''.join(algeria)}\n")


if __name__ == "__main__":
    main()
