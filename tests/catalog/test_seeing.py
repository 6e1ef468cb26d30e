"""Looks at pieces: counted without losing one, without knowing who, and by nothing but the page's own beacon."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from catalog import seeing
from catalog.models import Product, ViewCount
from tests.factories import NOW, make_product, make_shop, make_user

BROWSER = {"User-Agent": "Mozilla/5.0 (Linux; Android 10) Chrome/120", "Sec-Fetch-Site": "same-origin"}


def look(client: Client, product: Product, **headers: str) -> Any:
    return client.post(
        f"/ar/catalog/{product.slug}_{product.pk}/seen/",
        headers=BROWSER | {name.replace("_", "-"): value for name, value in headers.items()},
    )


def turn_over() -> None:
    """Let the present turn end, and the one after it."""
    for _turn in range(2):
        seeing.write_down(turn=seeing._next("seen:turn") - 2)


def looks_at(product: Product) -> int:
    return sum(ViewCount.objects.filter(product=product).values_list("views", flat=True))


@pytest.mark.django_db
def test_look_is_counted_and_nothing_is_left_with_the_visitor(client: Client) -> None:
    product = make_product()

    answers = [look(client, product) for _look in range(3)]
    turn_over()

    assert {answer.status_code for answer in answers} == {204}
    assert not any(answer.content or answer.cookies for answer in answers)
    assert looks_at(product) == 3


@pytest.mark.django_db
def test_a_turn_that_is_over_is_written_by_the_looks_themselves(client: Client) -> None:
    product = make_product()
    for _turn in range(3):
        look(client, product)
        cache.delete("seen:running")  # its seconds are over

    assert looks_at(product) == 2  # the third rests
    assert cache.get("seen:turn") == 3


@pytest.mark.django_db
def test_counts_of_one_day_add_up_over_turns(client: Client) -> None:
    product, other = make_product(), make_product()
    for number in (2, 3):
        for _look in range(number):
            look(client, product)
        look(client, other)
        turn_over()

    assert (looks_at(product), looks_at(other)) == (5, 2)
    assert ViewCount.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "agent", ["Googlebot/2.1", "facebookexternalhit/1.1", "WhatsApp/2.23", "curl/8", "python-requests/2", ""]
)
def test_programs_are_not_counted(client: Client, agent: str) -> None:
    product = make_product()

    answer = look(client, product, User_Agent=agent)
    turn_over()

    assert answer.status_code == 204
    assert looks_at(product) == 0


@pytest.mark.django_db
def test_people_of_the_shop_itself_are_not_counted(client: Client) -> None:
    owner, other = make_user(), make_user()
    product = make_product(shop=make_shop(owner=owner))
    make_shop(owner=other)

    for person in (owner, other):
        client.force_login(person)
        look(client, product)
    turn_over()

    assert looks_at(product) == 1


@pytest.mark.django_db
def test_another_site_and_another_method_count_nothing(client: Client) -> None:
    product = make_product()

    foreign = look(client, product, Sec_Fetch_Site="cross-site")
    read = client.get(reverse("product_seen", args=[product.slug, product.pk]), headers=BROWSER)
    client.get(product.get_absolute_url(), headers=BROWSER)
    turn_over()

    assert (foreign.status_code, read.status_code) == (403, 405)
    assert not ViewCount.objects.exists()


@pytest.mark.django_db
def test_one_network_is_bounded_by_the_minute() -> None:
    product = make_product()

    for second in range(200):
        seeing.count(product_id=product.pk, network="41.100.1.1", now=NOW + timedelta(milliseconds=second))
    seeing.count(product_id=product.pk, network="41.100.1.2", now=NOW)
    seeing.count(product_id=product.pk, network="41.100.1.1", now=NOW + timedelta(minutes=1))
    turn_over()

    assert looks_at(product) == seeing.LOOKS_PER_NETWORK_MINUTE + 2


@pytest.mark.django_db
def test_looks_at_nothing_and_at_hidden_pieces_are_let_go() -> None:
    hidden = make_product(is_public=False, state="withdrawn")

    for product_id in (hidden.pk, 987654):
        seeing.count(product_id=product_id, network="n", now=NOW)
    turn_over()

    assert not ViewCount.objects.exists()


class NoCache:
    """A cache whose server is gone, as django-redis answers then: nothing, to everything."""

    def __getattr__(self, _name: str) -> Callable[..., None]:
        return lambda *_arguments, **_options: None


@pytest.mark.django_db
def test_a_cache_that_is_away_costs_looks_and_nothing_else(client: Client, monkeypatch: Any) -> None:
    product = make_product()
    monkeypatch.setattr(seeing, "cache", NoCache())

    assert look(client, product).status_code == 204


def in_threads(work: Callable[[int], None], count: int) -> None:
    """Run `work` in that many threads and wait for all."""

    def run(number: int) -> None:
        try:
            work(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.timeout(180)
def test_a_thousand_parallel_looks_lose_none(process_db: Any, monkeypatch: Any) -> None:
    """Ten threads, three pieces, and turns that end all the time while they count."""
    products = [make_product() for _piece in range(3)]
    monkeypatch.setattr(seeing, "LOOKS_PER_NETWORK_MINUTE", 10_000)
    rested = threading.Event()

    def visit(number: int) -> None:
        for step in range(100):
            seeing.count(product_id=products[step % 3].pk, network=f"n{number}", now=NOW)
            if number == 0 and step in (30, 60):
                rested.wait(0.2)  # a turn rests: whoever counts in it is done by then
                cache.delete("seen:running")

    in_threads(visit, 10)
    turn_over()
    turn_over()

    assert [looks_at(product) for product in products] == [340, 330, 330]


@pytest.mark.timeout(180)
def test_canary_a_count_read_and_written_back_loses_looks(process_db: Any, monkeypatch: Any) -> None:
    """With `incr` replaced by reading and writing, the same threads lose looks, or the test above proves nothing."""
    product = make_product()
    monkeypatch.setattr(seeing, "LOOKS_PER_NETWORK_MINUTE", 10_000)
    waiting = threading.Barrier(2)

    def read_and_write(name: str, *, seconds: int = 0) -> int:
        number = cache.get(name, 0)
        if name.startswith("seen:0:") and not name.endswith("names"):
            waiting.wait(5)  # both have read before either writes
        cache.set(name, number + 1)
        return int(number) + 1

    cache.add("seen:running", 1, 60)
    monkeypatch.setattr(seeing, "_next", read_and_write)
    in_threads(lambda number: seeing.count(product_id=product.pk, network=f"n{number}", now=NOW), 2)
    seeing.write_down(turn=0)

    assert looks_at(product) == 1
