"""Two operators, one application; two windows, one code: by real processes on a real database."""

from typing import Any

import pytest

from marketplace.accounts import rules
from marketplace.accounts.models import OneTimeCode
from shops.application.states import ApplicationState
from shops.destination import actions as destinations
from shops.destination.models import PayoutDestination
from shops.destination.rules import Destination
from shops.destination.states import DestinationKind
from shops.models import Artisan, Membership
from shops.partner.models import Partner
from shops.states import Role
from tests.factories import NOW, make_shop, make_user
from tests.shops.applicants import STAFF_SEES, make_application, make_operator

pytestmark = pytest.mark.timeout(120)


def operators(count: int) -> list[tuple[int, int, list[str]]]:
    row = make_application(state=ApplicationState.SUBMITTED)
    return [(row.pk, make_operator().pk, list(STAFF_SEES)) for _ in range(count)]


def test_application_is_approved_once_among_four_operators(process_db: Any) -> None:
    results = process_db.at_once("tests.shops.racing:approve", operators(4))

    assert sorted(results) == ["approved", "refused", "refused", "refused"]
    assert Partner.objects.count() == Artisan.objects.count() == PayoutDestination.objects.count() == 1
    assert Membership.objects.filter(role=Role.OWNER).count() == 1


def test_canary_the_same_race_without_the_guards_is_caught_by_the_database_alone(process_db: Any) -> None:
    results = process_db.at_once("tests.shops.racing:approve_unguarded", operators(4))

    assert sorted(results) != ["approved", "refused", "refused", "refused"]
    assert "broken" in results


def test_four_applications_approved_at_once_get_four_numbers(process_db: Any) -> None:
    calls = [call for _ in range(4) for call in operators(1)]

    results = process_db.at_once("tests.shops.racing:approve", calls)

    assert results == ["approved"] * 4
    numbers = sorted(Artisan.objects.values_list("number", flat=True))
    assert numbers == list(range(numbers[0], numbers[0] + 4))


def test_one_code_changes_where_money_goes_once(process_db: Any) -> None:
    owner = make_user()
    shop = make_shop(owner=owner)
    row = destinations.ask_change(
        shop=shop,
        owner=owner,
        destination=Destination(DestinationKind.ORDER, "Fatma Touati"),
        language="ar",
        now=NOW,
    )
    OneTimeCode.objects.filter(pk=row.pk).update(code_hash=rules.code_hash(row.pk, "123456"))

    results = process_db.at_once("tests.shops.racing:confirm", [(shop.pk, owner.pk, row.pk, "123456")] * 4)

    assert sorted(results) == ["changed", "not", "not", "not"]
    assert PayoutDestination.objects.count() == 1
