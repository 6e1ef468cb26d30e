"""A shop answers and sends its own part, and no other shop's."""

import pytest
from django.core.exceptions import PermissionDenied

from marketplace.machine import AlreadyThere, IllegalMove
from marketplace.order import actions
from marketplace.order.states import ShopOrderState as S
from marketplace.outbox.models import Message
from marketplace.refusal import Refusal
from shops.states import Role
from tests.factories import NOW, make_centre, make_membership, make_product, make_shop, make_user, stock_of
from tests.orders import assert_books_agree, make_cash_order, make_order, make_paid_order
from tests.times import hours

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make_user()


@pytest.fixture
def part(owner):
    order = make_paid_order(make_product(shop=make_shop(owner=owner)), make_product())
    return order.shop_orders.get(number__endswith="-1")


def _told(kind: str) -> int:
    return Message.objects.filter(kind=kind).count()


def test_accepted_and_sent_moves_that_part_alone(part, owner):
    actions.accept(shop_order=part, by=owner, now=NOW)
    actions.send(shop_order=part, by=owner, tracking_number="  EE 123 DZ ", carrier="EMS", now=NOW + hours(5))

    part.refresh_from_db()
    assert (part.state, part.tracking_number, part.carrier) == (S.SENT, "EE 123 DZ", "EMS")
    assert (part.accepted_at, part.sent_at) == (NOW, NOW + hours(5))
    assert [change.to_state for change in part.changes.all()] == [S.HELD, S.PAID, S.ACCEPTED, S.SENT]
    assert part.order.shop_orders.exclude(pk=part.pk).get().state == S.PAID
    assert (_told("shop_order.accepted"), _told("shop_order.sent")) == (1, 1)
    assert_books_agree()


def test_handed_to_the_centre_is_sent_too(part, owner):
    actions.accept(shop_order=part, by=owner, now=NOW)
    actions.send(shop_order=part, by=owner, handed_to_centre=True, now=NOW)

    part.refresh_from_db()
    assert (part.state, part.handed_to_centre) == (S.SENT, True)


@pytest.mark.parametrize("who", ["stranger", "other shop", "former", "clerk"])
def test_only_who_is_of_the_shop_today_may_answer(part, who):
    user = make_user()
    if who == "other shop":
        make_shop(owner=user)
    if who == "former":
        make_membership(user, part.shop.body, until_on=NOW.date())
    if who == "clerk":
        make_membership(user, part.shop.body, role=Role.CLERK)

    for act in (
        lambda: actions.accept(shop_order=part, by=user, now=NOW),
        lambda: actions.refuse(shop_order=part, by=user, reason="No.", now=NOW),
        lambda: actions.send(shop_order=part, by=user, tracking_number="1", now=NOW),
    ):
        with pytest.raises(PermissionDenied):
            act()

    part.refresh_from_db()
    assert part.state == S.PAID
    assert not Message.objects.filter(kind__startswith="shop_order.").exists()


def test_unpaid_part_cannot_be_accepted(owner):
    order = make_order(make_product(shop=make_shop(owner=owner)))

    with pytest.raises(IllegalMove):
        actions.accept(shop_order=order.shop_orders.get(), by=owner, now=NOW)

    assert order.shop_orders.get().changes.count() == 1


def test_accepting_twice_is_told_and_done_once(part, owner):
    actions.accept(shop_order=part, by=owner, now=NOW)

    with pytest.raises(AlreadyThere):
        actions.accept(shop_order=part, by=owner, now=NOW)

    assert _told("shop_order.accepted") == 1


def test_sending_without_saying_how_leaves_it_where_it_was(part, owner):
    actions.accept(shop_order=part, by=owner, now=NOW)

    with pytest.raises(Refusal):
        actions.send(shop_order=part, by=owner, now=NOW)

    part.refresh_from_db()
    assert part.state == S.ACCEPTED


def test_refused_part_keeps_its_reason_and_stays_off_sale(part, owner):
    actions.refuse(shop_order=part, by=owner, reason=" It broke\nin the kiln. ", now=NOW)

    part.refresh_from_db()
    assert (part.state, part.reason) == (S.REFUSED, "It broke in the kiln.")
    assert stock_of(part.lines.get().product) == (0, 0)
    assert _told("shop_order.refused") == 1
    assert_books_agree()


def test_refused_cash_part_takes_its_held_piece_off_sale(owner):
    pot = make_product(stock=3, shop=make_shop(owner=owner, centre=make_centre()))
    order = make_cash_order(pot)

    actions.refuse(shop_order=order.shop_orders.get(), by=owner, reason="Sold in the shop.", now=NOW)

    assert stock_of(pot) == (2, 0)
    assert actions.release_expired(now=NOW + hours(1000)) == 0
    assert_books_agree()
