"""The test database itself: real migrations, real triggers, and each test finds it as if it were the first."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sites.models import Site
from django.db import connection

from tests.database import ProcessDb


def make_person(email: str) -> int:
    return get_user_model().objects.create(email=email).pk


def count_people() -> int:
    return get_user_model().objects.count()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_committing_test_finds_what_migrations_wrote_and_nothing_else(turn: int) -> None:
    sites = Site.objects.count()
    people = count_people()

    make_person("left@behind.test")
    Site.objects.all().delete()

    assert (sites, people) == (1, 0)


@pytest.mark.django_db
def test_ordinary_test_after_a_committing_one_finds_a_fresh_database() -> None:
    assert Site.objects.count() == 1
    assert count_people() == 0


@pytest.mark.django_db
def test_database_is_the_one_that_was_asked_for(request: pytest.FixtureRequest) -> None:
    from tests.database import wanted_vendor

    assert {"sqlite": "sqlite", "postgresql": "postgres"}[connection.vendor] == wanted_vendor()


def test_processes_share_one_database_with_their_test(process_db: ProcessDb) -> None:
    answers = process_db.at_once(
        "tests.house.test_database:make_person", [["a@people.test"], ["b@people.test"], ["a@people.test"]]
    )

    refused = [answer for answer in answers if isinstance(answer, dict)]
    assert [answer["error"] for answer in refused] == ["IntegrityError"]
    assert count_people() == 2
