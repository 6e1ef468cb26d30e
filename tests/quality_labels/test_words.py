"""One word for one thing: what a label's number says is what the pages of the house say."""

import pytest
from django.utils import translation

from catalog.grades import Grade
from catalog.states import Colour, Material
from quality_labels import schemes

WORDS = [
    *(("grades", str(grade.value), grade.label) for grade in Grade),
    *(("materials", material.value, material.label) for material in Material),
    *(("colours", colour.value, colour.label) for colour in Colour),
]


@pytest.mark.parametrize("language", schemes.LANGUAGES)
def test_code_tables_use_the_words_of_the_house(language: str) -> None:
    with translation.override(language):
        different = [
            (table, str(label), schemes.word(table, schemes.number_of(table, code) or 0, language))
            for table, code, label in WORDS
            if str(label).casefold()
            != schemes.word(table, schemes.number_of(table, code) or 0, language).casefold()
        ]

    assert different == []


@pytest.mark.parametrize("code", sorted(schemes.shipped()))
def test_shipped_schemes_name_their_grades_as_the_code_tables_do(code: str) -> None:
    scheme = schemes.read(schemes.shipped()[code])

    for band in scheme.bands:
        assert {
            language: schemes.word("grades", band.grade, language) for language in schemes.LANGUAGES
        } == dict(band.names)
