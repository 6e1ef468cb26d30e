"""Judgements on a piece that is being prepared: what is still to be answered, and what it speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from catalog import forbidden
from catalog.rules import meant_instead
from marketplace.money import Money
from marketplace.workspace.states import Age, Screen

MAX_OPEN_DRAFTS = 30
MAX_PHOTOS = 12
ABANDONED_AFTER = timedelta(days=60)
ASKED: Mapping[Screen, str] = {  # the one answer without which a screen is not done
    Screen.WHAT: "kind",
    Screen.PRICE: "price",
    Screen.COUNT: "stock",
    Screen.CHECK: "age",
}
ORDER = tuple(Screen)


def first_missing(answers: Mapping[str, Any], *, photos: int) -> Screen | None:
    """Return the first screen that is not done; nothing when the piece can be sent."""
    if not photos:
        return Screen.PHOTO
    return next((screen for screen, name in ASKED.items() if not answers.get(name)), None)


def after(screen: Screen) -> Screen:
    """Return the next screen; the last one stays."""
    return ORDER[min(ORDER.index(screen) + 1, len(ORDER) - 1)]


def before(screen: Screen) -> Screen | None:
    """Return the screen before; nothing before the first."""
    place = ORDER.index(screen)
    return ORDER[place - 1] if place else None


def price_question(answers: Mapping[str, Any], *, median: int | None) -> int | None:
    """Return what may be meant instead of an unlikely price; nothing once this very price was said to be meant."""
    price = answers.get("price")
    if not price or answers.get("price_sure") == price:
        return None
    return meant_instead(int(price), median=median)


@dataclass(frozen=True, slots=True)
class Share:
    """What becomes of a price: the house's part and the shop's."""

    price: Money
    commission: Money
    receives: Money
    basis_points: int


def share_of(dinars: int, *, basis_points: int) -> Share:
    """Return how a price is parted: the commission is rounded once, as a sale does it, and the rest is the shop's."""
    price = Money.dinars(dinars)
    commission = price.share(basis_points)
    return Share(price, commission, price - commission, basis_points)


def judge(answers: Mapping[str, Any]) -> forbidden.Verdict:
    """Return what of a piece is refused and what needs a look: by its words, and by what was said of its age."""
    verdict = forbidden.judge(str(answers.get("title") or ""), str(answers.get("description") or ""))
    refused, doubted = list(verdict.refused), list(verdict.doubted)
    antiquity = forbidden.Ground.ANTIQUITY
    if answers.get("age") == Age.OLD and antiquity not in refused:
        refused.append(antiquity)
    if answers.get("age") == Age.LOOKS_OLD and antiquity not in (*refused, *doubted):
        doubted.append(antiquity)
    return forbidden.Verdict(refused, [ground for ground in doubted if ground not in refused])
