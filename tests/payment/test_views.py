"""DemoPay says loudly what it is, and its buttons write what a webhook would."""

import pytest
from django.urls import NoReverseMatch, clear_url_caches, reverse

from marketplace.payment import providers
from marketplace.payment.models import ProviderEvent
from marketplace.payment.providers.cash import CashAtCentre
from marketplace.payment.providers.demo import DemoPay
from marketplace.payment.states import AttemptState
from tests.factories import make_centre, make_product, make_shop
from tests.orders import assert_books_agree, attempt_of, make_cash_order, make_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    return make_order(make_product(price=4200))


def _page(order) -> str:
    return f"/dev/pay/{attempt_of(order).reference}/"


def test_page_says_it_is_a_demonstration_and_the_sum(client, order):
    response = client.get(_page(order))

    page = response.content.decode()
    assert response.status_code == 200
    assert "This is a demonstration. No money moves." in page
    assert "DZD\xa04,600" in page
    assert 'name="robots" content="noindex"' in page
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("button", "kinds"), [("pay", ["payment.paid"]), ("decline", ["payment.declined"]), ("leave", [])]
)
def test_buttons_write_an_event_and_lead_back(client, order, button, kinds):
    response = client.post(_page(order), {"do": button})

    assert response.status_code == 303
    assert response["Location"] == f"/en/checkout/return/{attempt_of(order).reference}/"
    assert list(ProviderEvent.objects.values_list("kind", flat=True)) == kinds
    assert order.shop_orders.get().state == "held"  # nothing is settled by the page itself


def test_pay_pressed_twice_is_one_sale(client, order):
    for _ in range(2):
        client.get(client.post(_page(order), {"do": "pay"})["Location"])

    assert ProviderEvent.objects.count() == 2
    assert attempt_of(order).state == AttemptState.PAID
    assert_books_agree()


def test_page_is_of_nothing_else(client):
    cash = make_cash_order(make_product(shop=make_shop(centre=make_centre())))

    assert client.get("/dev/pay/nothing/").status_code == 404
    assert client.get(_page(cash)).status_code == 404


def test_forms_of_other_sites_cannot_pay(order):
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post(_page(order), {"do": "pay"})

    assert response.status_code == 403
    assert not ProviderEvent.objects.exists()


def test_demopay_cannot_be_used_where_real_people_buy(settings):
    settings.DEMO = False

    assert providers.online() == ()
    with pytest.raises(LookupError):
        providers.provider_of("demo")


def test_address_of_demopay_is_gone_where_real_people_buy(settings):
    import importlib

    from marketplace.payment import urls_root

    settings.DEMO = False
    try:
        importlib.reload(urls_root)
        assert urls_root.urlpatterns == []
    finally:
        settings.DEMO = True
        importlib.reload(urls_root)
        clear_url_caches()
    with pytest.raises(NoReverseMatch):
        reverse("demo_pay")  # needs its reference


def test_neither_has_a_webhook(rf):
    for provider in (DemoPay(), CashAtCentre()):
        with pytest.raises(ValueError, match="webhook"):
            provider.verify(rf.post("/"))


def test_refunds_are_named_by_their_key(order):
    from marketplace.money import Money

    assert DemoPay().refund(attempt_of(order), Money(1), key="k") == "demo-refund:k"
    assert CashAtCentre().refund(attempt_of(order), Money(1), key="k") == "cash-refund:k"
