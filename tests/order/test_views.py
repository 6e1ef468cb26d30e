"""An order is followed from its signed link without an account; a changed link shows nothing."""

import re

import pytest
from django.utils.safestring import SafeString

from marketplace.order import link
from marketplace.order.models import Order
from tests.factories import NOW, make_centre, make_product, make_rate, make_shop, make_user
from tests.orders import ABROAD, make_cash_order, make_order, make_paid_order, visitor

pytestmark = pytest.mark.django_db


def _address(order: Order, token: str = "", number: str = "") -> str:
    return f"/en/orders/{number or order.number}/{token or link.token_of(order)}/"


def test_link_opens_the_order_and_is_kept_from_crawlers_and_caches(client):
    order = make_paid_order(make_product(title="Red carpet"))

    response = client.get(_address(order))

    page = response.content.decode()
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    assert '<meta name="robots" content="noindex, nofollow">' in page
    assert "Red carpet" in page
    assert 'rel="canonical"' not in page
    assert "sessionid" not in response.cookies


def test_changed_links_show_nothing(client):
    order, other = make_paid_order(make_product()), make_paid_order(make_product())
    token = link.token_of(order)
    letter = "b" if token[0] == "a" else "a"

    changed = [
        _address(order, letter + token[1:]),
        _address(order, token[:-1]),
        _address(order, token + "a"),
        _address(order, token.upper()),
        _address(order, link.token_of(other)),
        _address(order, number=other.number),
        _address(order, "é" * 26),
    ]

    assert [client.get(address).status_code for address in changed] == [404] * len(changed)


def test_raised_version_revokes_the_link(client):
    order = make_paid_order(make_product())
    old = _address(order)
    Order.objects.filter(pk=order.pk).update(link_version=2)

    assert client.get(old).status_code == 404
    order.refresh_from_db()
    assert client.get(_address(order)).status_code == 200


def test_older_link_keys_still_open_and_new_letters_use_the_new(client, settings):
    order = make_paid_order(make_product())
    old = _address(order)
    settings.LINK_KEYS = ["a new key", *settings.LINK_KEYS]

    assert client.get(old).status_code == 200
    assert _address(order) != old
    settings.LINK_KEYS = settings.LINK_KEYS[:1]
    assert client.get(old).status_code == 404


def test_references_are_unguessable_and_say_nothing():
    numbers = {link.new_reference() for _ in range(2000)}

    assert len(numbers) == 2000
    assert all(re.fullmatch(r"[2-9A-HJKMNP-TV-Z]{10}", number) for number in numbers)


def test_page_shows_both_currencies_the_rate_the_terms_and_each_part(client):
    make_rate("EUR", "150")
    order = make_paid_order(
        make_product(price=15000), make_product(price=300), buyer=ABROAD, currency="EUR", delivery="post"
    )

    page = client.get(_address(order)).content.decode()

    for text in (
        "EUR\xa0100.00",
        "DZD\xa015,000",
        "EUR\xa0144.66",
        "1 EUR = 150 DA",
        order.terms_version,
        "Lyon",
    ):
        assert text in page
    for part in order.shop_orders.all():
        assert part.number in page
        assert part.shop.name in page
    assert "Customs in France" in page


def test_page_of_cash_says_where_and_until_when(client):
    centre = make_centre(name="Centre of Adrar", address_en="Place des Martyrs")
    order = make_cash_order(make_product(shop=make_shop(centre=centre)))

    page = client.get(_address(order)).content.decode()

    assert "Centre of Adrar" in page
    assert "Place des Martyrs" in page
    assert "in cash when you collect it" in page
    assert "29\xa0November\xa02026" in page


def test_waiting_order_leads_to_its_payment_page_only_while_it_is_open(client):
    order = make_order(make_product())
    attempt = order.attempts.get()
    attempt.url, attempt.state = "/dev/pay/x/", "started"
    attempt.expires_at = NOW.replace(year=2020)
    attempt.save()
    closed = client.get(_address(order)).content.decode()
    attempt.expires_at = NOW.replace(year=2099)
    attempt.save()
    still_open = client.get(_address(order)).content.decode()

    assert "/dev/pay/x/" not in closed
    assert "/dev/pay/x/" in still_open


def test_tracking_and_a_refusal_are_read_in_the_timeline(client):
    from marketplace.order import actions

    owner = make_user()
    shop = make_shop(owner=owner)
    order = make_paid_order(make_product(shop=shop), make_product(shop=make_shop(owner=owner)))
    one, two = order.shop_orders.all()
    actions.accept(shop_order=one, by=owner, now=NOW)
    actions.send(shop_order=one, by=owner, tracking_number="EE123456789DZ", now=NOW)
    actions.refuse(shop_order=two, by=owner, reason="Moths found it first.", now=NOW)

    page = client.get(_address(order)).content.decode()

    assert "EE123456789DZ" in page
    assert "Moths found it first." in page
    assert "On its way" in page


def test_page_asks_the_database_as_often_for_ten_parts_as_for_one(client, django_assert_max_num_queries):
    small = make_paid_order(make_product(photo=True))
    large = make_paid_order(*(make_product(photo=True) for _ in range(10)))

    for order in (small, large):
        with django_assert_max_num_queries(9):
            client.get(_address(order))


def test_account_lists_own_orders_alone(client):
    me, other = make_user(), make_user()
    mine = make_paid_order(make_product(), visitor=visitor(user=me))
    theirs = make_paid_order(make_product(), visitor=visitor(user=other))

    assert client.get("/en/account/").status_code == 302
    client.force_login(me)
    page = client.get("/en/account/").content.decode()

    assert mine.number in page
    assert theirs.number not in page


def test_stamped_piece_shows_its_whole_label_once_it_is_paid(client, monkeypatch):
    from marketplace.order import views

    class Label:
        grade = 50
        grouped_serial = "0123 4567 8901 2345"

    carpet = make_product()
    monkeypatch.setattr(views.labels, "labels_for_products", lambda ids: {carpet.pk: Label()})
    monkeypatch.setattr(views.labels, "qr_svg", lambda label: SafeString("<svg id='the-qr'></svg>"))

    unpaid = client.get(_address(make_order(carpet))).content.decode()
    other = make_product()
    monkeypatch.setattr(views.labels, "labels_for_products", lambda ids: {other.pk: Label()})
    paid = client.get(_address(make_paid_order(other))).content.decode()

    assert "0123 4567 8901 2345" not in unpaid
    assert "0123 4567 8901 2345" in paid
    assert "<svg id='the-qr'></svg>" in paid
