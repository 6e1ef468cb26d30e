"""Grading schemes as data: the files beside this module, their canonical bytes, and a typed reading of them.

A version of a scheme is immutable. What is hashed, stored and signed for is its canonical JSON (RFC 8785),
so any two parties who hold the same rules hold the same SHA-256. Numbers with a fraction are written as
decimal strings: no float ever decides a grade.
Source: docs/quality-labels.md, R1 to R3.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
SAFE_INTEGER = 2**53 - 1
LANGUAGES = ("ar", "fr", "en")


class NotCanonicalJson(ValueError):
    """The document holds a value whose spelling is not fixed here (float, huge number, odd key)."""


def canonical(document: object) -> bytes:
    """Write a document as RFC 8785 does, refusing the floats and big numbers that schemes do not use.

    :raises NotCanonicalJson: a float, an integer beyond 2**53 - 1, a key that is no text, a lone surrogate.
    """
    try:
        return _write(document).encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotCanonicalJson("a lone surrogate") from error


def fingerprint(document: object) -> str:
    """Return the SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical(document)).hexdigest()


def _write(value: object) -> str:
    match value:
        case None | bool() | str():
            return json.dumps(value, ensure_ascii=False)
        case int():
            if abs(value) > SAFE_INTEGER:
                raise NotCanonicalJson("a number beyond 2**53 - 1")
            return str(value)
        case list() | tuple():
            return "[" + ",".join(_write(item) for item in value) + "]"
        case dict():
            if not all(isinstance(key, str) for key in value):
                raise NotCanonicalJson("a key that is no text")
            keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
            return "{" + ",".join(f"{_write(key)}:{_write(value[key])}" for key in keys) + "}"
        case _:
            raise NotCanonicalJson(f"a value of type {type(value).__name__}")


@dataclass(frozen=True)
class Gate:
    """A condition a piece must meet to be graded at all; failing it is a refusal with its reason."""

    code: str
    form: str  # "confirm", "one_of" (a specification's drawings), "asymmetry", "limit" or "none_of"
    names: Mapping[str, str]
    reason: str
    reason_names: Mapping[str, str]
    official: bool
    method: Mapping[str, str]
    of: tuple[str, ...]
    at_most: Decimal | None
    tolerance: Decimal
    options: tuple[tuple[str, Mapping[str, str]], ...]


@dataclass(frozen=True)
class Measure:
    """Something that is read with an instrument, or worked out of other measures (`derived`)."""

    code: str
    names: Mapping[str, str]
    unit: str
    reading_unit: str
    factor: Decimal
    readings: int
    aggregation: str  # "mean", "max" or "sum"
    decimals: int
    lowest: Decimal
    highest: Decimal
    instrument: Mapping[str, str]
    method: Mapping[str, str]
    tolerance: Decimal
    tolerance_pct: Decimal
    cv_max_pct: Decimal | None
    derived: str
    of: tuple[str, ...]
    official: bool
    ticks: tuple[Mapping[str, str], ...]  # of a measure counted by yes or no: what each reading asks


@dataclass(frozen=True)
class Condition:
    """One bound a measure must keep for a grade."""

    measure: str
    at_least: Decimal | None
    at_most: Decimal | None


@dataclass(frozen=True)
class GradeBand:
    """A grade and all that must hold for it; the lowest grade has no condition beside the gates."""

    grade: int
    names: Mapping[str, str]
    conditions: tuple[Condition, ...]
    official: bool


@dataclass(frozen=True)
class Scheme:
    """A scheme version ready to grade with. `number` is what a label says of it in its payload."""

    code: str
    number: int
    kind: int
    names: Mapping[str, str]
    size: tuple[str, ...]  # the measures that give length, width and height, in mm
    gates: tuple[Gate, ...]
    measures: tuple[Measure, ...]
    bands: tuple[GradeBand, ...]  # best first
    not_tested: tuple[Mapping[str, str], ...]
    valid_days: int  # for how long a label holds; 0: as long as the piece
    document: Mapping[str, Any]

    @property
    def reasons(self) -> dict[str, Mapping[str, str]]:
        """The reason codes of a refusal under this scheme, with their sentences."""
        return {gate.reason: gate.reason_names for gate in self.gates}

    @property
    def read_measures(self) -> tuple[Measure, ...]:
        """The measures an inspector reads, in the order of the form."""
        return tuple(measure for measure in self.measures if not measure.derived)

    @property
    def label_measures(self) -> tuple[Measure, ...]:
        """The measures a label lists: those read, without size and mass, which have claims of their own."""
        return tuple(measure for measure in self.read_measures if measure.code not in {*self.size, "mass_g"})

    def measure(self, code: str) -> Measure:
        """Return the measure of that code; a scheme that names another is broken (KeyError)."""
        return {measure.code: measure for measure in self.measures}[code]


def read(document: Mapping[str, Any]) -> Scheme:
    """Read a scheme document into the shape the engine grades with."""
    bands = tuple(
        GradeBand(
            grade=band["grade"],
            names=band["names"],
            conditions=tuple(
                Condition(rule["measure"], _decimal(rule.get("at_least")), _decimal(rule.get("at_most")))
                for rule in band["all_of"]
            ),
            official=band["source"] != "default",
        )
        for band in document["grades"]
    )
    return Scheme(
        code=document["code"],
        number=document["number"],
        kind=document["kind"],
        names=document["names"],
        size=tuple(document["size"]),
        gates=tuple(_gate(gate) for gate in document["gates"]),
        measures=tuple(_measure(measure) for measure in document["measures"]),
        bands=tuple(sorted(bands, key=lambda band: -band.grade)),
        not_tested=tuple(document["not_tested"]),
        valid_days=document.get("valid_days", 0),
        document=document,
    )


def _gate(gate: Mapping[str, Any]) -> Gate:
    return Gate(
        code=gate["code"],
        form=gate["form"],
        names=gate["names"],
        reason=gate["reason"],
        reason_names=gate["reason_names"],
        official=gate["source"] != "default",
        method=gate.get("method", {}),
        of=tuple(gate.get("of", ())),
        at_most=_strictest(gate),
        tolerance=Decimal(gate.get("tolerance", "0")),
        options=tuple((option["code"], option["names"]) for option in gate.get("options", ())),
    )


def _strictest(gate: Mapping[str, Any]) -> Decimal | None:
    """Return the bound of a gate; of several sets of limits (a law's, a standard's) the strictest counts."""
    bounds = [Decimal(limit["at_most"]) for limit in gate.get("limits", ())]
    return min(bounds) if bounds else _decimal(gate.get("at_most"))


def _measure(measure: Mapping[str, Any]) -> Measure:
    return Measure(
        code=measure["code"],
        names=measure["names"],
        unit=measure["unit"],
        reading_unit=measure.get("reading_unit", measure["unit"]),
        factor=Decimal(measure.get("factor", "1")),
        readings=measure.get("readings", 0),
        aggregation=measure.get("aggregation", "mean"),
        decimals=measure.get("decimals", 0),
        lowest=Decimal(measure.get("lowest", "0")),
        highest=Decimal(measure.get("highest", "1000000")),
        instrument=measure.get("instrument", {}),
        method=measure.get("method", {}),
        tolerance=Decimal(measure.get("tolerance", "0")),
        tolerance_pct=Decimal(measure.get("tolerance_pct", "0")),
        cv_max_pct=_decimal(measure.get("cv_max_pct")),
        derived=measure.get("derived", ""),
        of=tuple(measure.get("of", ())),
        official=measure["source"] != "default",
        ticks=tuple(tick["names"] for tick in measure.get("ticks", ())),
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def shipped() -> dict[str, dict[str, Any]]:
    """Return the scheme documents that come with the house, by code; a centre adopts them or not."""
    documents = (json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.v*.json")))
    return {document["code"]: document for document in documents}


@cache
def codes() -> dict[str, dict[str, dict[str, str]]]:
    """Return the code tables (kinds, grades, materials, colours, units): number or unit to names by language."""
    tables: dict[str, dict[str, dict[str, str]]] = json.loads((FOLDER / "codes.json").read_text("utf-8"))
    return tables


def word(table: str, code: int | str, language: str) -> str:
    """Return the word of a number in a language; an unknown number stays visible as itself."""
    names = codes()[table].get(str(code), {})
    return names.get(language) or names.get("en") or str(code)


@cache
def number_of(table: str, code: str) -> int | None:
    """Return the number a label carries for a code of the house (kind, material, colour), None if it has none.

    A kind without a number of its own has that of its family: `pottery.jar.big` that of `pottery.jar`.
    """
    numbers = {names["code"]: int(number) for number, names in codes()[table].items()}
    while code not in numbers and "." in code:
        code = code.rpartition(".")[0]
    return numbers.get(code)
