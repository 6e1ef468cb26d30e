"""The listing page: what it shows, how its filters combine, and that no address breaks it."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from catalog import listing_queries
from catalog.actions import listing_changed
from catalog.listing import PAGE
from catalog.models import Card, Product
from catalog.search import actions as search
from marketplace.outbox.actions import drain
from tests.factories import NOW, make_centre, make_craft, make_kind, make_place, make_product, make_shop

pytestmark = pytest.mark.django_db


def piece(**columns: Any) -> Product:
    """Make a listed and searchable piece; `grade`, `listed` and `available` stand on its card."""
    card: dict[str, Any] = {name: columns.pop(name) for name in ("grade", "available") if name in columns}
    if card.get("grade"):
        card["stamp_public_id"] = "abc"
    made = make_product(**columns)
    if card:
        Card.objects.filter(pk=made.pk).update(**card)
    Card.objects.filter(pk=made.pk).update(listed_at=NOW + timedelta(minutes=made.pk))
    search.index(product_ids=[made.pk], now=NOW)
    return made


def shown(client: Client, address: str) -> list[int]:
    """Return the pieces on a page, in order."""
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    shelf = response.content.decode().partition('class="shelf"')[2]
    return [int(pk) for pk in re.findall(r'<h2><a href="[^"]*_(\d+)/"', shelf)]


def link(client: Client, address: str, rel: str) -> str:
    found = re.search(rf'rel="{rel}" href="([^"]*)"', client.get(address).content.decode())
    return unescape(found[1]) if found else ""


def count(client: Client, address: str, words: str) -> str:
    """Return the count beside a filter's value."""
    page = client.get(address).content.decode()
    found = re.search(rf'<bdi>{re.escape(words)}</bdi> <span class="count">([^<]*)</span>', page)
    return found[1] if found else ""


def carpet(**columns: Any) -> Product:
    return piece(kind=make_kind(), **columns)


def jar(**columns: Any) -> Product:
    return piece(kind=make_kind("pottery.jar", craft="pottery"), **columns)


def test_listing_shows_the_newest_first_and_what_cannot_be_bought_last() -> None:
    first, sold, last = carpet(), carpet(available=False), carpet()

    assert shown(Client(), "/en/catalog/") == [last.pk, first.pk, sold.pk]


def test_listing_filters_combine_and_stand_in_the_address() -> None:
    timimoun, adrar = make_place("timimoun"), make_place("adrar")
    centre = make_centre(slug="trade-centre-adrar")
    in_centre = make_shop(slug="dar-touat", centre=centre)
    wanted = carpet(place=timimoun, shop=in_centre, price=30_000, grade=50)
    carpet(place=timimoun, price=30_000, grade=50)
    carpet(place=adrar, shop=in_centre, price=30_000, grade=50)
    carpet(place=timimoun, shop=in_centre, price=50_000, grade=50)
    carpet(place=timimoun, shop=in_centre, price=30_000)
    jar(place=timimoun, shop=in_centre, price=30_000, grade=50)

    choices = "place=timimoun&centre=trade-centre-adrar&shop=dar-touat&grade=50&min=20000&max=40000"

    assert shown(Client(), f"/en/catalog/textiles/?{choices}") == [wanted.pk]


def test_listing_of_two_values_shows_both() -> None:
    here, there = carpet(place=make_place("timimoun")), carpet(place=make_place("fatis"))
    carpet(place=make_place("adrar"))

    assert shown(Client(), "/en/catalog/?place=timimoun&place=fatis") == [there.pk, here.pk]


def test_stamped_only_hides_what_has_no_stamp() -> None:
    stamped, plain = carpet(grade=40), carpet()

    assert shown(Client(), "/ar/catalog/?stamped=1") == [stamped.pk]
    assert shown(Client(), "/ar/catalog/") == [plain.pk, stamped.pk]
    assert "not stamped" in Client().get("/en/catalog/").content.decode()


def test_counts_leave_out_their_own_filter_so_that_values_combine() -> None:
    carpet(place=make_place("timimoun", name="Timimoun"), grade=40)
    carpet(place=make_place("timimoun"))
    carpet(place=make_place("adrar", name="Adrar"), grade=40)
    jar(place=make_place("adrar"))
    address = "/en/catalog/?place=timimoun&stamped=1"

    client = Client()

    assert count(client, address, "Timimoun") == "1"
    assert count(client, address, "Adrar") == "1"  # as if Timimoun were not chosen
    assert count(client, address, "Textiles") == "1"
    assert count(client, address, "Pottery") == ""  # nothing there to add
    assert 'Stamped only <span class="count">1</span>' in client.get(address).content.decode()


def test_count_beside_a_value_is_what_the_value_shows() -> None:
    carpet(), carpet(), jar()
    client = Client()

    assert (
        count(client, "/en/catalog/", "Textiles") == str(len(shown(client, "/en/catalog/textiles/"))) == "2"
    )


def test_counts_stop_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing_queries, "COUNTED", 3)
    for _ in range(4):
        carpet()

    page = Client().get("/en/catalog/").content.decode()

    assert "2+ pieces" in page


@pytest.mark.parametrize("sort", ["newest", "price", "-price", "grade", "match"])
@pytest.mark.parametrize("asked", ["", "q=carpet&"])
def test_pages_show_every_piece_once_forwards_and_back(sort: str, asked: str) -> None:
    place = make_place("timimoun")
    kind = make_kind("carpet.knotted", name_en="Knotted carpet")
    made = [
        piece(
            kind=kind, place=place, price=1000 + index % 5, grade=10 * (index % 3), available=index % 7 != 0
        )
        for index in range(2 * PAGE + 5)
    ]
    client, address = Client(), f"/en/catalog/?{asked}sort={sort}"

    pages, last = [], address
    while address:
        pages.append(shown(client, address))
        last, address = address, link(client, address, "next")
    back = [pages[-1]]
    address = last
    while address := link(client, address, "prev"):
        back.append(shown(client, address))

    assert [len(page) for page in pages] == [PAGE, PAGE, 5]
    assert sorted(pk for page in pages for pk in page) == sorted(product.pk for product in made)
    assert back == pages[::-1]


def test_order_by_price_and_grade() -> None:
    low, high = carpet(price=10, grade=20), carpet(price=90, grade=60)
    client = Client()

    assert shown(client, "/en/catalog/?sort=price") == [low.pk, high.pk]
    assert shown(client, "/en/catalog/?sort=-price") == [high.pk, low.pk]
    assert shown(client, "/en/catalog/?sort=grade") == [high.pk, low.pk]


def test_search_on_the_page_finds_the_same_carpets_first_in_three_languages() -> None:
    place = make_place("timimoun", name_ar="تيميمون")
    kind = make_kind(
        "carpet.flat.dokkali", name_ar="زربية دكالي", name_fr="Tapis dokkali", name_en="Dokkali carpet"
    )
    first, second = piece(kind=kind, place=place), piece(kind=kind, place=place)
    jar(place=place), piece(kind=kind, place=make_place("reggane"))
    client = Client()

    answers = [
        shown(client, f"/{language}/catalog/?q={asked}")
        for language in ("ar", "fr", "en")
        for asked in ("tapis timimoun", "زربيه تيميمون", "zerbia timimoun", "carpet from Timimoun")
    ]

    assert answers == [[second.pk, first.pk]] * 12


def test_search_combines_with_filters_and_orders() -> None:
    dear, cheap = carpet(title="Carpet", price=900, grade=40), carpet(title="Carpet", price=100, grade=40)
    carpet(title="Carpet"), jar(title="Jar", grade=40)

    assert shown(Client(), "/en/catalog/?q=carpet&stamped=1&sort=price") == [cheap.pk, dear.pk]


def test_price_of_a_piece_changes_on_its_card_and_in_the_search_by_the_outbox() -> None:
    made = carpet(title="Carpet")
    Product.objects.filter(pk=made.pk).update(title_en="Windmill", title_fr="Moulin", title_ar="طاحونة")
    with transaction.atomic():
        listing_changed(product_ids=[made.pk])

    drain(now=timezone.now())  # what is emitted is due by the real clock

    assert shown(Client(), "/en/catalog/?q=windmill") == [made.pk]


def test_chips_are_a_sentence_and_each_takes_itself_off() -> None:
    carpet(place=make_place("timimoun", name="Timimoun"), price=30_000, grade=40)

    page = Client().get("/en/catalog/textiles/?place=timimoun&stamped=1&max=40000").content.decode()

    assert "<title>Textiles, from Timimoun, stamped, under DZD\u00a040,000 · " in page
    chips = re.search(r'<nav class="chips".*?</nav>', page, re.DOTALL)
    assert chips is not None
    assert [unescape(one) for one in re.findall(r'class="chip on" href="([^"]*)"', chips[0])] == [
        "/en/catalog/?place=timimoun&stamped=1&max=40000",
        "/en/catalog/textiles/?stamped=1&max=40000",
        "/en/catalog/textiles/?place=timimoun&max=40000",
        "/en/catalog/textiles/?place=timimoun&stamped=1",
    ]


def test_price_form_keeps_the_other_choices() -> None:
    carpet(place=make_place("timimoun"))

    page = Client().get("/en/catalog/textiles/?place=timimoun&sort=price").content.decode()

    form = re.search(r'<form class="facet-panel".*?</form>', page, re.DOTALL)
    assert form is not None
    assert 'action="/en/catalog/textiles/"' in form[0]
    assert re.findall(r'type="hidden" name="(\w+)" value="(\w+)"', form[0]) == [
        ("place", "timimoun"),
        ("sort", "price"),
    ]


@pytest.mark.parametrize(
    "query",
    [
        "min=NaN", "max=1e9", "min=99999999999999999999999", "q=%00", "q=%F0%28%8C%28", "place=%00", "after=zz",
        "after=1.9999999999999999.999999999999999999", "before=0.0.0", "after=0.9999999999999999.1&sort=price",
        "grade=NaN", "sort=;--", "q=" + "x" * 5000, "q='%22*(){}:^~-", "place=' OR 1=1--", "page=-1",
        "q=tapis&after=1.99.99&sort=match", "shop=" + "&shop=".join(f"s{n}" for n in range(60)),
        "stamped=NaN", "q=AND OR NOT NEAR", "craft=a&craft=b",
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_no_address_breaks_the_page(query: str, language: str) -> None:
    carpet()

    response = Client().get(f"/{language}/catalog/?{query}")

    assert response.status_code == 200


def test_bad_price_is_answered_by_a_sentence() -> None:
    carpet()

    assert "A price is a whole number of dinars" in Client().get("/en/catalog/?min=NaN").content.decode()


def test_unknown_craft_is_not_a_page() -> None:
    make_craft()

    assert Client().get("/en/catalog/nonsense/").status_code == 404
    assert Client().get("/en/catalog/textiles/").status_code == 200


def test_nothing_found_offers_a_way_on() -> None:
    carpet()

    page = Client().get("/en/catalog/?q=xylophone").content.decode()

    assert "No piece answers all of this." in page
    assert 'class="button second" href="/en/catalog/"' in page


def test_page_is_the_same_for_everybody() -> None:
    carpet()

    response = Client().get("/en/catalog/?q=piece")

    assert not response.cookies
    assert "csrf" not in response.content.decode()
    assert "public" in response["Cache-Control"]
    assert "Cookie" not in response.get("Vary", "")
    assert (
        Client().get("/en/catalog/?q=piece", headers={"If-None-Match": response["ETag"]}).status_code == 304
    )


@pytest.mark.parametrize(
    "address",
    [
        "/en/catalog/",
        "/en/catalog/textiles/?place=timimoun&stamped=1&grade=40&max=9000",
        "/en/catalog/?q=carpet&sort=price",
        "/en/catalog/?q=xylophone qwertz",
    ],
)
@pytest.mark.parametrize("number", [1, 2 * PAGE])
def test_listing_asks_at_most_eight_queries_whatever_is_listed(
    address: str, number: int, django_assert_max_num_queries: Callable
) -> None:
    for _ in range(number):
        carpet(place=make_place("timimoun"), grade=40, title="Carpet", photo=True)

    with django_assert_max_num_queries(8):
        Client().get(address)


def test_full_page_weighs_less_than_sixty_kilobytes() -> None:
    for index in range(PAGE + 1):
        carpet(
            place=make_place(f"place-{index % 15}", name_ar="برج باجي مختار"),
            shop=make_shop(centre=make_centre(slug=f"centre-{index % 12}") if index < 12 else None),
            title="زربية دكالي حمراء بخطين من صوف مغزول باليد",
            photo=True,
            grade=40,
        )

    html = Client().get("/ar/catalog/textiles/?stamped=1&place=place-1&place=place-2&min=1").content

    assert len(html) < 60_000
    assert len(Client().get("/ar/catalog/").content) < 60_000
