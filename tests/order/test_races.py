"""T7 and its kin, by real processes on a real database: one piece is sold once, whatever happens at the same time."""

import pytest

from marketplace.basket.models import Basket
from marketplace.order.models import Order, ShopOrder, StockHold
from marketplace.order.states import HoldState
from marketplace.order.states import ShopOrderState as S
from marketplace.payment.models import PaymentAttempt
from marketplace.settlement.models import Transfer
from shops.partner.models import StockRecord
from tests.factories import make_product, stock_of
from tests.orders import assert_books_agree, fill_basket, make_order, press, seen

DURING = "2026-11-22T09:10:00+00:00"
AFTER = "2026-11-22T11:00:00+00:00"
pytestmark = pytest.mark.timeout(120)


def _ready_to_buy(baskets: list[Basket]) -> list[tuple[int, str, str]]:
    return [(basket.pk, seen(basket), f"visitor-{index}") for index, basket in enumerate(baskets)]


def test_last_pieces_are_sold_once_each_among_ten_buyers(process_db):
    carpet = make_product(stock=3)
    buyers = _ready_to_buy([fill_basket(carpet) for _ in range(10)])

    results = process_db.at_once("tests.order.racing:buy", buyers)

    assert sum("order" in result for result in results) == 3, results
    assert [result["refused"] for result in results if "refused" in result] == ["PieceSold"] * 7
    assert stock_of(carpet) == (3, 3)
    assert Order.objects.count() == PaymentAttempt.objects.count() == StockHold.objects.count() == 3
    assert Basket.objects.filter(status=Basket.OPEN).count() == 7
    assert_books_agree()


def test_canary_the_same_race_without_the_guard_oversells(process_db):
    """Without the CHECK and the conditional UPDATE the race must be lost, or the test above proves nothing."""
    carpet = make_product(stock=3)
    buyers = [(*buyer, 3) for buyer in _ready_to_buy([fill_basket(carpet) for _ in range(10)])]
    _without_the_check()

    results = process_db.at_once("tests.order.racing:buy_unguarded", buyers)

    assert sum("order" in result for result in results) > 3, results
    in_stock, allocated = stock_of(carpet)
    assert allocated > in_stock


def test_the_check_behind_the_guard_stops_an_unguarded_sale(process_db):
    carpet = make_product(stock=3)
    buyers = [(*buyer, 3) for buyer in _ready_to_buy([fill_basket(carpet) for _ in range(10)])]

    results = process_db.at_once("tests.order.racing:buy_unguarded", buyers)

    assert sum("order" in result for result in results) == 3, results
    assert {result["error"] for result in results if "error" in result} == {"IntegrityError"}
    assert stock_of(carpet) == (3, 3)
    assert_books_agree()


def _without_the_check() -> None:
    """Take the CHECK off the stock table, as Oscar's own has none."""
    from django.db import connection

    standing = StockRecord._meta.constraints
    check = next(row for row in standing if row.name == "stock_never_oversold")
    StockRecord._meta.constraints = [
        row for row in standing if row is not check
    ]  # SQLite remakes the table from these
    try:
        with connection.schema_editor() as editor:
            editor.remove_constraint(StockRecord, check)
    finally:
        StockRecord._meta.constraints = standing


def test_two_orders_of_the_same_pieces_in_opposite_order_never_wait_for_each_other(process_db):
    pieces = [make_product(stock=40) for _ in range(4)]
    baskets = [fill_basket(*(pieces if index % 2 else reversed(pieces))) for index in range(8)]

    results = process_db.at_once("tests.order.racing:buy", _ready_to_buy(baskets))

    assert all("order" in result for result in results), results
    assert [stock_of(piece) for piece in pieces] == [(40, 8)] * 4
    assert_books_agree()


def test_five_confirms_of_one_basket_make_one_order_and_one_attempt(process_db):
    basket = fill_basket(make_product(stock=5))
    buyers = [(basket.pk, seen(basket), "one-visitor")] * 5

    results = process_db.at_once("tests.order.racing:buy", buyers)

    assert len({(result["order"], result["next"]) for result in results}) == 1, results
    assert Order.objects.count() == PaymentAttempt.objects.count() == 1
    assert_books_agree()


def test_six_settlements_at_once_write_one_journal(process_db):
    carpet = make_product()
    order = make_order(carpet)
    attempt = press(order)

    results = process_db.at_once("tests.order.racing:settle", [(attempt.pk, DURING)] * 6)

    assert sorted(results) == ["already"] * 5 + ["paid"]
    assert Transfer.objects.values("journal").distinct().count() == 1
    assert stock_of(carpet) == (0, 0)
    assert_books_agree()


@pytest.mark.parametrize("_round", range(2))
def test_expiry_and_payment_at_the_same_moment_leave_one_truth(process_db, _round):
    carpet = make_product()
    attempt = press(make_order(carpet))
    calls = [("settle", attempt.pk, AFTER), ("release", attempt.pk, AFTER)] * 2

    results = process_db.at_once("tests.order.racing:settle_or_release", calls)

    assert "paid" in results, results  # late or not, the piece was still there
    assert ShopOrder.objects.get().state == S.PAID
    assert stock_of(carpet) == (0, 0)
    assert_books_agree()


def test_two_clocks_give_pieces_back_once(process_db):
    carpets = [make_product() for _ in range(3)]
    for carpet in carpets:
        make_order(carpet, visitor=None)
        Order.objects.update(placed_session="")

    results = process_db.at_once("tests.order.racing:release", [(AFTER,)] * 3)

    assert sum(results) == 3, results
    assert [stock_of(carpet) for carpet in carpets] == [(1, 0)] * 3
    assert set(StockHold.objects.values_list("state", flat=True)) == {HoldState.RELEASED}
    assert_books_agree()
