"""Silver, white metal and palm work: what their sheets ask, what they refuse, and a label from each."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from catalog.models import Product
from quality_labels import actions, queries, rules, schemes, signer
from quality_labels.forms import EvaluationForm
from quality_labels.models import Application
from quality_labels.refusals import NotReady
from quality_labels.states import ApplicationState
from tests.factories import NOW, make_artisan, make_kind, make_photo, make_product, make_shop
from tests.people import sign_in
from tests.quality_labels.centre import Centre, photo_sha256

FOOD = ("pottery.food.flat", "pottery.food.hollow", "pottery.food.cooking")
CRAFTS = ("jewellery.silver", "jewellery.white", "palm", "carpet.flat.dokkali", *FOOD)
KINDS = {
    "jewellery.silver": ("jewellery.silver.ring", "jewellery", 42),
    "jewellery.white": ("jewellery.white.pendant", "jewellery", 51),
    "palm": ("palm.tray", "palm", 61),
    "carpet.flat.dokkali": ("carpet.flat.dokkali", "textiles", 21),
    "pottery.food.flat": ("pottery.plate", "pottery", 33),
    "pottery.food.hollow": ("pottery.cup", "pottery", 34),
    "pottery.food.cooking": ("pottery.tajine", "pottery", 35),
}
MATERIALS = {
    "jewellery.silver": ["silver"],
    "jewellery.white": ["white_metal"],
    "palm": ["palm_leaf"],
    "carpet.flat.dokkali": ["wool", "cotton"],
    **{code: ["clay"] for code in FOOD},
}
READINGS: dict[str, list[Any]] = {
    "solder_flaws_count": [0],
    "symmetry_mm": ["0.2", "0.3", "0.1"],
    "good_work_count": [1] * 9,
    "length_mm": [60],
    "width_mm": [40],
    "mass_g": [25],
    "minor_defects_count": [0],
    "weft_per_dm": [125] * 5,
    "warp_per_dm": [40] * 5,
    "rocking_mm": ["0.1"],
    "wall_mm": ["6.0", "6.1", "6.0", "5.9"],
    "height_mm": [90],
    "diameter_mm": [120],
    "lead": ["0.10"],
    "cadmium": ["0.010"],
}
OF_CARPETS = {"length_mm": [2400, 2405, 2402], "width_mm": [900, 902, 899], "mass_g": [1900]}


def readings_of(code: str) -> dict[str, list[Any]]:
    """Return readings of a fine piece: those of a carpet are taken three times."""
    return READINGS | (OF_CARPETS if code.startswith("carpet") else {})


def scheme_of(code: str) -> schemes.Scheme:
    return schemes.read(schemes.shipped()[code])


def sheet_of(code: str, **changes: list[Any]) -> rules.Sheet:
    scheme = scheme_of(code)
    values = {**readings_of(code), **changes}
    return rules.Sheet(
        readings={
            measure.code: [Decimal(value) for value in values[measure.code]]
            for measure in scheme.read_measures
        },
        confirmed=frozenset(gate.code for gate in scheme.gates if gate.form == "confirm")
        | frozenset(f"{gate.code}={gate.options[0][0]}" for gate in scheme.gates if gate.form == "one_of"),
    )


def ask(code: str) -> Application:
    kind, craft, _number = KINDS[code]
    shop = make_shop()
    made = make_product(
        kind=make_kind(kind, craft=craft),
        shop=shop,
        maker=make_artisan(shop),
        materials=MATERIALS[code],
        care=["for_food"] if code in FOOD else [],
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
    left = frozenset(one for one in good.confirmed if one.partition("=")[0] != gate)
    bad = {
        "confirm": replace(good, confirmed=left),
        "one_of": replace(good, confirmed=left),
        "none_of": replace(good, defects={gate: frozenset(option for option, _names in failing.options[:1])}),
        "asymmetry": replace(
            good,
            readings={**good.readings, "length_mm": [Decimal(side) for side in (2400, 2600, 2400)]},
        ),
        "limit": replace(
            good, readings={**good.readings, **{measure: [Decimal(99)] for measure in failing.of}}
        ),
    }[failing.form]
    check_refusal(scheme, bad, failing.reason)
    assert rules.assess(scheme, good).failures == ()


def check_refusal(scheme: schemes.Scheme, sheet: rules.Sheet, reason: str) -> None:
    """Check that a sheet is refused for this reason alone, and reaches no grade."""
    found = rules.assess(scheme, sheet)
    assert [failure.reason for failure in found.failures] == [reason]
    assert found.proposed is None


@pytest.mark.parametrize(
    ("code", "lead", "cadmium"),
    [
        ("pottery.food.flat", "0.8", "0.07"),
        ("pottery.food.hollow", "4.0", "0.3"),
        ("pottery.food.cooking", "1.5", "0.1"),
    ],
)
def test_limit_itself_passes_and_a_hair_more_does_not(code: str, lead: str, cadmium: str) -> None:
    """The limits of Directive 84/500/EEC by category."""
    scheme = scheme_of(code)
    assert rules.assess(scheme, sheet_of(code, lead=[lead], cadmium=[cadmium])).failures == ()
    over = {"lead": Decimal(lead) + Decimal("0.01"), "cadmium": Decimal(cadmium) + Decimal("0.001")}
    for measure, value in over.items():
        found = rules.assess(scheme, sheet_of(code, **{measure: [value]}))
        assert [failure.reason for failure in found.failures] == [f"{measure}_over_limit"]


def test_of_several_sets_of_limits_the_strictest_counts() -> None:
    document = schemes.shipped()["pottery.food.hollow"]
    gates = [dict(gate) for gate in document["gates"]]
    for gate in gates:
        if gate["code"] == "lead_limit":
            gate["limits"] = [*gate["limits"], {"set": "the centre's own", "at_most": "2.0"}]
    stricter = schemes.read({**document, "gates": gates})
    assert rules.assess(stricter, sheet_of("pottery.food.hollow", lead=["2.0"])).failures == ()
    assert rules.assess(stricter, sheet_of("pottery.food.hollow", lead=["2.1"])).failures != ()


@pytest.mark.parametrize("drawing", ["timimoun", "adrar"])
def test_dokkali_bears_one_of_the_drawings_of_its_specification(drawing: str) -> None:
    good = sheet_of("carpet.flat.dokkali")
    rest = frozenset(one for one in good.confirmed if not one.startswith("spec_drawing"))
    found = rules.assess(
        scheme_of("carpet.flat.dokkali"), replace(good, confirmed=rest | {f"spec_drawing={drawing}"})
    )
    assert (found.failures, found.proposed) == ((), 60)


def test_pot_for_food_is_never_graded_as_a_decoration_nor_the_other_way(centre: Centre) -> None:
    decoration, food = (
        actions.submit(product=_pot(care=care), by=None, now=NOW) for care in ([], ["for_food"])
    )
    assert decoration.scheme_version.scheme.code == "pottery"
    assert food.scheme_version.scheme.code == "pottery.food.hollow"
    with pytest.raises(NotReady):
        actions.submit(product=_pot("pottery.burner", care=["for_food"]), by=None, now=NOW)


def test_label_for_food_ends_within_the_two_years_of_its_report(centre: Centre) -> None:
    application = ask("pottery.food.hollow")
    actions.accept(application=application, by=centre.decider, now=NOW)
    actions.evaluate(
        application=application,
        inspector=centre.inspector,
        sheet=sheet_of("pottery.food.hollow"),
        now=NOW,
    )
    decision = actions.grant(application=application, decider=centre.decider, grade=60, now=NOW)
    label = signer.sign(decision=decision, now=NOW)
    assert label.expires_at == NOW.replace(microsecond=0) + timedelta(days=365)


def _pot(kind: str = "pottery.bowl", *, care: list[str]) -> Product:
    shop = make_shop()
    made = make_product(
        kind=make_kind(kind, craft="pottery"),
        shop=shop,
        maker=make_artisan(shop),
        materials=["clay"],
        care=care,
    )
    make_photo(made, sha256=photo_sha256(made))
    return made


def test_nickel_silver_cannot_be_silver_nor_white_metal_be_called_so() -> None:
    silver, white = scheme_of("jewellery.silver"), scheme_of("jewellery.white")

    assert "nickel_silver" in silver.reasons
    assert "said_to_be_silver" in white.reasons
    assert silver.kind != white.kind


@pytest.mark.parametrize("language", schemes.LANGUAGES)
def test_sheets_differ_by_craft(language: str) -> None:
    asked = {
        code: set(EvaluationForm(scheme_of(code), language).fields)
        for code in sorted(schemes.shipped())
        if code not in FOOD[1:]  # which differ in their limits
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
        for at, value in enumerate(readings_of(code)[measure.code], start=1)
    }
    typed |= {
        f"gate-{gate.code}": {"none_of": "none", "one_of": gate.options[0][0] if gate.options else ""}.get(
            gate.form, "yes"
        )
        for gate in scheme.gates
    }
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
    assert (found.code, claims.kind, claims.grade, claims.mass_g) == (
        code,
        number,
        60,
        readings_of(code)["mass_g"][0],
    )


def test_sheet_without_one_mark_is_shown_again_and_not_kept(centre: Centre) -> None:
    application = ask("palm")
    actions.accept(application=application, by=centre.decider, now=NOW)
    client = sign_in(Client(), centre.inspector, second_factor=True)

    answer = client.post(reverse("stamping_evaluation", args=[application.pk]), {"good_work_count-1": "1"})

    assert answer.status_code == 422
    assert application.evaluations.count() == 0
