"""What a centre may change in the rules it grades by: bounds of grades and gates, readings, tolerances; no word.

Pure functions on scheme documents. What is asked and why stays as it is: another question is another scheme.
Source: docs/quality-labels.md, R810.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from marketplace.typed import folded

MOST = Decimal(1_000_000)
MOST_READINGS = 20
DECIMALS = 3
SET_HERE = "default"


class BadDraft(ValueError):
    """Values that make no rules; `keys` are those of the fields at fault, `order` says that grades would cross."""

    def __init__(self, keys: list[str], *, order: bool = False) -> None:
        super().__init__(", ".join(keys))
        self.keys, self.order = keys, order


@dataclass(frozen=True)
class Value:
    """One number that may be changed: where it stands, and how it is called."""

    key: str
    group: str  # "grades", "gates" or "measures"
    names: Mapping[str, str]  # of the grade, the gate or the measure
    of: Mapping[str, str]  # of the measure that a grade asks; empty elsewhere
    what: str  # "at_least", "at_most", "readings", "tolerance", "cv_max_pct"
    unit: str
    text: str


def values(document: Mapping[str, Any]) -> list[Value]:
    """Return every number of a scheme that may be changed, in the order of the document."""
    return [value for value, _place in _places(document)]


def changed(document: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, Any]:
    """Return a copy of a document with these values; what is not given stays.

    What was a rule of somebody else (a law, a standard) and is changed is marked as set by the centre.

    :raises BadDraft: a value is no number within its bounds, or a better grade would ask less than a worse one.
    """
    fresh = copy.deepcopy(dict(document))
    wrong: list[str] = []
    for value, (holder, name, owner) in _places(fresh):
        said = given.get(value.key, value.text).strip()
        if said == value.text:
            continue
        number = _number(said, whole=value.what == "readings")
        if number is None:
            wrong.append(value.key)
            continue
        holder[name] = int(number) if value.what == "readings" else f"{number.normalize():f}"
        owner["source"] = SET_HERE
    if wrong:
        raise BadDraft(wrong)
    if crossed := list(_crossed(fresh)):
        raise BadDraft(crossed, order=True)
    return fresh


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[tuple[Value, str]]:
    """Return what differs: each value as it was, and what it becomes."""
    becomes = {value.key: value.text for value in values(new)}
    return [
        (value, becomes[value.key])
        for value in values(old)
        if becomes.get(value.key, value.text) != value.text
    ]


def _number(said: str, *, whole: bool) -> Decimal | None:
    try:
        number = Decimal(folded(said))
    except InvalidOperation:
        return None
    if not number.is_finite() or not 0 <= number <= MOST or number != round(number, DECIMALS):
        return None
    if whole and not (number == int(number) and 1 <= number <= MOST_READINGS):
        return None
    return number


Place = tuple[Any, str, Any]  # what holds a value, under which name, and whose `source` it falls under


def _places(document: Mapping[str, Any]) -> Iterator[tuple[Value, Place]]:
    """Yield each value with where it stands."""
    measures = {measure["code"]: measure for measure in document["measures"]}
    for band in document["grades"]:
        yield from _of_grade(band, measures)
    for gate in document["gates"]:
        yield from _of_gate(gate, measures)
    for measure in document["measures"]:
        yield from _of_measure(measure)


def _of_grade(band: Any, measures: Mapping[str, Any]) -> Iterator[tuple[Value, Place]]:
    for rule in band["all_of"]:
        measure = measures[rule["measure"]]
        for what in ("at_least", "at_most"):
            if what in rule:
                key = f"grade-{band['grade']}-{rule['measure']}-{what}"
                value = Value(
                    key, "grades", band["names"], measure["names"], what, measure["unit"], rule[what]
                )
                yield value, (rule, what, band)


def _of_gate(gate: Any, measures: Mapping[str, Any]) -> Iterator[tuple[Value, Place]]:
    if "at_most" in gate:
        key = f"gate-{gate['code']}-at_most"
        yield (
            Value(key, "gates", gate["names"], {}, "at_most", "%", gate["at_most"]),
            (gate, "at_most", gate),
        )
    for place, limit in enumerate(gate.get("limits", ())):
        key, unit = f"gate-{gate['code']}-{place}-at_most", measures[gate["of"][0]]["unit"]
        yield (
            Value(key, "gates", gate["names"], {}, "at_most", unit, limit["at_most"]),
            (limit, "at_most", gate),
        )


def _of_measure(measure: Any) -> Iterator[tuple[Value, Place]]:
    for what, unit in (("readings", ""), ("tolerance", measure["unit"]), ("cv_max_pct", "%")):
        if what in measure and not (what == "readings" and "ticks" in measure):
            key = f"measure-{measure['code']}-{what}"
            value = Value(key, "measures", measure["names"], {}, what, unit, str(measure[what]))
            yield value, (measure, what, measure)


def _crossed(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield the keys of bounds with which a better grade would ask less than a worse one."""
    held: dict[tuple[str, str], Decimal] = {}
    for band in sorted(document["grades"], key=lambda band: -band["grade"]):
        for rule in band["all_of"]:
            for what in ("at_least", "at_most"):
                if what not in rule:
                    continue
                bound, better = Decimal(rule[what]), held.get((rule["measure"], what))
                if better is not None and (bound > better if what == "at_least" else bound < better):
                    yield f"grade-{band['grade']}-{rule['measure']}-{what}"
                held[rule["measure"], what] = bound
