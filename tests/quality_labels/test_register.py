"""The register as people ask it, and as a table that holds nobody."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client

from quality_labels import actions
from quality_labels.models import Label
from quality_labels.states import LabelReason
from tests import factories
from tests.factories import NOW
from tests.quality_labels.centre import Centre, affixed, evaluated, make_carpet


@pytest.fixture
def two(centre: Centre) -> tuple[Label, Label]:
    """Two labels in force, of two wilayas."""
    north, south = (
        factories.make_shop(place=factories.make_place(slug=slug, wilaya=slug))
        for slug in ("timimoun", "tamanrasset")
    )
    return affixed(centre, make_carpet(shop=north)), affixed(centre, make_carpet(shop=south))


def _rows(**asked: str) -> list[dict[str, str]]:
    text = Client().get("/en/stamps/stamps.csv", asked).content.decode()
    return list(csv.DictReader(io.StringIO(text)))


def test_register_is_asked_by_digits_month_wilaya_grade_and_state(
    centre: Centre, two: tuple[Label, Label]
) -> None:
    one, other = two
    actions.suspend(label=other, by=centre.inspector, reason=LabelReason.COMPLAINT, now=NOW)

    def digits(**asked: str) -> list[str]:
        return [row["last_digits"] for row in _rows(**asked)]

    assert sorted(digits()) == sorted([one.last_four, other.last_four])
    assert digits(digits=one.last_four) == [one.last_four]
    assert digits(wilaya="timimoun") == [one.last_four]
    assert digits(state="suspended") == [other.last_four]
    assert len(digits(month=f"{NOW:%Y-%m}")) == 2
    assert digits(month="2020-01") == []
    assert digits(grade="60") == []
    assert len(digits(month="nonsense", grade="7", state="signed", wilaya="'; --", digits="x")) == 2


def test_page_keeps_what_was_asked_and_leads_to_its_table(two: tuple[Label, Label]) -> None:
    page = Client().get("/en/stamps/", {"wilaya": "timimoun"}).content.decode()
    assert two[0].last_four in page
    assert two[1].last_four not in page
    assert "stamps.csv?wilaya=timimoun" in page
    assert '<option value="timimoun" selected>' in page


def test_table_holds_no_person_and_no_whole_number(two: tuple[Label, Label]) -> None:
    text = Client().get("/en/stamps/stamps.csv").content.decode()
    for label in two:
        maker = label.product.maker
        assert label.serial not in text
        assert maker is not None
        assert maker.last_name not in text
        assert str(maker.number) not in [row["kind"] for row in _rows()]
    assert set(_rows()[0]) == {
        "last_digits", "month", "kind", "grade", "wilaya", "centre", "state", "reason", "sheet"
    }  # fmt: skip


def test_register_costs_the_same_for_one_and_for_many(
    centre: Centre, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        affixed(centre, make_carpet(title=f"Carpet {number}"))
    with django_assert_max_num_queries(8):
        Client().get("/en/stamps/", {"grade": "50"})
    with django_assert_max_num_queries(3):
        Client().get("/en/stamps/stamps.csv")


def test_figures_tell_of_refusals_too(centre: Centre, two: tuple[Label, Label]) -> None:
    refused = evaluated(centre, length_mm=[2400, 2600, 2400])
    actions.refuse(application=refused, decider=centre.decider, reasons=["asymmetry"], now=NOW)
    told = Client().get("/api/v1/statistics").json()["centres"]
    assert [(row["granted"], row["refused"], row["labels"]["active"]) for row in told] == [(2, 1, 2)]
