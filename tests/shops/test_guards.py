"""Rules the database holds whatever the code does."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from shops.models import UnitTenancy
from tests.factories import make_centre, make_shop, make_unit

FIRST, SECOND, THIRD = date(2025, 1, 1), date(2026, 1, 1), date(2027, 1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("from_on", "until_on"),
    [
        (FIRST, None),
        (SECOND, None),
        (date(2024, 1, 1), date(2025, 1, 2)),
        (date(2025, 6, 1), date(2025, 7, 1)),
    ],
)
def test_unit_is_never_held_twice_at_once(from_on: date, until_on: date | None) -> None:
    unit = make_unit(make_centre(), 12)
    UnitTenancy.objects.create(unit=unit, shop=make_shop(), from_on=FIRST, until_on=THIRD)

    with pytest.raises(DatabaseError), transaction.atomic():
        UnitTenancy.objects.create(unit=unit, shop=make_shop(), from_on=from_on, until_on=until_on)

    assert unit.tenancies.count() == 1


@pytest.mark.django_db
def test_unit_passes_from_one_holder_to_the_next_on_a_day() -> None:
    unit = make_unit(make_centre(), 12)
    UnitTenancy.objects.create(unit=unit, shop=make_shop(), from_on=FIRST, until_on=SECOND)

    UnitTenancy.objects.create(unit=unit, shop=make_shop(), from_on=SECOND)

    assert unit.tenancies.count() == 2


@pytest.mark.django_db
def test_unit_tenancy_cannot_be_stretched_over_another() -> None:
    unit = make_unit(make_centre(), 12)
    first = UnitTenancy.objects.create(unit=unit, shop=make_shop(), from_on=FIRST, until_on=SECOND)
    UnitTenancy.objects.create(unit=unit, shop=make_shop(), from_on=SECOND)

    with pytest.raises(DatabaseError), transaction.atomic():
        UnitTenancy.objects.filter(pk=first.pk).update(until_on=THIRD)

    first.refresh_from_db()
    assert first.until_on == SECOND
