"""The engine: readings become values, gates, a proposed grade, and doubts."""

from dataclasses import replace
from decimal import Decimal

import pytest

from quality_labels import rules, schemes

CARPET = schemes.read(schemes.shipped()["carpet.knotted"])


def decimals(*values: str | int) -> list[Decimal]:
    return [Decimal(value) for value in values]


def sheet_of(**changes: list[Decimal]) -> rules.Sheet:
    readings = {
        "knots_per_m2": decimals(850, 845, 855, 848, 852),
        "warp_per_dm": decimals(30),
        "weft_per_cm": decimals("10.5"),
        "pile_mm": decimals(12, 12, 13, 12, 11),
        "length_mm": decimals(2400, 2410, 2405),
        "width_mm": decimals(1500, 1495, 1502),
        "mass_g": decimals(14000),
        "minor_defects_count": decimals(1),
    }
    confirmed = frozenset(gate.code for gate in CARPET.gates if gate.form == "confirm")
    return rules.Sheet(readings=readings | changes, confirmed=confirmed)


def test_assess_works_out_every_value_in_scheme_order() -> None:
    assessment = rules.assess(CARPET, sheet_of())

    assert assessment.values == {
        "knots_per_m2": Decimal(85000),
        "warp_per_dm": Decimal(30),
        "weft_per_cm": Decimal("10.5"),
        "pile_mm": Decimal("12.0"),
        "length_mm": Decimal(2405),
        "width_mm": Decimal(1499),
        "mass_g": Decimal(14000),
        "minor_defects_count": Decimal(1),
        "area_m2": Decimal("3.61"),
        "mass_kg_per_m2": Decimal("3.88"),
    }
    assert list(assessment.values) == [measure.code for measure in CARPET.measures]
    assert (assessment.proposed, assessment.failures, assessment.needs_second_reading) == (50, (), False)


@pytest.mark.parametrize(
    ("knots", "defects", "grade"),
    [
        (1100, 1, 60),
        (1100, 2, 50),
        (850, 2, 50),
        (700, 3, 40),
        (500, 4, 30),
        (300, 6, 20),
        (300, 7, 10),
        (100, 0, 10),
    ],
)
def test_proposed_grade_is_the_highest_whose_conditions_all_hold(
    knots: int, defects: int, grade: int
) -> None:
    sheet = sheet_of(knots_per_m2=decimals(*[knots] * 5), minor_defects_count=decimals(defects))

    assert rules.assess(CARPET, sheet).proposed == grade


@pytest.mark.parametrize(("third", "asymmetry", "passes"), [(2524, "5.00", True), (2525, "5.04", False)])
def test_asymmetry_over_five_percent_fails_with_its_code(third: int, asymmetry: str, passes: bool) -> None:
    sheet = sheet_of(length_mm=decimals(2401, 2456, third))

    assessment = rules.assess(CARPET, sheet)

    assert assessment.asymmetry_pct == Decimal(asymmetry)
    assert assessment.failures == (() if passes else (rules.Failure("asymmetry_pct", "asymmetry"),))
    assert (assessment.proposed is None) is not passes
    assert assessment.borderline == ("asymmetry_pct",)


@pytest.mark.parametrize("gate", [gate.code for gate in CARPET.gates if gate.form == "confirm"])
def test_unconfirmed_gate_refuses_the_piece(gate: str) -> None:
    sheet = sheet_of()

    assessment = rules.assess(CARPET, replace(sheet, confirmed=sheet.confirmed - {gate}))

    assert [failure.gate for failure in assessment.failures] == [gate]
    assert assessment.proposed is None


def test_one_excluding_defect_refuses_the_piece() -> None:
    sheet = replace(sheet_of(), defects={"redhibitory_defects": frozenset({"pockets"})})

    assessment = rules.assess(CARPET, sheet)

    assert assessment.failures == (rules.Failure("redhibitory_defects", "redhibitory_defect"),)
    assert assessment.proposed is None


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"knots_per_m2": decimals(850, 850, 850, 850)}, "knots_per_m2"),
        ({"mass_g": []}, "mass_g"),
        ({"width_mm": decimals(1500, 1500, 99)}, "width_mm"),
        ({"pile_mm": decimals(12, 12, 12, 12, 81)}, "pile_mm"),
    ],
)
def test_incomplete_sheet_gets_no_grade(change: dict[str, list[Decimal]], missing: str) -> None:
    with pytest.raises(rules.IncompleteSheet) as refusal:
        rules.assess(CARPET, sheet_of(**change))

    assert refusal.value.missing == (missing,)


@pytest.mark.parametrize(
    ("knots", "doubtful"), [(784, False), (785, True), (800, True), (816, True), (817, False)]
)
def test_value_within_the_tolerance_of_a_threshold_is_borderline(knots: int, doubtful: bool) -> None:
    sheet = sheet_of(knots_per_m2=decimals(*[knots] * 5))

    assessment = rules.assess(CARPET, sheet)

    assert assessment.borderline == (("knots_per_m2",) if doubtful else ())
    assert assessment.needs_second_reading is doubtful


def test_scattered_readings_ask_for_a_second_reading() -> None:
    sheet = sheet_of(knots_per_m2=decimals(700, 850, 850, 850, 1000))

    assessment = rules.assess(CARPET, sheet)

    assert rules.variation_pct(sheet.readings["knots_per_m2"]) == Decimal("12.5")
    assert assessment.uneven == ("knots_per_m2",)
    assert assessment.needs_second_reading


def test_grade_to_decide_is_the_lowest_proposal_and_none_after_a_failed_gate() -> None:
    assert rules.grade_to_decide([50, 40]) == 40
    assert rules.grade_to_decide([50, None]) is None
    assert rules.grade_to_decide([]) is None


def test_doubtful_piece_needs_two_different_inspectors() -> None:
    assert rules.needs_second_inspector([7], doubtful=True)
    assert rules.needs_second_inspector([7, 7], doubtful=True)
    assert not rules.needs_second_inspector([7, 8], doubtful=True)
    assert not rules.needs_second_inspector([7], doubtful=False)


@pytest.mark.parametrize(("decider", "independent"), [(1, False), (2, False), (3, True)])
def test_decider_took_no_reading_and_has_no_part_in_the_shop(decider: int, independent: bool) -> None:
    assert rules.is_independent(decider, inspector_ids=[1], stakeholder_ids=[2]) is independent


def test_payload_integer_keeps_the_shown_decimals() -> None:
    assert rules.as_payload_integer(Decimal("3.88"), 2) == 388
    assert rules.as_payload_integer(Decimal(85000), 0) == 85000
