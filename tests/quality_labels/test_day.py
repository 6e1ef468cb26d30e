"""The day's pieces (I1): by village, oldest first in each, at the price of the same queries for few and for many."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from quality_labels import actions
from quality_labels.models import Application
from tests import factories
from tests.factories import NOW
from tests.people import sign_in
from tests.quality_labels.centre import Centre, accepted, evaluated, make_carpet, planned, signed


@pytest.fixture(autouse=True)
def in_english(settings: Any) -> None:
    """Read the pages by their English addresses and words."""
    settings.LANGUAGE_CODE = "en"


def waits(title: str, village: str, *, days_ago: int) -> Application:
    """Ask a stamp for a piece of a village so many days ago."""
    product = make_carpet(title=title, place=factories.make_place(village))
    return actions.submit(product=product, by=None, now=NOW - timedelta(days=days_ago))


def desk(centre: Centre) -> Client:
    return sign_in(Client(), centre.inspector, second_factor=True)


def test_pieces_stand_by_village_and_the_oldest_first_in_each(centre: Centre) -> None:
    waits("Second of Timimoun", "timimoun", days_ago=2)
    waits("Second of Reggane", "reggane", days_ago=1)
    waits("First of Reggane", "reggane", days_ago=9)
    waits("First of Timimoun", "timimoun", days_ago=4)

    page = desk(centre).get(reverse("stamping_day")).content.decode()

    headings = re.findall(r"<h[23][^>]*>(?:<span>)?([^<]+)<", page[page.index("data-day") :])
    assert headings[:6] == [
        *("Reggane", "First of Reggane", "Second of Reggane"),
        *("Timimoun", "First of Timimoun", "Second of Timimoun"),
    ]


def test_piece_without_a_place_stands_where_its_shop_is(centre: Centre) -> None:
    shop = factories.make_shop(place=factories.make_place("aoulef"))
    product = make_carpet(shop=shop, place=None)
    product.place = None
    product.save()
    actions.submit(product=product, by=None, now=NOW)

    assert "Aoulef" in desk(centre).get(reverse("stamping_day")).content.decode()


def test_list_says_what_each_piece_waits_for_and_where_it_is_called_to(centre: Centre) -> None:
    waits("New", "timimoun", days_ago=1)
    called = accepted(centre, make_carpet(title="Called"))
    evaluated(centre, make_carpet(title="Read"))
    signed(centre, make_carpet(title="Signed"))
    planned(centre, called, place=factories.make_place("timimoun", name="Timimoun"))

    page = desk(centre).get(reverse("stamping_day")).content.decode()

    for said in (
        *("New request", "Waiting for inspection", "Waiting for a decision"),
        *("label is to be fixed", "called for 22\u00a0November\u00a02026", "Session of 22\u00a0November"),
    ):
        assert said in page


def test_list_is_of_this_centre_and_for_its_people(centre: Centre) -> None:
    waits("Ours", "timimoun", days_ago=1)
    owner = factories.make_user()
    factories.make_shop(owner=owner)

    assert sign_in(Client(), owner, second_factor=True).get(reverse("stamping_day")).status_code == 404
    assert Client().get(reverse("stamping_day")).status_code == 302
    answer = desk(centre).get(reverse("stamping_day"))
    assert "no-store" in answer["Cache-Control"]


def test_list_asks_the_database_the_same_for_one_piece_and_for_many(
    centre: Centre, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = desk(centre)
    planned(centre, accepted(centre, make_carpet(place=factories.make_place("timimoun"))))
    signed(centre)
    client.get(reverse("stamping_day"))  # what a process asks once

    def asked() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("stamping_day"))
        return len(queries)

    one = asked()
    for number in range(12):
        place = factories.make_place(f"village-{number % 5}")
        planned(centre, accepted(centre, make_carpet(place=place)))
    signed(centre)
    evaluated(centre)

    assert asked() == one <= 12


def test_worker_keeps_this_page_alone_and_not_for_long(centre: Centre) -> None:
    worker = Client().get(reverse("stamping_worker"))
    page = desk(centre).get(reverse("stamping_day")).content.decode()

    text = worker.content.decode()
    assert worker["Content-Type"].startswith("text/javascript")
    assert '"day": "/en/stamping/day/"' in text
    assert '"days": 3' in text
    kept = set(re.findall(r'"(/static/[^"]+)"', text))
    needed = set(re.findall(r'(?:src|href)="(/static/[^"#]+\.(?:css|js|svg|woff2))', page))
    assert needed <= kept, needed - kept
    assert timezone.now().date().isoformat() in page
