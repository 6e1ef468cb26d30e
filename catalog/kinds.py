"""The kinds of piece and what a listing of each needs, as data: catalog/kinds.json, the same for every house.

    views, facts                   asked of every listing of the kind; a carpet is held to its four views
    helpful_views, helpful_facts   make a listing better, and are never missed loudly
    measures                       which of length, width, height and mass are asked for
    care                           the sentences about keeping it that fit the kind, to choose from
    lead_days                      how long one takes that is made to order, until the shop says otherwise

A fact is a column of a piece, or `care`, or `food`: whether it may hold food, said by one of two sentences of care.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("kinds.json")
MEASURES = ("length_mm", "width_mm", "height_mm", "mass_g")
FACTS = ("materials", "technique", "colours", "made_year", *MEASURES, "care", "food")
USUAL_LEAD_DAYS = 14


@dataclass(frozen=True, slots=True)
class Needs:
    """What a listing of one kind needs; a kind nobody described needs a photo of the whole piece."""

    views: Sequence[str] = ("whole",)
    facts: Sequence[str] = ()
    helpful_views: Sequence[str] = ()
    helpful_facts: Sequence[str] = ()
    measures: Sequence[str] = MEASURES
    care: Sequence[str] = ()
    lead_days: int = USUAL_LEAD_DAYS

    @classmethod
    def of(cls, needs: Mapping[str, Any]) -> Needs:
        """Return the needs kept in `Kind.needs`; what is not said there is as usual."""
        return cls(**{name: needs[name] for name in cls.__slots__ if needs.get(name)})

    @property
    def asked_facts(self) -> tuple[str, ...]:
        """Return every fact that is asked for, the needed ones first."""
        return (*self.facts, *self.helpful_facts)


@dataclass(frozen=True, slots=True)
class CraftRow:
    """A craft of the file."""

    code: str
    name: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind of the file: names by language, the customs' six digits, and its needs as they are kept."""

    code: str
    craft: str
    name: Mapping[str, str]
    hs_code: str
    needs: Mapping[str, Any] = field(default_factory=dict)


@cache
def crafts() -> tuple[CraftRow, ...]:
    """Return the crafts in the order they are shown."""
    return tuple(CraftRow(**row) for row in _read()["crafts"])


@cache
def kinds() -> Mapping[str, KindRow]:
    """Return the kinds by their code."""
    named = ("code", "craft", "name", "hs_code")
    return {
        row["code"]: KindRow(
            **{name: row[name] for name in named},
            needs={name: value for name, value in row.items() if name not in named},
        )
        for row in _read()["kinds"]
    }


def _read() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found
