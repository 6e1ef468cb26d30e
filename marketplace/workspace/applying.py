"""The way through an application, screen by screen: which screens there are, and which comes next."""

from __future__ import annotations

from collections.abc import Sequence

from shops.application.models import ShopApplication
from shops.application.rules import Judged
from shops.application.states import Proof, Standing

_REST = ("name", "craft", "place", "shop", "money", "promise")


def steps_of(application: ShopApplication) -> tuple[str, ...]:
    """Return the screens of this application in their order."""
    first = ("guarantor",) if application.proof == Proof.GUARANTOR else ("photo", "card")
    return first + _REST


def step_that_mends(application: ShopApplication, one: Judged) -> str:
    """Return the screen on which a requirement is mended; empty where there is none."""
    step = one.requirement.step
    if step != "card":
        return step
    if application.proof == Proof.GUARANTOR:
        return "guarantor"
    asked_for_photo = not application.card_photo or one.requirement.code == "photo"
    return "photo" if asked_for_photo else "card"


def next_step(application: ShopApplication, judged: Sequence[Judged], *, after: str = "") -> str:
    """Return the next screen on which something is missing; empty when nothing is."""
    missing = {step_that_mends(application, one) for one in judged if one.standing == Standing.MISSING}
    steps = steps_of(application)
    at = steps.index(after) + 1 if after in steps else 0
    return next((step for step in (*steps[at:], *steps[:at]) if step in missing), "")


_FIRST = (Standing.MISSING, Standing.WAITING, Standing.DONE)


def shown(application: ShopApplication, judged: Sequence[Judged]) -> list[tuple[Judged, str]]:
    """Return the requirements with the screens that mend them: what is missing first, so that it is seen at once."""
    by_need = sorted(judged, key=lambda one: _FIRST.index(one.standing))
    return [(one, step_that_mends(application, one)) for one in by_need]
