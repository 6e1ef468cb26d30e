"""A9: one tap in the shop, and it is gone online; taken back once, and within ten minutes."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from marketplace.basket import actions as baskets
from marketplace.machine import AlreadyThere
from marketplace.order import counter
from marketplace.order.models import CounterSale
from marketplace.outbox.models import Message
from marketplace.refusal import Refusal
from marketplace.settlement.models import Transfer
from tests.factories import NOW, TODAY, make_membership, make_product, make_shop, make_user, stock_of
from tests.orders import assert_books_agree, make_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make_user()


@pytest.fixture
def carpet(owner):
    return make_product(shop=make_shop(owner=owner), price=42000)


def test_sold_in_the_shop_is_gone_online_at_once(owner, carpet):
    sale = counter.sell(product=carpet, by=owner, left=1, now=NOW)

    assert stock_of(carpet) == (0, 0)
    assert (sale.quantity, sale.unit_dzd_minor, sale.sold_by, sale.sold_at) == (1, 4_200_000, owner, NOW)
    assert Message.objects.filter(kind="catalog.refresh").exists()
    with pytest.raises(Refusal):
        baskets.add(basket_id=None, product_id=carpet.pk, quantity="1", today=TODAY)
    assert not Transfer.objects.exists()
    assert_books_agree()


def test_second_tap_of_the_same_page_takes_no_second_piece(owner):
    pots = make_product(shop=make_shop(owner=owner), stock=4)

    counter.sell(product=pots, by=owner, left=4, now=NOW)
    with pytest.raises(Refusal):
        counter.sell(product=pots, by=owner, left=4, now=NOW)

    assert stock_of(pots) == (3, 0)
    assert CounterSale.objects.count() == 1


def test_piece_that_a_buyer_holds_is_not_sold_in_the_shop(owner, carpet):
    make_order(carpet)

    with pytest.raises(Refusal, match="ordered this piece online"):
        counter.sell(product=carpet, by=owner, left=1, now=NOW)

    assert stock_of(carpet) == (1, 1)
    assert not CounterSale.objects.exists()


@pytest.mark.parametrize("left", [0, -1, 7])
def test_a_number_that_was_never_shown_takes_nothing(owner, carpet, left):
    with pytest.raises(Refusal):
        counter.sell(product=carpet, by=owner, left=left, now=NOW)

    assert stock_of(carpet) == (1, 0)


def test_nobody_else_sells_or_takes_back(owner, carpet):
    stranger, sale = make_user(), counter.sell(product=carpet, by=owner, left=1, now=NOW)
    ended = make_user()
    make_membership(ended, carpet.shop.body, until_on=TODAY)

    for user in (stranger, ended):
        with pytest.raises(PermissionDenied):
            counter.undo(sale=sale, by=user, now=NOW)
        with pytest.raises(PermissionDenied):
            counter.sell(product=carpet, by=user, left=1, now=NOW)

    assert stock_of(carpet) == (0, 0)


def test_wrong_tap_is_taken_back_once(owner, carpet):
    sale = counter.sell(product=carpet, by=owner, left=1, now=NOW)

    counter.undo(sale=sale, by=owner, now=NOW + timedelta(minutes=9))
    with pytest.raises(AlreadyThere):
        counter.undo(sale=sale, by=owner, now=NOW + timedelta(minutes=9))

    assert stock_of(carpet) == (1, 0)
    sale.refresh_from_db()
    assert (sale.undone_at, sale.undone_by) == (NOW + timedelta(minutes=9), owner)


def test_after_ten_minutes_nothing_is_taken_back(owner, carpet):
    sale = counter.sell(product=carpet, by=owner, left=1, now=NOW)

    with pytest.raises(Refusal, match="too long ago"):
        counter.undo(sale=sale, by=owner, now=NOW + timedelta(minutes=10))

    assert stock_of(carpet) == (0, 0)


def test_one_post_without_a_form_does_it(client, owner, carpet):
    client.force_login(owner)
    page = client.get(reverse("workspace_pieces")).content.decode()
    sold = reverse("workspace_sold_here", args=[carpet.pk])

    response = client.post(sold, {"left": "1", "back": "list"})

    assert f'action="{sold}"' in page
    assert response["Location"] == reverse("workspace_pieces")
    assert stock_of(carpet) == (0, 0)
    undo = reverse("workspace_undo_sale", args=[carpet.pk, CounterSale.objects.get().pk])
    assert f'action="{undo}"' in client.get(reverse("workspace_piece", args=[carpet.pk])).content.decode()
    client.post(undo)
    assert stock_of(carpet) == (1, 0)
