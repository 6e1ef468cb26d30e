"""What an artisan does on plain forms, and what each mistake is answered with."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from catalog.states import PhotoState
from marketplace.order.models import Order
from marketplace.order.states import ShopOrderState
from marketplace.outbox.models import Message
from shops.partner.models import Partner
from tests.catalog.test_photos import picture
from tests.factories import make_photo, make_product, make_shop, make_user
from tests.workspace.test_isolation import make_shop_order


@pytest.fixture
def shop(db: None, client: Client, settings: Any, tmp_path: Path) -> Partner:
    settings.MEDIA_ROOT = tmp_path
    settings.OUTBOX_RINGS = False
    owner = make_user()
    client.force_login(owner)
    return make_shop(owner=owner)


def upload(content: bytes, name: str = "jar.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def test_stock_cannot_be_counted_below_what_buyers_hold(client: Client, shop: Partner) -> None:
    product = make_product(shop=shop, stock=3)
    product.stockrecords.update(num_allocated=2)

    response = client.post(reverse("workspace_piece", args=[product.pk]), {"price": "900", "stock": "1"})

    stock = product.stockrecords.get()
    assert response.status_code == 422
    assert (stock.num_in_stock, stock.price) == (3, 4500)


def test_order_is_accepted_then_sent(client: Client, shop: Partner) -> None:
    shop_order = make_shop_order(shop)

    client.post(reverse("workspace_accept", args=[shop_order.number]))
    client.post(reverse("workspace_send", args=[shop_order.number]), {"tracking_number": "RR123DZ"})

    shop_order.refresh_from_db()
    assert (shop_order.state, shop_order.tracking_number) == (ShopOrderState.SENT, "RR123DZ")
    assert Message.objects.filter(kind="shop_order.sent").count() == 1


def test_second_tap_changes_nothing_and_says_so(client: Client, shop: Partner) -> None:
    shop_order = make_shop_order(shop)
    accept = reverse("workspace_accept", args=[shop_order.number])
    client.post(accept)

    response = client.post(accept, follow=True)

    assert response.status_code == 200
    assert shop_order.changes.count() == 1
    assert Message.objects.filter(kind="shop_order.accepted").count() == 1


def test_sending_asks_how_it_left(client: Client, shop: Partner) -> None:
    shop_order = make_shop_order(shop, state=ShopOrderState.ACCEPTED)

    response = client.post(reverse("workspace_send", args=[shop_order.number]), {})

    shop_order.refresh_from_db()
    assert response.status_code == 422
    assert shop_order.state == ShopOrderState.ACCEPTED


def test_refusal_needs_a_reason(client: Client, shop: Partner) -> None:
    shop_order = make_shop_order(shop)

    response = client.post(reverse("workspace_refuse", args=[shop_order.number]), {"reason": "  "})

    shop_order.refresh_from_db()
    assert response.status_code == 422
    assert shop_order.state == ShopOrderState.PAID


def test_form_without_its_token_is_refused(shop: Partner) -> None:
    product = make_product(shop=shop)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(shop.body.memberships.get().user)

    response = strict.post(reverse("workspace_piece", args=[product.pk]), {"price": "1", "stock": "1"})

    assert response.status_code == 403
    assert product.stockrecords.get().price == 4500


def test_upload_with_a_hostile_name_lands_under_a_name_of_ours(
    client: Client, shop: Partner, tmp_path: Path
) -> None:
    product = make_product(shop=shop)
    hostile = SimpleUploadedFile("../../x\u202egpj.php", io.BytesIO(picture()).read())

    client.post(reverse("workspace_add_photo", args=[product.pk]), {"photo": hostile, "view": "whole"})

    photo = product.images.get()
    assert photo.original.name == f"originals/{photo.key}.jpg"
    assert not list(tmp_path.rglob("*.php"))


@pytest.mark.parametrize(
    ("state", "shown"),
    [(ShopOrderState.PAID, True), (ShopOrderState.SENT, True), (ShopOrderState.DELIVERED, False)],
)
def test_buyers_address_is_shown_while_it_is_needed(
    client: Client, shop: Partner, state: ShopOrderState, shown: bool
) -> None:
    shop_order = make_shop_order(shop, state=state)
    Order.objects.filter(pk=shop_order.order_id).update(
        contact_name="Amine B.",
        contact_phone="+213550123456",
        street="12 rue des Palmiers",
        country_code="DZ",
    )

    page = client.get(reverse("workspace_order", args=[shop_order.number])).content.decode()

    assert ("12 rue des Palmiers" in page) is shown
    assert ("+213550123456" in page) is shown
    assert "b@example.test" not in page


def test_failed_photo_is_shown_to_its_owner_and_tried_again(client: Client, shop: Partner) -> None:
    product = make_product(shop=shop)
    photo = make_photo(product, state=PhotoState.FAILED)
    again = reverse("workspace_retry_photo", args=[product.pk, photo.pk])
    pieces = client.get(reverse("workspace_pieces"))
    page = client.get(reverse("workspace_piece", args=[product.pk]))

    client.post(again)

    photo.refresh_from_db()
    assert 'class="error"' in pieces.content.decode()
    assert f'action="{again}"' in page.content.decode()
    assert photo.state == PhotoState.WAITING
    assert photo.due_at is not None
