"""How complete a listing is, and what comes next: pure, but for the last."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog import kinds
from catalog.completeness import LANGUAGES, Completeness, judge, judge_piece
from catalog.kinds import Needs
from catalog.states import Care, View
from tests.factories import make_kind, make_photo, make_product

CARPET = Needs.of(kinds.kinds()["carpet.knotted"].needs)
BOWL = Needs.of(kinds.kinds()["pottery.bowl"].needs)
FACTS: dict[str, Any] = {
    "materials": ["wool"],
    "technique": "knotted",
    "colours": ["red"],
    "length_mm": 2000,
    "width_mm": 1200,
    "mass_g": 8000,
    "made_year": 2026,
    "care": ["no_sun"],
}
VIEWS = [*CARPET.views, *CARPET.helpful_views]


def of(needs: Needs = CARPET, **changed: Any) -> Completeness:
    return judge(
        **{
            "needs": needs,
            "facts": FACTS,
            "views": VIEWS,
            "titles": {"ar": "زربية"},
            "stories": {"ar": "قصة"},
            "language": "ar",
        }
        | changed
    )


def test_one_language_is_enough_for_a_whole_listing_and_the_others_are_flagged() -> None:
    judged = of()

    assert (judged.score, judged.next_step, judged.missing) == (100, None, ())
    assert judged.untranslated == ("fr", "en")


@pytest.mark.parametrize("view", CARPET.views)
def test_a_carpet_without_one_of_its_four_views_is_incomplete(view: str) -> None:
    judged = of(views=[other for other in VIEWS if other != view])

    assert judged.score < 100
    assert [(step.room, step.field, step.is_needed) for step in judged.missing] == [("photos", view, True)]


def test_what_is_needed_comes_before_what_helps() -> None:
    judged = of(views=["whole"], facts={}, stories={})

    needed = [step.is_needed for step in judged.missing]
    assert needed == sorted(needed, reverse=True)
    assert judged.next_step is not None
    assert judged.next_step.field == "back"
    assert judged.needed == tuple(step for step in judged.missing if step.weight == 3)


def test_a_recorded_voice_tells_the_story() -> None:
    silent, spoken = of(stories={}), of(stories={}, has_voice=True)

    assert [step.field for step in silent.missing] == ["description"]
    assert spoken.score == 100


@pytest.mark.parametrize(
    ("care", "missing"),
    [
        ([], ["care", "food"]),
        ([Care.FOR_FOOD], ["care"]),
        ([Care.RINSE_BY_HAND], ["food"]),
        ([Care.NOT_FOR_FOOD, Care.WIPE_DRY], []),
    ],
)
def test_food_is_asked_apart_from_care(care: list[str], missing: list[str]) -> None:
    facts = FACTS | {"height_mm": 80, "care": care}

    judged = of(BOWL, facts=facts, views=View.values)

    assert [step.field for step in judged.missing] == missing


@given(
    views=st.sets(st.sampled_from(VIEWS)),
    facts=st.sets(st.sampled_from(sorted(FACTS))),
    view=st.sampled_from(VIEWS),
)
def test_following_the_next_step_never_lowers_the_score_and_ends(
    views: set[str], facts: set[str], view: str
) -> None:
    judged = of(views=views, facts={name: FACTS[name] for name in facts})
    scores = [judged.score]
    while judged.next_step is not None:
        step = judged.next_step
        if step.room == "photos":
            views = views | {step.field}
        else:
            facts = facts | {step.field}
        judged = of(views=views, facts={name: FACTS[name] for name in facts})
        scores.append(judged.score)

    assert scores == sorted(scores)
    assert len(set(scores)) == len(scores)
    assert scores[-1] == 100


def test_languages_are_those_of_the_house() -> None:
    assert LANGUAGES == ("ar", "fr", "en")


@pytest.mark.django_db
def test_judge_piece_reads_the_needs_of_its_kind() -> None:
    kind = make_kind(needs=dict(kinds.kinds()["carpet.knotted"].needs))
    piece = make_product(kind=kind, title_ar="زربية", title_fr="", title_en="", **FACTS)
    piece.shop.language = "ar"
    make_photo(piece, view="whole")

    judged = judge_piece(piece, views={photo.view for photo in piece.images.all()})

    assert [step.field for step in judged.needed] == ["back", "corner", "fringe"]
    assert judged.untranslated == ("fr", "en")
