"""A label in doubt: one person suspends it, two bring it back or withdraw it, and everybody hears why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from catalog.models import Card, Product
from catalog.states import PauseCause
from marketplace.machine import AlreadyThere, IllegalMove
from marketplace.notifications.models import Delivery
from marketplace.outbox import actions as outbox
from marketplace.outbox.models import Message
from marketplace.refusal import Refusal
from quality_labels import actions, queries
from quality_labels.log import leaves
from quality_labels.models import Label, LabelChange, LabelProposal, LogEntry
from quality_labels.refusals import NeedsAnother
from quality_labels.states import LabelReason, LabelState, Leaf
from tests import factories
from tests.factories import NOW
from tests.people import sign_in
from tests.quality_labels.centre import Centre, affixed, make_carpet, signed


@pytest.fixture
def label(centre: Centre) -> Label:
    """A label in force, on a piece in the listing."""
    shop = factories.make_shop(owner=factories.make_user())
    label = affixed(centre, make_carpet(shop=shop, stock=1))
    _drain()
    assert Card.objects.filter(product=label.product).exists()
    return label


def _drain() -> None:
    Message.objects.filter(done_at=None).update(due_at=NOW)
    outbox.drain(now=NOW)


def _suspend(centre: Centre, label: Label) -> Label:
    return actions.suspend(label=label, by=centre.inspector, reason=LabelReason.COMPLAINT, now=NOW)


def _propose(centre: Centre, label: Label, to: LabelState) -> LabelProposal:
    reason = LabelReason.CLEARED if to == LabelState.ACTIVE else LabelReason.MISMATCH
    return actions.propose(label=label, to=to, by=centre.inspector, reason=reason, now=NOW)


def test_suspended_stamp_takes_its_piece_out_of_the_listing_and_says_why(
    centre: Centre, label: Label, client: Client
) -> None:
    """I10. The listing follows by the outbox, which is drained every five seconds."""
    _suspend(centre, label)
    _drain()

    product = Product.objects.get(pk=label.product_id)
    assert (product.paused_for, product.stamp_grade, product.stamp_public_id) == (PauseCause.STAMP, None, "")
    assert not Card.objects.filter(product=product).exists()
    page = client.get(f"/en/catalog/{product.slug}_{product.pk}/").content.decode()
    assert "in doubt" in page
    assert "Put into the basket" not in page
    register = client.get("/en/stamps/").content.decode()
    assert "A complaint is being looked into." in register
    assert (
        "A complaint is being looked into." in client.get(f"/en/stamps/{label.public_id}/").content.decode()
    )
    told = Delivery.objects.filter(letter="label_changed")
    assert {letter.payload["to"] for letter in told} == {"suspended"}


def test_log_and_status_list_hear_of_it(centre: Centre, label: Label) -> None:
    before = LogEntry.objects.filter(kind=Leaf.STATUS).count()
    _suspend(centre, label)
    entry = LogEntry.objects.filter(kind=Leaf.STATUS).latest("pk")
    assert LogEntry.objects.filter(kind=Leaf.STATUS).count() == before + 1
    assert bytes(entry.data) == leaves.status_changed(bytes(label.cose), 2, LabelReason.COMPLAINT, NOW)


def test_suspension_is_lifted_by_two(centre: Centre, label: Label) -> None:
    _suspend(centre, label)
    wish = _propose(centre, label, LabelState.ACTIVE)
    with pytest.raises(NeedsAnother):
        actions.confirm(proposal=wish, by=centre.inspector, now=NOW)
    actions.confirm(proposal=wish, by=centre.decider, now=NOW)
    _drain()

    product = Product.objects.get(pk=label.product_id)
    assert (product.paused_for, product.stamp_public_id) == ("", label.public_id)
    assert Card.objects.get(product=product).grade == label.grade
    assert [change.to_state for change in label.changes.all()] == [
        "signed",
        "printed",
        "active",
        "suspended",
        "active",
    ]
    told = Delivery.objects.filter(letter="label_changed")
    assert {letter.payload["to"] for letter in told} == {"suspended", "active"}
    with pytest.raises(AlreadyThere):
        actions.confirm(proposal=wish, by=centre.decider, now=NOW)


def test_withdrawal_takes_two_and_is_for_good(centre: Centre, label: Label) -> None:
    wish = _propose(centre, label, LabelState.WITHDRAWN)
    label.refresh_from_db()
    assert label.state == LabelState.ACTIVE
    actions.confirm(proposal=wish, by=centre.decider, now=NOW)
    label.refresh_from_db()
    assert label.state == LabelState.WITHDRAWN
    assert queries.open_proposals(label) == []
    with pytest.raises(IllegalMove):
        _propose(centre, label, LabelState.ACTIVE)
    assert Product.objects.get(pk=label.product_id).stamp_grade is None


@pytest.mark.parametrize("to", ["withdrawn", "active"])
def test_two_are_needed_even_by_bare_rows(centre: Centre, label: Label, to: str) -> None:
    _suspend(centre, label)
    with pytest.raises(DatabaseError), transaction.atomic():
        LabelChange.objects.create(row=label, from_state="suspended", to_state=to, by=centre.decider, at=NOW)
    wish = _propose(centre, label, LabelState(to))
    with pytest.raises(DatabaseError), transaction.atomic():
        LabelProposal.objects.filter(pk=wish.pk).update(confirmed_by=centre.inspector, confirmed_at=NOW)
    actions.confirm(proposal=wish, by=centre.decider, now=NOW)


@pytest.mark.parametrize(
    "change",
    [
        lambda: LabelProposal.objects.update(to_state="active"),
        lambda: LabelProposal.objects.update(proposed_by=None),
        lambda: LabelProposal.objects.all().delete(),
    ],
    ids=["other wish", "nobody's", "deleted"],
)
def test_proposal_stays_as_it_was_made(centre: Centre, label: Label, change: Callable[[], object]) -> None:
    _propose(centre, label, LabelState.WITHDRAWN)
    with pytest.raises(DatabaseError), transaction.atomic():
        change()


def test_reason_has_to_fit(centre: Centre, label: Label) -> None:
    with pytest.raises(Refusal):
        actions.suspend(label=label, by=centre.inspector, reason=LabelReason.CLEARED, now=NOW)
    with pytest.raises(Refusal):
        actions.propose(
            label=label, to=LabelState.WITHDRAWN, by=centre.inspector, reason=LabelReason.FIXED, now=NOW
        )
    label.refresh_from_db()
    assert label.state == LabelState.ACTIVE


def test_spoilt_label_never_holds_and_frees_its_piece(centre: Centre) -> None:
    label = signed(centre)
    actions.void(label=label, by=centre.decider, now=NOW)
    assert queries.label_of(label.product) is None
    with pytest.raises(IllegalMove):
        actions.affix(label=label, by=centre.decider, now=NOW, said=label.serial)


def test_two_people_put_a_label_in_doubt_and_bring_it_back_by_plain_forms(
    centre: Centre, label: Label
) -> None:
    inspector = sign_in(Client(), centre.inspector, second_factor=True)
    decider = sign_in(Client(), centre.decider, second_factor=True)
    page = f"/en/stamping/labels/{label.public_id}/"

    found = inspector.get("/en/stamping/labels/", {"q": label.last_four}).content.decode()
    assert page in found
    wrong = inspector.post(f"{page}suspend/", {"suspend-reason": ""})
    assert wrong.status_code == 422
    inspector.post(f"{page}suspend/", {"suspend-reason": LabelReason.MISMATCH.value, "suspend-why": "Market"})
    inspector.post(f"{page}propose/", {"lift-reason": LabelReason.CLEARED.value})
    wish = label.proposals.get()
    inspector.post(f"{page}confirm/{wish.pk}/")
    label.refresh_from_db()
    assert label.state == LabelState.SUSPENDED
    assert "Confirm" in decider.get(page).content.decode()
    decider.post(f"{page}confirm/{wish.pk}/")
    label.refresh_from_db()
    assert label.state == LabelState.ACTIVE


def test_another_centres_label_does_not_exist_here(label: Label, settings: Any, tmp_path: Any) -> None:
    from tests.quality_labels.centre import make_stamping_centre

    other = make_stamping_centre(key_dir=tmp_path / "others", settings=settings)
    client = sign_in(Client(), other.inspector, second_factor=True)
    for act in ("", "suspend/", "propose/", "void/"):
        answer = (
            client.get(f"/en/stamping/labels/{label.public_id}/")
            if not act
            else client.post(f"/en/stamping/labels/{label.public_id}/{act}", {"suspend-reason": 2})
        )
        assert answer.status_code == 404


def test_piece_stamped_again_after_a_withdrawal_is_in_the_listing_again(centre: Centre, label: Label) -> None:
    """The doubt ends with the new label, not with a hand on the row."""
    actions.confirm(proposal=_propose(centre, label, LabelState.WITHDRAWN), by=centre.decider, now=NOW)
    assert Product.objects.get(pk=label.product_id).paused_for == PauseCause.STAMP

    again = affixed(centre, label.product)

    product = Product.objects.get(pk=label.product_id)
    assert (product.paused_for, product.stamp_suspended_at) == ("", None)
    assert product.stamp_public_id == again.public_id
    _drain()
    assert Card.objects.filter(product=product).exists()


@pytest.mark.parametrize(
    "columns",
    [
        {"stamp_grade": 60},
        {"stamp_public_id": "another"},
        {"stamped_at": NOW + timedelta(days=1)},
        {"stamp_grade": None, "stamp_public_id": "", "stamped_at": None},
        {"stamp_suspended_at": NOW},
    ],
    ids=["grade", "another stamp", "day", "none", "doubt"],
)
def test_nobody_types_the_stamp_of_a_piece_even_by_bare_rows(label: Label, columns: dict[str, Any]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Product.objects.filter(pk=label.product_id).update(**columns)


def test_piece_without_a_label_gets_no_stamp_even_by_bare_rows(centre: Centre) -> None:
    plain = make_carpet()
    for columns in (
        {"stamp_grade": 60, "stamp_public_id": "x", "stamped_at": NOW},
        {"stamp_suspended_at": NOW},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            Product.objects.filter(pk=plain.pk).update(**columns)
        with pytest.raises(DatabaseError), transaction.atomic():
            make_carpet(**columns)


def test_doubt_about_a_stamp_is_not_taken_off_even_by_bare_rows(centre: Centre, label: Label) -> None:
    _suspend(centre, label)
    with pytest.raises(DatabaseError), transaction.atomic():
        Product.objects.filter(pk=label.product_id).update(stamp_suspended_at=None)


def test_labelled_piece_keeps_its_maker_even_by_bare_rows(label: Label) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Product.objects.filter(pk=label.product_id).update(maker=factories.make_artisan(label.product.shop))
