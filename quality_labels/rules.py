"""The judgements of the stamping centre on values: pure functions, no clock, no database.

An inspector enters readings, never a grade. The engine works out what the readings say, which gates a piece
fails, the highest grade whose conditions all hold, and which values stand so near a threshold, or scatter so
much, that somebody else has to read again.
Source: docs/quality-labels.md, R4 to R9.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol, TypeVar

from quality_labels.payload import Claims
from quality_labels.schemes import Condition, Gate, Measure, Scheme

HUNDRED = Decimal(100)
SQUARE_MM_PER_SQUARE_M = Decimal(1_000_000)
GRAMS_PER_KG = Decimal(1000)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What one inspector entered on one piece.

    `readings`: measure code to its readings in the measure's reading unit. `confirmed`: gates the inspector
    saw to hold, and which drawing of a specification, as `gate=drawing`. `defects`: gate code to
    the excluding defects seen.
    """

    readings: Mapping[str, Sequence[Decimal]]
    confirmed: frozenset[str]
    defects: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Failure:
    """A gate the piece does not pass, and the reason code the artisan is told."""

    gate: str
    reason: str


@dataclass(frozen=True)
class Assessment:
    """What the engine makes of one sheet: `proposed` is None exactly when a gate failed."""

    values: Mapping[str, Decimal]
    asymmetry_pct: Decimal
    failures: tuple[Failure, ...]
    proposed: int | None
    borderline: tuple[str, ...]
    uneven: tuple[str, ...]

    @property
    def needs_second_reading(self) -> bool:
        """Whether another inspector must read the piece before anybody decides."""
        return bool(self.borderline or self.uneven)


class IncompleteSheet(ValueError):
    """A criterion was left out or is out of its bounds; `missing` names the measures."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = tuple(missing)


def assess(scheme: Scheme, sheet: Sheet) -> Assessment:
    """Work out values, gates, grade and doubts of one sheet under one scheme.

    :raises IncompleteSheet: a measure has not all its readings, or a reading is out of bounds.
    """
    require_complete(scheme, sheet)
    values = values_of(scheme, sheet)
    asymmetry = max(
        (
            asymmetry_pct(sheet.readings[code])
            for gate in scheme.gates
            if gate.form == "asymmetry"
            for code in gate.of
        ),
        default=Decimal(0),
    )
    failures = tuple(
        Failure(gate.code, gate.reason)
        for gate in scheme.gates
        if not passes(gate, sheet, asymmetry=asymmetry)
    )
    return Assessment(
        values=values,
        asymmetry_pct=asymmetry,
        failures=failures,
        proposed=None if failures else proposed_grade(scheme, values),
        borderline=borderline(scheme, values, asymmetry=asymmetry),
        uneven=uneven(scheme, sheet),
    )


def require_complete(scheme: Scheme, sheet: Sheet) -> None:
    """Refuse a sheet that leaves out a criterion: no grade without every one of them.

    :raises IncompleteSheet: with every measure that is missing, short of readings or out of its bounds.
    """
    wrong = [
        measure.code
        for measure in scheme.read_measures
        if len(sheet.readings.get(measure.code, ())) != measure.readings
        or not all(measure.lowest <= reading <= measure.highest for reading in sheet.readings[measure.code])
        or (measure.ticks and not set(sheet.readings[measure.code]) <= {Decimal(0), Decimal(1)})
    ]
    if wrong:
        raise IncompleteSheet(wrong)


def passes(gate: Gate, sheet: Sheet, *, asymmetry: Decimal) -> bool:
    """Say whether the piece meets one gate."""
    if gate.form == "asymmetry":
        return gate.at_most is not None and asymmetry <= gate.at_most
    if gate.form == "limit":
        return gate.at_most is not None and all(max(sheet.readings[code]) <= gate.at_most for code in gate.of)
    if gate.form == "one_of":
        return any(f"{gate.code}={code}" in sheet.confirmed for code, _names in gate.options)
    if gate.form == "none_of":
        return not sheet.defects.get(gate.code)
    return gate.code in sheet.confirmed


def values_of(scheme: Scheme, sheet: Sheet) -> dict[str, Decimal]:
    """Work out every measure of the scheme, in its order, rounded to the decimals it is shown with."""
    exact: dict[str, Decimal] = {}
    for measure in scheme.read_measures:
        exact[measure.code] = aggregate(measure.aggregation, sheet.readings[measure.code]) * measure.factor
    for measure in scheme.measures:
        if measure.derived:
            exact[measure.code] = derive(measure, exact)
    return {measure.code: rounded(exact[measure.code], measure.decimals) for measure in scheme.measures}


def aggregate(aggregation: str, readings: Sequence[Decimal]) -> Decimal:
    """Make one value of several readings, the way the measure says."""
    if aggregation == "max":
        return max(readings)
    total = sum(readings, Decimal(0))
    return total if aggregation == "sum" else total / len(readings)


def derive(measure: Measure, values: Mapping[str, Decimal]) -> Decimal:
    """Work a measure out of others: an area of two lengths, a mass per square metre."""
    *amounts, length, width = (values[code] for code in measure.of)
    area = length * width / SQUARE_MM_PER_SQUARE_M
    match measure.derived:
        case "area":
            return area
        case "mass_per_area":
            return amounts[0] / GRAMS_PER_KG / area
        case "grams_per_area" | "count_per_area":
            return amounts[0] / area
    raise ValueError(f"no way to derive {measure.code}")


def asymmetry_pct(readings: Sequence[Decimal]) -> Decimal:
    """Return 100 * (longest - shortest) / mean of the readings of one side, to a hundredth.

    What is judged is what is shown: the value is rounded once, here.
    """
    mean = sum(readings, Decimal(0)) / len(readings)
    return rounded(HUNDRED * (max(readings) - min(readings)) / mean, 2) if mean else Decimal(0)


def variation_pct(readings: Sequence[Decimal]) -> Decimal:
    """Return the coefficient of variation of some readings in percent (sample deviation), to a tenth."""
    count = len(readings)
    mean = sum(readings, Decimal(0)) / count
    if count < 2 or not mean:
        return Decimal(0)
    variance = sum(((reading - mean) ** 2 for reading in readings), Decimal(0)) / (count - 1)
    return rounded(HUNDRED * variance.sqrt() / mean, 1)


def proposed_grade(scheme: Scheme, values: Mapping[str, Decimal]) -> int:
    """Return the highest grade whose conditions all hold; the lowest one has none beyond the gates."""
    for band in scheme.bands:
        if all(holds(condition, values) for condition in band.conditions):
            return band.grade
    raise ValueError("a scheme without a grade for everything that passed its gates")


def holds(condition: Condition, values: Mapping[str, Decimal]) -> bool:
    """Say whether a value keeps the bounds of one condition."""
    value = values[condition.measure]
    if condition.at_least is not None and value < condition.at_least:
        return False
    return condition.at_most is None or value <= condition.at_most


def borderline(scheme: Scheme, values: Mapping[str, Decimal], *, asymmetry: Decimal) -> tuple[str, ...]:
    """Name the measures whose value lies within the tolerance of its instrument of any threshold."""
    near = [
        gate.code
        for gate in scheme.gates
        if gate.form == "asymmetry"
        and gate.at_most is not None
        and abs(asymmetry - gate.at_most) <= gate.tolerance
    ]
    thresholds: dict[str, list[Decimal]] = {}
    for band in scheme.bands:
        for condition in band.conditions:
            bounds = (condition.at_least, condition.at_most)
            thresholds.setdefault(condition.measure, []).extend(
                bound for bound in bounds if bound is not None
            )
    for code, bounds_of_measure in thresholds.items():
        measure, value = scheme.measure(code), values[code]
        margin = max(measure.tolerance, rounded(value * measure.tolerance_pct / HUNDRED, measure.decimals))
        if margin and any(abs(value - bound) <= margin for bound in bounds_of_measure):
            near.append(code)
    return tuple(near)


def uneven(scheme: Scheme, sheet: Sheet) -> tuple[str, ...]:
    """Name the measures whose readings scatter more than the scheme allows."""
    return tuple(
        measure.code
        for measure in scheme.read_measures
        if measure.cv_max_pct is not None and variation_pct(sheet.readings[measure.code]) > measure.cv_max_pct
    )


def grade_to_decide(proposals: Iterable[int | None]) -> int | None:
    """Return the highest grade a decider may grant over all evaluations: the lowest proposed, or None."""
    grades = list(proposals)
    return None if not grades or None in grades else min(grade for grade in grades if grade is not None)


class Proposal(Protocol):
    """A sheet as far as its proposal goes (an Evaluation row, or its like)."""

    proposed: int | None


Sheetlike = TypeVar("Sheetlike", bound=Proposal)


def deciding(evaluations: Sequence[Sheetlike]) -> Sheetlike:
    """Return the sheet whose values stand on the label: the one with the lowest proposal, the first of equals."""
    return min(evaluations, key=lambda evaluation: evaluation.proposed or 0)


def needs_second_inspector(inspector_ids: Iterable[int], *, doubtful: bool) -> bool:
    """Say whether a doubtful piece still lacks the reading of a second, different inspector."""
    return doubtful and len(set(inspector_ids)) < 2


def is_independent(decider_id: int, *, inspector_ids: Iterable[int], stakeholder_ids: Iterable[int]) -> bool:
    """Say whether a person may decide: took no reading of the piece and has no part in its shop."""
    return decider_id not in set(inspector_ids) | set(stakeholder_ids)


def values_on_label(scheme: Scheme, claims: Claims) -> dict[str, Decimal]:
    """Return what a signed label says was measured, in scheme order, with what follows from it (area and the like)."""
    exact = {code: Decimal(side) for code, side in zip(scheme.size, claims.size_mm or (), strict=False)}
    if claims.mass_g is not None:
        exact["mass_g"] = Decimal(claims.mass_g)
    for measure, number in zip(scheme.label_measures, claims.measures or (), strict=False):
        exact[measure.code] = Decimal(number).scaleb(-measure.decimals)
    for measure in scheme.measures:
        if measure.derived and all(code in exact for code in measure.of):
            exact[measure.code] = derive(measure, exact)
    return {
        measure.code: rounded(exact[measure.code], measure.decimals)
        for measure in scheme.measures
        if measure.code in exact
    }


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Round half up to a number of decimals, once, where a value becomes final."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def as_payload_integer(value: Decimal, decimals: int) -> int:
    """Write a value as the whole number a label carries: in units of its last shown decimal."""
    return int(rounded(value, decimals).scaleb(decimals))
