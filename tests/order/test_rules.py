"""What is shown of an order is derived, and every pair of states is either an arrow with a reason or refused."""

import itertools

import pytest
from django.db import transaction

from marketplace.machine import AlreadyThere, IllegalMove, Moves, advance
from marketplace.order.models import ShopOrder
from marketplace.order.rules import Standing, clean_reason, require_way, standing
from marketplace.order.states import SHOP_ORDER_MOVES
from marketplace.order.states import ShopOrderState as S
from marketplace.payment.models import PaymentAttempt
from marketplace.payment.states import ATTEMPT_MOVES, AttemptState
from marketplace.refusal import Refusal
from tests.factories import NOW, make_product
from tests.orders import make_order


@pytest.mark.parametrize(
    ("states", "paid", "shown"),
    [
        ([S.HELD, S.HELD], False, Standing.WAITING),
        ([S.CONFIRMED], False, Standing.CONFIRMED),
        ([S.PAID, S.PAID], True, Standing.PAID),
        ([S.PAID, S.ACCEPTED], True, Standing.PAID),
        ([S.ACCEPTED, S.ACCEPTED], True, Standing.ACCEPTED),
        ([S.ACCEPTED, S.SENT], True, Standing.PARTLY_SENT),
        ([S.REFUSED, S.SENT], True, Standing.SENT),
        ([S.SENT, S.DELIVERED], True, Standing.SENT),
        ([S.DELIVERED, S.REFUSED], True, Standing.DELIVERED),
        ([S.REFUSED, S.PAID], True, Standing.PAID),
        ([S.REFUSED, S.CANCELLED], True, Standing.CLOSED),
        ([S.EXPIRED, S.EXPIRED], False, Standing.EXPIRED),
        ([S.EXPIRED, S.EXPIRED], True, Standing.PAID_SOLD_OUT),
    ],
)
def test_standing_is_derived_from_the_shop_orders(states, paid, shown):
    assert standing(states, paid_at=NOW if paid else None) == shown


@pytest.mark.parametrize("states", list(itertools.combinations_with_replacement(S, 2)))
def test_every_pair_of_parts_has_a_standing(states):
    assert standing(states, paid_at=None) in Standing


def _walk(row: ShopOrder | PaymentAttempt, moves: Moves, old: str, new: str) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(state=old)
    before = row.changes.count()
    allowed = new in moves.get(old, set())

    if allowed:
        advance(row, new, moves=moves, by=None, at=NOW)
        assert row.changes.last().to_state == new
    else:
        with pytest.raises(AlreadyThere if old == new else IllegalMove), transaction.atomic():
            advance(row, new, moves=moves, by=None, at=NOW)

    assert row.changes.count() == before + allowed
    assert type(row)._default_manager.get(pk=row.pk).state == (new if allowed else old)


@pytest.mark.django_db
def test_every_pair_of_states_of_a_shop_order_and_an_attempt():
    order = make_order(make_product())
    for old, new in itertools.product(S.values, S.values):
        _walk(order.shop_orders.get(), SHOP_ORDER_MOVES, old, new)
    for before, after in itertools.product(AttemptState.values, AttemptState.values):
        _walk(PaymentAttempt.objects.get(), ATTEMPT_MOVES, before, after)


@pytest.mark.parametrize("written", ["", "  \n ", "x" * 301])
def test_reason_is_one_sentence(written):
    with pytest.raises(Refusal):
        clean_reason(written)


@pytest.mark.parametrize(("tracking", "centre"), [("", False), ("x" * 61, False)])
def test_sent_says_how(tracking, centre):
    with pytest.raises(Refusal):
        require_way(tracking=tracking, handed_to_centre=centre)
