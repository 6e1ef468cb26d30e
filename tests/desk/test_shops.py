"""The operator's desk: applications answered, shops suspended and found, accounts looked at; nobody else gets in."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import User
from shops.application.models import ShopApplication
from shops.application.states import ApplicationState as S
from shops.destination import queries as destinations
from shops.destination.models import PayoutDestination
from shops.models import Body
from shops.partner.models import Partner
from shops.states import BodyKind, Role, ShopState
from tests.factories import NOW, make_body, make_membership, make_shop, make_user
from tests.people import sign_in
from tests.shops.applicants import keep_picture, make_application, make_operator

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client: Client, settings: Any, tmp_path: Path) -> User:
    settings.MEDIA_ROOT = tmp_path
    settings.OUTBOX_RINGS = False
    operator = make_operator()
    sign_in(client, operator, second_factor=True)
    return operator


def page(row: ShopApplication) -> str:
    return reverse("desk_application", args=[row.pk])


def test_desk_counts_and_lists_what_waits(client: Client, operator: User) -> None:
    row, draft = make_application(state=S.SUBMITTED), make_application(shop_name="مسودة")

    home, listed = (client.get(reverse(name)).content.decode() for name in ("desk", "desk_applications"))

    assert reverse("desk_applications") in home
    assert row.shop_name in listed
    assert draft.shop_name not in listed


def test_operator_sees_card_and_words_side_by_side_and_approves_once(client: Client, operator: User) -> None:
    row = make_application(state=S.SUBMITTED)
    keep_picture(row)
    shown = client.get(page(row)).content.decode()

    unticked = client.post(page(row), {"do": "approve", "seen": ["photo"]})
    approved = client.post(page(row), {"do": "approve", "seen": ["photo", "register"]})
    again = client.post(page(row), {"do": "approve", "seen": ["photo", "register"]})

    assert reverse("desk_application_card", args=[row.pk]) in shown
    assert row.card_number in shown
    assert client.get(reverse("desk_application_card", args=[row.pk])).status_code == 200
    assert [answer.status_code for answer in (unticked, approved, again)] == [422, 302, 422]
    assert Partner.objects.count() == 1
    owner = Client()
    owner.force_login(row.user)
    assert owner.get("/ar/workspace/").status_code == 200


@pytest.mark.parametrize(("do", "state"), [("return", S.RETURNED), ("refuse", S.REFUSED)])
def test_answer_that_is_no_needs_a_sentence(client: Client, operator: User, do: str, state: S) -> None:
    row = make_application(state=S.SUBMITTED)

    silent = client.post(page(row), {"do": do, "why": " "})
    said = client.post(page(row), {"do": do, "why": "الصورة غير واضحة"})

    row.refresh_from_db()
    assert (silent.status_code, said.status_code) == (422, 302)
    assert row.state == state
    last = row.changes.last()
    assert last is not None
    assert last.why == "الصورة غير واضحة"


def test_draft_is_its_writers_alone(client: Client, operator: User) -> None:
    row = make_application()

    assert client.get(page(row)).status_code == 404
    assert client.post(page(row), {"do": "approve", "seen": ["photo", "register"]}).status_code == 404
    assert client.get(reverse("desk_application_card", args=[row.pk])).status_code == 404


@pytest.mark.parametrize("role", [None, Role.OWNER, Role.CLERK, Role.INSPECTOR, Role.APPROVER])
def test_rooms_of_the_operator_do_not_exist_for_others(
    client: Client, role: str | None, settings: Any
) -> None:
    user = make_user()
    if role:
        kinds: dict[str, str] = {
            Role.OWNER: BodyKind.SHOP,
            Role.CLERK: BodyKind.COMMERCIAL_CENTRE,
            Role.APPROVER: BodyKind.OPERATOR,
        }
        make_membership(user, make_body(kinds.get(role, BodyKind.STAMPING_CENTRE)), role)
    sign_in(client, user, second_factor=True)
    row, shop = make_application(state=S.SUBMITTED), make_shop()

    addresses = [
        page(row),
        reverse("desk_application_card", args=[row.pk]),
        reverse("desk_applications"),
        reverse("desk_shops"),
        reverse("desk_shop", args=[shop.pk]),
        reverse("desk_accounts"),
        reverse("desk_account", args=[1]),
    ]
    answers = [client.get(address).status_code for address in addresses]
    form = {"do": "approve", "seen": ["photo", "register"]}
    answers += [client.post(address, form).status_code for address in addresses]

    assert set(answers) <= {404}
    row.refresh_from_db()
    assert row.state == S.SUBMITTED
    assert [Client().get(address).status_code for address in addresses] == [302] * len(addresses)


def test_operator_without_second_factor_sees_no_card(client: Client) -> None:
    row = make_application(state=S.SUBMITTED)
    client.force_login(make_operator())

    answer = client.get(reverse("desk_application_card", args=[row.pk]))

    assert answer.status_code == 302
    assert "/second-factor/" in answer["Location"]


def test_shop_is_found_suspended_with_a_sentence_and_reopened(client: Client, operator: User) -> None:
    shop, other = make_shop(name="Dar Zarbia", slug="dar-zarbia"), make_shop(name="Tin Adrar")
    address = reverse("desk_shop", args=[shop.pk])

    found = client.get(reverse("desk_shops"), {"q": "zarbia"}).content.decode()
    silent = client.post(address, {"do": "suspend", "why": ""})
    client.post(address, {"do": "suspend", "why": "صور غير صحيحة"})
    twice = client.post(address, {"do": "suspend", "why": "again"})
    suspended = client.get(reverse("desk_shops"), {"state": "suspended"}).content.decode()
    history = client.get(address).content.decode()
    client.post(address, {"do": "reopen", "why": "شكرا"})

    shop.refresh_from_db()
    assert "Dar Zarbia" in found
    assert other.name not in found
    assert (silent.status_code, twice.status_code) == (422, 422)
    assert "Dar Zarbia" in suspended
    assert other.name not in suspended
    assert "صور غير صحيحة" in history
    assert (shop.state, shop.changes.count()) == (ShopState.ACTIVE, 2)


@pytest.mark.parametrize(("do", "holds"), [("accept", True), ("refuse", False)])
def test_account_of_another_name_is_decided_once(
    client: Client, operator: User, do: str, holds: bool
) -> None:
    shop = make_shop()
    row = PayoutDestination.objects.create(
        shop=shop, kind="order", holder="Ahmed", holder_matches=False, by=make_user(), written_at=NOW
    )
    address = reverse("desk_account", args=[row.pk])
    shown = client.get(address).content.decode()

    answer = client.post(address, {"do": do, "why": "لا"})

    assert "Ahmed" in shown
    assert answer.status_code == 302
    assert (destinations.destination_of(shop) == row) is holds
    assert client.get(address).status_code == 404
    assert Body.objects.exists()


def test_shops_are_searched_for_a_nul_without_harm(client: Client, operator: User) -> None:
    assert client.get(reverse("desk_shops"), {"q": "a\0b"}).status_code == 200
