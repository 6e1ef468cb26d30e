"""Schemes as data: canonical JSON, and what every shipped scheme must hold."""

import json
from decimal import Decimal
from typing import Any

import pytest

from catalog.grades import Grade
from catalog.states import Colour, Material
from quality_labels import schemes
from tests.quality_labels import vectors


def test_canonical_json_sorts_keys_as_the_rfc_does() -> None:
    # RFC 8785, section 3.2.3: sorted by UTF-16 code units, not by code points.
    document = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }

    order = list(json.loads(schemes.canonical(document)).values())

    assert order == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]


def test_canonical_json_writes_strings_and_literals_as_the_rfc_does() -> None:
    # RFC 8785, section 3.2.2, without its floats, which schemes do not use.
    document = {"string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/", "literals": [None, True, False]}

    written = schemes.canonical(document).decode()

    assert written == '{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'


def test_canonical_json_gives_the_bytes_and_the_hash_of_the_w3c_example() -> None:
    document = json.loads(vectors.text("eddsa-jcs-2022/unsigned.json"))

    assert schemes.canonical(document).decode() == vectors.text("eddsa-jcs-2022/canonDocJCS.txt").strip()
    assert schemes.fingerprint(document) == vectors.text("eddsa-jcs-2022/docHashJCS.txt").strip()


@pytest.mark.parametrize("value", [1.5, 2**53, {1: 2}, "\ud800", {"a": [Decimal(1)]}], ids=repr)
def test_canonical_json_refuses_what_has_no_fixed_spelling(value: object) -> None:
    with pytest.raises(schemes.NotCanonicalJson):
        schemes.canonical(value)


@pytest.fixture(params=sorted(schemes.shipped()))
def document(request: pytest.FixtureRequest) -> dict[str, Any]:
    return schemes.shipped()[request.param]


def test_shipped_scheme_has_every_name_in_three_languages(document: dict[str, Any]) -> None:
    missing = [
        names for names in _names_in(document) if set(names) != set(schemes.LANGUAGES) or "" in names.values()
    ]

    assert missing == []


def test_shipped_scheme_grades_everything_that_passes_its_gates(document: dict[str, Any]) -> None:
    scheme = schemes.read(document)

    assert [band.grade for band in scheme.bands] == [60, 50, 40, 30, 20, 10]
    assert scheme.bands[-1].conditions == ()
    assert scheme.not_tested
    for band in scheme.bands:
        for condition in band.conditions:
            assert scheme.measure(condition.measure).code == condition.measure


def test_shipped_scheme_never_rests_on_one_measure_alone(document: dict[str, Any]) -> None:
    scheme = schemes.read(document)

    assert all(len({condition.measure for condition in band.conditions}) >= 2 for band in scheme.bands[:-1])


def test_shipped_thresholds_are_marked_as_set_by_the_centre(document: dict[str, Any]) -> None:
    scheme = schemes.read(document)

    assert all(not band.official for band in scheme.bands)


def test_shipped_scheme_measures_fit_a_label(document: dict[str, Any]) -> None:
    scheme = schemes.read(document)

    assert len(scheme.measures) <= 16
    assert str(scheme.kind) in schemes.codes()["kinds"]


def test_code_tables_have_every_word_in_three_languages() -> None:
    tables = schemes.codes()

    missing = [
        names
        for table in tables.values()
        for names in table.values()
        if set(names) != {"code", *schemes.LANGUAGES} or "" in names.values()
    ]

    assert missing == []


def test_code_tables_know_every_grade_material_and_colour_of_the_house() -> None:
    assert [int(number) for number in schemes.codes()["grades"]] == sorted(Grade.values, reverse=True)
    assert [code for code in Material.values if schemes.number_of("materials", code) is None] == []
    assert [code for code in Colour.values if schemes.number_of("colours", code) is None] == []


def test_kind_without_a_number_has_that_of_its_family() -> None:
    assert schemes.number_of("kinds", "pottery.jar") == 31
    assert schemes.number_of("kinds", "pottery.unheard") == 30
    assert schemes.number_of("kinds", "unheard") is None


def test_word_of_an_unknown_number_stays_visible() -> None:
    assert schemes.word("grades", 60, "fr") == "excellente"
    assert schemes.word("kinds", 999, "ar") == "999"


def test_scheme_numbers_are_unique() -> None:
    numbers = [(document["number"]) for document in schemes.shipped().values()]

    assert len(set(numbers)) == len(numbers)


def _names_in(value: Any) -> list[dict[str, str]]:
    if isinstance(value, list):
        return [names for item in value for names in _names_in(item)]
    if not isinstance(value, dict):
        return []
    if set(value) & set(schemes.LANGUAGES):
        return [value]
    return [names for item in value.values() for names in _names_in(item)]
