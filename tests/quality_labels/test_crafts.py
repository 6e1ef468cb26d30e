"""Silver, white metal and palm work: what their sheets ask, what they refuse, and a label from each."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quality_labels import actions, queries, rules, schemes, signer
from quality_labels.forms import EvaluationForm
from quality_labels.models import Application
from quality_labels.states import ApplicationState
from tests.factories import NOW, make_artisan, make_kind, make_photo, make_product, make_shop
from tests.people import sign_in
from tests.quality_labels.centre import Centre, photo_sha256

CRAFTS = ("jewellery.silver", "jewellery.white", "palm")
KINDS = {
    "jewellery.silver": ("jewellery.silver.ring", "jewellery", 42),
    "jewellery.white": ("jewellery.white.pendant", "jewellery", 51),
    "palm": ("palm.tray", "palm", 61),
}
MATERIALS = {"jewellery.silver": ["silver"], "jewellery.white": ["white_metal"], "palm": ["palm_leaf"]}
READINGS: dict[str, list[Any]] = {
    "solder_flaws_count": [0],
    "symmetry_mm": ["0.2", "0.3", "0.1"],
    "good_work_count": [1] * 9,
    "length_mm": [60],
    "width_mm": [40],
    "mass_g": [25],
    "minor_defects_count": [0],
}


def scheme_of(code: str) -> schemes.Scheme:
    return schemes.read(schemes.shipped()[code])


def sheet_of(code: str, **changes: list[Any]) -> rules.Sheet:
    scheme = scheme_of(code)
    values = {**READINGS, **changes}
    return rules.Sheet(
        readings={
            measure.code: [Decimal(value) for value in values[measure.code]]
            for measure in scheme.read_measures
        },
        confirmed=frozenset(gate.code for gate in scheme.gates if gate.form == "confirm"),
    )


def ask(code: str) -> Application:
    kind, craft, _number = KINDS[code]
    shop = make_shop()
    made = make_product(
        kind=make_kind(kind, craft=craft), shop=shop, maker=make_artisan(shop), materials=MATERIALS[code]
    )
    make_photo(made, sha256=photo_sha256(made))
    return actions.submit(product=made, by=None, now=NOW)


@pytest.mark.parametrize(
    ("ticked", "defects", "grade"),
    [(9, 0, 60), (8, 0, 50), (9, 1, 50), (7, 0, 40), (6, 0, 30), (5, 0, 20), (4, 0, 10), (0, 0, 10)],
)
def test_palm_work_is_graded_by_the_marks_of_good_work(ticked: int, defects: int, grade: int) -> None:
    ticks = [1] * ticked + [0] * (9 - ticked)

    found = rules.assess(
        scheme_of("palm"), sheet_of("palm", good_work_count=ticks, minor_defects_count=[defects])
    )

    assert found.proposed == grade
    assert found.values["good_work_count"] == ticked


def test_mark_is_there_or_not_and_nothing_between() -> None:
    with pytest.raises(rules.IncompleteSheet, match="good_work_count"):
        rules.assess(scheme_of("palm"), sheet_of("palm", good_work_count=["0.5", *[1] * 8]))


@pytest.mark.parametrize("code", ["jewellery.silver", "jewellery.white"])
@pytest.mark.parametrize(
    ("solder", "symmetry", "grade"),
    [(0, "0.3", 60), (0, "0.8", 50), (1, "0.3", 40), (2, "1.8", 30), (3, "2.5", 20), (5, "0.1", 10)],
)
def test_metal_is_graded_by_solder_and_symmetry(code: str, solder: int, symmetry: str, grade: int) -> None:
    sheet = sheet_of(code, solder_flaws_count=[solder], symmetry_mm=[symmetry, "0", "0"])

    assert rules.assess(scheme_of(code), sheet).proposed == grade


@pytest.mark.parametrize(
    ("code", "gate"), [(code, gate.code) for code in CRAFTS for gate in scheme_of(code).gates]
)
def test_each_gate_refuses_with_its_code(code: str, gate: str) -> None:
    scheme, good = scheme_of(code), sheet_of(code)
    failing = next(one for one in scheme.gates if one.code == gate)
    defects = {gate: frozenset({failing.options[0][0]})} if failing.form == "none_of" else {}

    found = rules.assess(scheme, replace(good, confirmed=good.confirmed - {gate}, defects=defects))

    assert [failure.reason for failure in found.failures] == [failing.reason]
    assert found.proposed is None
    assert rules.assess(scheme, good).failures == ()


def test_nickel_silver_cannot_be_silver_nor_white_metal_be_called_so() -> None:
    silver, white = scheme_of("jewellery.silver"), scheme_of("jewellery.white")

    assert "nickel_silver" in silver.reasons
    assert "said_to_be_silver" in white.reasons
    assert silver.kind != white.kind


@pytest.mark.parametrize("language", schemes.LANGUAGES)
def test_sheets_differ_by_craft(language: str) -> None:
    asked = {
        code: set(EvaluationForm(scheme_of(code), language).fields) for code in sorted(schemes.shipped())
    }

    assert len({frozenset(fields) for fields in asked.values()}) == len(asked)
    labels = [
        str(EvaluationForm(scheme_of("palm"), language).fields[f"good_work_count-{at}"].label)
        for at in range(1, 10)
    ]
    assert len(set(labels)) == 9


@pytest.mark.parametrize("code", CRAFTS)
def test_piece_of_each_craft_is_read_on_its_sheet_decided_and_gets_a_label_that_holds(
    centre: Centre, code: str
) -> None:
    application = ask(code)
    scheme, (_kind, _craft, number) = scheme_of(code), KINDS[code]
    actions.accept(application=application, by=centre.decider, now=NOW)
    typed: dict[str, Any] = {
        f"{measure.code}-{at}": str(value)
        for measure in scheme.read_measures
        for at, value in enumerate(READINGS[measure.code], start=1)
    }
    typed |= {f"gate-{gate.code}": "none" if gate.form == "none_of" else "yes" for gate in scheme.gates}
    client = sign_in(Client(), centre.inspector, second_factor=True)
    address = reverse("stamping_evaluation", args=[application.pk])

    asked = client.get(address)
    kept = client.post(address, typed)
    application.refresh_from_db()
    decision = actions.grant(application=application, decider=centre.decider, grade=60, now=NOW)
    label = signer.sign(decision=decision, now=NOW)

    assert asked.status_code == 200
    assert kept.status_code == 302
    assert application.state == ApplicationState.EVALUATED
    found, claims = queries.read_label(label)
    assert (found.code, claims.kind, claims.grade, claims.mass_g) == (code, number, 60, 25)


def test_sheet_without_one_mark_is_shown_again_and_not_kept(centre: Centre) -> None:
    application = ask("palm")
    actions.accept(application=application, by=centre.decider, now=NOW)
    client = sign_in(Client(), centre.inspector, second_factor=True)

    answer = client.post(reverse("stamping_evaluation", args=[application.pk]), {"good_work_count-1": "1"})

    assert answer.status_code == 422
    assert application.evaluations.count() == 0
