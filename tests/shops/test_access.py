from datetime import timedelta

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from django.utils import timezone

from marketplace import operations
from shops.access import MemberRequest, ShopRequest, memberships_of, require_role, require_shop
from shops.models import Membership
from shops.states import BodyKind, Role
from tests.factories import make_body, make_membership, make_shop, make_user
from tests.people import sign_in


@require_role(Role.INSPECTOR, Role.DECIDER)
def stamping(request: MemberRequest) -> HttpResponse:
    return HttpResponse(f"{request.membership.role} of {request.membership.body.slug}")


@require_shop
def workspace(request: ShopRequest) -> HttpResponse:
    return HttpResponse(request.shop.slug)


def anyone(request: HttpRequest) -> HttpResponse:
    memberships_of(request)
    return HttpResponse(str(len(memberships_of(request))))


urlpatterns = [
    path("stamping/", stamping),
    path("workspace/", workspace),
    path("anyone/", anyone),
    path("", operations.to_language, name="root"),
    *i18n_patterns(path("", include("marketplace.accounts.urls"))),
]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def test_page_sends_a_stranger_to_log_in_and_back(client: Client) -> None:
    answer = client.get("/workspace/?page=2")

    assert answer.status_code == 302
    assert answer["Location"].endswith("/account/login/?next=/workspace/%3Fpage%3D2")


def test_page_does_not_exist_for_somebody_of_another_role(client: Client) -> None:
    owner = make_user()
    make_shop(owner=owner)

    assert sign_in(client, owner).get("/workspace/").status_code == 200
    assert client.get("/stamping/").status_code == 404


def test_shop_page_is_about_the_shop_of_who_asks(client: Client) -> None:
    owner, seller = make_user(), make_user()
    make_shop()
    shop = make_shop(slug="dar-zarbia", owner=owner)
    make_membership(seller, shop.body, Role.SELLER)

    answers = [sign_in(Client(), person).get("/workspace/") for person in (owner, seller)]

    assert [answer.content for answer in answers] == [b"dar-zarbia", b"dar-zarbia"]
    assert "no-store" in answers[0]["Cache-Control"]
    assert "private" in answers[0]["Cache-Control"]


def test_owner_of_a_body_that_is_no_shop_has_no_workspace(client: Client) -> None:
    owner = make_user()
    make_membership(owner, make_body(BodyKind.CHAMBER), Role.OWNER)

    assert sign_in(client, owner).get("/workspace/").status_code == 404


def test_role_that_ended_closes_the_page_at_the_next_request(client: Client) -> None:
    owner = make_user()
    make_shop(owner=owner)
    sign_in(client, owner)
    before = client.get("/workspace/").status_code

    Membership.objects.update(until_on=timezone.localdate())

    assert (before, client.get("/workspace/").status_code) == (200, 404)


def test_role_that_begins_tomorrow_opens_nothing_today(client: Client) -> None:
    owner = make_user()
    shop = make_shop()
    make_membership(owner, shop.body, from_on=timezone.localdate() + timedelta(days=1))

    assert sign_in(client, owner).get("/workspace/").status_code == 404


def test_staff_without_second_factor_is_made_to_enrol_one(client: Client) -> None:
    inspector = make_user()
    make_membership(inspector, make_body(BodyKind.STAMPING_CENTRE), Role.INSPECTOR)

    answer = sign_in(client, inspector).get("/stamping/")

    assert answer.status_code == 302
    assert answer["Location"].endswith("/account/second-factor/totp/activate/?next=%2Fstamping%2F")


def test_session_that_did_not_show_the_second_factor_is_asked_for_it(client: Client) -> None:
    inspector = make_user()
    make_membership(inspector, make_body(BodyKind.STAMPING_CENTRE), Role.INSPECTOR)
    sign_in(Client(), inspector, second_factor=True)

    answer = sign_in(client, inspector).get("/stamping/")

    assert answer.status_code == 302
    assert "/account/second-factor/reauthenticate/?next=" in answer["Location"]


def test_second_factor_of_another_person_in_the_same_session_does_not_count(client: Client) -> None:
    first, second = make_user(), make_user()
    centre = make_body(BodyKind.STAMPING_CENTRE)
    for person in (first, second):
        make_membership(person, centre, Role.INSPECTOR)
    sign_in(client, first, second_factor=True)
    records = dict(client.session)

    sign_in(client, second)
    session = client.session
    session.update({key: value for key, value in records.items() if key.startswith("account_")})
    session.save()

    assert client.get("/stamping/").status_code == 302


def test_staff_with_second_factor_enters_as_their_membership(client: Client) -> None:
    decider = make_user()
    make_membership(decider, make_body(BodyKind.STAMPING_CENTRE, slug="tamanrasset"), Role.DECIDER)

    answer = sign_in(client, decider, second_factor=True).get("/stamping/")

    assert answer.content == b"decider of tamanrasset"


def test_memberships_are_read_once_per_request(client: Client, django_assert_num_queries: object) -> None:
    owner = make_user()
    make_shop(owner=owner)
    sign_in(client, owner)

    with django_assert_num_queries(3):  # type: ignore[operator]  # session, person, memberships
        assert client.get("/anyone/").content == b"1"
