"""A shop is suspended, reopened and closed with all its pieces, and reads why."""

import pytest
from django.test import Client
from django.utils import timezone

from catalog import shop_moves
from catalog.actions import create_piece, refresh_pauses, reprice_and_count
from catalog.models import Card, Product
from catalog.states import PauseCause
from marketplace.outbox import actions as outbox
from marketplace.outbox.models import Message
from marketplace.refusal import Refusal
from shops.partner.models import Partner
from shops.states import ShopState
from tests.factories import NOW, TODAY, make_artisan, make_product, make_shop, make_user, stock_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Partner:
    return make_shop(owner=make_user())


def test_suspended_shop_keeps_its_pieces_in_sight_and_none_can_be_ordered(
    shop: Partner, client: Client
) -> None:
    piece, other = make_product(shop=shop), make_product()
    operator = make_user()

    shop_moves.suspend(shop=shop, by=operator, why="صور غير صحيحة", now=NOW)
    outbox.drain(now=timezone.now())

    assert Product.objects.get(pk=piece.pk).paused_for == PauseCause.SHOP
    assert Product.objects.get(pk=other.pk).paused_for == ""
    assert not Card.objects.get(product=piece).available
    shop.refresh_from_db()
    change = shop.changes.get()
    assert (shop.state, shop.state_why) == (ShopState.SUSPENDED, "صور غير صحيحة")
    assert (change.by, change.why) == (operator, "صور غير صحيحة")
    page = client.get(f"/en/catalog/{piece.slug}_{piece.pk}/")
    assert page.status_code == 200
    assert b'action="/en/basket/add/"' not in page.content


def test_reopened_shop_sells_again_what_has_no_other_reason_to_wait(shop: Partner) -> None:
    piece = make_product(shop=shop, maker=make_artisan(shop))
    uncarded = make_product(shop=shop, maker=make_artisan(shop, card=False))
    shop_moves.suspend(shop=shop, by=make_user(), why="x", now=NOW)

    shop_moves.reopen(shop=shop, by=make_user(), why="mended", now=NOW)

    assert Product.objects.get(pk=piece.pk).paused_for == ""
    assert Product.objects.get(pk=uncarded.pk).paused_for == PauseCause.CARD
    assert refresh_pauses(product_ids=[piece.pk, uncarded.pk], today=TODAY) == 0


@pytest.mark.parametrize("state", [ShopState.SUSPENDED, ShopState.CLOSED])
def test_shop_that_does_not_sell_takes_no_new_piece_and_no_new_price(shop: Partner, state: ShopState) -> None:
    piece = make_product(shop=shop, price=4500, stock=1)
    Partner.objects.filter(pk=shop.pk).update(state=state)
    shop.refresh_from_db()

    with pytest.raises(Refusal):
        create_piece(shop=shop, maker=None, facts=None, now=NOW)  # type: ignore[arg-type]  # not read
    with pytest.raises(Refusal):
        reprice_and_count(product=Product.objects.get(pk=piece.pk), dinars=1, count=9)

    assert Product.objects.filter(shop=shop).count() == 1
    assert stock_of(piece) == (1, 0)


def test_second_operator_who_suspends_is_told_it_is_done(shop: Partner) -> None:
    shop_moves.suspend(shop=shop, by=make_user(), why="first", now=NOW)

    with pytest.raises(Refusal):
        shop_moves.suspend(shop=shop, by=make_user(), why="second", now=NOW)

    assert shop.changes.count() == 1
    assert Message.objects.filter(kind="shop.suspended").count() == 1


def test_maker_without_card_is_said_to_sell_under_anothers(client: Client) -> None:
    cooperative = make_artisan(make_shop(name="Tazdait"))
    shop = make_shop(slug="home")
    maker = make_artisan(shop, card=False, guarantor=cooperative, guarantor_kind="cooperative")
    piece = make_product(shop=shop, maker=maker)

    pages = [
        client.get(path).content.decode()
        for path in (f"/en/catalog/{piece.slug}_{piece.pk}/", "/en/shops/home/")
    ]

    for page in pages:
        assert "the card of her cooperative" in page
        assert "Tazdait" in page


@pytest.mark.parametrize(("consent", "named"), [("full", True), ("cooperative", False)])
def test_relative_who_answers_is_named_as_far_as_she_consents(
    client: Client, consent: str, named: bool
) -> None:
    aunt = make_artisan(make_shop(), first_name="Zohra", last_name="Bent", name_consent=consent)
    shop = make_shop(slug="home")
    make_artisan(shop, card=False, guarantor=aunt, guarantor_kind="relative")

    page = client.get("/en/shops/home/").content.decode()

    assert "the card of a relative" in page
    assert ("Zohra" in page) is named
