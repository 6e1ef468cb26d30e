"""Official rates: typed in once, never changed, and one that leaps waits for a second person (F36)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone, translation

from marketplace.machine import AlreadyThere
from marketplace.refusal import Refusal
from marketplace.settlement import queries, rates
from marketplace.settlement.models import ExchangeRate
from shops.states import BodyKind, Role
from tests.factories import NOW, TODAY, make_body, make_membership, make_user
from tests.people import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(settings: Any) -> Iterator[None]:
    settings.ADMINS = [("House", "house@example.test")]
    with translation.override("en"):
        yield


def enter(dinars: str = "145.32", *, days_ago: int = 0, **changes: Any) -> ExchangeRate:
    wanted: dict[str, Any] = {
        "currency": "EUR",
        "dinars_per_unit": Decimal(dinars),
        "rate_on": TODAY - timedelta(days=days_ago),
        "source": "Bank of Algeria",
        "by": make_user(),
        "now": NOW,
    }
    return rates.enter_rate(**wanted | changes)


def charged() -> Decimal | None:
    found = queries.current_rate("EUR", TODAY)
    return found.dinars_per_unit if found else None


def test_rate_of_a_day_is_charged_at_from_then_on() -> None:
    assert charged() is None
    enter("145.32", days_ago=1)
    enter("146.10")
    assert charged() == Decimal("146.10")
    assert not mail.outbox


@pytest.mark.parametrize("dinars", ["159.9", "130.7", "1453.2", "14.532"])
def test_rate_that_leaps_is_charged_at_by_nobody_until_a_second_person_confirms(dinars: str) -> None:
    enter("145.32", days_ago=1)
    first, second = make_user(), make_user()
    rate = enter(dinars, by=first)

    assert queries.is_held_up(rate)
    assert charged() is None, "neither at the new one, nor at what was true before"
    assert len(mail.outbox) == 1
    with pytest.raises(Refusal, match="colleague"):
        rates.confirm_rate(rate=rate, by=first)
    rates.confirm_rate(rate=rate, by=second)
    assert charged() == Decimal(dinars)
    with pytest.raises(AlreadyThere):
        rates.confirm_rate(rate=rate, by=second)


@pytest.mark.parametrize("dinars", ["159.8", "130.9"])
def test_ten_in_a_hundred_is_no_leap(dinars: str) -> None:
    enter("145.32", days_ago=1)
    enter(dinars)
    assert charged() == Decimal(dinars)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"currency": "GBP"}, "currency"),
        ({"dinars_per_unit": Decimal(0)}, "dinars_per_unit"),
        ({"rate_on": TODAY + timedelta(days=1)}, "rate_on"),
        ({"rate_on": TODAY - timedelta(days=8)}, "rate_on"),
        ({"source": " "}, "source"),
    ],
    ids=["currency", "zero", "tomorrow", "old", "no source"],
)
def test_rate_that_says_too_little_is_refused_in_its_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        enter(**changes)
    assert refused.value.field == field
    assert not ExchangeRate.objects.exists()


def test_day_has_one_rate_and_it_never_changes_even_by_bare_rows() -> None:
    rate = enter()
    with pytest.raises(Refusal, match="already"):
        enter("150")
    rows: Any = ExchangeRate.objects.filter(pk=rate.pk)
    for forbidden in (
        lambda: rows.update(dinars_per_unit=1),
        lambda: rows.update(rate_on=TODAY - timedelta(days=1)),
        lambda: rows.update(confirmed_by=rate.entered_by),
        lambda: rows._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            forbidden()


def test_house_is_told_each_morning_what_cannot_be_charged() -> None:
    assert rates.tell_of_missing(now=NOW) == ["EUR", "USD"]
    enter()
    enter(currency="USD", dinars="134.1")
    assert rates.tell_of_missing(now=NOW) == []
    assert rates.tell_of_missing(now=NOW + timedelta(days=8)) == ["EUR", "USD"]
    assert len(mail.outbox) == 2


def test_operator_enters_and_a_colleague_confirms_by_plain_forms() -> None:
    body = make_body(BodyKind.OPERATOR)
    people = [make_user(), make_user()]
    for person in people:
        make_membership(person, body, Role.OPERATOR)
    first, second = (sign_in(Client(), person, second_factor=True) for person in people)
    today = timezone.localdate()
    given = {"currency": "EUR", "source": "Bank of Algeria"}
    yesterday = (today - timedelta(days=1)).isoformat()
    assert (
        first.post("/en/desk/rates/", given | {"dinars_per_unit": "many", "rate_on": yesterday}).status_code
        == 422
    )
    kept = first.post(
        "/en/desk/rates/", given | {"dinars_per_unit": "١٤٥٫٣٢", "rate_on": yesterday}, follow=True
    )
    assert "Prices follow it" in kept.content.decode()
    far = first.post(
        "/en/desk/rates/", given | {"dinars_per_unit": "1453,2", "rate_on": today.isoformat()}, follow=True
    )
    assert "far from the last one" in far.content.decode()
    rate = ExchangeRate.objects.latest("pk")
    confirm = f"/en/desk/rates/{rate.pk}/confirm/"
    assert confirm not in far.content.decode()
    assert confirm in second.get("/en/desk/rates/").content.decode()
    first.post(confirm)
    assert queries.current_rate("EUR", today) is None
    second.post(confirm)
    assert queries.current_rate("EUR", today) == rate
