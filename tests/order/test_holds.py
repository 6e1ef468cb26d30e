"""Stock moves by guarded statements: what has no room is refused, and nothing half done is left."""

import pytest
from django.db import transaction

from marketplace.order import holds
from marketplace.order.actions import expire, release_expired
from marketplace.order.models import Order, StockHold
from marketplace.order.states import HoldState
from marketplace.order.states import ShopOrderState as S
from marketplace.outbox.models import Message
from tests.factories import NOW, make_product, stock_of
from tests.orders import assert_books_agree, make_cash_order, make_order, make_paid_order, visitor
from tests.times import hours, minutes

pytestmark = pytest.mark.django_db


def _record(product):
    return product.stockrecords.get().pk


def test_reserve_keeps_what_is_left_and_refuses_one_more():
    pot = make_product(stock=2)

    holds.reserve({_record(pot): 2})
    with pytest.raises(holds.SoldOut), transaction.atomic():
        holds.reserve({_record(pot): 1})

    assert stock_of(pot) == (2, 2)


def test_reserve_that_fails_half_way_keeps_nothing():
    first, second = make_product(stock=5), make_product(stock=0)

    with pytest.raises(holds.SoldOut) as refused, transaction.atomic():
        holds.reserve({_record(first): 1, _record(second): 1})

    assert refused.value.stockrecord_id == _record(second)
    assert stock_of(first) == (5, 0)


def test_reserve_takes_a_stock_that_was_never_allocated():
    pot = make_product(stock=1)
    pot.stockrecords.update(num_allocated=None)

    holds.reserve({_record(pot): 1})

    assert stock_of(pot) == (1, 1)


def test_consume_of_pieces_nobody_holds_is_a_bug_that_rises():
    order = make_order(make_product())
    hold = order.holds.get()
    hold.stockrecord.product.stockrecords.update(num_allocated=0)

    with pytest.raises(holds.BooksBroken):
        holds.consume([hold])


def test_unpaid_pieces_come_back_when_the_time_is_over():
    carpet, pot = make_product(), make_product(stock=4)
    order = make_order(carpet, pot, quantity=1)

    early = release_expired(now=NOW + minutes(39))
    late = release_expired(now=NOW + minutes(41))
    again = release_expired(now=NOW + minutes(42))

    assert (early, late, again) == (0, 1, 0)
    assert (stock_of(carpet), stock_of(pot)) == ((1, 0), (4, 0))
    assert {hold.state for hold in order.holds.all()} == {HoldState.RELEASED}
    assert {part.state for part in order.shop_orders.all()} == {S.EXPIRED}
    assert Message.objects.filter(kind="order.expired").count() == 1
    ids = sorted([carpet.pk, pot.pk])
    assert Message.objects.filter(kind="catalog.refresh", payload={"product_ids": ids}).count() == 2
    assert_books_agree()


def test_paid_pieces_are_never_given_back():
    carpet = make_product()
    order = make_paid_order(carpet)

    assert release_expired(now=NOW + hours(100)) == 0
    assert not expire(order_id=order.pk, now=NOW + hours(100))
    assert stock_of(carpet) == (0, 0)


def test_one_order_that_fails_keeps_no_other_from_being_released(caplog):
    stuck, free = make_product(), make_product()
    first = make_order(stuck, visitor=visitor(session="a"))
    make_order(free, visitor=visitor(session="b"))
    stuck.stockrecords.update(num_allocated=0)  # someone wrote past the holds

    released = release_expired(now=NOW + hours(1))

    assert released == 1
    assert stock_of(free) == (1, 0)
    assert f"order {first.pk} cannot be released" in caplog.text
    assert first.shop_orders.get().state == S.HELD


def test_cash_pieces_wait_until_days_after_they_are_ready():
    from tests.factories import make_centre, make_shop

    pot = make_product(shop=make_shop(centre=make_centre()), lead_days=10)
    order = make_cash_order(pot)

    assert release_expired(now=NOW + hours(24 * 13)) == 0
    assert release_expired(now=NOW + hours(24 * 16)) == 1
    assert order.shop_orders.get().state == S.EXPIRED
    assert stock_of(pot) == (1, 0)
    assert_books_agree()


def test_rolled_back_order_leaves_nothing():
    carpet = make_product()

    with transaction.atomic():
        make_order(carpet)
        transaction.set_rollback(True)

    assert stock_of(carpet) == (1, 0)
    assert not Order.objects.exists()
    assert not StockHold.objects.exists()
    assert not Message.objects.exclude(kind="catalog.refresh").exists()
