"""The basket over HTTP: found by its cookie, changed by plain forms, and closed to other sites and odd quantities."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.signing import Signer
from django.test import Client

from marketplace.basket.models import Basket, Line
from marketplace.shipping.actions import install_default_rates
from tests.factories import make_centre, make_product, make_rate, make_shop, stock_of
from tests.orders import make_order

pytestmark = pytest.mark.django_db
SAME_SITE: dict[str, Any] = {"headers": {"Sec-Fetch-Site": "same-origin"}}


@pytest.fixture
def shopper() -> Client:
    install_default_rates()
    return Client()


def add(client: Client, product: Any, quantity: str = "1") -> Any:
    return client.post("/en/basket/add/", {"product": product.pk, "quantity": quantity}, **SAME_SITE)


def change(client: Client, **fields: Any) -> Any:
    return client.post("/en/basket/change/", fields, **SAME_SITE)


def test_adding_sets_a_signed_cookie_and_a_readable_count(shopper):
    pot = make_product(stock=5)

    response = add(shopper, pot, "3")

    assert (response.status_code, response["Location"]) == (303, "/en/basket/")
    assert response.cookies["basket"]["httponly"]
    assert response.cookies["basket"]["samesite"] == "Lax"
    assert not response.cookies["basket_count"]["httponly"]
    assert response.cookies["basket_count"].value == "3"
    assert set(response.cookies) == {"basket", "basket_count"}  # no session, no token
    assert Line.objects.get().quantity == 3


def test_page_never_writes_and_sets_no_cookie(shopper):
    add(shopper, make_product())
    before = list(Basket.objects.values())

    response = shopper.get("/en/basket/?to=FR&wilaya=adrar")

    assert not response.cookies
    assert response["Cache-Control"] == "private, no-store"
    assert list(Basket.objects.values()) == before


@pytest.mark.parametrize("value", ["", "1", "x:y", "999999.abc", "1.abc:forged"])
def test_changed_cookie_opens_nobodys_basket(shopper, value):
    add(shopper, make_product(title="Secret carpet"))

    stranger = Client()
    stranger.cookies["basket"] = value
    page = stranger.get("/en/basket/").content.decode()

    assert "There is nothing in your basket yet." in page
    assert "Secret carpet" not in page


def test_cookie_of_one_key_is_not_of_another(shopper):
    add(shopper, make_product())
    forged = Signer(key="another key altogether, and long enough", salt="damgha.basket").sign(
        f"{Basket.objects.get().pk}.someone"
    )
    stranger = Client()
    stranger.cookies["basket"] = forged

    assert "There is nothing in your basket yet." in stranger.get("/en/basket/").content.decode()


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("address", ["/en/basket/add/", "/en/basket/change/"])
def test_forms_of_other_sites_are_refused(shopper, site, address):
    pot = make_product()

    response = shopper.post(address, {"product": pot.pk}, headers={"Sec-Fetch-Site": site})

    assert response.status_code == 403
    assert not Basket.objects.exists()


@pytest.mark.parametrize("quantity", ["0", "-1", "1000000000", "0.5", "1e3", "two", "", " ", "51", "٠"])
def test_odd_quantities_are_refused_and_leave_nothing(shopper, quantity):
    pot = make_product(stock=60)

    response = add(shopper, pot, quantity)

    if quantity == "":
        assert response.status_code == 303  # an empty field is one piece
        return
    assert response.status_code == 422
    assert "Write how many pieces you want, from 1 to 50." in response.content.decode()
    assert not Basket.objects.exists()
    assert "basket" not in response.cookies


def test_arabic_digits_are_digits(shopper):
    assert add(shopper, make_product(stock=9), "٣").status_code == 303
    assert Line.objects.get().quantity == 3


def test_no_more_than_are_left_can_be_put_in(shopper):
    pot = make_product(title="Black jar", stock=2)

    assert add(shopper, pot, "2").status_code == 303
    response = add(shopper, pot, "1")

    assert response.status_code == 422
    assert "Only 2 pieces of “Black jar” are left." in response.content.decode()
    assert Line.objects.get().quantity == 2


def test_one_order_holds_at_most_fifty_pieces(shopper):
    add(shopper, make_product(stock=99), "40")

    response = add(shopper, make_product(stock=99), "11")

    assert response.status_code == 422
    assert "One order holds at most 50 pieces." in response.content.decode()
    assert Line.objects.count() == 1


@pytest.mark.parametrize("what", ["closed", "sold", "hidden", "unpriced", "unknown", "not a number"])
def test_what_is_not_for_sale_cannot_be_put_in(shopper, what):
    shop = make_shop(closed_from_on=date(2020, 1, 1) if what == "closed" else None)
    piece = make_product(
        shop=shop,
        stock=0 if what == "sold" else 1,
        is_public=what != "hidden",
        price=None if what == "unpriced" else 9,
    )
    named = {"unknown": "999999", "not a number": "1 OR 1=1"}.get(what, str(piece.pk))

    response = shopper.post("/en/basket/add/", {"product": named}, **SAME_SITE)

    assert response.status_code == 422
    assert not Basket.objects.exists()


def test_three_shops_are_three_groups_each_with_its_ways_price_and_days(shopper):
    centre_shop = make_shop(name="Centre shop", centre=make_centre())
    shops = [centre_shop, make_shop(name="Home shop"), make_shop(name="Far shop")]
    for shop in shops:
        add(shopper, make_product(shop=shop, price=1000))
    change(
        shopper,
        to="DZ",
        wilaya="adrar",
        **{f"delivery-{shops[0].pk}": "collect", f"delivery-{shops[1].pk}": "desk"},
    )

    page = shopper.get("/en/basket/").content.decode()

    assert page.count("How it arrives") == 3
    assert page.count('value="collect"') == 1
    assert all(shop.name in page for shop in shops)
    assert page.count('value="home"') == page.count('value="desk"') == 3
    assert page.count("arrives between") == 6
    for price in ("DZD\xa01,000", "DZD\xa01,250", "DZD\xa01,400", "DZD\xa03,650"):
        assert price in page


def test_country_changes_the_ways_and_is_remembered_by_the_form_only(shopper):
    add(shopper, make_product())

    shopper.get("/en/basket/?to=FR")
    assert Basket.objects.get().country == "DZ"
    assert change(shopper, to="FR").status_code == 303

    page = shopper.get("/en/basket/").content.decode()
    assert "International post" in page
    assert "Customs in France may ask you" in page
    assert Basket.objects.get().country == "FR"


def test_country_we_do_not_deliver_to_is_refused(shopper):
    add(shopper, make_product())

    assert change(shopper, to="KP").status_code == 422
    assert Basket.objects.get().country == "DZ"


def test_changed_price_is_told_once_and_then_taken(shopper):
    pot = make_product(price=1000)
    add(shopper, pot)
    pot.stockrecords.update(price=1200)

    told = shopper.get("/en/basket/").content.decode()
    change(shopper, to="DZ")
    after = shopper.get("/en/basket/").content.decode()

    assert "The price has changed: it was DZD\xa01,000, it is DZD\xa01,200." in told
    assert "DZD\xa01,200" in after
    assert "The price has changed" not in after


def test_piece_sold_meanwhile_is_marked_and_holds_back_the_order(shopper):
    carpet = make_product()
    add(shopper, carpet)
    make_order(carpet)

    page = shopper.get("/en/basket/").content.decode()

    assert '<span class="sold">Sold</span>' in page
    assert "Continue to the order" not in page


def test_taking_out_and_changing_quantities(shopper):
    pot, jar = make_product(stock=9), make_product(stock=9)
    add(shopper, pot)
    add(shopper, jar)
    first, second = Line.objects.order_by("pk")

    change(shopper, remove=first.pk, **{f"quantity-{second.pk}": "4"})

    assert list(Line.objects.values_list("pk", "quantity")) == [(second.pk, 4)]
    assert shopper.cookies["basket_count"].value == "4"


def test_lines_of_another_basket_are_out_of_reach(shopper):
    stranger = Client()
    add(stranger, make_product(stock=9))
    theirs = Line.objects.get()
    add(shopper, make_product())

    change(shopper, remove=theirs.pk)
    change(shopper, **{f"quantity-{theirs.pk}": "5"})

    theirs.refresh_from_db()
    assert theirs.quantity == 1


@pytest.mark.parametrize("quantity", ["0", "-1", "1000000000", "0.5", "7"])
def test_quantities_cannot_be_changed_to_what_cannot_be_had(shopper, quantity):
    pot = make_product(stock=5)
    add(shopper, pot)
    line = Line.objects.get()

    response = change(shopper, **{f"quantity-{line.pk}": quantity})

    assert response.status_code == 422
    line.refresh_from_db()
    assert line.quantity == 1
    assert stock_of(pot) == (5, 0)


def test_go_on_leads_to_the_checkout_and_next_stays_on_our_site(shopper):
    pot = make_product(stock=9)

    add(shopper, pot)
    assert change(shopper, do="order")["Location"] == "/en/checkout/"
    outside = shopper.post("/en/basket/add/", {"product": pot.pk, "next": "https://evil.test/"}, **SAME_SITE)
    inside = shopper.post("/en/basket/add/", {"product": pot.pk, "next": "/en/catalog/"}, **SAME_SITE)

    assert outside["Location"] == "/en/basket/"
    assert inside["Location"] == "/en/catalog/"


@pytest.mark.parametrize("rows", [1, 12])
def test_page_asks_the_database_as_often_for_one_line_as_for_twelve(
    shopper, rows, django_assert_max_num_queries
):
    make_rate()
    centre = make_centre()
    for _ in range(rows):
        add(shopper, make_product(shop=make_shop(centre=centre), photo=True))
    shopper.get("/en/basket/")

    with django_assert_max_num_queries(5):
        shopper.get("/en/basket/")
