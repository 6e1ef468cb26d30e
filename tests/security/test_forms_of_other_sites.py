"""No form of another site does anything here (12): generated over the whole URL conf."""

from typing import Any

import pytest
from django.test import Client
from django.urls import resolve
from django.utils import translation

from marketplace.basket.models import Basket
from tests.factories import make_product, make_user
from tests.people import sign_in
from tests.security.addresses import Address, addresses

pytestmark = pytest.mark.django_db
# On public pages, which carry no token (docs/adr/0011); and where a phone sends what was shared into the app.
WITHOUT_TOKEN = (
    "basket_add",
    "basket_change",
    "product_seen",
    "report_piece",
    "stamp_complain",
    "verify_seen",
    "workspace_share",
)
FOREIGN: list[dict[str, str]] = [
    {},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "Same-Origin"},
    {"Sec-Fetch-Site": ""},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://testserver.evil.example"},
    {"Origin": "http://testserver@evil.example"},
    {"Referer": "https://evil.example/http://testserver/"},
    {"Referer": "https://evil.example/?testserver"},
    {"Origin": "https://evil.example", "Referer": "http://testserver/en/"},
]


@pytest.mark.parametrize("address", addresses(), ids=lambda address: address.name or address.route)
def test_no_post_is_taken_without_a_token(address: Address) -> None:
    """12: every address refuses a POST that brings neither a token nor a header that only our own pages send."""
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(address.path(), {"do": "pay"}).status_code == 403


def test_no_post_is_taken_without_a_token_from_somebody_logged_in() -> None:
    """12: the same with a session and the token's cookie, which a foreign form sends along but cannot read."""
    strict = sign_in(
        Client(enforce_csrf_checks=True), make_user(is_staff=True, is_superuser=True), second_factor=True
    )
    strict.get("/en/account/password/change/")
    assert "csrftoken" in strict.cookies

    taken = [
        address.name for address in addresses() if strict.post(address.path(), {"a": "b"}).status_code != 403
    ]

    assert taken == []


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
@pytest.mark.parametrize("path", ["/en/basket/add/", "/en/basket/change/"])
def test_basket_takes_nothing_from_another_site(path: str, headers: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True)

    answer = client.post(path, {"product": make_product().pk}, headers=headers)

    assert answer.status_code == 403
    assert not answer.cookies
    assert not Basket.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://testserver"},
        {"Referer": "http://testserver/en/"},
    ],
    ids=str,
)
def test_basket_takes_the_form_of_our_own_page(headers: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True)

    assert client.post("/en/basket/add/", {"product": make_product().pk}, headers=headers).status_code == 303


def test_page_of_a_missing_token_is_ours_and_says_what_to_do() -> None:
    """17: Django's own page has a style element and an English lecture."""
    refused = Client(enforce_csrf_checks=True).post("/fr/checkout/", {})

    page = refused.content.decode()
    assert refused.status_code == 403
    assert '<html lang="fr" dir="ltr">' in page
    assert "<style" not in page
    assert "DEBUG" not in page


def test_refusal_of_a_foreign_form_is_a_page_too() -> None:
    refused = Client(enforce_csrf_checks=True).post("/ar/basket/add/", {})

    assert '<html lang="ar" dir="rtl">' in refused.content.decode()


def test_views_without_a_token_are_known() -> None:
    """A view added without a token must be guarded otherwise and be named here."""
    exempt = {address.name for address in addresses() if _is_exempt(address)}

    assert exempt == set(WITHOUT_TOKEN)


def _is_exempt(address: Address) -> bool:
    with translation.override("en"):
        view: Any = resolve(address.path()).func
    return bool(getattr(view, "csrf_exempt", False))
