"""Money is whole minor units: what is cut adds up again, what is converted is rounded once."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.money import CURRENCIES, Money, split
from marketplace.settlement import rules
from marketplace.settlement.models import ExchangeRate

amounts = st.integers(min_value=0, max_value=10**12)
rates = st.decimals(min_value="0.000001", max_value="99999999", places=6)


@given(total=amounts, weights=st.lists(st.integers(0, 10**6), min_size=1, max_size=30).filter(any))
def test_parts_add_up_and_nobody_is_off_by_one_unit(total, weights):
    parts = split(Money(total), weights)

    assert sum(part.minor for part in parts) == total
    for part, weight in zip(parts, weights, strict=True):
        exact = Decimal(total) * weight / sum(weights)
        assert abs(part.minor - exact) < 1
        assert weight or part.minor == 0


@given(total=amounts, weights=st.lists(st.integers(0, 10**6), min_size=1, max_size=10).filter(any))
def test_splitting_is_the_same_every_time(total, weights):
    assert split(Money(total), weights) == split(Money(total), weights)


def test_thousand_over_three_loses_nothing():
    assert [part.minor for part in split(Money(1000), [1, 1, 1])] == [334, 333, 333]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
def test_weights_that_mean_nothing_are_refused(weights):
    with pytest.raises(ValueError, match=r"weights|empty"):
        split(Money(10), weights)


@given(price=amounts, points=st.integers(0, 10_000))
def test_commission_and_payout_add_up_to_the_price(price, points):
    fee = rules.commission_of(Money(price), points)

    assert 0 <= fee.minor <= price
    assert fee + (Money(price) - fee) == Money(price)
    assert abs(fee.minor - Decimal(price) * points / 10_000) <= Decimal("0.5")


@given(price=amounts, rate=rates)
def test_conversion_rounds_once_and_by_half_a_unit_at_most(price, rate):
    converted = Money(price).convert(dinars_per_unit=rate, currency="EUR")

    assert converted.currency == "EUR"
    # a half unit, and nothing for the division itself beyond decimal's 28 digits
    assert abs(Decimal(converted.minor) * rate - price) <= rate / 2 + Decimal("0.0001")


@given(amount=amounts, currency=st.sampled_from(CURRENCIES))
def test_oscars_decimal_goes_there_and_back(amount, currency):
    assert Money.from_decimal(Money(amount, currency).to_decimal(), currency) == Money(amount, currency)


@pytest.mark.parametrize("minor", [1.0, True, "1", None])
def test_only_whole_numbers_are_money(minor):
    with pytest.raises(ValueError, match="whole numbers"):
        Money(minor)


def test_two_currencies_never_add_up():
    with pytest.raises(ValueError, match="do not add up"):
        Money(1, "DZD") + Money(1, "EUR")
    with pytest.raises(ValueError, match="only dinars"):
        Money(1, "EUR").convert(dinars_per_unit=Decimal(1), currency="USD")
    with pytest.raises(ValueError, match="positive"):
        Money(1).convert(dinars_per_unit=Decimal(0), currency="EUR")


@pytest.mark.parametrize(
    ("dinars", "rate_on", "usable"),
    [
        ("150", date(2026, 11, 22), True),
        ("150", date(2026, 11, 15), True),
        ("150", date(2026, 11, 14), False),
        ("150", date(2026, 11, 23), False),
        ("0", date(2026, 11, 22), False),
        ("-1", date(2026, 11, 22), False),
    ],
)
def test_rate_is_usable_for_a_week_and_never_at_zero(dinars, rate_on, usable):
    rate = ExchangeRate(currency="EUR", dinars_per_unit=Decimal(dinars), rate_on=rate_on)

    assert rules.is_usable(rate, on=date(2026, 11, 22)) is usable


def test_missing_rate_is_not_usable():
    assert not rules.is_usable(None, on=date(2026, 11, 22))
