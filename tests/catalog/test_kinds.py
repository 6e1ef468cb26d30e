"""catalog/kinds.json: whole, in three languages, in codes that exist; and the same for production and demonstration."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command

from catalog import kinds as file
from catalog.completeness import FACT_STEPS, PHOTO_STEPS
from catalog.models import Craft, Kind
from catalog.states import Care, View
from marketplace.demo.kinds import KINDS_BY_CODE
from quality_labels import schemes

KNOWN = {"views", "helpful_views", "facts", "helpful_facts", "measures", "care", "lead_days"}


@pytest.mark.parametrize("kind", file.kinds().values(), ids=lambda kind: kind.code)
def test_kind_is_whole(kind: file.KindRow) -> None:
    needs = file.Needs.of(kind.needs)

    assert kind.craft in {craft.code for craft in file.crafts()}
    assert set(kind.name) == {"ar", "fr", "en"}
    assert all(kind.name.values())
    assert len(kind.hs_code) == 6
    assert kind.hs_code.isdecimal()
    assert set(kind.needs) == KNOWN
    assert {*needs.views, *needs.helpful_views} <= {*View.values}
    assert "whole" in needs.views
    assert not {*needs.views} & {*needs.helpful_views}
    assert {*needs.asked_facts} <= {*file.FACTS}
    assert not {*needs.facts} & {*needs.helpful_facts}
    assert {*needs.measures} == {*needs.asked_facts} & {*file.MEASURES}
    assert {*needs.care} <= {*Care.values}
    assert ("food" in needs.asked_facts) == ({Care.FOR_FOOD, Care.NOT_FOR_FOOD} <= {*needs.care})
    assert 1 <= needs.lead_days <= 180


def test_carpets_are_held_to_the_four_views() -> None:
    carpets = [kind for kind in file.kinds().values() if kind.code.startswith("carpet.")]

    assert len(carpets) >= 5
    assert {tuple(kind.needs["views"]) for kind in carpets} == {("whole", "back", "corner", "fringe")}


def test_every_view_and_fact_has_a_step() -> None:
    assert set(PHOTO_STEPS) == {*View.values}
    assert set(FACT_STEPS) == {*file.FACTS}


def test_demonstration_knows_no_kind_of_its_own() -> None:
    assert set(KINDS_BY_CODE) == set(file.kinds())


def test_what_stands_on_a_label_is_a_kind_of_the_file_or_its_family() -> None:
    numbered = [code for code in file.kinds() if schemes.number_of("kinds", code)]

    assert numbered


@pytest.mark.django_db
def test_loading_twice_writes_each_kind_once_and_mends_what_differs(capsys: Any) -> None:
    call_command("load_kinds")
    Kind.objects.filter(code="carpet.knotted").update(needs={}, name_fr="Tapis")

    call_command("load_kinds")

    assert Kind.objects.count() == len(file.kinds())
    assert Craft.objects.count() == len(file.crafts())
    carpet = Kind.objects.get(code="carpet.knotted")
    assert carpet.needs == file.kinds()["carpet.knotted"].needs
    assert carpet.name_fr == "Tapis noué"
    assert capsys.readouterr().out.count("kinds stand") == 2


def test_a_kind_nobody_described_needs_a_photo_of_the_whole() -> None:
    assert file.Needs.of({}) == file.Needs(views=("whole",), facts=())
