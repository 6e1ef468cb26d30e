"""A price as it is said in centimes, in the numbers each language asks for."""

import pytest

from marketplace.centimes import spoken

ARABIC = [
    (1, "100 سنتيم"),
    (9, "900 سنتيم"),
    (10, "ألف سنتيم"),
    (15, "ألف و500 سنتيم"),
    (20, "ألفا سنتيم"),
    (25, "ألفان و500 سنتيم"),
    (30, "3 آلاف سنتيم"),
    (100, "10 آلاف سنتيم"),
    (110, "11 ألف سنتيم"),
    (450, "45 ألف سنتيم"),
    (1000, "100 ألف سنتيم"),
    (1030, "103 آلاف سنتيم"),
    (4500, "450 ألف سنتيم"),
    (10_000, "مليون سنتيم"),
    (10_010, "مليون وألف سنتيم"),
    (10_020, "مليون وألفا سنتيم"),
    (15_000, "مليون و500 ألف سنتيم"),
    (20_000, "مليونا سنتيم"),
    (25_000, "مليونان و500 ألف سنتيم"),
    (30_000, "3 ملايين سنتيم"),
    (48_000, "4 ملايين و800 ألف سنتيم"),
    (110_000, "11 مليون سنتيم"),
    (1_000_000, "100 مليون سنتيم"),
    (1_050_000, "105 ملايين سنتيم"),
    (20_000_000, "2 000 مليون سنتيم"),
]


@pytest.mark.parametrize(("dinars", "said"), ARABIC)
def test_arabic_counts_thousands_and_millions_of_centimes(dinars: int, said: str) -> None:
    assert spoken(dinars, "ar").replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("dinars", "language", "said"),
    [
        (4500, "fr", "450 000 centimes"),
        (10_000, "fr", "1 million de centimes"),
        (30_000, "fr", "3 millions de centimes"),
        (25_000, "fr", "2 500 000 centimes"),
        (4500, "en", "450,000 centimes"),
        (30_000, "en", "3 million centimes"),
    ],
)
def test_french_and_english_say_centimes_too(dinars: int, language: str, said: str) -> None:
    assert spoken(dinars, language).replace("\u00a0", " ") == said
