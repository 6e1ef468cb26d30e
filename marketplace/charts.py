"""Charts as plain SVG: bars over time, drawn by attributes alone so that the strict content policy lets them stand.

`bars(…)` works out where everything stands; `templates/_macros/chart.html` writes it down, with the table that says the
same in words behind it. In Arabic time runs from right to left, as the line is read. One unit is about a pixel on a
phone 360 wide, so that figures stay readable there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 320, 190
TOP, BOTTOM, SIDE = 26, 26, 4  # room for the figures, for the names, and at both ends
GAP = 0.28  # of a step
LETTER = 7.5  # about what one character of a name takes
MOST_FIGURES = 8  # bars that each bear their figure; of more, the highest alone does


@dataclass(frozen=True)
class Point:
    """One step of time: its name in full, its short name below the bar (may be empty), and its value."""

    name: str
    short: str
    value: int


@dataclass(frozen=True)
class Bar:
    """A bar as it is drawn: its box, its figure (empty where it bears none), and what a pointer is told."""

    x: float
    y: float
    width: float
    height: float
    figure: str
    figure_x: float
    title: str


@dataclass(frozen=True)
class Name:
    """A short name below the bars."""

    x: float
    text: str
    anchor: str


@dataclass(frozen=True)
class Chart:
    """A drawn chart and the rows that say the same."""

    title: str
    unit: str
    points: Sequence[Point]
    written: Sequence[str]
    total: str
    bars: Sequence[Bar] = field(default_factory=tuple)
    names: Sequence[Name] = field(default_factory=tuple)
    width: int = WIDTH
    height: int = HEIGHT
    ground: int = HEIGHT - BOTTOM

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(point.value for point in self.points)

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Return the table: name and written value, in order of time."""
        return [(point.name, value) for point, value in zip(self.points, self.written, strict=True)]


def bars(
    points: Sequence[Point], *, title: str, unit: str, rtl: bool, write: Callable[[int], str] = str
) -> Chart:
    """Return `points` (oldest first) as bars, all on one scale from zero; `write` makes a value a figure.

    :raises ValueError: a value is negative; bars of this kind stand on the ground.
    """
    if any(point.value < 0 for point in points):
        raise ValueError("a bar is not negative")
    highest = max((point.value for point in points), default=0)
    step = (WIDTH - 2 * SIDE) / max(1, len(points))
    room = HEIGHT - TOP - BOTTOM
    drawn, names, free_from = [], [], float("-inf")
    bearing = _bearing_figures(points)
    for place, point in enumerate(points):
        start = SIDE + step * (len(points) - 1 - place if rtl else place)
        height = round(room * point.value / highest, 1) if highest else 0
        if point.value:
            height = max(height, 1.5)  # one look is little, and not nothing
        middle = round(start + step / 2, 1)
        figure = write(point.value) if place in bearing else ""
        drawn.append(
            Bar(
                x=round(start + step * GAP / 2, 1),
                y=round(HEIGHT - BOTTOM - height, 1),
                width=round(step * (1 - GAP), 1),
                height=height,
                figure=figure,
                figure_x=min(max(middle, len(figure) * LETTER / 2), WIDTH - len(figure) * LETTER / 2),
                title=f"{point.name}: {write(point.value)}",
            )
        )
        name, left, right = _name(point.short, middle)
        begins, ends = (WIDTH - right, WIDTH - left) if rtl else (left, right)
        if point.short and begins >= free_from:
            names.append(name)
            free_from = ends + LETTER
    total = write(sum(point.value for point in points))
    written = [write(point.value) for point in points]
    return Chart(title, unit, points, written, total, tuple(drawn), tuple(names))


def _bearing_figures(points: Sequence[Point]) -> set[int]:
    """Return the places of the bars that bear their figure: all of a few, of many the highest."""
    if len(points) <= MOST_FIGURES:
        return {place for place, point in enumerate(points) if point.value}
    highest = max(range(len(points)), key=lambda place: points[place].value)
    return {highest} if points[highest].value else set()


def _name(text: str, middle: float) -> tuple[Name, float, float]:
    """Return a name below its bar, pushed inside where it would stick out, and from where to where it reaches."""
    width = len(text) * LETTER
    if middle - width / 2 < 0:
        return Name(0, text, "left"), 0, width
    if middle + width / 2 > WIDTH:
        return Name(WIDTH, text, "right"), WIDTH - width, WIDTH
    return Name(middle, text, "middle"), middle - width / 2, middle + width / 2
