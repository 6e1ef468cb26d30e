"""An order, a basket and a code belong to whoever holds their key (2, 3, 4, 24, 25, 36, and the races of a basket)."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest
from django.core.signing import Signer
from django.test import Client

from marketplace.basket.models import Basket
from marketplace.checkout import actions as checkout
from marketplace.checkout import rules
from marketplace.checkout.models import ContactCode
from marketplace.order import link
from marketplace.order.models import Order, StockHold
from marketplace.payment.models import PaymentAttempt
from marketplace.shipping.actions import install_default_rates
from quality_labels.models import Decision
from tests.factories import NOW, make_product, make_shop, make_user
from tests.orders import ABROAD, BUYER, attempt_of, fill_basket, make_order, make_paid_order, place, visitor
from tests.people import sign_in
from tests.security.house import House

pytestmark = pytest.mark.django_db
OURS = {"headers": {"Sec-Fetch-Site": "same-origin"}}
DETAILS = {
    "name": "Amina Benali", "phone": "0550 12 34 56", "email": "amina@example.test", "country": "DZ",
    "wilaya": "timimoun", "commune": "timimoun", "provider": "demo", "currency": "DZD",
}  # fmt: skip


def path_of(order: Order, *, number: str = "", token: str = "") -> str:
    return f"/en/orders/{number or order.number}/{token or link.token_of(order)}/"


def test_link_of_one_order_opens_no_other() -> None:
    """2: numbers and tokens mixed, shortened, lengthened, changed by one sign, empty or of another kind."""
    mine, theirs = (
        make_order(make_product()),
        make_order(make_product(), visitor=visitor("other"), buyer=ABROAD),
    )
    token = link.token_of(mine)
    flipped = [
        token[:at] + ("a" if sign != "a" else "b") + token[at + 1 :]
        for at, sign in enumerate(token)
        if at % 12 == 0
    ]
    tokens = [*flipped, token[:-1], token + "a", token.upper(), "-", "None", "0", token[::-1], "ا" * 26, "*"]

    answers = {Client().get(path_of(mine, token=other)).status_code for other in tokens}

    assert answers == {404}
    assert Client().get(path_of(theirs, token=token)).status_code == 404
    assert Client().get(path_of(mine, number=mine.number.lower())).status_code == 404
    assert Client().get(path_of(mine)).status_code == 200


def test_missing_order_and_wrong_token_look_the_same() -> None:
    """2, 36: nobody learns which numbers exist."""
    order = make_order(make_product())

    wrong = Client().get(path_of(order, token="a" * 26))
    missing = Client().get(path_of(order, number="2222222222", token="a" * 26))

    assert wrong.status_code == missing.status_code == 404
    assert wrong.content.replace(order.number.encode(), b"N") == missing.content.replace(b"2222222222", b"N")


def test_somebody_logged_in_sees_their_own_orders_only(house: House) -> None:
    """2: the list, and no address that reads an order by its number alone."""
    theirs = sign_in(Client(), house.other_buyer)

    page = theirs.get("/en/account/").content.decode()

    assert house.unpaid.number in page
    assert house.order.number not in page
    for path in (
        f"/en/orders/{house.order.number}/",
        f"/en/account/{house.order.number}/",
        f"/en/orders/{house.order.pk}/",
    ):
        assert theirs.get(path).status_code == 404


def test_order_of_an_account_shows_nothing_of_another_buyer(house: House) -> None:
    """2: name, phone, street and e-mail of one never stand on a page of the other."""
    Order.objects.filter(pk=house.order.pk).update(
        contact_name="Zohra Unmistakable", contact_phone="+213555000111"
    )

    pages = [
        sign_in(Client(), person).get(path).content.decode()
        for person in (house.other_buyer, house.other_owner)
        for path in ("/en/account/", house.unpaid.get_absolute_url(), "/en/workspace/orders/")
    ]

    assert not any("Unmistakable" in page or "555000111" in page for page in pages)


def test_number_and_token_cannot_be_guessed() -> None:
    """36: ten signs of thirty for the number, 130 bits for the token, 192 for a payment; none twice, none in a row."""
    numbers = {link.new_reference() for _ in range(3000)}
    signs = {sign for number in numbers for sign in number}

    assert len(numbers) == 3000
    assert len(link._REFERENCE_ALPHABET) ** 10 > 2**48
    assert signs == set(link._REFERENCE_ALPHABET)
    for position in range(10):
        seen = [number[position] for number in numbers]
        shares = [seen.count(sign) / len(seen) for sign in signs]
        assert -sum(share * math.log2(share) for share in shares if share) > 4.8
    order = make_order(make_product())
    assert len(link.token_of(order)) * 5 == 130
    assert len(PaymentAttempt.objects.get(order=order).reference) == 32


def test_page_of_paying_is_found_by_its_reference_only(house: House) -> None:
    """24, 36: nothing else names it, and nothing but its own button pays."""
    order = house.unpaid
    guesses = [
        order.number,
        str(order.pk),
        attempt_of(order).key,
        str(attempt_of(order).pk),
        attempt_of(order).reference[:-1],
        attempt_of(order).reference.swapcase(),
    ]

    assert {Client().get(f"/dev/pay/{guess}/").status_code for guess in guesses} == {404}
    assert {Client().post(f"/dev/pay/{guess}/", {"do": "pay"}).status_code for guess in guesses} == {404}
    order.refresh_from_db()
    assert order.paid_at is None


# --- the basket -------------------------------------------------------------------------------------------------------


def shopping(product: Any, quantity: str = "1") -> Client:
    install_default_rates()
    client = Client()
    assert (
        client.post("/en/basket/add/", {"product": product.pk, "quantity": quantity}, **OURS).status_code
        == 303
    )
    return client


@pytest.mark.parametrize(
    "forged",
    [
        "1.x",
        "1.x:",
        "1.x:" + "A" * 43,
        "",
        ":",
        "\u0661.x:y",
        "1" * 5000,
        Signer().sign("1.x"),
        Signer(salt="other").sign("1.x"),
    ],
)
def test_basket_cookie_of_ones_own_making_opens_nothing(forged: str) -> None:
    """2: the number of somebody's basket is no key to it."""
    product = make_product(title="Unmistakable carpet")
    victim = shopping(product)
    basket = Basket.objects.get()
    thief = Client()
    thief.cookies["basket"] = forged.replace("1.x", f"{basket.pk}.x").encode("ascii", "ignore").decode()

    pages = [thief.get("/en/basket/"), thief.get("/en/checkout/", follow=True)]
    thief.post("/en/basket/change/", {"remove": basket.lines.get().pk}, **OURS)

    assert not any("Unmistakable" in page.content.decode() for page in pages)
    assert basket.lines.count() == 1
    assert victim.get("/en/basket/").status_code == 200


def test_lines_of_another_basket_are_not_touched() -> None:
    """4: ids of somebody else's lines in one's own form."""
    theirs = shopping(make_product(stock=9))
    line = Basket.objects.get().lines.get()
    mine = shopping(make_product(stock=9))

    mine.post("/en/basket/change/", {f"quantity-{line.pk}": "7"}, **OURS)
    mine.post("/en/basket/change/", {"remove": str(line.pk)}, **OURS)

    line.refresh_from_db()
    assert line.quantity == 1
    assert theirs.get("/en/basket/").status_code == 200


PRICES = {
    "price": "1", "price_incl_tax": "1", "total": "1", "unit": "1", "dzd_minor": "1", "charge_minor": "1",
    "commission": "0", "commission_basis_points": "0", "delivery_dzd_minor": "0", "stockrecord": "1", "shop": "1",
    "is_staff": "on", "state": "paid", "paid_at": "2026-01-01", "user": "1", "number": "MINE", "rate": "1",
}  # fmt: skip


def test_price_in_a_form_is_nobodys_price() -> None:
    """4, 25: from the basket to the order, every form posts what it should not."""
    product = make_product(price=42_000, stock=3)
    install_default_rates()
    client = Client()
    client.post("/en/basket/add/", PRICES | {"product": product.pk, "quantity": "1"}, **OURS)
    client.post("/en/basket/change/", PRICES, **OURS)
    client.post("/en/checkout/", PRICES | DETAILS)
    page = client.get("/en/checkout/check/").content.decode()
    found = re.search(r'name="seen" value="([^"]*)"', page)
    terms = re.search(r'name="terms" value="([^"]*)"', page)
    assert found
    assert terms
    fields = PRICES | {"terms": terms[1]}

    cheap = client.post("/en/checkout/check/", fields | {"seen": "DZD:100:100"})
    assert cheap.status_code == 422
    assert not Order.objects.exists()
    client.post("/en/checkout/check/", fields | {"seen": found[1]})

    order = Order.objects.get()
    part = order.shop_orders.get()
    assert part.lines_dzd_minor == 4_200_000
    assert order.dzd_minor == 4_200_000 + part.delivery_dzd_minor
    assert part.delivery_dzd_minor > 0
    assert part.commission_basis_points == 800
    assert (order.paid_at, order.user_id, part.shop_id) == (None, None, product.shop_id)
    assert product.stockrecords.get().price == 42_000


def test_shop_in_the_form_of_a_new_piece_is_nobodys_shop(house: House) -> None:
    """4: shop, maker, grade and stamp of another, posted by an artisan."""
    client = sign_in(Client(), house.owner)
    theirs = make_product(shop=house.other_shop, price=9_000)

    client.post(
        f"/en/workspace/pieces/{house.piece.pk}/",
        {
            "price": "5000", "stock": "2", "shop": house.other_shop.pk, "maker": "1", "stamp_grade": "60",
            "stamp_public_id": "mine", "is_public": "", "commission_basis_points": "0", "product": theirs.pk,
            "pk": theirs.pk, "num_allocated": "0", "is_staff": "on",
        },
    )  # fmt: skip

    house.piece.refresh_from_db()
    theirs.refresh_from_db()
    house.owner.refresh_from_db()
    assert house.piece.stockrecords.get().price == 5_000
    assert house.piece.shop_id == house.shop.pk
    assert house.piece.stamp_public_id == house.label.public_id
    assert theirs.stockrecords.get().price == 9_000
    assert not house.owner.is_staff
    house.shop.refresh_from_db()
    assert house.shop.commission_basis_points is None


def test_order_confirmed_again_with_an_old_cookie_is_the_same_order() -> None:
    """16 of the faults: two tabs, a double click, a copied cookie."""
    client = shopping(make_product())
    client.post("/en/checkout/", DETAILS)
    old = client.cookies["basket"].value
    page = client.get("/en/checkout/check/").content.decode()
    fields = dict(re.findall(r'name="(seen|terms)" value="([^"]*)"', page))
    first = client.post("/en/checkout/check/", fields)
    again = Client()
    again.cookies["basket"] = old

    second = again.post("/en/checkout/check/", fields)

    assert first.status_code == second.status_code == 303
    assert Order.objects.count() == 1
    assert StockHold.objects.count() == 1


# --- the code ---------------------------------------------------------------------------------------------------------


def test_code_is_tried_five_times_and_the_right_one_is_too_late_then() -> None:
    """37: a million codes, five tries, five codes an hour."""
    basket = fill_basket(make_product())
    row = checkout.send_code(basket_id=basket.pk, email=BUYER.email, language="en", now=NOW)
    right = rules.code_of(row)
    wrong = [f"{number:06}" for number in range(7) if f"{number:06}" != right][:5]

    tried = [
        checkout.confirm_code(basket_id=basket.pk, email=BUYER.email, written=code, now=NOW) for code in wrong
    ]
    late = checkout.confirm_code(basket_id=basket.pk, email=BUYER.email, written=right, now=NOW)

    assert (tried, late) == ([False] * 5, False)
    assert ContactCode.objects.get().used_at is None


def test_code_of_one_basket_or_contact_confirms_no_other() -> None:
    mine, theirs = fill_basket(make_product()), fill_basket(make_product())
    row = checkout.send_code(basket_id=mine.pk, email=BUYER.email, language="en", now=NOW)
    code = rules.code_of(row)

    assert not checkout.confirm_code(basket_id=theirs.pk, email=BUYER.email, written=code, now=NOW)
    assert not checkout.confirm_code(basket_id=mine.pk, email="other@example.test", written=code, now=NOW)
    assert checkout.confirm_code(basket_id=mine.pk, email=BUYER.email, written=code, now=NOW)
    assert not checkout.confirm_code(basket_id=mine.pk, email=BUYER.email, written=code, now=NOW)


@pytest.mark.parametrize("written", ["", "0", "\x00", "٠" * 7, "1" * 5000, "²²²²²²", "None", "{}"])
def test_nothing_but_the_code_is_the_code(written: str) -> None:
    basket = fill_basket(make_product())
    checkout.send_code(basket_id=basket.pk, email=BUYER.email, language="en", now=NOW)

    assert not checkout.confirm_code(basket_id=basket.pk, email=BUYER.email, written=written, now=NOW)


# --- the stamp --------------------------------------------------------------------------------------------------------


def test_person_who_took_a_reading_decides_nothing_over_http(house: House) -> None:
    """3 and labels: the inspector of a piece who also decides posts the form that the page does not show."""
    from shops.states import Role
    from tests.factories import make_membership

    make_membership(house.centre.inspector, house.centre.body, Role.DECIDER)
    client = sign_in(Client(), house.centre.inspector, second_factor=True)

    granted = client.post(
        f"/en/stamping/{house.application.pk}/decision/",
        {
            "verdict": "grant",
            "grant-grade": "50",
            "grant-why": "",
            "decider": house.centre.decider.pk,
            "by": "1",
        },
    )
    refused = client.post(
        f"/en/stamping/{house.application.pk}/decision/",
        {"verdict": "refuse", "refuse-why": "because", "refuse-reasons": ["other"]},
    )

    assert granted.status_code in (404, 422)
    assert refused.status_code in (404, 422)
    assert not Decision.objects.filter(application=house.application).exists()


def test_owner_of_a_shop_decides_nothing_on_its_pieces(house: House) -> None:
    """3: a decider who has a stake in the shop."""
    from shops.states import Role
    from tests.factories import make_membership

    make_membership(house.owner, house.centre.body, Role.DECIDER)
    client = sign_in(Client(), house.owner, second_factor=True)

    answer = client.post(
        f"/en/stamping/{house.application.pk}/decision/",
        {"verdict": "grant", "grant-grade": "50", "grant-why": ""},
    )

    assert answer.status_code in (404, 422)
    assert not Decision.objects.filter(application=house.application).exists()


def test_label_of_another_centre_does_not_exist_here(house: House) -> None:
    from shops.states import BodyKind, Role
    from tests.factories import make_body, make_membership

    stranger = make_user()
    make_membership(stranger, make_body(BodyKind.STAMPING_CENTRE), Role.DECIDER)
    client = sign_in(Client(), stranger, second_factor=True)
    label, request = house.label.public_id, house.application.pk

    answers = {
        client.get(f"/en/stamping/labels/{label}/").status_code,
        client.post(f"/en/stamping/labels/{label}/affix/").status_code,
        client.get(f"/en/stamping/{request}/decision/").status_code,
        client.post(
            f"/en/stamping/{request}/decision/", {"verdict": "grant", "grant-grade": "50"}
        ).status_code,
        client.post(f"/en/stamping/{request}/accept/").status_code,
        client.post(f"/en/stamping/{request}/return/", {"why": "x"}).status_code,
    }

    assert answers == {404}


def test_public_pages_give_the_stamp_away_to_nobody(house: House) -> None:
    """29 over HTTP: neither the serial nor the QR stands on a public page, and a flipped digit is no valid stamp."""
    serial = house.label.serial
    pages = [
        Client().get(path).content.decode()
        for path in (
            house.piece.get_absolute_url(),
            f"/en/stamps/{house.label.public_id}/",
            "/en/stamps/",
            f"/en/shops/{house.shop.slug}/",
        )
    ]

    assert not any(serial in page or "HTTPS://DAMGHA.DZ/V/" in page for page in pages)
    for at in (0, 3, 9, 18, 19):
        other = serial[:at] + str((int(serial[at]) + 1) % 10) + serial[at + 1 :]
        assert Client().get(f"/V/{other}", headers={"Accept": "application/json"}).json() == {
            "outcome": "unknown"
        }


def test_two_buyers_of_one_basket_make_one_order() -> None:
    """The same basket confirmed by two sessions: one order, and the second is shown it."""
    basket = fill_basket(make_product())

    first = place(basket, visitor=visitor("one"), seen="DZD:490000:490000")
    second = place(basket, visitor=visitor("two"), seen="whatever")

    assert first.pk == second.pk
    assert make_shop().pk
    assert make_paid_order(make_product(), visitor=visitor("three")).pk != first.pk
