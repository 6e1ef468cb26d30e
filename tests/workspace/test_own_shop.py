"""Where my money goes, a suspended shop's panel, and closing one's own shop."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from catalog import shop_moves
from marketplace.accounts.models import User
from marketplace.order.states import ShopOrderState
from marketplace.outbox.models import Message
from shops.destination.models import PayoutDestination
from shops.partner.models import Partner
from shops.states import Role, ShopState
from tests.factories import NOW, make_artisan, make_membership, make_product, make_shop, make_user
from tests.shops.applicants import CCP, KEY
from tests.workspace.test_isolation import make_shop_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> User:
    return make_user("fatma@example.test")


@pytest.fixture
def shop(owner: User, client: Client, settings: Any) -> Partner:
    settings.OUTBOX_RINGS = False
    shop = make_shop(owner=owner)
    make_artisan(shop, user=owner, first_name="Fatma", last_name="Touati")
    client.force_login(owner)
    return shop


def test_owner_changes_where_money_goes_with_the_code_that_came(client: Client, shop: Partner) -> None:
    page, code_page = reverse("workspace_destination"), reverse("workspace_destination_code")

    asked = client.post(f"{page}?kind=ccp", {"account": CCP, "key": KEY, "holder": "Fatma Touati"})
    code = Message.objects.get(kind="account.destination_code").payload["code"]
    wrong = client.post(code_page, {"code": f"{(int(code) + 1) % 1_000_000:06}"})
    before = PayoutDestination.objects.count()
    changed = client.post(code_page, {"code": code})

    assert (asked["Location"], wrong.status_code, before) == (code_page, 422, 0)
    assert changed["Location"] == page
    assert PayoutDestination.objects.get().account == CCP
    shown = client.get(page).content.decode()
    assert "•••789" in shown
    assert CCP not in shown


def test_code_page_hides_the_channel_it_went_to(client: Client, shop: Partner) -> None:
    client.post(reverse("workspace_destination") + "?kind=order", {"holder": "Fatma Touati"})

    page = client.get(reverse("workspace_destination_code")).content.decode()

    assert "f•••@example.test" in page
    assert "fatma@example.test" not in page


def test_seller_sees_and_changes_nothing_of_it(client: Client, shop: Partner) -> None:
    seller = make_user()
    make_membership(seller, shop.body, Role.SELLER)
    client.force_login(seller)

    answers = [
        client.post(reverse("workspace_destination") + "?kind=order", {"holder": "Seller"}),
        client.get(reverse("workspace_destination_code")),
        client.post(reverse("workspace_close"), {"sure": "1"}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert not Message.objects.exists()
    shop.refresh_from_db()
    assert shop.state == ShopState.ACTIVE


def test_suspended_shop_reads_why_and_can_still_send(client: Client, shop: Partner) -> None:
    order = make_shop_order(shop, state=ShopOrderState.ACCEPTED)
    piece = make_product(shop=shop)
    shop_moves.suspend(shop=shop, by=make_user(), why="صور <غير> صحيحة", now=NOW)

    home = client.get("/en/workspace/").content.decode()
    sent = client.post(f"/en/workspace/orders/{order.number}/send/", {"tracking_number": "X1"})
    priced = client.post(f"/en/workspace/pieces/{piece.pk}/", {"price": "9000", "stock": "1"})

    assert "صور &lt;غير&gt; صحيحة" in home
    assert sent.status_code == 302
    order.refresh_from_db()
    assert order.state == ShopOrderState.SENT
    assert priced.status_code == 422
    assert piece.stockrecords.get().price == 4500


def test_owner_closes_her_shop_only_when_she_says_so(client: Client, shop: Partner) -> None:
    piece = make_product(shop=shop)

    unsure = client.post(reverse("workspace_close"))
    shop.refresh_from_db()
    before = shop.state
    client.post(reverse("workspace_close"), {"sure": "1"})

    shop.refresh_from_db()
    piece.refresh_from_db()
    assert (unsure.status_code, before) == (422, ShopState.ACTIVE)
    assert (shop.state, piece.paused_for) == (ShopState.CLOSED, "shop")
    assert client.get("/en/workspace/").status_code == 200
