"""Public pages of the catalog: the same for everybody, few queries, and what they promise to say."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from catalog.grades import Grade
from catalog.models import Product
from shops.states import NameConsent
from tests import factories as make

pytestmark = pytest.mark.django_db
PAGES = ("", "shops/", "centres/", "terms/", "privacy/", "returns/", "legal/")


def address(piece: Product, language: str = "en") -> str:
    """Return the page of a piece."""
    return f"/{language}/catalog/{piece.slug}_{piece.pk}/"


def text_of(response: Any) -> str:
    """Return what stands on a page."""
    return response.content.decode()


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_public_page_is_the_same_for_everybody(client: Client, language: str, page: str) -> None:
    make.make_product(shop=make.make_shop(centre=make.make_centre()), photo=True)
    client.cookies["basket_count"] = "3"

    response = client.get(f"/{language}/{page}")

    assert response.status_code == 200
    assert not response.cookies
    assert "max-age=60" in response["Cache-Control"]
    assert "public" in response["Cache-Control"]
    assert "cookie" not in response["Vary"].lower()
    assert "csrfmiddlewaretoken" not in text_of(response)


def test_unchanged_page_is_answered_without_a_body(client: Client) -> None:
    piece = make.make_product()
    etag = client.get(address(piece))["ETag"]

    again = client.get(address(piece), headers={"If-None-Match": etag})

    assert again.status_code == 304
    assert again.content == b""


def test_changed_piece_changes_the_etag(client: Client) -> None:
    piece = make.make_product(price=4500)
    before = client.get(address(piece))["ETag"]
    piece.stockrecords.update(price=5000)

    assert client.get(address(piece))["ETag"] != before


def test_public_page_writes_nothing(
    client: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    piece = make.make_product(photo=True)
    with django_assert_max_num_queries(8) as captured:
        client.get(address(piece))

    written = [query["sql"] for query in captured if not query["sql"].startswith("SELECT")]
    assert written == []


@pytest.mark.parametrize("others", [1, 12])
def test_product_page_asks_at_most_eight_times(
    client: Client, others: int, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    shop = make.make_shop(centre=make.make_centre())
    maker = make.make_artisan(shop)
    piece, *_ = [make.make_product(shop=shop, maker=maker, photo=True) for _ in range(others + 1)]
    make.make_rate()
    for _ in range(3):
        make.make_photo(piece)

    with django_assert_max_num_queries(8):
        client.get(address(piece) + "?to=FR")


def test_product_page_names_what_is_known_and_leaves_out_what_is_not(client: Client) -> None:
    shop = make.make_shop(name="Dar Zarbia")
    maker = make.make_artisan(
        shop, first_name="Fatma", last_name="Secret", name_consent=NameConsent.FIRST_AND_VILLAGE
    )
    piece = make.make_product(
        shop=shop, maker=maker, length_mm=1800, width_mm=1200, mass_g=None, technique=""
    )

    page = text_of(client.get(address(piece)))

    assert "Dar Zarbia" in page
    assert "Fatma" in page
    assert "Secret" not in page
    assert "180\u00a0×\u00a0120\u00a0cm" in page
    assert "Weight" not in page
    assert "Made by" not in page


def test_maker_of_a_cooperative_is_not_named(client: Client) -> None:
    shop = make.make_shop(name="Cooperative of Fatis")
    maker = make.make_artisan(
        shop, first_name="Hidden", name_consent=NameConsent.COOPERATIVE, story="My own story"
    )
    piece = make.make_product(shop=shop, maker=maker)

    pages = text_of(client.get(address(piece))) + text_of(client.get(f"/en/shops/{shop.slug}/"))

    assert "Hidden" not in pages
    assert "My own story" not in pages


def test_piece_without_stamp_says_so(client: Client) -> None:
    piece = make.make_product()

    page = text_of(client.get(address(piece)))

    assert "Not stamped" in page
    assert 'class="seal"' not in page
    assert '?stamped=1">See stamped pieces of this craft' in page


def test_sold_piece_stays_and_cannot_be_bought(client: Client) -> None:
    piece = make.make_product(stock=0)

    response = client.get(address(piece))

    assert response.status_code == 200
    assert "Sold" in text_of(response)
    assert '<form class="buy"' not in text_of(response)


def test_piece_of_a_closed_shop_cannot_be_bought(client: Client) -> None:
    piece = make.make_product(shop=make.make_shop(closed_from_on=timezone.localdate()))

    page = text_of(client.get(address(piece)))

    assert "The shop is closed for a while" in page
    assert '<form class="buy"' not in page


def test_old_slug_leads_to_the_present_one(client: Client) -> None:
    piece = make.make_product(slug="tapis-de-timimoun")

    response = client.get(f"/fr/catalog/old-name_{piece.pk}/")

    assert response.status_code == 301
    assert response["Location"] == f"/fr/catalog/tapis-de-timimoun_{piece.pk}/"


@pytest.mark.parametrize("path", ["catalog/nothing_999999/", "shops/nobody/", "centres/nowhere/"])
def test_unknown_things_are_not_found(client: Client, path: str) -> None:
    assert client.get(f"/ar/{path}").status_code == 404


def test_hidden_piece_is_not_found(client: Client) -> None:
    piece = make.make_product(is_public=False, card=False)

    assert client.get(address(piece)).status_code == 404


def test_missing_translation_falls_back_and_says_so(client: Client) -> None:
    piece = make.make_product(
        title_ar="", title_fr="Tapis de Timimoun", title_en="", description_fr="Une histoire."
    )

    page = text_of(client.get(address(piece, "ar")))

    assert 'lang="fr" dir="auto">Tapis de Timimoun</h1>' in page
    assert "Français" in page


def test_product_page_is_structured_for_machines(client: Client) -> None:
    piece = make.make_product(title='Jar "A" </script>', price=4500, photo=True)

    page = text_of(client.get(address(piece)))
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])  # type: ignore[index]

    assert data["@type"] == "Product"
    assert data["name"] == 'Jar "A" </script>'
    assert data["offers"]["price"] == "4500"
    assert data["offers"]["priceCurrency"] == "DZD"
    assert data["offers"]["availability"].endswith("InStock")
    assert 'property="og:image"' in page
    assert 'property="product:price:amount" content="4500"' in page


def test_language_switch_keeps_page_and_query(client: Client) -> None:
    piece = make.make_product()

    page = text_of(client.get(address(piece) + "?to=FR"))

    assert f'href="{address(piece, "ar")}?to=FR" lang="ar" hreflang="ar"' in page
    for code in ("ar", "fr", "en"):
        assert f'hreflang="{code}" href="http' in page


def test_rate_is_shown_with_its_day_and_source(client: Client) -> None:
    piece = make.make_product(price=15_203)
    make.make_rate("EUR", "152.03", rate_on=timezone.localdate(), source="Bank of Algeria")

    page = text_of(client.get(address(piece)))

    assert "≈\u00a0€100" in page
    assert "Bank of Algeria" in page


def test_stale_rate_is_not_shown(client: Client) -> None:
    piece = make.make_product(price=15_203)
    make.make_rate("EUR", "152.03", rate_on=make.LONG_AGO)

    assert "≈" not in text_of(client.get(address(piece)))


def test_centre_page_shows_who_holds_which_unit(client: Client) -> None:
    centre = make.make_centre(slug="adrar-trade")
    make.make_unit(centre, 1, shop=make.make_shop(name="Dar Zarbia", centre=centre))
    make.make_unit(centre, 2)

    page = text_of(client.get("/en/centres/adrar-trade/"))

    assert re.search(r'id="unit-1">.*?Dar Zarbia', page, re.DOTALL)
    assert re.search(r'class="unit free" id="unit-2"', page)


def test_home_shows_one_of_the_finest_pieces(client: Client) -> None:
    fine = make.stamp(make.make_product(title="The finest", photo=True, card=False), grade=Grade.EXCELLENT)
    make.make_card(fine)
    make.make_product(title="Another", photo=True)

    page = text_of(client.get("/en/"))

    assert re.search(r'<h1 id="hero">The finest</h1>', page)
    assert address(fine) in page


def test_sitemap_names_every_page_in_three_languages(client: Client) -> None:
    piece = make.make_product()

    index = text_of(client.get("/sitemap.xml"))
    pieces = text_of(client.get("/sitemap-pieces.xml"))

    assert "/sitemap-pieces.xml</loc>" in index
    for code in ("ar", "fr", "en"):
        assert f"<loc>http://127.0.0.1:8000{address(piece, code)}</loc>" in pieces
    assert 'hreflang="ar"' in pieces
    for section in ("house", "shops", "centres"):
        assert client.get(f"/sitemap-{section}.xml").status_code == 200
