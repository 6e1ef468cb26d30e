"""How numbers, money, measures and days are written in the three languages.

Own patterns: Babel's `ar_DZ` and `fr_DZ` write dinars otherwise than people here do. A number never holds
U+0020, which would tear it apart in a right-to-left line: groups are parted by NBSP (a comma in English).
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

from marketplace.money import MINOR_PER_MAJOR, Money

NBSP = "\u00a0"
# Rows: January to December. The Arabic column is what Algeria says (ar_DZ), not the eastern names.
MONTHS = {
    "ar": (
        "جانفي",
        "فيفري",
        "مارس",
        "أفريل",
        "ماي",
        "جوان",
        "جويلية",
        "أوت",
        "سبتمبر",
        "أكتوبر",
        "نوفمبر",
        "ديسمبر",
    ),
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
SIGNS = {"EUR": "€", "USD": "$"}
UNITS = {
    "cm": {"ar": "سم", "fr": "cm", "en": "cm"},
    "in": {"ar": "بوصة", "fr": "po", "en": "in"},
    "g": {"ar": "غ", "fr": "g", "en": "g"},
    "kg": {"ar": "كغ", "fr": "kg", "en": "kg"},
}
GRAMS_PER_KILOGRAM = 1000
MM_PER_CM = 10
MM_PER_INCH = Decimal("25.4")


def known(language: str) -> str:
    """Return `language` when pages are written in it, else English."""
    return language if language in MONTHS else "en"


def number(value: int, language: str) -> str:
    """Return `value` in groups of three: 4 500 with NBSP, or 4,500 in English."""
    grouped = f"{value:,}"
    return grouped if known(language) == "en" else grouped.replace(",", NBSP)


def decimal(value: Decimal, language: str) -> str:
    """Return `value` with the language's own decimal sign and without empty decimals."""
    plain = f"{value:,f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    if known(language) == "en":
        return plain
    whole, _, rest = plain.replace(",", NBSP).partition(".")
    return f"{whole},{rest}" if rest else whole


def amount(money: Money, language: str) -> str:
    """Return an amount to be charged or paid, with its cents unless they are zero in dinars."""
    whole, minor = divmod(abs(money.minor), MINOR_PER_MAJOR)
    written = number(whole, language)
    if minor or money.currency != "DZD":
        written += f"{'.' if known(language) == 'en' else ','}{minor:02}"
    sign = "\u2212" if money.minor < 0 else ""
    if known(language) == "en":
        return f"{sign}{money.currency}{NBSP}{written}"
    if sign and language == "ar":
        sign = f"\u200e{sign}"  # else a right-to-left line puts the sign behind its number
    unit = {"DZD": "دج" if language == "ar" else "DA", **SIGNS}[money.currency]
    return f"{sign}{written}{NBSP}{unit}"


def dinars(price: int | Money, language: str) -> str:
    """Return a price in dinars: `4 500 دج`, `4 500 DA`, `DZD 4,500`; a bare number is whole dinars."""
    return amount(Money.dinars(price) if isinstance(price, int) else price, language)


def approx(price: int | Money, dinars_per_unit: Decimal, currency: str, language: str) -> str:
    """Return about what `price` is at `dinars_per_unit` of `currency`: `≈ 30 €`, `≈ €30`.

    Whole units from ten upwards: it is a help to the eye, never a sum that is charged.
    """
    whole_dinars = Money.dinars(price) if isinstance(price, int) else price
    exact = Decimal(whole_dinars.minor) / MINOR_PER_MAJOR / dinars_per_unit
    about = exact.quantize(Decimal(1) if exact >= 10 else Decimal("0.1"), ROUND_HALF_UP)
    written, sign = decimal(about, language), SIGNS[currency]
    return f"≈{NBSP}{sign}{written}" if known(language) == "en" else f"≈{NBSP}{written}{NBSP}{sign}"


def day(when: date | datetime, language: str) -> str:
    """Return the day in words, as lived in Algiers: `22 نوفمبر 2026`, `22 novembre 2026`."""
    on = timezone.localtime(when) if isinstance(when, datetime) else when
    first = "1er" if language == "fr" and on.day == 1 else str(on.day)
    return f"{first}{NBSP}{MONTHS[known(language)][on.month - 1]}{NBSP}{on.year}"


def short_day(when: date | datetime, language: str) -> str:
    """Return the day without its year."""
    return day(when, language).rpartition(NBSP)[0]


def month(when: date | datetime, language: str) -> str:
    """Return the month and year."""
    return day(when, language).partition(NBSP)[2]


def clock(when: datetime) -> str:
    """Return the time of day in Algiers, `14:05`."""
    return f"{timezone.localtime(when):%H:%M}"


def centimetres(millimetres: int, language: str) -> str:
    """Return a length kept in millimetres as people measure it, `180 cm`, without its unit's name twice."""
    return f"{decimal(Decimal(millimetres) / MM_PER_CM, language)}{NBSP}{UNITS['cm'][known(language)]}"


def size(sides: list[int], unit: str = "cm", *, language: str) -> str:
    """Return sides kept in millimetres as one size in `unit` (cm or in): `180 × 120 cm`."""
    per_unit = Decimal(MM_PER_CM) if unit == "cm" else MM_PER_INCH
    step = Decimal("0.1") if min(sides) < 100 * MM_PER_CM and unit == "cm" else Decimal(1)
    written = (decimal((Decimal(side) / per_unit).quantize(step, ROUND_HALF_UP), language) for side in sides)
    return f"{NBSP}×{NBSP}".join(written) + NBSP + UNITS[unit][known(language)]


def mass(grams: int, language: str) -> str:
    """Return a mass kept in grams: `850 g`, `3.2 kg`."""
    if grams < GRAMS_PER_KILOGRAM:
        return f"{number(grams, language)}{NBSP}{UNITS['g'][known(language)]}"
    kilograms = (Decimal(grams) / GRAMS_PER_KILOGRAM).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{decimal(kilograms, language)}{NBSP}{UNITS['kg'][known(language)]}"
