"""The counter of a centre: the cash of an order is taken once, exactly, and then its pieces are handed over."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from marketplace.order import actions
from marketplace.order.models import Order
from marketplace.order.states import ShopOrderState as S
from marketplace.payment.models import ProviderEvent
from shops.models import Body
from shops.states import Role
from tests.factories import NOW, make_centre, make_membership, make_product, make_shop, make_user
from tests.orders import assert_books_agree, make_cash_order, make_paid_order
from tests.people import sign_in

pytestmark = pytest.mark.django_db


def clerk_of(body: Body, role: Role = Role.CLERK) -> Client:
    person = make_user()
    make_membership(person, body, role)
    return sign_in(Client(), person, second_factor=True)


@pytest.fixture
def centre() -> Body:
    return make_centre()


@pytest.fixture
def order(centre: Body) -> Order:
    """An order whose piece lies at the centre, to be paid there."""
    owner = make_user()
    order = make_cash_order(make_product(shop=make_shop(centre=centre, owner=owner)))
    part = order.shop_orders.get()
    actions.accept(shop_order=part, by=owner, now=NOW)
    actions.send(shop_order=part, by=owner, now=NOW, handed_to_centre=True)
    return order


def test_clerk_finds_an_order_takes_its_cash_and_hands_it_over(centre: Body, order: Order) -> None:
    clerk = clerk_of(centre)
    assert "/en/desk/counter/" in clerk.get("/en/desk/").content.decode()
    found = clerk.get("/en/desk/counter/", {"number": f" {order.number.lower()} "})
    assert found["Location"] == f"/en/desk/counter/{order.number}/"
    page = clerk.get(found["Location"]).content.decode()
    assert f'value="{order.charge_minor}"' in page
    assert "Take the money first" in page

    taken = clerk.post(f"/en/desk/counter/{order.number}/cash/", {"amount": order.charge_minor}, follow=True)
    assert "Hand the pieces over now" in taken.content.decode()
    order.refresh_from_db()
    assert order.paid_at is not None
    handed = clerk.post(f"/en/desk/counter/{order.number}/hand-over/", follow=True).content.decode()
    part = order.shop_orders.get()
    assert part.number in handed
    assert part.state == S.DELIVERED
    assert_books_agree()


def test_two_clerks_take_the_money_once_and_hand_over_once(centre: Body, order: Order) -> None:
    first, second = clerk_of(centre), clerk_of(centre)
    said = [
        one.post(f"/en/desk/counter/{order.number}/cash/", {"amount": order.charge_minor}, follow=True)
        for one in (first, second)
    ]
    assert "Hand the pieces over now" in said[0].content.decode()
    assert "Hand the pieces over now" not in said[1].content.decode()
    assert ProviderEvent.objects.count() == 1
    again = [one.post(f"/en/desk/counter/{order.number}/hand-over/", follow=True) for one in (first, second)]
    assert "handed over before" in again[1].content.decode()
    assert_books_agree()


@pytest.mark.parametrize("amount", ["", "1", "many", "-5"])
def test_another_sum_than_is_due_is_not_booked(centre: Body, order: Order, amount: str) -> None:
    answer = clerk_of(centre).post(f"/en/desk/counter/{order.number}/cash/", {"amount": amount}, follow=True)
    assert "has changed" in answer.content.decode()
    order.refresh_from_db()
    assert order.paid_at is None
    assert not ProviderEvent.objects.exists()


def test_unpaid_pieces_are_not_handed_over(centre: Body, order: Order) -> None:
    clerk_of(centre).post(f"/en/desk/counter/{order.number}/hand-over/")
    assert order.shop_orders.get().state == S.SENT


def test_another_centres_order_does_not_exist_here_and_the_operator_sees_all(order: Order) -> None:
    stranger = clerk_of(make_centre())
    for address in ("", "cash/", "hand-over/"):
        path = f"/en/desk/counter/{order.number}/{address}"
        answer = stranger.post(path, {"amount": order.charge_minor}) if address else stranger.get(path)
        assert answer.status_code == 404
    page = stranger.get("/en/desk/counter/", {"number": order.number})
    assert (page.status_code, "No order of this number" in page.content.decode()) == (200, True)
    from tests.factories import make_body

    operator: Any = clerk_of(make_body("operator"), Role.OPERATOR)
    assert operator.get(f"/en/desk/counter/{order.number}/").status_code == 200


def test_order_paid_online_and_collected_is_handed_over_without_cash(centre: Body) -> None:
    owner = make_user()
    pot = make_product(shop=make_shop(centre=centre, owner=owner))
    order = make_paid_order(pot, delivery="collect")
    part = order.shop_orders.get()
    actions.accept(shop_order=part, by=owner, now=NOW)
    actions.send(shop_order=part, by=owner, now=NOW, handed_to_centre=True)
    clerk = clerk_of(centre)
    page = clerk.get(f"/en/desk/counter/{order.number}/").content.decode()
    assert "I have taken" not in page
    clerk.post(f"/en/desk/counter/{order.number}/hand-over/")
    part.refresh_from_db()
    assert part.state == S.DELIVERED
