"""Placing an order: once, all of it or none, and within the bounds on free holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from marketplace.basket.models import Basket
from marketplace.checkout import actions, rules
from marketplace.checkout.models import ContactCode
from marketplace.order.models import Order, ShopOrder, StockHold
from marketplace.outbox.models import Message
from marketplace.payment.models import PaymentAttempt
from marketplace.payment.states import ProviderCode
from marketplace.refusal import Refusal
from tests.factories import NOW, make_centre, make_product, make_rate, make_shop, make_user, stock_of
from tests.orders import (
    ABROAD,
    BUYER,
    assert_books_agree,
    confirm_contact,
    fill_basket,
    make_cash_order,
    make_order,
    make_paid_order,
    place,
    seen,
    visitor,
)
from tests.times import hours, minutes

pytestmark = pytest.mark.django_db


def assert_nothing_was_left(*products: Any, orders: int = 0) -> None:
    assert Order.objects.count() == orders
    assert ShopOrder.objects.count() == StockHold.objects.count() == PaymentAttempt.objects.count() == orders
    assert Basket.objects.filter(status=Basket.OPEN).exists()
    assert not Message.objects.exclude(kind__in=("catalog.refresh", "checkout.code")).exists()
    assert_books_agree()


def test_order_holds_its_pieces_with_every_sum_frozen():
    make_rate("EUR", "151.37")
    carpet = make_product(price=42000, shop=make_shop(commission_basis_points=0), lead_days=3)
    pot = make_product(price=1799, stock=9)

    order = place(
        fill_basket(carpet, pot, quantity=1, delivery="post"),
        buyer=ABROAD,
        currency="EUR",
        visitor=visitor(user=make_user()),
    )

    one, two = order.shop_orders.all()
    assert one.number == f"{order.number}-1"
    assert (one.lines_dzd_minor, one.lines_charge_minor) == (4_200_000, 27_747)
    assert (two.lines_dzd_minor, two.lines_charge_minor) == (179_900, 1_188)
    assert (two.delivery_dzd_minor, two.delivery_charge_minor) == (320_000, 2_114)
    assert order.charge_minor == 27_747 + 1_188 + 2 * 2_114
    assert order.dzd_minor == 4_200_000 + 179_900 + 640_000
    assert (one.commission_basis_points, one.commission_minor) == (0, 0)
    assert (two.commission_basis_points, two.commission_minor) == (800, 14_392)
    assert (one.send_by_on - NOW.date()).days == 3
    assert str(order.quote.dinars_per_unit) == "151.370000"
    assert order.status == ""
    assert order.user is not None
    assert [hold.expires_at for hold in order.holds.all()] == [NOW + minutes(40)] * 2
    assert (stock_of(carpet), stock_of(pot)) == ((1, 1), (9, 1))
    line = one.lines.get()
    assert (line.title_ar, line.unit_dzd_minor) == (carpet.title_ar, 4_200_000)
    assert_books_agree()


def test_frozen_commission_and_rate_never_follow_later_changes():
    make_rate("EUR", "150")
    shop = make_shop()
    order = make_order(make_product(shop=shop, price=1000), buyer=ABROAD, currency="EUR", delivery="post")
    shop.commission_basis_points = 5000
    shop.save()
    make_rate("EUR", "300", rate_on=NOW.date() - timedelta(days=1))

    order.refresh_from_db()

    assert order.shop_orders.get().commission_minor == 8_000
    assert order.quote.dinars_per_unit == 150


def test_basket_that_was_ordered_gives_the_same_order_again():
    basket = fill_basket(make_product())
    shown = seen(basket)

    first = place(basket, seen=shown)
    second = place(basket, seen=shown, visitor=visitor(session="other"))

    assert first.pk == second.pk
    assert Order.objects.count() == PaymentAttempt.objects.count() == 1


def test_sold_piece_is_told_and_nothing_is_left():
    carpet, pot = make_product(title="Red carpet"), make_product(stock=5)
    basket = fill_basket(carpet, pot)
    shown = seen(basket)
    carpet.stockrecords.update(num_in_stock=0)

    with pytest.raises(actions.PieceSold, match="Red carpet") as refused:
        place(basket, seen=shown)

    assert refused.value.product == carpet
    assert stock_of(pot) == (5, 0)
    assert_nothing_was_left()


def test_piece_that_goes_between_reading_and_writing_is_told_and_nothing_is_left(monkeypatch):
    pot, carpet = make_product(stock=5), make_product(title="Red carpet")
    basket = fill_basket(pot, carpet)
    reserve = actions.holds.reserve

    def someone_is_faster(wanted: dict[int, int]) -> None:
        carpet.stockrecords.update(num_in_stock=0)
        reserve(wanted)

    monkeypatch.setattr(actions.holds, "reserve", someone_is_faster)
    with pytest.raises(actions.PieceSold, match="Red carpet"):
        place(basket)

    assert stock_of(pot) == (5, 0)
    assert stock_of(carpet) == (1, 0)  # rolled back with the rest
    assert_nothing_was_left()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"seen": "DZD:1:1"}, "A price has changed"),
        ({"terms_version": "2001-01-01"}, "The terms of sale have changed"),
        ({"provider": "cash_at_centre"}, "This way of paying does not go with this delivery"),
        ({"provider": "nothing"}, "This way of paying does not go with this delivery"),
        ({"currency": "EUR", "seen": "EUR:1:1"}, "There is no official rate"),
        ({"buyer": replace(BUYER, country="KP", wilaya="")}, "A shop cannot deliver to this place"),
    ],
)
def test_every_refusal_leaves_nothing(change, sentence):
    basket = fill_basket(make_product())

    with pytest.raises(Refusal, match=sentence):
        place(basket, **({"seen": seen(basket)} | change))

    assert_nothing_was_left()


def test_empty_basket_cannot_be_ordered():
    basket = fill_basket(make_product())
    basket.lines.all().delete()

    with pytest.raises(Refusal, match="nothing in your basket"):
        place(basket, seen="DZD:0:0")

    assert_nothing_was_left()


def test_closed_shop_cannot_be_ordered_from():
    shop = make_shop()
    basket = fill_basket(make_product(shop=shop))
    shown = seen(basket)
    shop.closed_from_on = NOW.date()
    shop.save()

    with pytest.raises(Refusal, match="closed for a while"):
        place(basket, seen=shown)

    assert_nothing_was_left()


@pytest.mark.parametrize("days", [8, 30, -1])
def test_rate_that_is_not_of_these_days_cannot_be_charged_at(days):
    make_rate("EUR", rate_on=NOW.date() - timedelta(days=days))
    basket = fill_basket(make_product())

    with pytest.raises(Refusal, match="no official rate"):
        place(basket, currency="EUR", seen="EUR:1:1")

    assert_nothing_was_left()


def test_rate_of_a_week_ago_still_counts():
    make_rate("EUR", rate_on=NOW.date() - timedelta(days=7))

    assert make_order(make_product(), currency="EUR").charge_currency == "EUR"


def test_a_visitor_holds_at_most_two_unpaid_orders():
    for _ in range(2):
        make_order(make_product())
    basket = fill_basket(make_product())

    with pytest.raises(Refusal, match="wait for payment"):
        place(basket)

    assert Order.objects.count() == 2
    Order.objects.first().holds.update(state="released")
    StockHold.objects.filter(state="released").first().stockrecord.product.stockrecords.update(
        num_allocated=0
    )
    assert place(basket)


def test_a_network_holds_at_most_ten_unpaid_orders_an_hour():
    for index in range(10):
        make_order(make_product(), visitor=visitor(session=f"s{index}"))
    basket = fill_basket(make_product())

    with pytest.raises(Refusal, match="from your network"):
        place(basket, visitor=visitor(session="s-new"))
    assert place(basket, visitor=visitor(session="s-new", network="elsewhere"))
    later = fill_basket(make_product())
    assert place(later, visitor=visitor(session="s-later"), now=NOW + minutes(61))


def test_paid_orders_do_not_count_as_free_holds():
    for _ in range(12):
        make_paid_order(make_product())

    assert make_order(make_product())


def test_cash_order_is_confirmed_and_kept_for_days():
    pot = make_product(shop=make_shop(centre=make_centre()), lead_days=4)

    order = make_cash_order(pot)

    part = order.shop_orders.get()
    assert part.state == "confirmed"
    assert order.paid_at is None
    assert order.holds.get().expires_at.date() == NOW.date() + timedelta(days=4 + 1 + 3)
    assert Message.objects.filter(kind="order.confirmed").count() == 1
    assert not Message.objects.filter(kind="order.paid").exists()
    assert_books_agree()


def test_cash_order_without_a_confirmed_contact_is_refused():
    basket = fill_basket(make_product(shop=make_shop(centre=make_centre())), delivery="collect")

    with pytest.raises(Refusal, match="confirm your e-mail"):
        place(basket, provider=ProviderCode.CASH_AT_CENTRE)

    assert_nothing_was_left()


def test_contact_confirmed_for_another_basket_does_not_count():
    centre = make_centre()
    confirm_contact(fill_basket(make_product(shop=make_shop(centre=centre)), delivery="collect"))
    basket = fill_basket(make_product(shop=make_shop(centre=centre)), delivery="collect")

    with pytest.raises(Refusal, match="confirm your e-mail"):
        place(basket, provider=ProviderCode.CASH_AT_CENTRE)


@pytest.mark.parametrize("other", [{"phone": "+213770000000"}, {"email": "else@example.test"}])
def test_one_contact_holds_at_most_three_pieces_for_cash_by_phone_or_by_mail(other):
    centre = make_centre()
    make_cash_order(*(make_product(shop=make_shop(centre=centre)) for _ in range(2)))
    make_cash_order(make_product(shop=make_shop(centre=centre)), buyer=replace(BUYER, **other))

    with pytest.raises(Refusal, match="At most 3 pieces"):
        make_cash_order(make_product(shop=make_shop(centre=centre)))

    assert StockHold.objects.count() == 3
    assert_books_agree()


def test_cash_needs_all_of_it_at_one_centre():
    one, two = make_shop(centre=make_centre()), make_shop(centre=make_centre(name="Another"))
    basket = fill_basket(make_product(shop=one), make_product(shop=two), delivery="collect")
    confirm_contact(basket)

    with pytest.raises(Refusal, match="does not go with this delivery"):
        place(basket, provider=ProviderCode.CASH_AT_CENTRE)

    assert_nothing_was_left()


def test_demopay_is_not_there_where_real_people_buy(settings):
    basket = fill_basket(make_product())
    settings.DEMO = False

    with pytest.raises(Refusal, match="does not go with this delivery"):
        place(basket)

    assert_nothing_was_left()


def test_code_ends_after_five_tries_even_when_the_sixth_is_right():
    basket = fill_basket(make_product(shop=make_shop(centre=make_centre())), delivery="collect")
    row = actions.send_code(basket_id=basket.pk, email=BUYER.email, language="en", now=NOW)
    right = rules.code_of(row)
    wrong = f"{(int(right) + 1) % 10**6:06}"

    tries = [
        actions.confirm_code(basket_id=basket.pk, email=BUYER.email, written=code, now=NOW)
        for code in [wrong] * 5 + [right]
    ]

    assert tries == [False] * 6
    row.refresh_from_db()
    assert (row.tries, row.used_at) == (5, None)


@pytest.mark.parametrize(
    ("written", "when", "counts"),
    [
        (lambda code: f" {code[:3]} {code[3:]} ", NOW + minutes(14), True),
        (lambda code: code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")), NOW, True),
        (lambda code: code, NOW + minutes(15), False),
        (lambda code: code[:5], NOW, False),
        (lambda code: "", NOW, False),
    ],
)
def test_code_counts_in_both_digits_and_in_time(written, when, counts):
    basket = fill_basket(make_product())
    row = actions.send_code(basket_id=basket.pk, email=BUYER.email, language="en", now=NOW)

    done = actions.confirm_code(
        basket_id=basket.pk, email=BUYER.email, written=written(rules.code_of(row)), now=when
    )

    assert done is counts
    assert bool(ContactCode.objects.get().used_at) is counts


def test_code_of_another_basket_or_contact_or_an_older_one_does_not_count():
    basket, other = fill_basket(make_product()), fill_basket(make_product())
    old = rules.code_of(actions.send_code(basket_id=basket.pk, email=BUYER.email, language="en", now=NOW))
    new = rules.code_of(actions.send_code(basket_id=basket.pk, email=BUYER.email, language="en", now=NOW))

    assert not actions.confirm_code(basket_id=other.pk, email=BUYER.email, written=new, now=NOW)
    assert not actions.confirm_code(basket_id=basket.pk, email="else@example.test", written=new, now=NOW)
    assert old == new or not actions.confirm_code(
        basket_id=basket.pk, email=BUYER.email, written=old, now=NOW
    )
    assert actions.confirm_code(basket_id=basket.pk, email=BUYER.email, written=new, now=NOW)
    assert not actions.confirm_code(basket_id=basket.pk, email=BUYER.email, written=new, now=NOW)


def test_an_address_is_sent_at_most_five_codes_an_hour():
    basket = fill_basket(make_product())
    for _ in range(5):
        actions.send_code(basket_id=basket.pk, email=BUYER.email, language="en", now=NOW)

    with pytest.raises(Refusal, match="several codes"):
        actions.send_code(basket_id=basket.pk, email=BUYER.email, language="en", now=NOW)

    assert ContactCode.objects.count() == Message.objects.filter(kind="checkout.code").count() == 5
    assert actions.send_code(basket_id=basket.pk, email=BUYER.email, language="en", now=NOW + hours(2))


def test_codes_differ_and_are_not_kept():
    basket = fill_basket(make_product())
    rows = [
        actions.send_code(basket_id=basket.pk, email=f"{index}@example.test", language="en", now=NOW)
        for index in range(20)
    ]

    codes = {rules.code_of(row) for row in rows}

    assert len(codes) > 15
    assert all(len(code) == 6 and code.isdigit() for code in codes)
    kept = str(list(ContactCode.objects.values())) + str(list(Message.objects.values("payload")))
    assert not any(code in kept for code in codes)


def test_number_of_queries_does_not_grow_with_the_basket(django_assert_max_num_queries):
    small = fill_basket(make_product())
    large = fill_basket(*(make_product(shop=make_shop()) for _ in range(10)))
    shown = seen(small), seen(large)

    with django_assert_max_num_queries(26):
        place(small, seen=shown[0])
    with django_assert_max_num_queries(26 + 9):  # one guarded UPDATE per piece, in order
        place(large, seen=shown[1], visitor=visitor(session="two"))
