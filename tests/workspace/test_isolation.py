"""A shop sees itself alone: every address of the workspace with another shop's id answers "not found"."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from catalog.models import Product
from marketplace.order.models import CounterSale, Order, ShopOrder
from marketplace.order.states import ShopOrderState
from marketplace.workspace import urls
from marketplace.workspace.models import DraftPhoto, PieceDraft, Sheet
from marketplace.workspace.sheet_actions import keep
from quality_labels import actions as label_actions
from quality_labels import schemes
from quality_labels.models import Application, Decision
from quality_labels.states import ApplicationState
from shops.models import Body, Membership
from shops.partner.models import Partner
from shops.people.models import AssistanceConsent, CardRenewal, ConsentChange
from shops.people.states import ConsentMeans
from shops.states import BodyKind, Role
from tests.factories import (
    NOW,
    TODAY,
    make_artisan,
    make_body,
    make_centre,
    make_draft,
    make_membership,
    make_photo,
    make_product,
    make_shop,
    make_user,
)


def make_shop_order(
    shop: Partner, *, state: str = ShopOrderState.PAID, number: str = "QWERTY2345"
) -> ShopOrder:
    """Make a bare shop order: who may see it is all that is asked here."""
    order = Order.objects.create(
        number=number,
        total_incl_tax=0,
        total_excl_tax=0,
        currency="DZD",
        date_placed=NOW,
        guest_email="b@example.test",
    )
    return ShopOrder.objects.create(
        order=order,
        shop=shop,
        number=f"{number}-1",
        state=state,
        delivery_method="home",
        lines_dzd_minor=450_000,
        lines_charge_minor=450_000,
        delivery_dzd_minor=0,
        delivery_charge_minor=0,
        commission_basis_points=800,
        commission_minor=36_000,
    )


@dataclass
class Neighbours:
    """A shop whose owner asks, and what belongs to the shop next door."""

    client: Client
    own: dict[str, Any]
    foreign: dict[str, Any]
    product: Product
    shop_order: ShopOrder


def _things(shop: Partner, number: str, state: str) -> tuple[dict[str, Any], Product, ShopOrder]:
    product = make_product(shop=shop)
    photo = make_photo(product, state="failed")
    shop_order = make_shop_order(shop, number=number, state=state)
    draft = make_draft(shop)
    sale = CounterSale.objects.create(
        shop=shop, product=product, unit_dzd_minor=1, sold_by=make_user(), sold_at=timezone.now()
    )
    owner = shop.body.memberships.get(role=Role.OWNER).user
    sheet = keep(shop=shop, by=owner, name="x.csv", content=b"code,price\n", now=timezone.now())
    ids = {
        "pk": product.pk,
        "photo_pk": photo.pk,
        "number": shop_order.number,
        "draft": draft.pk,
        "photo": draft.photos.get().uuid,
        "screen": "price",
        "sheet_pk": sheet.pk,
        "sale_pk": sale.pk,
        "request_pk": _request(shop, product).pk,
    }
    return ids | _people(shop), product, shop_order


def _request(shop: Partner, product: Product) -> Application:
    """A refused request for a stamp."""
    centre = Body.objects.filter(kind=BodyKind.STAMPING_CENTRE).first() or make_body(BodyKind.STAMPING_CENTRE)
    document = schemes.shipped()["carpet.knotted"]
    refused = Application.objects.create(
        centre=centre,
        product=product,
        shop=shop,
        maker=make_artisan(shop),
        scheme_version=label_actions.adopt_scheme(document=document, owner=centre, by=None, now=NOW),
        state=ApplicationState.REFUSED,
        requested_at=NOW,
    )
    Decision.objects.create(
        application=refused, decider=make_user(), reasons=["asymmetry"], decided_at=timezone.now()
    )
    return refused


def _people(shop: Partner) -> dict[str, Any]:
    """A maker, a seller, and a centre that may act for the shop."""
    centre = make_centre()
    consent = AssistanceConsent.objects.create(
        shop=shop,
        body=centre,
        means=ConsentMeans.HERSELF,
        from_on=TODAY,
        until_on=date(2099, 1, 1),
        recorded_by=make_user(),
        recorded_at=NOW,
    )
    return {
        "artisan_pk": make_artisan(shop).pk,
        "member_pk": make_membership(make_user(), shop.body, Role.SELLER).pk,
        "consent_pk": consent.pk,
    }


@pytest.fixture
def neighbours(db: None, client: Client) -> Neighbours:
    owner = make_user()
    own, _, _ = _things(make_shop(owner=owner), "QWERTY2345", ShopOrderState.PAID)
    foreign, product, shop_order = _things(make_shop(owner=make_user()), "ZXCVBN6789", ShopOrderState.PAID)
    client.force_login(owner)
    return Neighbours(client, own, foreign, product, shop_order)


DOORS = {"start", "stop_recovery"}  # for who is not logged in: a token opens them, and no shop stands behind


def _with_an_id() -> list[URLPattern]:
    return [
        pattern for pattern in urls.urlpatterns if pattern.pattern.converters and pattern.name not in DOORS
    ]


def _state(neighbours: Neighbours) -> Any:
    neighbours.shop_order.refresh_from_db()
    stock = neighbours.product.stockrecords.get()
    return (
        neighbours.shop_order.state,
        neighbours.shop_order.changes.count(),
        stock.price,
        stock.num_in_stock,
        list(neighbours.product.images.values_list("pk", "state")),
        neighbours.product.stamp_applications.count(),
        list(PieceDraft.objects.order_by("pk").values_list("pk", "state", "answers", "product")),
        DraftPhoto.objects.count(),
        list(ConsentChange.objects.values_list("pk")),
        list(CardRenewal.objects.values_list("pk")),
        list(Membership.objects.order_by("pk").values_list("pk", "until_on")),
        list(AssistanceConsent.objects.order_by("pk").values_list("pk", "ended_at")),
        list(Sheet.objects.values_list("pk", "applied_at")),
        neighbours.shop_order.proposals.count(),
        list(neighbours.product.counter_sales.values_list("pk", "undone_at")),
        *_as_listed(neighbours.product.pk),
    )


def _as_listed(pk: int) -> tuple[Any, ...]:
    """Return what rooms of a piece and its buttons could have changed."""
    product = Product.objects.get(pk=pk)
    columns = ("state", "owner_paused_at", "lead_days", "made_to_order", "title_ar", "technique", "length_mm")
    return (
        *(getattr(product, column) for column in columns),
        list(product.images.values_list("pk", "is_shown", "display_order")),
        product.changes.count(),
        product.revisions.count(),
        product.texts_written.count(),
    )


def test_there_are_addresses_to_try() -> None:
    assert len(_with_an_id()) >= 20


@pytest.mark.parametrize("pattern", _with_an_id(), ids=lambda pattern: pattern.name)
@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "patch"])
def test_another_shops_id_is_not_found(neighbours: Neighbours, pattern: URLPattern, method: str) -> None:
    before = _state(neighbours)
    address = reverse(
        pattern.name, kwargs={name: neighbours.foreign[name] for name in pattern.pattern.converters}
    )
    form = {
        "price": "1",
        "stock": "7",
        "reason": "no",
        "tracking_number": "X1",
        "shop": "1",
        "later": "7",
        "ready": "work",
        "left": "1",
        "commission": "0",
        "shown": "none",
        "title_ar": "mine",
        "technique": "sewn",
        "length_mm": "7",
        "made_to_order": "yes",
        "lead_days": "9",
    }

    response = getattr(neighbours.client, method)(address, data=form if method == "post" else None)

    assert response.status_code in (404, 405)
    assert method not in ("get", "post") or response.status_code == 404 or _allows_only(response, method)
    assert _state(neighbours) == before


def _allows_only(response: Any, method: str) -> bool:
    """A page that has no such method at all may say so before it looks at the id."""
    return response.status_code == 405 and method.upper() not in response.headers["Allow"]


@pytest.mark.parametrize("pattern", _with_an_id(), ids=lambda pattern: pattern.name)
def test_own_id_is_found(neighbours: Neighbours, pattern: URLPattern) -> None:
    address = reverse(
        pattern.name, kwargs={name: neighbours.own[name] for name in pattern.pattern.converters}
    )

    response = neighbours.client.post(address, data={})

    assert response.status_code in (302, 405, 422)


def test_mixed_ids_of_two_shops_are_not_found(neighbours: Neighbours) -> None:
    address = reverse("workspace_retry_photo", args=[neighbours.own["pk"], neighbours.foreign["photo_pk"]])

    response = neighbours.client.post(address)

    assert response.status_code == 404


def test_lists_show_own_rows_only(neighbours: Neighbours) -> None:
    orders = neighbours.client.get(reverse("workspace_orders")).content.decode()
    pieces = neighbours.client.get(reverse("workspace_pieces")).content.decode()

    assert neighbours.own["number"] in orders
    assert neighbours.foreign["number"] not in orders
    assert neighbours.product.title not in pieces


@pytest.mark.django_db
def test_order_is_unknown_to_its_shop_before_it_is_paid(client: Client) -> None:
    owner = make_user()
    held = make_shop_order(make_shop(owner=owner), state=ShopOrderState.HELD)
    client.force_login(owner)

    response = client.get(reverse("workspace_order", args=[held.number]))

    assert response.status_code == 404
