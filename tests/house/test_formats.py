"""Numbers, money, measures and days as people of each language write them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from marketplace import formats
from marketplace.money import Money

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("language", "written"),
    [("ar", f"4{NBSP}500{NBSP}دج"), ("fr", f"4{NBSP}500{NBSP}DA"), ("en", f"DZD{NBSP}4,500")],
)
def test_dinars_are_written_without_decimals(language: str, written: str) -> None:
    assert formats.dinars(4500, language) == written
    assert formats.dinars(Money.dinars(4500), language) == written


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_no_number_holds_a_plain_space(language: str) -> None:
    written = [
        formats.dinars(1_234_567, language),
        formats.amount(Money(123_456, "EUR"), language),
        formats.approx(62_500, Decimal("152.0345"), "EUR", language),
        formats.size([1800, 1200], language=language),
        formats.mass(12_300, language),
        formats.day(date(2026, 7, 1), language),
    ]

    assert [text for text in written if " " in text] == []


def test_charged_amounts_keep_their_cents() -> None:
    assert formats.amount(Money(41_105, "EUR"), "fr") == f"411,05{NBSP}€"
    assert formats.amount(Money(41_100, "EUR"), "en") == f"EUR{NBSP}411.00"
    assert formats.amount(Money(-150_050, "DZD"), "fr") == f"−1{NBSP}500,50{NBSP}DA"


def test_approx_divides_by_the_dinars_of_a_unit() -> None:
    assert formats.approx(15_000, Decimal(150), "EUR", "fr") == f"≈{NBSP}100{NBSP}€"
    assert formats.approx(900, Decimal(150), "USD", "en") == f"≈{NBSP}$6"
    assert formats.approx(330, Decimal(150), "EUR", "fr") == f"≈{NBSP}2,2{NBSP}€"


def test_months_are_those_of_algeria() -> None:
    assert formats.day(date(2026, 7, 5), "ar") == f"5{NBSP}جويلية{NBSP}2026"
    assert formats.day(date(2026, 11, 1), "fr") == f"1er{NBSP}novembre{NBSP}2026"
    assert formats.month(date(2026, 1, 9), "ar") == f"جانفي{NBSP}2026"
    assert formats.short_day(date(2026, 8, 9), "en") == f"9{NBSP}August"


def test_moments_are_days_in_algiers() -> None:
    late_in_utc = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)

    assert formats.day(late_in_utc, "en") == f"22{NBSP}November{NBSP}2026"
    assert formats.clock(late_in_utc) == "00:30"


def test_measures_are_said_in_the_units_people_use() -> None:
    assert formats.size([805, 600], language="fr") == f"80,5{NBSP}×{NBSP}60{NBSP}cm"
    assert formats.size([3474, 1480], language="fr") == f"347{NBSP}×{NBSP}148{NBSP}cm"
    assert formats.size([1800, 1200], "in", language="en") == f"71{NBSP}×{NBSP}47{NBSP}in"
    assert formats.mass(850, "ar") == f"850{NBSP}غ"
    assert formats.mass(3_240, "en") == f"3.2{NBSP}kg"
