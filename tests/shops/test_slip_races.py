"""A slip lets one person in once, however many type its PIN at the same moment."""

import pytest

from shops.people.actions import slips
from shops.people.models import ActivationSlip
from tests.factories import NOW, make_centre
from tests.shops.test_people import clerk_of

pytestmark = pytest.mark.timeout(120)


def _issue() -> slips.Issued:
    return slips.issue_to_newcomer(
        full_name="Amina", phone="+213661234567", language="ar", member=clerk_of(make_centre()), now=NOW
    )


def test_right_pin_typed_six_times_at_once_opens_once(process_db):
    issued = _issue()

    results = process_db.at_once("tests.shops.slip_racing:use", [(issued.token, issued.pin)] * 6)

    assert sorted(results) == ["in"] + ["refused"] * 5


def test_canary_the_same_race_without_the_guard_opens_more_than_once(process_db):
    issued = _issue()

    results = process_db.at_once(
        "tests.shops.slip_racing:use_unguarded", [(issued.token, issued.pin, None)] * 6
    )

    assert results.count("in") > 1, results


def test_ten_guesses_at_once_are_five(process_db):
    issued = _issue()
    wrong = [f"{(int(issued.pin) + step) % 1_000_000:06}" for step in range(1, 11)]

    results = process_db.at_once("tests.shops.slip_racing:use", [(issued.token, pin) for pin in wrong])

    assert results == ["refused"] * 10
    assert ActivationSlip.objects.get().tries == 5
