"""A shop's own numbers: the same rows as its lists, nothing of another shop, and an honest nothing."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalog.models import Product, ViewCount
from marketplace.order.models import ShopOrder
from marketplace.order.states import ShopOrderState as S
from marketplace.workspace import numbers, queries
from shops.partner.models import Partner
from tests.factories import NOW, TODAY, make_product, make_shop, make_user
from tests.orders import make_order, make_paid_order, visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(db: None, client: Client) -> Partner:
    owner = make_user()
    client.force_login(owner)
    return make_shop(owner=owner)


def seen(product: Product, looks: int, day: date = TODAY) -> None:
    ViewCount.objects.create(product=product, day=day, views=looks)


def of(shop: Partner, period: str = "weeks", **more: Any) -> numbers.Numbers:
    return numbers.numbers_of(
        shop, period=period, now=more.get("now", NOW), language=more.get("language", "en")
    )


@pytest.mark.parametrize("period", numbers.PERIODS)
def test_sums_are_those_of_the_list_of_orders(shop: Partner, period: str) -> None:
    carpet, jar = make_product(shop=shop, price=45000, stock=9), make_product(shop=shop, price=3200, stock=9)
    for number, pieces in enumerate([(carpet,), (carpet, jar), (jar,)]):
        make_paid_order(*pieces, now=NOW - timedelta(days=8 * number), visitor=visitor(network=str(number)))
    make_order(carpet, visitor=visitor(network="x"))  # nobody has paid it

    found = of(shop, period)

    listed = list(queries.orders_of(shop))
    assert len(listed) == 3
    assert sum(point.value for point in found.sales.points) == 4
    assert sum(point.value for point in found.received.points) == sum(map(numbers.received, listed))
    assert sum(row.sold for row in found.best) == 4
    assert sum(row.dinars for row in found.best) == sum(order.lines_dzd_minor for order in listed) // 100


def test_what_the_shop_receives_is_what_the_orders_page_says(client: Client, shop: Partner) -> None:
    order = make_paid_order(make_product(shop=shop, price=45000)).shop_orders.get()

    page = client.get(reverse("workspace_order", args=[order.number]))

    written = f"{numbers.received(order):,}".replace(",", "\u00a0")
    assert written in page.content.decode()


@pytest.mark.parametrize("state", [S.REFUSED, S.CANCELLED, S.RETURNED, S.LOST, S.EXPIRED, S.HELD])
def test_sale_that_fell_through_counts_no_more(shop: Partner, state: str) -> None:
    order = make_paid_order(make_product(shop=shop))
    ShopOrder.objects.filter(order=order).update(state=state)

    found = of(shop)

    assert found.sales.is_empty
    assert found.received.is_empty


def test_nothing_of_another_shop_is_counted(shop: Partner) -> None:
    foreign = make_product()
    seen(foreign, 50)
    make_paid_order(foreign)

    assert of(shop).is_empty
    assert of(shop).best == []


def test_looks_stand_on_their_day_and_older_ones_outside(shop: Partner) -> None:
    product = make_product(shop=shop)
    for back, looks in ((0, 5), (3, 7), (27, 1), (28, 100)):
        seen(product, looks, TODAY - timedelta(days=back))

    weeks, year = of(shop), of(shop, "year")

    assert [point.value for point in weeks.views.points][-4:] == [7, 0, 0, 5]
    assert weeks.views.points[0].value == 1
    assert weeks.views.total == "13"
    assert year.views.total == "113"
    assert [point.value for point in year.views.points][-2:] == [101, 12]


def test_best_piece_is_the_one_that_sold_then_the_one_most_looked_at(shop: Partner) -> None:
    sold, looked, both = (make_product(shop=shop, stock=5) for _piece in range(3))
    for number in range(2):
        make_paid_order(sold, visitor=visitor(network=str(number)))
    make_paid_order(both, visitor=visitor(network="b"))
    seen(looked, 90)
    seen(both, 45)

    best = of(shop).best

    assert [row.product.pk for row in best] == [sold.pk, both.pk, looked.pk]
    assert [row.share for row in best] == [0, 50, 100]


def test_order_shortly_after_midnight_in_algiers_counts_on_its_day(shop: Partner) -> None:
    order = make_paid_order(make_product(shop=shop))
    midnight = timezone.make_aware(timezone.datetime(2026, 11, 22, 0, 5))
    type(order).objects.filter(pk=order.pk).update(date_placed=midnight)

    found = of(shop, now=NOW)

    assert found.sales.points[-1].value == 1


def test_year_has_twelve_months_that_follow_one_another() -> None:
    steps = numbers.months(date(2026, 1, 31), 12, "fr")

    assert (steps[0].from_on, steps[-1].from_on) == (date(2025, 2, 1), date(2026, 1, 1))
    assert all(first.until_on == second.from_on for first, second in pairwise(steps))
    assert steps[0].name == "février\u00a02025"


def test_page_shows_an_honest_nothing(client: Client, shop: Partner) -> None:
    page = client.get("/en/workspace/numbers/").content.decode()

    assert "Nobody has looked yet" in page
    assert "<svg viewBox" not in page


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("period", ["weeks", "year", "<b>"])
def test_page_shows_pictures_with_their_tables(
    client: Client, shop: Partner, language: str, period: str
) -> None:
    product = make_product(shop=shop, price=45000)
    seen(product, 5, timezone.localdate())
    make_paid_order(product, now=timezone.now())

    page = client.get(f"/{language}/workspace/numbers/", {"period": period}).content.decode()

    assert page.count("<table") == 3
    assert page.count('role="img"') >= 3
    assert "style=" not in page
    assert "<b>" not in page


def test_page_asks_few_questions_whatever_was_sold(
    client: Client, shop: Partner, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        make_paid_order(make_product(shop=shop), visitor=visitor(network=str(number)))

    with django_assert_max_num_queries(12):
        client.get("/ar/workspace/numbers/")
