"""A part arrives: handed over at the centre, said by its buyer's link, or by the clock; once, whoever says so first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from marketplace.machine import AlreadyThere, IllegalMove
from marketplace.order import actions, delivering
from marketplace.order.models import Order, ShopOrder, ShopOrderChange
from marketplace.order.states import ShopOrderState as S
from marketplace.refusal import Refusal
from marketplace.settlement import actions as settlement
from shops.models import Body
from tests.factories import NOW, make_centre, make_product, make_shop, make_user
from tests.orders import assert_books_agree, make_cash_order, make_paid_order

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def sent(order: Order, owner: Any, *, handed: bool = False) -> ShopOrder:
    """Let the shop accept and send its part."""
    part = order.shop_orders.get()
    actions.accept(shop_order=part, by=owner, now=NOW)
    way: dict[str, Any] = {"handed_to_centre": True} if handed else {"tracking_number": "X1"}
    return actions.send(shop_order=part, by=owner, now=NOW, **way)


@pytest.fixture
def cash() -> tuple[Body, Order]:
    """An order to be paid at a centre, whose piece has been handed to it."""
    centre, owner = make_centre(), make_user()
    order = make_cash_order(make_product(shop=make_shop(centre=centre, owner=owner)))
    sent(order, owner, handed=True)
    return centre, order


def take(order: Order) -> None:
    assert settlement.receive_cash(order=order, by=make_user(), now=NOW) == settlement.Outcome.PAID


def test_paid_pieces_are_handed_over_once(cash: tuple[Body, Order]) -> None:
    centre, order = cash
    clerk = make_user()
    with pytest.raises(Refusal, match="not paid yet"):
        delivering.hand_over(order=order, centre=centre, by=clerk, now=NOW)
    take(order)

    (part,) = delivering.hand_over(order=order, centre=centre, by=clerk, now=NOW + timedelta(days=1))

    part.refresh_from_db()
    assert (part.state, part.delivered_at) == (S.DELIVERED, NOW + timedelta(days=1))
    assert part.changes.get(to_state=S.DELIVERED).by == clerk
    with pytest.raises(AlreadyThere):
        delivering.hand_over(order=order, centre=centre, by=clerk, now=NOW)
    assert_books_agree()


def test_nothing_is_handed_over_before_it_has_come_nor_at_another_centre(cash: tuple[Body, Order]) -> None:
    _centre, order = cash
    take(order)
    with pytest.raises(Refusal, match="has come"):
        delivering.hand_over(order=order, centre=make_centre(), by=make_user(), now=NOW)
    here, owner = make_centre(), make_user()
    early = make_cash_order(make_product(shop=make_shop(centre=here, owner=owner)))
    take(early)
    with pytest.raises(Refusal, match="has come"):
        delivering.hand_over(order=early, centre=here, by=make_user(), now=NOW)


def test_buyer_says_by_the_link_that_it_has_arrived(client: Client) -> None:
    owner = make_user()
    order = make_paid_order(make_product(shop=make_shop(owner=owner)))
    link = order.get_absolute_url()
    assert "I have received it" not in client.get(link).content.decode()
    part = sent(order, owner)
    assert "I have received it" in client.get(link).content.decode()

    answers = [client.post(f"{link}arrived/", {"part": part.number}) for _tap in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    part.refresh_from_db()
    assert part.state == S.DELIVERED
    assert ShopOrderChange.objects.filter(row=part, to_state=S.DELIVERED).count() == 1
    assert "I have received it" not in client.get(link).content.decode()


def test_part_that_was_not_sent_and_a_strangers_order_cannot_be_confirmed(client: Client) -> None:
    owner = make_user()
    order = make_paid_order(make_product(shop=make_shop(owner=owner)))
    part = order.shop_orders.get()
    with pytest.raises(IllegalMove):
        delivering.confirm_arrival(order=order, number=part.number, now=NOW)
    theirs = make_paid_order(make_product())
    link = theirs.get_absolute_url()
    assert client.post(f"{link}arrived/", {"part": part.number}).status_code == 404
    wrong = link.rstrip("/")[:-1] + ("A" if link.rstrip("/")[-1] != "A" else "B")
    assert client.post(f"{wrong}/arrived/", {"part": part.number}).status_code == 404


@pytest.mark.parametrize(("abroad", "days"), [(False, 10), (True, 30)])
def test_clock_delivers_after_its_days_and_not_before(abroad: bool, days: int) -> None:
    owner = make_user()
    order = make_paid_order(make_product(shop=make_shop(owner=owner)))
    if abroad:
        Order.objects.filter(pk=order.pk).update(country_code="FR")
    part = sent(order, owner)

    def delivered(after: timedelta) -> int:
        return delivering.deliver_by_clock(now=NOW + after)

    day = timedelta(days=days)
    assert [delivered(day - timedelta(seconds=1)), delivered(day), delivered(day)] == [0, 1, 0]
    part.refresh_from_db()
    assert (part.state, part.delivered_at) == (S.DELIVERED, NOW + day)


def test_clock_leaves_what_waits_at_a_centre(cash: tuple[Body, Order]) -> None:
    take(cash[1])
    assert delivering.deliver_by_clock(now=NOW + timedelta(days=300)) == 0
