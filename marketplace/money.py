"""Money: whole minor units of one ISO currency, rounded once.

Every currency used here (DZD, EUR, USD) has two decimals.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

MINOR_PER_MAJOR = 100
CURRENCIES = ("DZD", "EUR", "USD")


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """Hold `minor` units of `currency`; sums of two currencies are refused.

    :raises ValueError: `minor` is not a whole number, or the currency is not one of CURRENCIES.
    """

    minor: int
    currency: str = "DZD"

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise ValueError(f"minor units are whole numbers, not {self.minor!r}")
        if self.currency not in CURRENCIES:
            raise ValueError(f"unknown currency {self.currency!r}")

    @classmethod
    def dinars(cls, whole: int) -> Money:
        """Return `whole` dinars, the unit of every catalogue price."""
        return cls(whole * MINOR_PER_MAJOR, "DZD")

    @classmethod
    def from_decimal(cls, amount: Decimal, currency: str = "DZD") -> Money:
        """Return Oscar's decimal as minor units; only Oscar's border speaks decimal.

        :raises ValueError: the amount has a fraction of a minor unit.
        """
        minor = amount * MINOR_PER_MAJOR
        if minor != minor.to_integral_value():
            raise ValueError(f"{amount} {currency} has a fraction of a minor unit")
        return cls(int(minor), currency)

    def to_decimal(self) -> Decimal:
        """Return the amount as Oscar's columns hold it, two decimals."""
        return Decimal(self.minor).scaleb(-2)

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __mul__(self, quantity: int) -> Money:
        return Money(self.minor * quantity, self.currency)

    def share(self, basis_points: int) -> Money:
        """Return `basis_points` hundredths of a percent of it, ROUND_HALF_UP; derive the rest by subtraction."""
        exact = Decimal(self.minor) * basis_points / 10_000
        return Money(int(exact.quantize(Decimal(1), ROUND_HALF_UP)), self.currency)

    def convert(self, *, dinars_per_unit: Decimal, currency: str) -> Money:
        """Return it in `currency` at `dinars_per_unit` (as the Bank of Algeria quotes), ROUND_HALF_UP, once.

        :raises ValueError: it is not in dinars, or the rate is not positive.
        """
        if self.currency != "DZD":
            raise ValueError("only dinars are converted")
        if dinars_per_unit <= 0:
            raise ValueError("a rate is positive")
        if currency == "DZD":
            return self
        exact = Decimal(self.minor) / dinars_per_unit
        return Money(int(exact.quantize(Decimal(1), ROUND_HALF_UP)), currency)


_EASTERN_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_WHOLE_DINARS = re.compile(r"(?:\d{1,3}(?:[., \u00a0\u202f]\d{3})+|\d{1,9})")
_DINAR_WORDS = re.compile(r"(?i)\s*(?:dzd|d\.?a\.?|دج|د\.ج|دينار)\s*")
MAX_DINARS = 20_000_000


def parse_dinars(text: str) -> int:
    """Return the whole dinars a person typed: `4500`, `4 500`, `4.500`, `٤٥٠٠`, `4500 دج`.

    :raises ValueError: anything else, zero, a fraction (`4,5`), or more than MAX_DINARS.
    """
    plain = _DINAR_WORDS.sub("", unicodedata.normalize("NFKC", text).translate(_EASTERN_DIGITS)).strip()
    if not _WHOLE_DINARS.fullmatch(plain):
        raise ValueError(f"not whole dinars: {text!r}")
    dinars = int(re.sub(r"\D", "", plain))
    if not 0 < dinars <= MAX_DINARS:
        raise ValueError(f"out of range: {text!r}")
    return dinars


def split(total: Money, weights: Sequence[int]) -> list[Money]:
    """Return `total` cut by `weights` so that the parts add up to it (largest remainder, first wins a tie).

    :raises ValueError: no weight is positive, or one is negative.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights are not negative, and one is positive")
    parts = [total.minor * weight // whole for weight in weights]
    remainders = [total.minor * weight % whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda index: (-remainders[index], index))
    for index in by_remainder[: total.minor - sum(parts)]:
        parts[index] += 1
    return [Money(part, total.currency) for part in parts]
