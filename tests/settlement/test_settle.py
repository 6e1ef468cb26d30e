"""One settle, whoever calls it: money in is money owed, earned and returned, to the centime."""

import logging

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from marketplace.order import actions as shop
from marketplace.order.actions import release_expired
from marketplace.order.models import ShopOrder
from marketplace.order.states import ShopOrderState as S
from marketplace.outbox import actions as outbox
from marketplace.outbox.models import Message
from marketplace.payment.models import PaymentAttempt, ProviderEvent
from marketplace.payment.states import AttemptState
from marketplace.refusal import Refusal
from marketplace.settlement import actions, audit
from marketplace.settlement.actions import Outcome
from marketplace.settlement.models import Transfer
from tests.factories import NOW, make_centre, make_product, make_rate, make_shop, make_user, stock_of
from tests.orders import (
    ABROAD,
    assert_books_agree,
    attempt_of,
    decline,
    make_cash_order,
    make_order,
    make_paid_order,
    pay,
    press,
    visitor,
)
from tests.times import hours, minutes

pytestmark = pytest.mark.django_db
LATER = NOW + minutes(60)


def _transfers(journal: str) -> dict[str, tuple[str, str, str, int]]:
    rows = Transfer.objects.filter(journal=journal)
    return {row.id: (row.debit, row.credit, row.currency, row.amount_minor) for row in rows}


def test_sale_pays_goods_and_delivery_to_each_shop_less_its_commission():
    first = make_product(price=10000)
    second = make_product(price=333, shop=make_shop(commission_basis_points=1250))

    order = make_paid_order(first, second)

    one, two = order.shop_orders.all()
    assert _transfers(f"sale:{order.pk}") == {
        f"sale:{one.pk}:goods": ("demo_clearing", f"shop_payable:{one.shop_id}", "DZD", 1_000_000),
        f"sale:{one.pk}:delivery": ("demo_clearing", f"delivery:{one.shop_id}", "DZD", 40_000),
        f"sale:{one.pk}:commission": (f"shop_payable:{one.shop_id}", "commission", "DZD", 80_000),
        f"sale:{two.pk}:goods": ("demo_clearing", f"shop_payable:{two.shop_id}", "DZD", 33_300),
        f"sale:{two.pk}:delivery": ("demo_clearing", f"delivery:{two.shop_id}", "DZD", 40_000),
        f"sale:{two.pk}:commission": (f"shop_payable:{two.shop_id}", "commission", "DZD", 4_163),
    }
    assert {part.state for part in (one, two)} == {S.PAID}
    assert order.paid_at == NOW
    assert attempt_of(order).state == AttemptState.PAID
    assert_books_agree()


def test_settling_again_and_again_changes_nothing():
    carpet = make_product()
    order = make_paid_order(carpet)
    before = list(Transfer.objects.values())

    again = [actions.settle(attempt=attempt_of(order), now=LATER) for _ in range(3)]

    assert again == [Outcome.ALREADY] * 3
    assert list(Transfer.objects.values()) == before
    assert stock_of(carpet) == (0, 0)
    assert Message.objects.filter(kind="order.paid").count() == 1
    assert order.shop_orders.get().changes.count() == 2


def test_foreign_money_is_exchanged_by_two_linked_transfers():
    make_rate("EUR", "149.99")
    order = make_paid_order(
        make_product(price=12345), make_product(price=77), buyer=ABROAD, currency="EUR", delivery="post"
    )

    journal = _transfers(f"sale:{order.pk}")
    assert journal[f"sale:{order.pk}:charge"] == ("demo_clearing", "fx_liquidity", "EUR", order.charge_minor)
    assert (
        sum(row[3] for row in journal.values() if row[0] == "fx_liquidity" and row[2] == "DZD")
        == order.dzd_minor
    )
    assert_books_agree()


@pytest.mark.parametrize("told", [{"amount_minor": 1}, {"currency": "EUR"}])
def test_another_sum_than_asked_for_is_not_fulfilled_and_is_logged(told, caplog):
    carpet = make_product()
    order = make_order(carpet)
    attempt = press(order, **told)

    with caplog.at_level(logging.ERROR, logger="damgha.settlement"):
        outcome = actions.settle(attempt=attempt, now=NOW)

    assert outcome == Outcome.MISMATCH
    assert order.number in caplog.text
    assert order.shop_orders.get().state == S.HELD
    assert stock_of(carpet) == (1, 1)
    assert not Transfer.objects.exists()
    assert not Message.objects.filter(kind="order.paid").exists()
    assert_books_agree()


def test_declined_can_still_be_paid_and_a_later_decline_changes_nothing():
    order = make_order(make_product())

    assert decline(order) == Outcome.DECLINED
    assert attempt_of(order).state == AttemptState.DECLINED
    assert pay(order) == Outcome.PAID
    assert decline(order) == Outcome.ALREADY
    assert order.shop_orders.get().state == S.PAID
    assert_books_agree()


def test_nobody_paid_and_nothing_moves():
    order = make_order(make_product())

    assert actions.settle(attempt=attempt_of(order), now=NOW) == Outcome.UNPAID
    assert order.shop_orders.get().state == S.HELD


def test_late_money_takes_the_piece_again_when_it_is_still_there():
    carpet = make_product()
    order = make_order(carpet)
    release_expired(now=LATER)
    assert stock_of(carpet) == (1, 0)

    assert pay(order, now=LATER) == Outcome.PAID

    assert order.shop_orders.get().state == S.PAID
    assert stock_of(carpet) == (0, 0)
    assert_books_agree()


def test_late_money_for_a_sold_piece_is_owed_back_and_told():
    carpet, pot = make_product(), make_product(stock=3)
    order = make_order(carpet, pot)
    release_expired(now=LATER)
    winner = make_paid_order(carpet, now=LATER, visitor=visitor(session="other"))

    outcome = pay(order, now=LATER)

    order.refresh_from_db()
    assert outcome == Outcome.SOLD_OUT
    assert {part.state for part in order.shop_orders.all()} == {S.EXPIRED}
    assert stock_of(carpet) == (0, 0)
    assert stock_of(pot) == (3, 0)
    assert _transfers(f"late:{order.pk}") == {
        f"late:{order.pk}:due": ("demo_clearing", f"buyer_refund_due:{order.pk}", "DZD", order.dzd_minor)
    }
    assert Message.objects.filter(kind="order.paid_sold_out", payload={"order_id": order.pk}).count() == 1
    assert not Message.objects.filter(kind="order.paid", payload={"order_id": order.pk}).exists()
    assert winner.shop_orders.get().state == S.PAID
    assert_books_agree()


def test_attempt_of_an_expired_order_is_closed_by_the_outbox():
    order = make_order(make_product())
    release_expired(now=LATER)

    from marketplace.settlement.handlers import close_attempts

    close_attempts(order_id=order.pk, now=LATER)
    close_attempts(order_id=order.pk, now=LATER)

    attempt = attempt_of(order)
    assert attempt.state == AttemptState.EXPIRED
    assert [change.to_state for change in attempt.changes.all()].count(AttemptState.EXPIRED) == 1


def test_inbox_settles_each_event_once_and_keeps_what_nobody_knows(caplog):
    order = make_order(make_product())
    press(order)
    ProviderEvent.objects.create(
        provider="demo", event_id="stray", kind="payment.paid", reference="nobody", body={}, received_at=NOW
    )

    with caplog.at_level(logging.ERROR, logger="damgha.settlement"):
        done = actions.process_inbox(now=NOW)

    assert (done, actions.process_inbox(now=NOW)) == (2, 0)
    assert order.shop_orders.get().state == S.PAID
    assert ProviderEvent.objects.get(event_id="stray").note == "unknown attempt"
    assert "nobody knows" in caplog.text
    assert_books_agree()


def test_poll_finds_a_payment_whose_word_was_lost():
    order = make_order(make_product())
    press(order)

    early, late = actions.poll(now=NOW + minutes(0)), actions.poll(now=NOW + minutes(5))

    assert (early, late) == (0, 1)
    order.refresh_from_db()
    assert order.paid_at == NOW + minutes(5)
    assert_books_agree()


def test_poll_finds_money_that_came_in_the_last_moment():
    order = make_order(make_product())
    press(order)
    release_expired(now=LATER)
    actions.close_expired_attempts(order_id=order.pk, now=LATER)

    assert actions.poll(now=LATER) == 1
    assert order.shop_orders.get().state == S.PAID
    assert_books_agree()


def test_poll_asks_no_counter_for_cash():
    make_cash_order(make_product(shop=make_shop(centre=make_centre())))

    assert actions.payments.unanswered_attempts(asked_before=LATER, open_after=NOW, limit=9) == []


def test_same_event_told_twice_is_one_row():
    order = make_order(make_product())

    press(order, event_id="evt_1")
    press(order, event_id="evt_1")

    assert ProviderEvent.objects.count() == 1


def test_cash_taken_by_two_clerks_is_one_sale():
    centre = make_centre()
    pot = make_product(shop=make_shop(centre=centre))
    order = make_cash_order(pot)
    clerk = make_user()

    outcomes = [actions.receive_cash(order=order, by=clerk, now=NOW + hours(48)) for _ in range(2)]

    order.refresh_from_db()
    part = order.shop_orders.get()
    assert outcomes == [Outcome.PAID, Outcome.ALREADY]
    assert part.state == S.CONFIRMED  # paid is a fact of the money, not of the parcel
    assert order.paid_at == NOW + hours(48)
    assert stock_of(pot) == (0, 0)
    assert _transfers(f"sale:{order.pk}")[f"sale:{part.pk}:goods"][0] == f"cash_centre:{centre.pk}"
    assert_books_agree()


def test_cash_for_a_part_the_shop_refused_is_not_asked():
    centre, owner = make_centre(), make_user()
    kept, gone = (
        make_product(shop=make_shop(centre=centre)),
        make_product(shop=make_shop(centre=centre, owner=owner)),
    )
    order = make_cash_order(kept, gone)
    part = order.shop_orders.get(shop=gone.shop)
    shop.refuse(shop_order=part, by=owner, reason="It broke in the kiln.", now=NOW)

    outcome = actions.receive_cash(order=order, by=make_user(), now=NOW + hours(1))

    assert outcome == Outcome.PAID
    event = ProviderEvent.objects.get()
    assert event.body["amount_minor"] == order.charge_minor - part.charge_minor
    assert_books_agree()


def test_cash_of_an_order_that_is_refused_whole_is_not_taken():
    owner = make_user()
    pot = make_product(shop=make_shop(centre=make_centre(), owner=owner))
    order = make_cash_order(pot)
    shop.refuse(shop_order=order.shop_orders.get(), by=owner, reason="Sold in the shop.", now=NOW)

    with pytest.raises(Refusal):
        actions.receive_cash(order=order, by=make_user(), now=NOW)

    assert not ProviderEvent.objects.exists()
    assert_books_agree()


def test_paid_part_the_shop_refuses_is_owed_back_once():
    owner = make_user()
    carpet, other = make_product(price=10000, shop=make_shop(owner=owner)), make_product()
    order = make_paid_order(carpet, other)
    part = order.shop_orders.get(shop=carpet.shop)
    shop.refuse(shop_order=part, by=owner, reason="Moths found it first.", now=NOW)

    for _ in range(2):
        actions.post_refusal(shop_order_id=part.pk, now=NOW)

    rows = _transfers(f"refused:{part.pk}")
    assert sum(row[3] for row in rows.values()) == part.dzd_minor
    assert {row[1] for row in rows.values()} == {f"buyer_refund_due:{order.pk}"}
    balance = sum(row.amount_minor for row in Transfer.objects.filter(debit=f"shop_payable:{part.shop_id}"))
    balance -= sum(row.amount_minor for row in Transfer.objects.filter(credit=f"shop_payable:{part.shop_id}"))
    assert balance == 0
    assert_books_agree()


def test_ledger_refuses_to_be_changed():
    make_paid_order(make_product())

    with pytest.raises(DatabaseError), transaction.atomic():
        Transfer.objects.update(amount_minor=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Transfer.objects.all().delete()


def test_provider_is_never_asked_inside_a_transaction_of_ours():
    order = make_order(make_product())

    with pytest.raises(RuntimeError), transaction.atomic():
        actions.payment.start(attempt=attempt_of(order), now=NOW)

    assert PaymentAttempt.objects.get().state == AttemptState.CREATED


def test_audit_sees_what_is_wrong(capsys):
    order = make_paid_order(make_product())
    held = make_order(make_product(), visitor=visitor(session="other"))
    assert audit.findings() == []

    held.holds.get().stockrecord.product.stockrecords.update(num_allocated=0)
    ShopOrder.objects.filter(order=order).update(lines_charge_minor=1)

    found = audit.findings()
    assert any("allocated" in line for line in found)
    assert any("not the sum of its shop orders" in line for line in found)
    with pytest.raises(SystemExit) as ended:
        call_command("audit_money")
    assert ended.value.code == 1
    assert "allocated" in capsys.readouterr().err


def test_everything_an_order_tells_is_handled_by_someone():
    make_paid_order(make_product())
    late = make_order(make_product(), visitor=visitor(session="late"))
    release_expired(now=LATER)
    pay(late, now=LATER)

    outbox.drain(now=timezone.now())

    assert list(Message.objects.filter(done_at__isnull=True).values_list("kind", "last_error")) == []
