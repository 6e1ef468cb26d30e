"""The desk exists for those who sit at it: generated over every address, so that tomorrow's page is held to it too."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from marketplace.desk import urls
from shops.models import Body
from shops.states import BodyKind, Role
from tests.factories import make_body, make_centre, make_membership, make_shop, make_user
from tests.people import sign_in
from tests.security.addresses import NOBODYS

PAGES: list[URLPattern] = list(urls.urlpatterns)
# What clerks and chamber officers do too; every other page is the operator's alone.
FACE_TO_FACE = {
    "desk",
    "desk_cards", "desk_card", "desk_card_photo",
    "desk_slips", "desk_slip_for_newcomer",
    "desk_help", "desk_assist", "desk_end_help", "desk_stop_assisting",
    "desk_phones", "desk_approve_phone", "desk_stop_phone",
    "desk_texts", "desk_text",
    "desk_calls", "desk_call_told", "desk_call_not_reached", "desk_late", "desk_phone_order", "desk_phone_slip",
    "desk_counter", "desk_counter_order", "desk_counter_cash", "desk_counter_hand_over",
}  # fmt: skip


def address(pattern: URLPattern) -> str:
    return reverse(pattern.name or "", kwargs={name: NOBODYS[name] for name in pattern.pattern.converters})


def member(role: str, body: Body) -> Client:
    user = make_user()
    make_membership(user, body, role)
    return sign_in(Client(), user, second_factor=True)


@pytest.fixture
def outsiders(db: None) -> list[Client]:
    """A shop's owner, an inspector, and somebody who is of nothing; all with a second factor."""
    owner = make_user()
    make_shop(owner=owner)
    return [
        sign_in(Client(), owner, second_factor=True),
        member(Role.INSPECTOR, make_body(BodyKind.STAMPING_CENTRE)),
        sign_in(Client(), make_user(), second_factor=True),
    ]


def test_there_are_pages_to_try() -> None:
    assert len(PAGES) > 30
    assert {pattern.name for pattern in PAGES} >= FACE_TO_FACE


@pytest.mark.parametrize("pattern", PAGES, ids=lambda pattern: pattern.name)
def test_page_of_the_desk_exists_for_nobody_else(outsiders: list[Client], pattern: URLPattern) -> None:
    for client in outsiders:
        for method in ("get", "post"):
            assert getattr(client, method)(address(pattern)).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("pattern", PAGES, ids=lambda pattern: pattern.name)
def test_stranger_is_asked_to_log_in_and_staff_for_the_second_factor(pattern: URLPattern) -> None:
    staff = make_user()
    make_membership(staff, make_body(BodyKind.OPERATOR), Role.OPERATOR)

    stranger = Client().get(address(pattern))
    half = sign_in(Client(), staff).get(address(pattern))

    assert (stranger.status_code, half.status_code) == (302, 302)
    assert "/account/login/" in stranger["Location"]
    assert "/second-factor/" in half["Location"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "pattern", [page for page in PAGES if page.name not in FACE_TO_FACE], ids=lambda pattern: pattern.name
)
def test_page_of_the_operator_does_not_exist_for_other_staff(pattern: URLPattern) -> None:
    clerk, officer = member(Role.CLERK, make_centre()), member(Role.CHAMBER_OFFICER, make_body("chamber"))

    for client in (clerk, officer):
        for method in ("get", "post"):
            assert getattr(client, method)(address(pattern)).status_code == 404
