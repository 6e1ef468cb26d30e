"""What the desk decides about pieces, and what follows: shown, changed, taken down, told."""

from __future__ import annotations

from datetime import timedelta
from itertools import product as pairs
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from catalog import actions, editing, reviewing
from catalog.models import Card, ListingReport, ListingRevision, Product, ProductImage
from catalog.search.models import SearchDocument
from catalog.states import (
    LISTING_MOVES,
    REPORT_MOVES,
    REVISION_MOVES,
    ListingState,
    ReportState,
    RevisionState,
)
from marketplace.basket import actions as baskets
from marketplace.machine import AlreadyThere, IllegalMove, advance
from marketplace.notifications.models import Delivery
from marketplace.order.models import Order
from marketplace.outbox.actions import drain
from marketplace.outbox.models import Message
from marketplace.refusal import Refusal
from shops.partner.models import Partner
from tests.catalog.test_editing import change, fresh, media, put, stamped  # noqa: F401
from tests.factories import NOW, TODAY, make_photo, make_product, make_shop, make_user
from tests.orders import fill_basket, place, seen, visitor

pytestmark = pytest.mark.django_db
S = ListingState
LATER = NOW + timedelta(days=900)  # the outbox stamps with the real clock


def waiting(**columns: Any) -> Product:
    shop = make_shop(first_listing_approved_at=None)
    return make_product(shop=shop, state=S.REVIEW, is_public=False, card=False, **columns)


def send_report(piece: Product, **said: Any) -> ListingReport:
    return reviewing.report(
        **{
            "product": piece,
            "reason": "not_handmade",
            "text": "",
            "contact": "",
            "language": "fr",
            "network": "192.0.2.1",
            "now": NOW,
        }
        | said
    )


# First listings


def test_first_piece_approved_is_shown_and_opens_the_shop() -> None:
    piece = waiting()

    reviewing.approve(product=piece, by=make_user(), now=NOW)
    drain(now=LATER)

    assert (fresh(piece).state, fresh(piece).is_public) == (S.LISTED, True)
    assert piece.shop.__class__.objects.get(pk=piece.shop.pk).first_listing_approved_at == NOW
    assert Card.objects.filter(product=piece).exists()
    assert Delivery.objects.get().letter == "listing_shown"


def test_second_operator_changes_nothing() -> None:
    piece = waiting()
    reviewing.approve(product=piece, by=make_user(), now=NOW)

    with pytest.raises(AlreadyThere):
        reviewing.approve(product=piece, by=make_user(), now=NOW)
    with pytest.raises(IllegalMove):
        reviewing.refuse(product=piece, by=make_user(), why="No.", now=NOW)

    assert fresh(piece).state == S.LISTED
    assert piece.changes.count() == 1


def test_approving_does_not_bring_back_what_was_taken_down() -> None:
    piece = make_product(state=S.TAKEN_DOWN, is_public=False)

    with pytest.raises(IllegalMove):
        reviewing.approve(product=piece, by=make_user(), now=NOW)

    assert fresh(piece).state == S.TAKEN_DOWN


def test_refusing_needs_a_sentence_and_the_shop_reads_it() -> None:
    piece = waiting()

    with pytest.raises(Refusal):
        reviewing.refuse(product=piece, by=make_user(), why="  ", now=NOW)
    reviewing.refuse(product=piece, by=make_user(), why="The fringe is not seen.", now=NOW)
    drain(now=LATER)

    assert fresh(piece).state == S.REFUSED
    assert Partner.objects.get(pk=piece.shop_id).first_listing_approved_at is None
    assert Delivery.objects.get().letter == "listing_refused"


def test_shop_is_not_told_of_what_it_did_itself() -> None:
    piece = make_product()
    for to in (S.WITHDRAWN, S.LISTED):
        actions.move_listing(product=piece, to=to, by=make_user(), now=NOW)

    drain(now=LATER)

    assert not Message.objects.filter(done_at__isnull=True).exists()
    assert Delivery.objects.count() == 0


# Changes to stamped pieces


def test_change_approved_is_applied_whole() -> None:
    piece = stamped()
    old = piece.images.get()
    new = put(piece, replaces=old)
    change(piece, technique="sewn", made_year=2020)
    revision = ListingRevision.objects.get()

    reviewing.approve_revision(revision=revision, seen=revision.edits, by=make_user(), now=NOW)
    drain(now=LATER)

    assert (fresh(piece).technique, fresh(piece).made_year) == ("sewn", 2020)
    shown = ProductImage.objects.filter(product=piece, is_shown=True)
    assert [photo.pk for photo in shown] == [new.pk]
    assert ListingRevision.objects.get().state == RevisionState.APPROVED
    assert Delivery.objects.get().letter == "listing_change"


def test_nobody_approves_what_they_have_not_seen() -> None:
    piece = stamped()
    revision = change(piece, technique="sewn")
    assert revision is not None
    seen = ListingRevision.objects.get().edits
    change(piece, technique="cast")

    with pytest.raises(Refusal):
        reviewing.approve_revision(revision=revision, seen=seen, by=make_user(), now=NOW)

    assert fresh(piece).technique == "knotted"
    assert ListingRevision.objects.get().state == RevisionState.WAITING
    assert revision.changes.count() == 1


def test_change_is_not_applied_to_another_piece_than_it_was_compared_with() -> None:
    piece = stamped()
    revision = change(piece, technique="sewn")
    assert revision is not None
    Product.objects.filter(pk=piece.pk).update(technique="cast")

    with pytest.raises(Refusal):
        reviewing.approve_revision(revision=revision, seen=1, by=make_user(), now=NOW)

    assert fresh(piece).technique == "cast"


def test_change_refused_leaves_the_piece_and_its_photos() -> None:
    piece = stamped()
    new = put(piece)
    revision = ListingRevision.objects.get()

    reviewing.refuse_revision(revision=revision, by=make_user(), why="Another carpet.", now=NOW)

    new.refresh_from_db()
    assert not new.is_shown
    assert ListingRevision.objects.get().state == RevisionState.REFUSED
    assert revision.changes.last().why == "Another carpet."


# Reports


def test_report_upheld_takes_the_piece_out_of_everything_and_settles_the_others() -> None:
    piece = make_product(title="Unique carpet", photo=True)
    first, second = send_report(piece), send_report(piece, reason="copied")
    other = send_report(make_product())

    reviewing.uphold(report=first, by=make_user(), why="Made by a machine.", now=NOW)
    drain(now=LATER)

    assert (fresh(piece).state, fresh(piece).is_public) == (S.TAKEN_DOWN, False)
    assert not Card.objects.filter(product=piece).exists()
    assert not SearchDocument.objects.filter(product=piece).exists()
    states = dict(ListingReport.objects.values_list("pk", "state"))
    assert states == {
        first.pk: ReportState.UPHELD,
        second.pk: ReportState.UPHELD,
        other.pk: ReportState.OPEN,
    }
    assert Delivery.objects.get().letter == "listing_taken_down"


def test_taken_down_piece_cannot_be_put_into_a_basket_nor_bought_from_one() -> None:
    piece = make_product()
    basket = fill_basket(piece)
    was_seen = seen(basket)
    reviewing.take_down(product=piece, by=make_user(), why="Forbidden.", now=NOW)

    with pytest.raises(Refusal):
        baskets.add(basket_id=None, product_id=piece.pk, quantity="1", today=TODAY)
    with pytest.raises(Refusal):
        place(basket, seen=was_seen, visitor=visitor(), now=NOW)

    assert Order.objects.count() == 0


def test_withdrawing_does_not_get_round_a_report() -> None:
    piece = make_product()
    report = send_report(piece)
    actions.move_listing(product=piece, to=S.WITHDRAWN, by=make_user(), now=NOW)

    reviewing.uphold(report=report, by=make_user(), why="Not hers.", now=NOW)

    assert fresh(piece).state == S.TAKEN_DOWN


def test_report_dismissed_leaves_the_piece_and_keeps_the_reason() -> None:
    piece = make_product()
    report = send_report(piece)

    with pytest.raises(Refusal):
        reviewing.dismiss(report=report, by=make_user(), why="", now=NOW)
    reviewing.dismiss(report=report, by=make_user(), why="She showed us her loom.", now=NOW)

    assert fresh(piece).state == S.LISTED
    assert report.changes.last().why == "She showed us her loom."
    with pytest.raises(IllegalMove):
        reviewing.uphold(report=report, by=make_user(), why="Yes.", now=NOW)
    assert fresh(piece).state == S.LISTED


def test_piece_wrongly_taken_down_comes_back() -> None:
    piece = make_product()
    reviewing.take_down(product=piece, by=make_user(), why="Not hers.", now=NOW)

    reviewing.bring_back(product=piece, by=make_user(), why="It is hers.", now=NOW)

    assert (fresh(piece).state, fresh(piece).is_public) == (S.LISTED, True)


def test_network_reports_five_times_an_hour() -> None:
    piece = make_product()
    for _ in range(5):
        send_report(piece)

    with pytest.raises(Refusal):
        send_report(piece)
    send_report(piece, network="192.0.2.2")
    send_report(piece, now=NOW + timedelta(hours=1))

    assert ListingReport.objects.count() == 7


def test_report_does_not_keep_the_network_it_came_from() -> None:
    report = send_report(make_product(), network="192.0.2.77")

    assert "192.0.2.77" not in str(ListingReport.objects.filter(pk=report.pk).values().get())


# Machines and guards


def _walk(row: Any, here: str, there: str, moves: Any) -> None:
    changes = row.changes.count()
    allowed = there in moves.get(here, set())
    shown = {"is_public": there == S.LISTED} if isinstance(row, Product) else {}
    if allowed:
        with transaction.atomic():
            advance(row, there, moves=moves, by=None, at=NOW, **shown)
    else:
        with pytest.raises(AlreadyThere if here == there else IllegalMove), transaction.atomic():
            advance(row, there, moves=moves, by=None, at=NOW, **shown)

    row.refresh_from_db()
    assert row.state == (there if allowed else here)
    assert row.changes.count() == changes + allowed


def test_each_machine_moves_only_along_its_arrows() -> None:
    piece = make_product()
    revision = ListingRevision.objects.create(product=piece, made_at=NOW)
    report = send_report(piece)
    for row, states, moves in (
        (piece, ListingState, LISTING_MOVES),
        (revision, RevisionState, REVISION_MOVES),
        (report, ReportState, REPORT_MOVES),
    ):
        for here, there in pairs(states, repeat=2):
            reset = {"is_public": here == S.LISTED} if row is piece else {}
            type(row)._default_manager.filter(pk=row.pk).update(state=here, **reset)
            _walk(row, here, there, moves)


@pytest.mark.parametrize("name", ["revision", "report", "text"])
def test_what_happened_cannot_be_rewritten(name: str) -> None:
    piece = stamped()
    make_photo(piece)
    revision = change(piece, technique="sewn")
    assert revision is not None
    editing.write_words(product=piece, language="fr", title="Mot", description="", by=make_user(), now=NOW)
    rows: dict[str, Any] = {
        "revision": revision.changes,
        "report": send_report(piece).changes,
        "text": piece.texts_written,
    }

    for act in (lambda: rows[name].update(at=LATER), lambda: rows[name].all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()

    assert rows[name].count() == 1


def test_nobody_decides_about_a_piece_of_a_shop_she_works_in() -> None:
    owner = make_user()
    shop = make_shop(owner=owner)
    waits = make_product(shop=shop, state=S.REVIEW, is_public=False, card=False)
    shown = make_product(shop=shop)
    report = send_report(shown)

    with pytest.raises(Refusal):
        reviewing.approve(product=waits, by=owner, now=NOW)
    with pytest.raises(Refusal):
        reviewing.dismiss(report=report, by=owner, why="It is fine.", now=NOW)

    assert Product.objects.get(pk=waits.pk).state == S.REVIEW
    assert ListingReport.objects.get().state == ReportState.OPEN
