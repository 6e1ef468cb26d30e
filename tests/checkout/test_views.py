"""The whole way from a piece to the order page over HTTP, as a browser without JavaScript goes it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from marketplace.basket.models import Basket
from marketplace.checkout import rules
from marketplace.checkout.models import ContactCode
from marketplace.order.models import Order, StockHold
from marketplace.outbox.models import Message
from marketplace.payment.models import PaymentAttempt
from marketplace.shipping.actions import install_default_rates
from tests.factories import make_centre, make_product, make_rate, make_shop, stock_of
from tests.orders import assert_books_agree, make_order

SAME_SITE = {"headers": {"Sec-Fetch-Site": "same-origin"}}
IN_ALGERIA = {
    "name": "Amina Benali",
    "phone": "0550 12 34 56",
    "email": "Amina@Example.test",
    "country": "DZ",
    "wilaya": "timimoun",
    "commune": "تيميمون",
    "street": "",
    "provider": "demo",
    "currency": "DZD",
}
IN_FRANCE = {
    "name": "Claire Martin",
    "phone": "06 12 34 56 78",
    "email": "claire@example.test",
    "country": "FR",
    "street": "12 rue des Lilas",
    "postcode": "69003",
    "city": "Lyon",
    "provider": "demo",
    "currency": "EUR",
}


@pytest.fixture
def shopper(db) -> Client:
    install_default_rates()
    return Client()


def add(client: Client, *products: Any, quantity: str = "1") -> Any:
    response = None
    for product in products:
        response = client.post("/en/basket/add/", {"product": product.pk, "quantity": quantity}, **SAME_SITE)
    return response


def hidden(response: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    assert found, response.content.decode()
    return found.group(1)


def confirm(client: Client, **more: str) -> Any:
    page = client.get("/en/checkout/check/")
    assert page.status_code == 200, page
    return client.post(
        "/en/checkout/check/", {"terms": settings.TERMS_VERSION, "seen": hidden(page, "seen")} | more
    )


def test_order_goes_from_piece_to_paid_in_six_requests(shopper):
    carpet, pot = make_product(price=42000), make_product(price=1800, stock=5)

    assert add(shopper, carpet, pot).status_code == 303
    assert shopper.cookies["basket_count"].value == "2"
    assert shopper.post("/en/checkout/", IN_ALGERIA).status_code == 303
    paying = confirm(shopper)
    assert paying.status_code == 303
    assert paying["Location"].startswith("/dev/pay/")
    assert "demonstration" in shopper.get(paying["Location"]).content.decode().lower()
    back = shopper.post(paying["Location"], {"do": "pay"})
    order_page = shopper.get(shopper.get(back["Location"])["Location"])

    order = Order.objects.get()
    assert order_page.status_code == 200
    assert order_page["Cache-Control"] == "private, no-store"
    assert "Your order is paid" in order_page.content.decode()
    assert order.paid_at is not None
    assert (order.contact_phone, order.guest_email) == ("+213550123456", "amina@example.test")
    assert (order.wilaya, order.commune) == ("timimoun", "timimoun")
    assert order.dzd_minor == order.charge_minor == (42000 + 1800 + 2 * 400) * 100
    assert order.terms_version == settings.TERMS_VERSION
    assert [part.state for part in order.shop_orders.all()] == ["paid", "paid"]
    assert Message.objects.filter(kind="order.paid", payload={"order_id": order.pk}).count() == 1
    assert stock_of(carpet) == (0, 0)
    assert stock_of(pot) == (4, 0)
    assert shopper.cookies["basket_count"].value == "0"
    assert_books_agree()


def test_order_from_france_is_charged_in_euros_at_the_dated_rate(shopper):
    make_rate("EUR", "150", rate_on=_today())
    add(shopper, make_product(price=15000))

    page = shopper.get("/en/basket/?to=FR").content.decode()
    assert "Customs in France" in page
    assert "International post" in page
    assert "Euros" in shopper.get("/en/checkout/").content.decode()
    assert shopper.post("/en/checkout/", IN_FRANCE).status_code == 303
    check = shopper.get("/en/checkout/check/").content.decode()
    assert "Customs in France" in check
    assert "1 EUR = 150 DA" in check
    assert confirm(shopper).status_code == 303

    order = Order.objects.get()
    assert order.charge_currency == "EUR"
    assert order.charge_minor == 10000 + 2133  # 15,000 and 3,200 dinars at 150
    assert order.dzd_minor == 1820000
    assert order.quote.dinars_per_unit == 150
    assert (order.street, order.postcode, order.city) == ("12 rue des Lilas", "69003", "LYON")
    assert PaymentAttempt.objects.get().currency == "EUR"
    assert_books_agree()


def _today() -> Any:
    from django.utils.timezone import localdate

    return localdate()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "Please fill this in."),
        ({"phone": "12"}, "This is not a phone number we can call."),
        ({"email": "nowhere"}, "valid email"),
        ({"wilaya": ""}, "Please fill this in."),
        ({"commune": "Lyon"}, "Please choose a commune of this wilaya."),
        ({"wilaya": "atlantis"}, "Please choose one from the list."),
    ],
)
def test_details_that_are_wrong_are_said_and_nothing_typed_is_lost(shopper, change, sentence):
    add(shopper, make_product())

    response = shopper.post("/en/checkout/", IN_ALGERIA | change)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    kept = Basket.objects.get().draft["details"]
    assert kept["street"] == ""
    assert (kept["name"], kept["phone"]) == (
        change.get("name", "Amina Benali"),
        change.get("phone", "0550 12 34 56"),
    )
    assert "Amina" in shopper.get("/en/checkout/").content.decode() or change == {"name": ""}
    assert shopper.get("/en/checkout/check/").status_code == 303  # not before the details are right


def test_checkout_asks_for_at_most_eight_fields(shopper):
    add(shopper, make_product())

    for country in ("DZ", "FR", "US", "AE", "IE"):
        shopper.post("/en/checkout/", {"country": country, "do": "places"})
        page = shopper.get("/en/checkout/").content.decode()
        fields = set(re.findall(r'<(?:input|select) [^>]*id="id_(\w+)"', page))
        assert {"name", "phone", "email", "country"} <= fields
        assert len(fields) <= 8, fields


def test_terms_have_to_be_accepted(shopper):
    add(shopper, make_product())
    shopper.post("/en/checkout/", IN_ALGERIA)

    response = confirm(shopper, terms="")

    assert response.status_code == 422
    assert "Please accept the terms of sale." in response.content.decode()
    assert not Order.objects.exists()


def test_price_that_changes_after_the_check_is_told_and_not_charged(shopper):
    carpet = make_product(price=4500)
    add(shopper, carpet)
    shopper.post("/en/checkout/", IN_ALGERIA)
    page = shopper.get("/en/checkout/check/")
    carpet.stockrecords.update(price=5000)

    response = shopper.post(
        "/en/checkout/check/", {"terms": settings.TERMS_VERSION, "seen": hidden(page, "seen")}
    )

    assert response.status_code == 422
    assert "A price has changed since you looked." in response.content.decode()
    assert "DZD\xa05,400" in response.content.decode()
    assert not Order.objects.exists()
    assert stock_of(carpet) == (1, 0)
    assert confirm(shopper).status_code == 303
    assert Order.objects.get().dzd_minor == 540000


def test_loser_of_a_race_is_told_before_paying_with_pieces_like_it(shopper):
    carpet, other = make_product(title="Red carpet"), make_product(title="Blue carpet")
    add(shopper, carpet)
    shopper.post("/en/checkout/", IN_ALGERIA)
    page = shopper.get("/en/checkout/check/")
    make_order(carpet)

    response = shopper.post(
        "/en/checkout/check/", {"terms": settings.TERMS_VERSION, "seen": hidden(page, "seen")}
    )

    text = response.content.decode()
    assert response.status_code == 422
    assert "Someone was faster: “Red carpet” has just been sold. You have not been charged." in text
    assert "Blue carpet" in text
    assert Order.objects.count() == PaymentAttempt.objects.count() == StockHold.objects.count() == 1
    assert Basket.objects.filter(status=Basket.OPEN).count() == 1
    assert stock_of(carpet) == (1, 1)
    assert stock_of(other) == (1, 0)
    assert_books_agree()


def test_back_button_after_ordering_leads_to_the_order(shopper):
    add(shopper, make_product())
    shopper.post("/en/checkout/", IN_ALGERIA)
    old_cookie = shopper.cookies["basket"].value
    seen = hidden(shopper.get("/en/checkout/check/"), "seen")
    confirm(shopper)
    shopper.cookies["basket"] = old_cookie

    again = shopper.post("/en/checkout/check/", {"terms": settings.TERMS_VERSION, "seen": seen})

    assert again.status_code == 303
    assert again["Location"] == Order.objects.get().get_absolute_url().replace("/ar/", "/en/")
    assert Order.objects.count() == 1


def test_declined_payment_can_be_tried_again_while_the_pieces_are_held(shopper):
    add(shopper, make_product())
    shopper.post("/en/checkout/", IN_ALGERIA)
    paying = confirm(shopper)["Location"]

    back = shopper.post(paying, {"do": "decline"})
    page = shopper.get(shopper.get(back["Location"])["Location"]).content.decode()

    assert "Waiting for your payment" in page
    assert paying in page
    assert PaymentAttempt.objects.get().state == "declined"
    shopper.get(shopper.post(paying, {"do": "pay"})["Location"])
    assert Order.objects.get().paid_at is not None
    assert_books_agree()


def test_cash_at_the_centre_needs_the_code_first(shopper):
    shop = make_shop(centre=make_centre())
    pot = make_product(shop=shop)
    add(shopper, pot)

    posted = IN_ALGERIA | {"provider": "cash_at_centre", f"delivery-{shop.pk}": "collect"}
    assert shopper.post("/en/checkout/", posted).status_code == 303
    asked = confirm(shopper)
    assert asked["Location"] == "/en/checkout/code/"
    assert not Order.objects.exists()
    code = ContactCode.objects.get()
    digits = rules.code_of(code)
    message = Message.objects.get(kind="checkout.code")
    assert digits not in str(message.payload) + code.code_hash
    page = shopper.get("/en/checkout/code/")
    fields = {"seen": hidden(page, "seen"), "terms": hidden(page, "terms")}
    wrong = f"{(int(digits) + 1) % 10**6:06}"
    assert shopper.post("/en/checkout/code/", fields | {"code": wrong}).status_code == 422
    done = shopper.post("/en/checkout/code/", fields | {"code": digits})

    assert done.status_code == 303
    order = Order.objects.get()
    assert done["Location"] == order.get_absolute_url().replace("/ar/", "/en/")
    assert [part.state for part in order.shop_orders.all()] == ["confirmed"]
    assert Message.objects.filter(kind="order.confirmed").count() == 1
    assert "Pay DZD\xa04,500 in cash" in shopper.get(done["Location"]).content.decode()
    assert stock_of(pot) == (1, 1)
    assert_books_agree()


def test_checkout_posts_carry_a_token(shopper):
    strict = Client(enforce_csrf_checks=True)
    add(strict, make_product())

    response = strict.post("/en/checkout/", IN_ALGERIA)

    assert response.status_code == 403


def test_nothing_but_known_fields_and_ways_is_kept(shopper):
    carpet = make_product()
    add(shopper, carpet)
    odd = {
        "country": "XX",
        "name": "x" * 5000,
        "evil": "1",
        "delivery-999": "home",
        f"delivery-{carpet.shop_id}": "rocket",
    }

    response = shopper.post("/en/checkout/", IN_ALGERIA | odd)

    basket = Basket.objects.get()
    assert response.status_code == 422
    assert basket.country == "DZ"
    assert basket.draft["delivery"] == {}
    assert len(basket.draft["details"]["name"]) == 300
    assert "evil" not in basket.draft["details"]


def test_checkout_without_a_basket_leads_to_the_basket(shopper):
    for address in ("/en/checkout/", "/en/checkout/check/", "/en/checkout/code/"):
        response = shopper.get(address)
        assert (response.status_code, response["Location"]) == (303, "/en/basket/")


@pytest.mark.django_db
def test_return_with_an_unknown_reference_is_not_found(client):
    assert client.get("/en/checkout/return/nothing-like-this/").status_code == 404
