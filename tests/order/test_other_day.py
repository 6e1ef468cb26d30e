"""A7: another day is offered, agreed or declined by the order's link; and what nobody answers, the clock ends."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from marketplace.machine import AlreadyThere, IllegalMove
from marketplace.order import actions, tasks
from marketplace.order.models import DateProposal, ShopOrder
from marketplace.order.states import PROPOSAL_MOVES, HoldState, ProposalState
from marketplace.order.states import ShopOrderState as S
from marketplace.outbox.models import Message
from marketplace.refusal import Refusal
from marketplace.settlement.models import Transfer
from shops.states import ShopState
from tests.factories import NOW, TODAY, make_centre, make_product, make_shop, make_user
from tests.notifications.post import write_rows
from tests.orders import assert_books_agree, make_cash_order, make_paid_order

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(days=10)


@pytest.fixture
def owner():
    return make_user()


@pytest.fixture
def part(owner):
    return make_paid_order(make_product(shop=make_shop(owner=owner))).shop_orders.get()


@pytest.fixture
def cash(owner):
    carpet = make_product(shop=make_shop(owner=owner, centre=make_centre()))
    return make_cash_order(carpet).shop_orders.get()


def propose(part, owner, *, day=LATER, now=NOW):
    return actions.propose_day(
        shop_order=part, by=owner, proposed_on=day, why="The loom is not free yet", now=now
    )


def test_days_fit_together(part):
    assert part.answer_by_on == TODAY + timedelta(days=3)
    assert part.send_by_on == part.answer_by_on
    assert part.arrives_from_on > part.send_by_on


def test_agreed_day_moves_all_days_and_accepts(part, owner):
    arrives = part.arrives_until_on
    proposal = propose(part, owner)

    actions.agree_to_day(order=part.order, proposal_id=proposal.pk, now=NOW)

    part.refresh_from_db()
    assert (part.state, part.send_by_on, part.accepted_at) == (S.ACCEPTED, LATER, NOW)
    assert part.arrives_until_on == arrives + timedelta(days=7)
    assert [change.to_state for change in proposal.changes.all()] == ["offered", "agreed"]
    assert Message.objects.filter(kind="shop_order.day_agreed").count() == 1


def test_agreed_day_keeps_what_waits_at_the_centre_as_much_longer(cash, owner):
    before = cash.order.holds.get().expires_at

    actions.agree_to_day(order=cash.order, proposal_id=propose(cash, owner).pk, now=NOW)

    assert cash.order.holds.get().expires_at == before + timedelta(days=7)
    assert actions.release_expired(now=before + timedelta(days=6)) == 0


def test_declined_day_cancels_the_part_and_owes_it_back(part, owner):
    actions.accept(shop_order=part, by=owner, now=NOW)
    proposal = propose(part, owner)

    actions.decline_day(order=part.order, proposal_id=proposal.pk, now=NOW)
    write_rows()

    part.refresh_from_db()
    assert part.state == S.CANCELLED
    owed = Transfer.objects.filter(credit=f"buyer_refund_due:{part.order_id}")
    assert sum(row.amount_minor for row in owed) == part.dzd_minor
    assert_books_agree()


def test_declined_day_of_an_unpaid_order_owes_nothing(cash, owner):
    actions.decline_day(order=cash.order, proposal_id=propose(cash, owner).pk, now=NOW)
    write_rows()

    assert cash.order.holds.get().state == HoldState.CLAIMED
    assert not Transfer.objects.exists()
    assert_books_agree()


@pytest.mark.parametrize("second", ["agree_to_day", "decline_day"])
@pytest.mark.parametrize("first", ["agree_to_day", "decline_day"])
def test_one_answer_counts(part, owner, first, second):
    proposal = propose(part, owner)
    getattr(actions, first)(order=part.order, proposal_id=proposal.pk, now=NOW)
    part.refresh_from_db()
    state = part.state

    with pytest.raises(IllegalMove):
        getattr(actions, second)(order=part.order, proposal_id=proposal.pk, now=NOW)

    part.refresh_from_db()
    assert part.state == state


def test_one_proposal_is_open_at_a_time(part, owner):
    propose(part, owner)

    with pytest.raises(AlreadyThere):
        propose(part, owner, day=LATER + timedelta(days=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        DateProposal.objects.create(
            shop_order=part,
            proposed_on=LATER,
            why="x",
            answer_by_on=LATER,
            offered_by=owner,
            offered_at=NOW,
        )

    assert DateProposal.objects.count() == 1


@pytest.mark.parametrize("days", [-1, 0, 3, 61])
def test_day_that_helps_nobody_is_refused(part, owner, days):
    with pytest.raises(Refusal):
        propose(part, owner, day=TODAY + timedelta(days=days))

    assert not DateProposal.objects.exists()


def test_day_is_asked_for_twice_at_most(part, owner):
    for days in (5, 6):
        proposal = propose(part, owner, day=TODAY + timedelta(days=days))
        actions.agree_to_day(order=part.order, proposal_id=proposal.pk, now=NOW)

    with pytest.raises(Refusal):
        propose(part, owner, day=TODAY + timedelta(days=20))


@pytest.mark.parametrize("move", ["accept", "refuse", "send"])
def test_part_that_goes_on_lapses_the_question(part, owner, move):
    if move == "send":
        actions.accept(shop_order=part, by=owner, now=NOW)
    proposal = propose(part, owner)
    more = {"refuse": {"reason": "sold"}, "send": {"tracking_number": "X1"}}.get(move, {})

    getattr(actions, move)(shop_order=part, by=owner, now=NOW, **more)

    proposal.refresh_from_db()
    assert proposal.state == ProposalState.LAPSED
    with pytest.raises(IllegalMove):
        actions.decline_day(order=part.order, proposal_id=proposal.pk, now=NOW)


def test_only_the_shop_asks_and_only_this_order_answers(part, owner):
    with pytest.raises(PermissionDenied):
        propose(part, make_user())
    proposal = propose(part, owner)
    other = make_paid_order(make_product(), visitor=None)

    with pytest.raises(DateProposal.DoesNotExist):
        actions.agree_to_day(order=other, proposal_id=proposal.pk, now=NOW)


def test_buyer_answers_on_the_page_behind_the_link(client, part, owner):
    proposal = propose(part, owner)
    page = client.get(part.order.get_absolute_url())
    address = f"{part.order.get_absolute_url()}other-day/"

    response = client.post(address, {"proposal": proposal.pk, "answer": "agree"})

    assert (
        page["Referrer-Policy"] == "same-origin"
    )  # with none a browser names no origin, and the form is refused
    assert "The loom is not free yet" in page.content.decode()
    assert f'action="{address}"' in page.content.decode()
    assert response.status_code == 302
    part.refresh_from_db()
    assert part.state == S.ACCEPTED


@pytest.mark.parametrize("answer", ["", "maybe"])
def test_changed_link_or_answer_is_not_found(client, part, owner, answer):
    proposal = propose(part, owner)
    wrong = reverse("order_answer_day", args=[part.order.number, "a" * 26])

    assert client.post(wrong, {"proposal": proposal.pk, "answer": "agree"}).status_code == 404
    right = f"{part.order.get_absolute_url()}other-day/"
    assert client.post(right, {"proposal": proposal.pk, "answer": answer}).status_code == 404
    assert client.post(right, {"proposal": "9" * 30, "answer": "agree"}).status_code == 404

    proposal.refresh_from_db()
    assert proposal.state == ProposalState.OFFERED


def test_every_pair_of_proposal_states():
    arrows = {(a, b) for a, ends in PROPOSAL_MOVES.items() for b in ends}
    assert arrows == {("offered", end) for end in ("agreed", "declined", "lapsed")}


# The clock.


def at(days):
    return NOW + timedelta(days=days)


def test_after_seven_days_it_is_refused_and_owed_back(part):
    assert actions.keep_the_clock(now=at(6)) == 0
    assert actions.keep_the_clock(now=at(7)) == 1
    assert actions.keep_the_clock(now=at(7)) == 0
    write_rows()

    part.refresh_from_db()
    assert (part.state, part.reason) == (S.REFUSED, "The shop did not answer in time.")
    owed = Transfer.objects.filter(credit=f"buyer_refund_due:{part.order_id}")
    assert sum(row.amount_minor for row in owed) == part.dzd_minor
    assert_books_agree()


def test_days_are_those_of_algiers(part):
    late_evening = NOW.replace(hour=23, minute=30) + timedelta(days=6)  # already day 7 in Algiers

    assert actions.keep_the_clock(now=late_evening) == 1


def test_clock_leaves_answered_ones_alone(part, owner):
    actions.accept(shop_order=part, by=owner, now=NOW)

    assert actions.keep_the_clock(now=at(30)) == 0
    assert actions.refuse_unanswered(shop_order_id=part.pk, now=at(30)) is False
    assert tasks.keep_the_clock() >= 0


def test_told_by_phone_starts_the_clock_once(part, owner):
    clerk = make_user()

    assert actions.told_by_phone(shop_order_id=part.pk, by=clerk, now=at(2)) is True
    assert actions.told_by_phone(shop_order_id=part.pk, by=clerk, now=at(5)) is False

    part.refresh_from_db()
    assert (part.told_at, part.told_by) == (at(2), clerk)
    assert part.answer_by_on == part.send_by_on == TODAY + timedelta(days=5)
    assert actions.keep_the_clock(now=at(8)) == 0
    assert actions.keep_the_clock(now=at(9)) == 1


def test_clock_waits_for_the_buyer_then_gives_the_shop_its_days_again(part, owner):
    proposal = propose(part, owner)

    assert actions.keep_the_clock(now=at(3)) == 0
    assert actions.keep_the_clock(now=at(8)) == 1

    part.refresh_from_db()
    proposal.refresh_from_db()
    assert (proposal.state, part.state) == (ProposalState.LAPSED, S.PAID)
    assert part.answer_by_on == TODAY + timedelta(days=11)


@pytest.mark.parametrize("state", [ShopState.SUSPENDED, ShopState.CLOSED])
def test_shop_that_is_closed_finishes_the_orders_it_has(part, owner, state):
    type(part.shop).objects.filter(pk=part.shop_id).update(state=state, closed_from_on=TODAY)

    actions.accept(shop_order=part, by=owner, now=NOW)
    actions.pack(shop_order=part, by=owner, ticked=[line.pk for line in part.lines.all()], now=NOW)
    actions.send(shop_order=part, by=owner, tracking_number="X1", now=NOW)

    assert ShopOrder.objects.get(pk=part.pk).state == S.SENT


# Packing.


def test_packing_ticks_every_line_and_keeps_a_cleaned_photo(client, part, owner, settings, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests.catalog.test_photos import picture

    settings.MEDIA_ROOT = tmp_path
    actions.accept(shop_order=part, by=owner, now=NOW)
    client.force_login(owner)
    pack = reverse("workspace_pack", args=[part.number])
    photo = SimpleUploadedFile("a.jpg", picture(), content_type="image/jpeg")

    assert client.post(pack, {}).status_code == 422
    response = client.post(pack, {"lines": [part.lines.get().pk], "photo": photo})

    part.refresh_from_db()
    assert response.status_code == 302
    assert part.packed_at is not None
    assert part.packing_photo.startswith("packing/")
    shown = client.get(reverse("workspace_packing_photo", args=[part.number]))
    assert shown["Content-Type"] == "image/jpeg"
    assert "private" in shown["Cache-Control"]


def test_nothing_is_packed_before_it_is_accepted(part, owner):
    with pytest.raises(IllegalMove):
        actions.pack(shop_order=part, by=owner, ticked=[line.pk for line in part.lines.all()], now=NOW)
