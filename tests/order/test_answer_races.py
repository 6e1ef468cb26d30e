"""Counter against web, shop against clock, one window against another: one wins; and the same without the guard."""

from datetime import timedelta

import pytest

from marketplace.order import actions, counter
from marketplace.order.models import CounterSale, ShopOrder, ShopOrderChange
from marketplace.order.states import ShopOrderState as S
from tests.factories import NOW, TODAY, make_product, make_shop, make_user, stock_of
from tests.orders import assert_books_agree, fill_basket, make_paid_order, seen

pytestmark = pytest.mark.timeout(120)
DAY_EIGHT = (NOW + timedelta(days=8)).isoformat()


def _last_carpet():
    owner = make_user()
    return owner, make_product(shop=make_shop(owner=owner))


@pytest.mark.parametrize("_round", range(2))
def test_last_piece_goes_to_the_counter_or_to_the_web(process_db, _round):
    owner, carpet = _last_carpet()
    basket = fill_basket(carpet)
    calls = [("buy", basket.pk, seen(basket), "visitor"), ("sell", carpet.pk, owner.pk, 1)] * 2

    results = process_db.at_once("tests.order.racing:sell_here_or_buy", calls)

    sold = results.count("sold")
    bought = len({result["order"] for result in results if isinstance(result, dict) and "order" in result})
    assert (sold, bought) in {(1, 0), (0, 1)}, results
    assert stock_of(carpet) == ((0, 0) if sold else (1, 1))
    assert CounterSale.objects.count() == sold
    assert_books_agree()


def test_canary_counter_without_its_guard_sells_twice(process_db):
    owner = make_user()
    pots = make_product(shop=make_shop(owner=owner), stock=3)
    calls = [("sell", pots.pk, owner.pk, 3)] * 3

    results = process_db.at_once("tests.order.racing:sell_unguarded_or_buy", calls)

    assert results.count("sold") > 1, results


def test_double_tap_sells_one_of_three(process_db):
    owner = make_user()
    pots = make_product(shop=make_shop(owner=owner), stock=3)

    results = process_db.at_once("tests.order.racing:sell_here", [(pots.pk, owner.pk, 3)] * 4)

    assert sorted(results) == ["refused"] * 3 + ["sold"]
    assert stock_of(pots) == (2, 0)


def test_wrong_tap_is_taken_back_once_whoever_taps(process_db):
    owner, carpet = _last_carpet()
    sale = counter.sell(product=carpet, by=owner, left=1, now=NOW)

    results = process_db.at_once("tests.order.racing:undo_here", [(sale.pk, owner.pk)] * 4)

    assert sorted(results) == ["already"] * 3 + ["undone"]
    assert stock_of(carpet) == (1, 0)


@pytest.mark.parametrize("_round", range(2))
def test_shop_or_clock_wins_and_the_other_changes_nothing(process_db, _round):
    owner, carpet = _last_carpet()
    part = make_paid_order(carpet).shop_orders.get()
    calls = [(who, part.pk, owner.pk, DAY_EIGHT) for who in ("shop", "clock", "clock")]

    results = process_db.at_once("tests.order.racing:answer_or_refuse", calls)

    assert sorted(results) in (["accepted", "late", "late"], ["late", "late", "refused"]), results
    state = ShopOrder.objects.get(pk=part.pk).state
    assert state == (S.ACCEPTED if "accepted" in results else S.REFUSED)
    assert ShopOrderChange.objects.filter(row=part, to_state__in=(S.ACCEPTED, S.REFUSED)).count() == 1
    assert_books_agree()


def test_canary_without_the_guard_it_is_accepted_and_refused(process_db):
    owner, carpet = _last_carpet()
    part = make_paid_order(carpet).shop_orders.get()
    calls = [(who, part.pk, owner.pk, DAY_EIGHT) for who in ("shop", "clock")]

    results = process_db.at_once("tests.order.racing:answer_or_refuse_unguarded", calls)

    assert sorted(results) == ["accepted", "refused"], results


def test_buyer_in_two_windows_gives_one_answer(process_db):
    owner, carpet = _last_carpet()
    part = make_paid_order(carpet).shop_orders.get()
    proposal = actions.propose_day(
        shop_order=part, by=owner, proposed_on=TODAY + timedelta(days=9), why="Not woven yet", now=NOW
    )
    calls = [(what, part.order_id, proposal.pk) for what in ("agree", "decline", "agree", "decline")]

    results = process_db.at_once("tests.order.racing:answer_day", calls)

    assert results.count("late") == 3, results
    state = ShopOrder.objects.get(pk=part.pk).state
    assert state == (S.ACCEPTED if "agree" in results else S.CANCELLED)
