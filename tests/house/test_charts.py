"""Bars: one scale, reading order, names that do not run into each other, and a table with the same sum."""

from itertools import pairwise

import pytest
from django.template import engines

from marketplace import charts
from marketplace.charts import Point


def points(*values: int) -> list[Point]:
    return [Point(f"day {place}", str(place), value) for place, value in enumerate(values)]


def drawn(*values: int, rtl: bool = False) -> charts.Chart:
    return charts.bars(points(*values), title="Looks", unit="Looks", rtl=rtl)


def test_bars_are_as_high_as_their_values() -> None:
    heights = [bar.height for bar in drawn(10, 5, 0).bars]

    assert heights[0] == pytest.approx(2 * heights[1], abs=0.2)
    assert heights[2] == 0


def test_little_beside_much_is_still_seen() -> None:
    assert drawn(100_000, 1).bars[1].height > 1


def test_time_runs_from_right_to_left_in_arabic() -> None:
    left_to_right = [bar.x for bar in drawn(1, 2, 3).bars]
    right_to_left = [bar.x for bar in drawn(1, 2, 3, rtl=True).bars]

    assert left_to_right == sorted(left_to_right)
    assert right_to_left == sorted(left_to_right, reverse=True)


@pytest.mark.parametrize("count", [1, 4, 12, 28, 365])
@pytest.mark.parametrize("rtl", [True, False])
def test_everything_stays_inside_and_names_stay_apart(count: int, rtl: bool) -> None:
    steps = [Point(f"{place}", "28/11", place % 7) for place in range(count)]
    chart = charts.bars(steps, title="", unit="", rtl=rtl, write=lambda value: f"{value} 000 000 دج")

    assert all(bar.x >= 0 and bar.x + bar.width <= chart.width + 0.1 for bar in chart.bars)
    assert all(bar.y >= charts.TOP - 1 for bar in chart.bars)
    half = 5 * charts.LETTER / 2
    spans = sorted(
        (name.x if name.anchor == "left" else name.x - (2 * half if name.anchor == "right" else half))
        for name in chart.names
    )
    assert all(later - earlier >= 2 * half for earlier, later in pairwise(spans))


def test_table_and_total_say_the_same_as_the_bars() -> None:
    chart = drawn(3, 0, 4)

    assert chart.rows == [("day 0", "3"), ("day 1", "0"), ("day 2", "4")]
    assert chart.total == "7"


def test_few_bars_all_bear_their_figure_and_of_many_the_highest() -> None:
    assert [bar.figure for bar in drawn(3, 0, 4).bars] == ["3", "", "4"]
    assert [bar.figure for bar in drawn(*range(20)).bars if bar.figure] == ["19"]


def test_nothing_is_empty_and_less_than_nothing_is_refused() -> None:
    assert drawn(0, 0).is_empty
    assert charts.bars([], title="", unit="", rtl=False).is_empty
    with pytest.raises(ValueError, match="negative"):
        drawn(-1)


def test_names_are_written_as_text_and_nothing_is_styled() -> None:
    chart = charts.bars([Point("<b>&", "<i>", 3)], title="<script>", unit="", rtl=False)
    template = engines["jinja2"].from_string(
        '{% from "_macros/chart.html" import chart with context %}{{ chart(drawn, "Day") }}'
    )

    page = template.render({"drawn": chart})

    assert "<script>" not in page
    assert "<b>&" not in page
    assert "style=" not in page
    assert page.count("<rect") == 1
    assert "<title>&lt;b&gt;&amp;: 3</title>" in page
