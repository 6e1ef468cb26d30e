"""What the cache of public pages may be fed with: nothing of one visitor ever reaches another."""

from typing import Any

import pytest
from django.conf import settings as house_settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from marketplace.public_pages import public_page
from tests.factories import make_product

pytestmark = pytest.mark.django_db
POISON: list[dict[str, str]] = [
    {"X-Forwarded-Host": "evil.example"},
    {"X-Forwarded-Proto": "javascript"},
    {"X-Forwarded-Port": "1337"},
    {"X-Original-URL": "/en/account/"},
    {"X-Rewrite-URL": "/en/account/"},
    {"X-HTTP-Method-Override": "POST"},
    {"Accept-Language": "fr;q=1, <script>alert(1)</script>"},
    {"Accept": "application/json"},
    {"Cookie": 'csrftoken="><script>; sessionid=x; django_language=fr; messages=x; basket=y'},
    {"Referer": "https://evil.example/<script>"},
    {"User-Agent": "<script>alert(1)</script>"},
    {"Origin": "https://evil.example"},
    {"Range": "bytes=0-1"},
    {"If-None-Match": '"x"'},
]


@pytest.fixture(autouse=True)
def kept_pages(settings: Any) -> None:
    """Keep public pages as production does."""
    settings.PUBLIC_PAGE_SECONDS = 20


@pytest.mark.parametrize("headers", POISON, ids=lambda headers: next(iter(headers)))
@pytest.mark.parametrize("path", ["/en/", "/en/catalog/", "/V/"])
def test_no_header_gets_into_a_kept_page(path: str, headers: dict[str, str]) -> None:
    """The page that a poisoned request left behind is the page that an ordinary one makes."""
    clean = Client().get(path).content
    cache.clear()

    Client().get(path, headers=headers)
    kept = Client().get(path)

    assert kept.content == clean
    assert kept.status_code == 200
    assert not kept.cookies


def test_languages_are_kept_apart() -> None:
    make_product(title_ar="سجاد", title_fr="Tapis", title_en="Carpet")

    pages = [
        Client().get(f"/{code}/catalog/", headers={"Accept-Language": "en"}) for code in ("ar", "fr", "en")
    ]

    for page, code in zip(pages, ("ar", "fr", "en"), strict=True):
        assert f'<html lang="{code}"' in page.content.decode()
    assert len({page["ETag"] for page in pages}) == 3


def test_questions_are_kept_apart() -> None:
    """Neither another order of parameters nor an escaped sign makes one address read another's page."""
    make_product(title="Red carpet")
    addresses = [
        "?q=a",
        "?q=b",
        "?q=a%26sort=price",
        "?q=a&sort=price",
        "?Q=a",
        "?q=a%00",
        "?q=%C3%A9",
        "?q=%E9",
    ]

    kept = [Client().get(f"/en/catalog/{query}").content for query in addresses]
    cache.clear()
    anew = [Client().get(f"/en/catalog/{query}").content for query in addresses]

    assert kept == anew


def test_answer_to_head_is_no_empty_page_for_the_next() -> None:
    assert Client().head("/en/").content == b""
    assert len(Client().get("/en/").content) > 1000


def test_missing_page_is_not_kept_for_everybody() -> None:
    """A 404 today may be a piece tomorrow, and a cache must not be filled with inventions."""
    answer = Client().get("/en/catalog/nothing_987654/")

    assert answer.status_code == 404
    assert "no-store" in answer["Cache-Control"]


def test_very_long_address_is_answered_and_not_kept() -> None:
    before = _kept()

    assert Client().get("/en/catalog/?q=" + "a" * 10_000).status_code == 200

    assert _kept() == before


def _kept() -> int:
    return len(cache._cache)  # type: ignore[attr-defined]  # local memory, as the embedded default has it


def test_public_view_that_knows_its_visitor_is_an_error_and_not_a_leak(rf: RequestFactory) -> None:
    @public_page
    def greets(request: HttpRequest) -> HttpResponse:
        response = HttpResponse("Hello")
        response.set_cookie("name", "Amina")
        return response

    with pytest.raises(RuntimeError, match="must not know its visitor"):
        greets(rf.get("/"))


def test_spoilt_token_cookie_neither_breaks_nor_marks_a_public_page() -> None:
    """A malformed csrftoken made every public page an error, and a malformed session one that takes sessions back."""
    spoilt = Client()
    spoilt.cookies.load(
        {house_settings.CSRF_COOKIE_NAME: "z", house_settings.SESSION_COOKIE_NAME: "x", "messages": "y"}
    )

    answer = spoilt.get("/en/")

    assert answer.status_code == 200
    assert not answer.cookies
    assert "cookie" not in answer.get("Vary", "").lower()
