"""Report a listing without an account, and what its page says once it was taken down; who gets what of a price."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from catalog import reviewing
from catalog.models import ListingReport, Product
from catalog.states import ListingState
from marketplace.outbox.actions import drain
from marketplace.settlement import rules as settlement
from tests.factories import NOW, make_product, make_shop, make_user

pytestmark = pytest.mark.django_db
SAME_SITE = {"HTTP_SEC_FETCH_SITE": "same-origin"}


def address(piece: Product, language: str = "en") -> str:
    return f"/{language}/catalog/{piece.slug}_{piece.pk}/report/"


def post(client: Client, piece: Product, **typed: str) -> Any:
    return client.post(address(piece), {"reason": "copied", **typed}, **SAME_SITE)  # type: ignore[arg-type]


def test_form_is_a_public_page_without_token_or_cookie(client: Client) -> None:
    response = client.get(address(make_product()))

    assert response.status_code == 200
    assert "csrfmiddlewaretoken" not in response.content.decode()
    assert not response.cookies
    assert "public" in response["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_product_page_leads_there(client: Client) -> None:
    piece = make_product()

    page = client.get(piece.get_absolute_url()).content.decode()

    assert f'/catalog/{piece.slug}_{piece.pk}/report/"' in page


def test_report_is_kept_and_thanked_for(client: Client) -> None:
    piece = make_product()

    response = post(client, piece, text="I made this one.", contact="me@example.test")

    assert response.status_code == 302
    assert response["Location"].endswith("/report/?sent=1")
    report = ListingReport.objects.get()
    assert (report.product, report.reason, report.text, report.contact, report.language) == (
        piece,
        "copied",
        "I made this one.",
        "me@example.test",
        "en",
    )
    assert report.changes.count() == 1
    assert "Thank you" in client.get(response["Location"]).content.decode()


@pytest.mark.parametrize("typed", [{"reason": ""}, {"reason": "invented"}, {"text": "x" * 501}])
def test_what_is_not_whole_is_said_in_the_form(client: Client, typed: dict[str, str]) -> None:
    response = post(client, make_product(), **typed)

    assert response.status_code == 422
    assert ListingReport.objects.count() == 0


def test_machine_that_fills_the_hidden_field_is_thanked_and_not_heard(client: Client) -> None:
    response = post(client, make_product(), website="https://spam.example")

    assert response.status_code == 302
    assert ListingReport.objects.count() == 0


def test_sixth_report_of_a_network_within_an_hour_is_refused_in_the_form(client: Client) -> None:
    piece = make_product()
    for _ in range(5):
        post(client, piece)

    response = post(client, piece)

    assert response.status_code == 422
    assert "hour" in response.content.decode()
    assert ListingReport.objects.count() == 5


def test_another_site_cannot_report_in_a_visitors_name(client: Client) -> None:
    piece = make_product()

    response = client.post(address(piece), {"reason": "copied"}, HTTP_SEC_FETCH_SITE="cross-site")

    assert response.status_code == 403
    assert ListingReport.objects.count() == 0


@pytest.mark.parametrize("state", [ListingState.REVIEW, ListingState.WITHDRAWN, ListingState.REFUSED])
def test_what_is_not_shown_does_not_exist(client: Client, state: str) -> None:
    piece = make_product(state=state, is_public=False)

    assert client.get(piece.get_absolute_url()).status_code == 404
    assert client.get(address(piece)).status_code == 404
    assert post(client, piece).status_code == 404


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_page_of_a_taken_down_piece_says_so_and_nothing_of_it(client: Client, language: str) -> None:
    piece = make_product(title="Secret carpet", price=98765)
    page = f"/{language}/catalog/{piece.slug}_{piece.pk}/"
    reviewing.take_down(product=piece, by=make_user(), why="Stolen photo.", now=NOW)
    drain(now=NOW + timedelta(days=900))

    response = client.get(page)
    text = response.content.decode()

    assert response.status_code == 410
    assert '<meta name="robots" content="noindex">' in text
    for secret in ("Secret carpet", "98", "Stolen", piece.shop.name):
        assert secret not in re.sub(
            r"<(?:head|script|style)\b.*?</(?:head|script|style)>|<[^>]*>", " ", text, flags=re.DOTALL
        )
    assert client.get(address(piece)).status_code == 404
    sitemap = client.get(reverse("sitemap", args=["pieces"]))
    assert piece.slug not in sitemap.content.decode()


@pytest.mark.parametrize(("own", "price"), [(None, 4500), (1250, 4501), (0, 100), (10_000, 7)])
def test_split_on_the_page_is_rounded_as_a_sale_is(client: Client, own: int | None, price: int) -> None:
    piece = make_product(shop=make_shop(commission_basis_points=own), price=price)

    split = settlement.split_of(price, own)
    page = client.get(piece.get_absolute_url()).content.decode()

    assert (split.maker + split.commission).minor == price * 100
    assert split.commission == settlement.commission_of(
        split.maker + split.commission, settlement.basis_points(own)
    )
    assert 'id="split"' in page


def test_title_and_story_in_another_language_say_so_on_page_and_card(client: Client) -> None:
    piece = make_product(title_ar="زربية حمراء", title_fr="", title_en="")

    page = client.get(f"/en/catalog/{piece.slug}_{piece.pk}/").content.decode()
    listing = client.get("/en/catalog/").content.decode()

    assert re.search(r'<h1 lang="ar" dir="auto">زربية حمراء</h1>\s*<p class="fine">Not translated yet', page)
    assert re.search(r'lang="ar">زربية حمراء</a></h\d>\s*<p class="fine" lang="ar">العربية</p>', listing)


def test_made_to_order_says_how_long_it_takes(client: Client) -> None:
    piece = make_product(made_to_order=True, lead_days=45)

    page = client.get(piece.get_absolute_url().replace("/ar/", "/en/")).content.decode()

    assert "Made to order" in page
    assert "45" in page


def test_unstamped_piece_says_so_in_arabic(client: Client) -> None:
    page = client.get(f"/ar{make_product().get_absolute_url()[3:]}").content.decode()

    assert "بدون دمغة" in page
