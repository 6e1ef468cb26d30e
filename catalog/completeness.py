"""How complete a listing is, and the one step that helps most now: a pure judgement, shop page and desk say the same.

What a kind needs counts three times what merely helps. Nothing here ever keeps a shop from its price or stock.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.kinds import Needs
from catalog.models import Product
from catalog.states import Care, View

LANGUAGES = ("ar", "fr", "en")
FOOD = (Care.FOR_FOOD, Care.NOT_FOR_FOOD)
NEEDED, HELPFUL = 3, 1
PHOTOS, WORDS, MADE, MEASURED, KEPT = "photos", "words", "made", "measures", "care"  # the rooms of a piece

PHOTO_STEPS: Mapping[str, Promise] = {
    View.WHOLE: _("Take a photo of the whole piece."),
    View.DETAIL: _("Take a photo from close by."),
    View.BACK: _("Turn it over and take a photo of the back."),
    View.CORNER: _("Take a photo of a corner."),
    View.FRINGE: _("Take a photo of the fringe."),
    View.ROOM: _("Take a photo of it where it is used."),
}
FACT_STEPS: Mapping[str, tuple[str, Promise]] = {
    "materials": (MADE, _("Say what it is made of.")),
    "technique": (MADE, _("Say how it is made.")),
    "colours": (MADE, _("Tick its colours.")),
    "made_year": (MADE, _("Say in which year it was made.")),
    "length_mm": (MEASURED, _("Measure how long it is.")),
    "width_mm": (MEASURED, _("Measure how wide it is.")),
    "height_mm": (MEASURED, _("Measure how high it is.")),
    "mass_g": (MEASURED, _("Weigh it.")),
    "care": (KEPT, _("Say how it is kept well.")),
    "food": (KEPT, _("Say whether it may hold food.")),
}
TITLE_STEP = _("Give it a name.")
STORY_STEP = _("Tell a little about it.")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is missing: in which room of the piece, at which field, and the sentence that asks for it."""

    room: str
    field: str
    sentence: Promise
    weight: int

    @property
    def is_needed(self) -> bool:
        """Tell whether the kind needs it, or it merely helps."""
        return self.weight >= NEEDED


@dataclass(frozen=True, slots=True)
class Completeness:
    """`score` in whole per cent; `missing` begins with the next best step; `untranslated` lowers no score."""

    score: int
    missing: tuple[Step, ...]
    untranslated: tuple[str, ...]

    @property
    def next_step(self) -> Step | None:
        """Return the step that helps most now; nothing when all is there."""
        return self.missing[0] if self.missing else None

    @property
    def needed(self) -> tuple[Step, ...]:
        """Return what the kind needs and the listing has not."""
        return tuple(step for step in self.missing if step.is_needed)

    def in_room(self, room: str) -> tuple[Step, ...]:
        """Return what is missing in one room of the piece."""
        return tuple(step for step in self.missing if step.room == room)


def judge(
    *,
    needs: Needs,
    facts: Mapping[str, object],
    views: Collection[str],
    titles: Mapping[str, str],
    stories: Mapping[str, str],
    language: str,
    has_voice: bool = False,
) -> Completeness:
    """Return how complete a listing is.

    `facts` are values by the columns of a piece, `views` those of which there is a photo, `titles` and `stories` texts
    by language; the shop writes `language`. A recording of her voice tells the story as well as words do.
    """
    care = facts.get("care")
    held = {*care} if isinstance(care, (list, tuple)) else set()
    known = {**facts, "care": held - {*FOOD}, "food": held & {*FOOD}}
    asked: list[tuple[Step, bool]] = []
    for view, weight in _weighed(needs.views, needs.helpful_views):
        asked.append((Step(PHOTOS, view, PHOTO_STEPS[View(view)], weight), view in views))
    asked.append((Step(WORDS, "title", TITLE_STEP, NEEDED), bool(titles.get(language))))
    for fact, weight in _weighed(needs.facts, needs.helpful_facts):
        room, sentence = FACT_STEPS[fact]
        asked.append((Step(room, fact, sentence, weight), bool(known.get(fact))))
    told = bool(stories.get(language)) or has_voice
    asked.append((Step(WORDS, "description", STORY_STEP, HELPFUL), told))

    whole = sum(step.weight for step, _is_there in asked)
    there = sum(step.weight for step, is_there in asked if is_there)
    missing = [step for step, is_there in asked if not is_there]
    missing.sort(key=lambda step: -step.weight)  # stable: photos first among equals, as they are asked
    return Completeness(
        score=100 * there // whole,
        missing=tuple(missing),
        untranslated=tuple(
            code
            for code in LANGUAGES
            if not titles.get(code) or (stories.get(language) and not stories.get(code))
        ),
    )


def _weighed(needed: Collection[str], helpful: Collection[str]) -> list[tuple[str, int]]:
    return [(name, NEEDED) for name in needed] + [(name, HELPFUL) for name in helpful]


def judge_piece(piece: Product, *, views: Collection[str]) -> Completeness:
    """Return how complete the listing of `piece` is, with a photo of each of `views`."""
    needs = piece.kind.listing_needs if piece.kind else Needs()
    return judge(
        needs=needs,
        facts={name: getattr(piece, name, None) for name in FACT_STEPS},
        views=views,
        titles={code: getattr(piece, f"title_{code}") or "" for code in LANGUAGES},
        stories={code: getattr(piece, f"description_{code}") or "" for code in LANGUAGES},
        language=piece.shop.language if piece.shop else "ar",
        has_voice=bool(piece.voice_key),
    )
