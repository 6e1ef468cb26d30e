"""The card is the gate to selling (A15): its trades, its reminders, its end and its return."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from catalog import actions as catalog
from catalog.actions import PieceFacts
from catalog.models import Card, Product
from catalog.states import PauseCause
from marketplace.notifications.models import Delivery
from marketplace.outbox import actions as outbox
from marketplace.refusal import Refusal
from shops.models import Artisan, ArtisanCard
from shops.people import rules
from shops.people.actions import cards, days
from shops.people.models import CardReminder, CardRenewal
from shops.people.states import RenewalState
from shops.states import BodyKind, Role
from tests.factories import (
    NOW,
    TODAY,
    make_artisan,
    make_artisan_card,
    make_body,
    make_craft,
    make_kind,
    make_membership,
    make_product,
    make_shop,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_bells(settings: Any) -> None:
    settings.OUTBOX_RINGS = False


def drain(now: datetime = NOW) -> None:
    """Do all that is due, and what follows from it."""
    while outbox.drain(now=max(now, timezone.now())):
        pass


def on(day: date) -> datetime:
    """Half an hour after a day began in Algiers, which is an hour before it begins in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(minutes=30)


def run_day(day: date) -> None:
    """Let a day begin and everything follow, with the clock at that day."""
    days.begin_day(now=on(day))
    drain(on(day))


def facts(kind_code: str = "carpet.knotted", craft: str = "textiles") -> PieceFacts:
    return PieceFacts(
        language="ar",
        kind=make_kind(kind_code, craft=craft),
        title="زربية",
        description="",
        price_dinars=9000,
        stock=1,
        materials=[],
        colours=[],
        care=[],
    )


def test_piece_of_the_cards_trade_is_taken() -> None:
    shop = make_shop()

    piece = catalog.create_piece(shop=shop, maker=make_artisan(shop), facts=facts(), now=NOW)

    assert (piece.paused_for, piece.is_public) == ("", True)


def test_piece_of_another_trade_is_refused_and_nothing_is_kept() -> None:
    shop = make_shop()
    maker = make_artisan(shop)

    with pytest.raises(Refusal) as refused:
        catalog.create_piece(shop=shop, maker=maker, facts=facts("pottery.jar", "pottery"), now=NOW)

    assert refused.value.field == "kind"
    assert "Pottery" in str(refused.value)
    assert not Product.objects.exists()


def test_trade_of_the_card_that_answers_for_her_counts() -> None:
    shop = make_shop()
    cooperative = make_artisan(shop, card=False)
    make_artisan_card(cooperative, craft=make_craft("pottery"))
    maker = make_artisan(shop, card=False, guarantor=cooperative, guarantor_kind="cooperative")

    piece = catalog.create_piece(shop=shop, maker=maker, facts=facts("pottery.jar", "pottery"), now=NOW)

    assert piece.paused_for == ""


def test_card_for_another_craft_opens_that_and_no_other() -> None:
    shop = make_shop()
    maker = make_artisan(shop, card=False)
    make_artisan_card(maker, craft=make_craft("other"))

    catalog.create_piece(shop=shop, maker=maker, facts=facts("leather.bag", "other"), now=NOW)
    with pytest.raises(Refusal):
        catalog.create_piece(shop=shop, maker=maker, facts=facts(), now=NOW)

    assert Product.objects.count() == 1


@pytest.mark.parametrize("expires_on", [None, TODAY - timedelta(days=1)])
def test_new_piece_needs_a_card_that_holds_today(expires_on: date | None) -> None:
    shop = make_shop()
    maker = make_artisan(shop, card=False)
    if expires_on:
        make_artisan_card(maker, expires_on=expires_on)

    with pytest.raises(Refusal) as refused:
        catalog.create_piece(shop=shop, maker=maker, facts=facts(), now=NOW)

    assert refused.value.field == "maker"
    assert not Product.objects.exists()


def test_maker_is_the_one_logged_in_else_the_only_one_else_asked() -> None:
    shop = make_shop()
    first, second = make_artisan(shop), make_artisan(shop)
    stranger = make_artisan(make_shop())

    assert rules.maker_of_new_piece(person=second, makers=[first, second], chosen=None) == second
    assert rules.maker_of_new_piece(person=stranger, makers=[first], chosen=None) == first
    assert rules.maker_of_new_piece(person=second, makers=[first, second], chosen=first.pk) == first
    for person, makers, chosen in (
        (None, [first, second], None),
        (None, [], None),
        (first, [first], stranger.pk),
    ):
        with pytest.raises(Refusal):
            rules.maker_of_new_piece(person=person, makers=makers, chosen=chosen)


@pytest.mark.parametrize(
    ("left", "threshold"),
    [(61, None), (60, 60), (45, 60), (30, 30), (8, 30), (7, 7), (0, 7), (-1, 0), (-40, 0)],
)
def test_only_the_nearest_reminder_is_due(left: int, threshold: int | None) -> None:
    due = rules.reminder_due(expires_on=TODAY + timedelta(days=left), today=TODAY)

    assert due == threshold


def test_reminders_come_once_each_even_after_missed_days_and_two_beats(settings: Any, tmp_path: Any) -> None:
    settings.SMS_FOLDER = tmp_path
    owner = make_user("owner@example.test", phone="+213661000001")
    maker = make_artisan(
        make_shop(owner=owner, notify_email="shop@example.test"),
        card=False,
        user=make_user("maker@example.test", phone="+213661000002"),
    )
    card = make_artisan_card(maker, expires_on=TODAY + timedelta(days=20))

    for _beat in range(2):
        run_day(TODAY)
    run_day(TODAY + timedelta(days=1))

    told = Delivery.objects.filter(letter="card_due")
    assert [(row.card_id, row.threshold) for row in CardReminder.objects.all()] == [(card.pk, 30)]
    assert {row.recipient for row in told} == {
        "shop@example.test",
        "owner@example.test",
        "maker@example.test",
        "+213661000001",
        "+213661000002",
    }
    assert told.count() == 5


def test_card_followed_by_a_later_one_is_not_reminded_of() -> None:
    maker = make_artisan(make_shop(), card=False)
    make_artisan_card(maker, expires_on=TODAY + timedelta(days=5))
    later = make_artisan(make_shop()).cards.get()
    ArtisanCard.objects.filter(pk=later.pk).update(artisan=maker)

    run_day(TODAY)

    assert not CardReminder.objects.exists()


def listed(maker: Artisan) -> Product:
    product = make_product(shop=maker.shop, maker=maker)
    assert Card.objects.get(pk=product.pk).available
    return product


def stands(product: Product) -> tuple[str, bool]:
    product.refresh_from_db()
    return product.paused_for, Card.objects.get(pk=product.pk).available


def test_expiry_pauses_overnight_and_renewal_brings_back(monkeypatch: pytest.MonkeyPatch) -> None:
    today = timezone.localdate()
    maker = make_artisan(make_shop(), card=False)
    card = make_artisan_card(maker, expires_on=today)
    product, other = listed(maker), listed(make_artisan(make_shop()))

    days.begin_day(now=timezone.now())
    drain()
    last_day = stands(product)
    ArtisanCard.objects.filter(pk=card.pk).update(expires_on=today - timedelta(days=1))
    run_day(today + timedelta(days=1))
    run_day(today + timedelta(days=1))
    ended = stands(product)
    officer = make_membership(make_user(), card.chamber, Role.CHAMBER_OFFICER)
    renewal = cards.send_renewal(artisan=maker, photo=b"jpeg", by=make_user(), now=NOW)
    cards.accept_renewal(
        renewal=renewal,
        number=card.number,
        issued_on=today,
        expires_on=today + timedelta(days=900),
        member=officer,
        now=NOW,
    )
    drain()

    assert last_day == ("", True)
    assert ended == (PauseCause.CARD, False)
    assert stands(product) == ("", True)
    assert stands(other) == ("", True)


def test_day_that_began_twice_changes_nothing_the_second_time() -> None:
    today = timezone.localdate()
    maker = make_artisan(make_shop(), card=False)
    make_artisan_card(maker, expires_on=today - timedelta(days=1))
    product = listed(maker)

    for _beat in range(3):
        days.begin_day(now=timezone.now())
    drain()
    first = list(outbox.Message.objects.filter(kind="day.began").values_list("key", flat=True))
    card_row = Card.objects.get(pk=product.pk)
    for _beat in range(3):
        days.begin_day(now=timezone.now())
    drain()

    assert first == [f"day.began:{today}"]
    assert stands(product) == (PauseCause.CARD, False)
    assert Card.objects.get(pk=product.pk).listed_at == card_row.listed_at
    assert outbox.Message.objects.filter(kind="catalog.pauses").count() == 1


def test_many_pieces_are_asked_for_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    from catalog import rounds

    monkeypatch.setattr(rounds, "BATCH", 3)
    maker = make_artisan(make_shop(), card=False)
    make_artisan_card(maker, expires_on=timezone.localdate() - timedelta(days=1))
    pieces = [listed(maker) for _ in range(7)]

    days.begin_day(now=timezone.now())
    drain()

    asked = outbox.Message.objects.filter(kind="catalog.pauses").values_list("payload", flat=True)
    assert sorted(len(payload["product_ids"]) for payload in asked) == [1, 3, 3]
    assert {stands(piece) for piece in pieces} == {(PauseCause.CARD, False)}


def test_midnight_is_that_of_algiers() -> None:
    days.begin_day(now=datetime(2026, 11, 22, 22, 59, tzinfo=UTC))
    days.begin_day(now=datetime(2026, 11, 22, 23, 0, tzinfo=UTC))

    keys = outbox.Message.objects.filter(kind="day.began").order_by("pk").values_list("key", flat=True)
    assert list(keys) == ["day.began:2026-11-22", "day.began:2026-11-23"]


def _renewal() -> tuple[CardRenewal, ArtisanCard]:
    maker = make_artisan(make_shop(), card=False)
    card = make_artisan_card(maker, expires_on=TODAY + timedelta(days=10))
    return cards.send_renewal(artisan=maker, photo=b"jpeg", by=make_user(), now=NOW), card


def test_renewal_waits_once_per_maker() -> None:
    renewal, _card = _renewal()

    with pytest.raises(Refusal):
        cards.send_renewal(artisan=renewal.artisan, photo=b"jpeg", by=make_user(), now=NOW)

    assert CardRenewal.objects.count() == 1


def test_another_chamber_enters_nothing() -> None:
    renewal, card = _renewal()
    stranger = make_membership(make_user(), make_body(BodyKind.CHAMBER), Role.CHAMBER_OFFICER)

    with pytest.raises(Refusal):
        cards.accept_renewal(
            renewal=renewal,
            number="X",
            issued_on=TODAY,
            expires_on=TODAY + timedelta(days=900),
            member=stranger,
            now=NOW,
        )

    renewal.refresh_from_db()
    card.refresh_from_db()
    assert renewal.state == RenewalState.WAITING
    assert card.expires_on == TODAY + timedelta(days=10)


def test_number_of_another_makers_card_is_refused_whole() -> None:
    renewal, card = _renewal()
    foreign = make_artisan_card(make_artisan(make_shop(), card=False))
    officer = make_membership(make_user(), card.chamber, Role.CHAMBER_OFFICER)

    with pytest.raises(Refusal) as refused:
        cards.accept_renewal(
            renewal=renewal,
            number=foreign.number,
            issued_on=TODAY,
            expires_on=TODAY + timedelta(days=900),
            member=officer,
            now=NOW,
        )

    renewal.refresh_from_db()
    assert refused.value.field == "number"
    assert renewal.state == RenewalState.WAITING
    assert renewal.changes.count() == 1


def test_photo_sent_back_is_told_and_another_may_be_sent() -> None:
    renewal, card = _renewal()
    officer = make_membership(make_user(), card.chamber, Role.CHAMBER_OFFICER)

    cards.refuse_renewal(renewal=renewal, why="Too dark.", member=officer, now=NOW)
    again = cards.send_renewal(artisan=renewal.artisan, photo=b"jpeg", by=make_user(), now=NOW)

    assert again.state == RenewalState.WAITING
    assert renewal.changes.last().why == "Too dark."
    with pytest.raises(Refusal):
        cards.refuse_renewal(renewal=renewal, why="Again.", member=officer, now=NOW)
