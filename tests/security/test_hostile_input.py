"""Nothing a stranger writes makes a page break (28, F48, F49): 4xx or a page, never a 500, on both databases."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from marketplace.basket.models import Basket
from tests.factories import make_product, make_shop, make_user
from tests.orders import fill_basket, make_order
from tests.people import sign_in
from tests.security.addresses import NOBODYS, Address, addresses

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(120)]

HOSTILE = [
    "'",
    "' OR '1'='1' --",
    '"; DROP TABLE order_order; --',
    "1) UNION SELECT password FROM accounts_user --",
    "%' ESCAPE '!",
    "*:*",
    '"NEAR(a b, 3)" AND NOT (OR',
    "col:val ^ { } ~",
    "\\",
    "a & | ! <-> (b",
    "\x00",
    "a\x00b",
    "%00",
    "../../etc/passwd",
    "{{ 7*7 }}{% raise %}",
    "${7*7}",
    "%s %(x)s %d",
    "\r\nSet-Cookie: a=b",
    "\u202e\u2066\u200f",
    "\ufeff\ufffe\uffff",
    "é" * 3000,
    "سجاد ⵜⴰⵣⵔⴱⵉⵜ 🧶" * 40,
    "e\u0301" * 300,
    "A" * 10_000,
]
NUMBERS = [
    *("-1", "0", "-0", "1,5", "١٥", "1e3", "NaN", "Infinity", "99999999.999", "9" * 25, "9" * 5000),
    *("0x10", "½", "²", "1_000", " 7 ", "+3"),
]
# The most telling of both, for forms and addresses of which there are many.
SHORT = [
    "'; DROP TABLE order_order; --", "a\x00b", "%s %(x)s", "{{ 7*7 }}", "\r\nSet-Cookie: a=b", "\u202e\u2066", "\uffff",
    "سجاد ⵜⴰⵣⵔⴱⵉⵜ 🧶" * 40, "A" * 10_000, "-1", "1e3", "NaN", "9" * 25, "9" * 5000, "²", "99999999.999",
]  # fmt: skip
QUERY = (
    *("q", "craft", "place", "centre", "shop", "grade", "stamped", "min", "max", "sort", "after", "before"),
    *("page", "to", "wilaya", "n", "p", "next", "state", "kind"),
)
RAW_QUERIES = (
    "q=%ff%fe%fd",
    "q=%c3%28",
    "q=%ed%a0%80",
    "%ff=%ff",
    "q=%",
    "q=%zz",
    "&&&===",
    "q[]=1&q[a]=2",
    "?" * 500,
    "after=1.9999999999999999.999999999999999999&sort=price",
    "before=0.0000000000000000.0&sort=grade",
    "after=1.9999999999999999.1",
    "after=1.0.1&sort=match&q=x",
    "page=99999999999999999999",
    "p=99999999999999999999",
    "p=0",
    "&".join(f"shop=s{i}" for i in range(400)),
)


@pytest.fixture
def visitor() -> Client:
    """A visitor with a basket, to whom a 500 is an answer rather than an error of the test."""
    client = Client(raise_request_exception=False)
    client.post("/en/basket/add/", {"product": make_product().pk}, headers={"Sec-Fetch-Site": "same-origin"})
    return client


def pages() -> list[str]:
    """Return the pages a visitor may ask with a question behind the address."""
    found = [address.path() for address in addresses() if not address.parameters and address.name != "readyz"]
    return [*found, "/en/catalog/textiles/"]


def test_no_question_breaks_a_page(visitor: Client) -> None:
    """28: every parameter that any page knows, with every hostile text."""
    broken = [
        (path, text[:20])
        for path in pages()
        if not path.startswith(("/en/account/", "/en/workspace", "/en/stamping"))  # they read nothing of it
        for text in HOSTILE + NUMBERS[::2]
        if visitor.get(path, dict.fromkeys(QUERY, text)).status_code >= 500
    ]

    assert broken == []


@pytest.mark.parametrize("name", QUERY)
def test_no_single_filter_breaks_the_listing(visitor: Client, name: str) -> None:
    """28: each alone, so that none is hidden behind another."""
    broken = [
        text[:20]
        for text in HOSTILE + NUMBERS
        if visitor.get("/en/catalog/", {name: text}).status_code >= 500
    ]

    assert broken == []


def test_no_raw_query_string_breaks_a_page(visitor: Client) -> None:
    """28: broken UTF-8, lists, cursors out of range, four hundred values."""
    broken = [
        (path, query[:40])
        for path in pages()
        for query in RAW_QUERIES
        if visitor.get(path, QUERY_STRING=query).status_code >= 500
    ]

    assert broken == []


def test_no_path_breaks_a_page(visitor: Client) -> None:
    """28: what stands for a number, a token or a slug in an address: every route that takes one."""
    shop = make_shop(owner=(owner := make_user()))
    make_product(shop=shop)
    artisan = sign_in(Client(raise_request_exception=False), owner)
    asked = [
        (address, name, text)
        for address in addresses()
        if address.name
        for name in address.parameters
        for text in SHORT
    ]

    broken = [
        (address.name, name, text[:20])
        for address, name, text in asked
        if (artisan if address.name.startswith("workspace") else visitor)
        .get(_with(address, name, text))
        .status_code
        >= 500
    ]

    assert broken == []


def _with(address: Address, name: str, text: str) -> str:
    """Return the path of a route with `text` for one of its parameters."""
    return address.path().replace(str(NOBODYS[name]), text.replace("?", "").replace("#", ""))


def test_verifier_takes_any_digits(visitor: Client) -> None:
    """28: /V/ with every length, zeros and nines, other digits than ours."""
    paths = [f"/V/{digit * length}" for digit in "019" for length in (1, 19, 20, 21, 120, 400, 700, 701)]

    answers = {
        visitor.get(path).status_code for path in [*paths, "/V/١٢٣", "/V/-1", "/V/1e5", "/V/ 1", "/V/1/2"]
    }

    assert answers <= {200, 404, 422}


def test_basket_takes_whole_numbers_only(visitor: Client) -> None:
    """25, F49: zero, less than nothing, a milliard, a half and what is no number put nothing in."""
    product = make_product(stock=40)
    headers = {"Sec-Fetch-Site": "same-origin"}

    answers = {
        text: visitor.post(
            "/en/basket/add/", {"product": product.pk, "quantity": text}, headers=headers
        ).status_code
        for text in [*NUMBERS, "0.5", "1000000000", "51", "", *HOSTILE]
        if text not in ("١٥", " 7 ", "")
    }

    assert set(answers.values()) == {422}, answers
    assert not product.basket_lines.exists()


def test_basket_finds_no_piece_of_an_impossible_number(visitor: Client) -> None:
    """F49: numbers beyond what the database counts."""
    headers = {"Sec-Fetch-Site": "same-origin"}

    answers = [
        visitor.post("/en/basket/add/", {"product": text}, headers=headers).status_code
        for text in (*NUMBERS, *HOSTILE)
    ]

    assert set(answers) == {422}


def test_changing_a_basket_takes_any_field(visitor: Client) -> None:
    """28, F48: names and values of fields alike."""
    headers = {"Sec-Fetch-Site": "same-origin"}
    broken = []

    for text in SHORT:
        fields = {
            "remove": text, "to": text, "wilaya": text, "do": text,
            f"quantity-{text[:60]}": text, f"delivery-{text[:60]}": text, f"delivery-{text[:60]}x": "home",
        }  # fmt: skip
        for field in (dict([item]) for item in fields.items()):
            answer = visitor.post("/en/basket/change/", field, headers=headers)
            if answer.status_code >= 500:
                broken.append((field, answer.status_code))

    assert broken == []


def test_details_take_any_text(visitor: Client) -> None:
    """F48, F49: every field of checkout, and the pages that show it afterwards."""
    broken = []

    for text in SHORT:
        fields = dict.fromkeys(
            ("name", "phone", "email", "wilaya", "commune", "street", "postcode", "city", "region", "provider",
             "currency", "delivery-1", f"delivery-{text[:60]}"), text,
        )  # fmt: skip
        for country in ("DZ", "FR", text):
            answers = [
                visitor.post("/en/checkout/", fields | {"country": country}),
                visitor.get("/en/checkout/"),
                visitor.get("/en/checkout/check/"),
                visitor.get("/en/basket/"),
            ]
            broken += [
                (text[:20], country[:5], answer.status_code)
                for answer in answers
                if answer.status_code >= 500
            ]

    assert broken == []


def test_basket_keeps_no_more_than_a_form_can_hold(visitor: Client) -> None:
    """What is kept between steps is bounded: a thousand forms of made-up fields fill no database."""
    for turn in range(3):
        made_up = {f"delivery-{turn}-{index}": "home" for index in range(300)}
        visitor.post("/en/basket/change/", made_up, headers={"Sec-Fetch-Site": "same-origin"})
        visitor.post("/en/checkout/", made_up | {"name": "x" * 100_000, "street": "y" * 100_000})

    assert len(repr(Basket.objects.get().draft)) < 10_000


def test_check_and_code_take_any_text() -> None:
    """F48: the last two steps."""
    client = Client(raise_request_exception=False)
    headers = {"Sec-Fetch-Site": "same-origin"}
    client.post("/en/basket/add/", {"product": make_product().pk}, headers=headers)
    fill_basket(make_product())
    client.post("/en/checkout/", {
        "name": "Amina", "phone": "0550123456", "email": "a@example.test", "country": "DZ", "wilaya": "timimoun",
        "commune": "timimoun", "provider": "demo", "currency": "DZD",
    })  # fmt: skip

    answers = [
        client.post(
            path, dict.fromkeys(("terms", "seen", "code", "do", "provider", "currency"), text)
        ).status_code
        for path in ("/en/checkout/check/", "/en/checkout/code/")
        for text in SHORT
    ]

    assert max(answers) < 500


LOGIN_FORMS = {
    "/en/account/login/": ("login", "password", "next"),
    "/en/account/login/code/": ("login", "email", "phone", "next"),
    "/en/account/login/code/confirm/": ("code", "action"),
    "/en/account/password/reset/": ("email",),
    "/en/account/signup/": ("email", "password1"),
    "/en/account/second-factor/authenticate/": ("code",),
}


@pytest.mark.parametrize("path", LOGIN_FORMS)
def test_forms_of_logging_in_take_any_text(path: str) -> None:
    """F48, F49."""
    answers = {
        text[:20]: Client(raise_request_exception=False)
        .post(path, dict.fromkeys(LOGIN_FORMS[path], text))
        .status_code
        for text in (*HOSTILE[:14], *HOSTILE[-5:-1], *NUMBERS[:6])
    }

    assert max(answers.values()) < 500, answers


def test_forms_of_the_workspace_take_any_text() -> None:
    """F48, F49: a piece, its price and stock, a refusal, a tracking number."""
    owner = make_user()
    product = make_product(shop=make_shop(owner=owner), stock=5)
    number = make_order(product).shop_orders.get().number
    client = sign_in(Client(raise_request_exception=False), owner)
    fields = (
        *(
            "price",
            "stock",
            "title",
            "description",
            "length",
            "width",
            "height",
            "mass",
            "technique",
            "materials",
        ),
        *(
            "colours",
            "care",
            "kind",
            "reason",
            "carrier",
            "tracking_number",
            "handed_to_centre",
            "view",
            "photo",
        ),
    )
    paths = (
        "/en/workspace/pieces/new/",
        f"/en/workspace/pieces/{product.pk}/",
        f"/en/workspace/pieces/{product.pk}/photos/",
        f"/en/workspace/orders/{number}/refuse/",
        f"/en/workspace/orders/{number}/send/",
    )

    broken = [
        (path, text[:20])
        for path in paths
        for text in SHORT
        if client.post(path, dict.fromkeys(fields, text)).status_code >= 500
    ]

    assert broken == []


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data; boundary=x", b"--x\r\n"),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=" + "x" * 500, b"--x"),
        ("application/x-www-form-urlencoded; charset=utf-7", b"product=+ADw-"),
        ("application/x-www-form-urlencoded; charset=nonsense", b"product=1"),
        ("application/x-www-form-urlencoded", b"\xff\xfe\x00=\xff"),
        ("application/json", b"{"),
        ("text/xml", b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>"),
    ],
)
@pytest.mark.parametrize("path", ["/en/basket/add/", "/en/checkout/", "/en/account/login/"])
def test_no_body_breaks_a_form(visitor: Client, path: str, content_type: str, body: bytes) -> None:
    answer = visitor.generic("POST", path, body, content_type, headers={"Sec-Fetch-Site": "same-origin"})

    assert answer.status_code < 500


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
def test_other_methods_are_refused(visitor: Client, method: str) -> None:
    for path in (
        "/en/",
        "/en/basket/",
        "/en/basket/add/",
        "/en/checkout/",
        "/V/",
        "/healthz",
        "/en/account/",
    ):
        answer: Any = visitor.generic(method, path, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code in {302, 303, 400, 403, 405} or method == "OPTIONS", (
            path,
            answer.status_code,
        )
        assert answer.status_code < 500
