"""Delivery is a pure lookup; places are found however they are written."""

from datetime import date

import pytest

from marketplace.money import Money
from marketplace.shipping import places
from marketplace.shipping.actions import install_default_rates
from marketplace.shipping.models import DeliveryRate
from marketplace.shipping.queries import rates_to
from marketplace.shipping.rates import DEFAULT_RATES, choose, options
from marketplace.shipping.states import DeliveryMethod as M

READY = date(2026, 11, 24)


def _offered(country, wilaya="", *, at_centre=False):
    found = options(DEFAULT_RATES, country=country, wilaya=wilaya, at_centre=at_centre, ready_on=READY)
    return {option.method: option for option in found}


@pytest.mark.parametrize(
    ("country", "wilaya", "methods", "first_price"),
    [
        ("DZ", "adrar", {M.HOME, M.DESK}, 400),
        ("DZ", "tamanrasset", {M.HOME, M.DESK}, 700),
        ("DZ", "oran", {M.HOME, M.DESK}, 950),
        ("DZ", "", {M.HOME, M.DESK}, 950),
        ("FR", "", {M.POST}, 3200),
        ("JP", "", {M.POST}, 4800),
    ],
)
def test_each_zone_has_its_ways_and_price(country, wilaya, methods, first_price):
    offered = _offered(country, wilaya)

    assert set(offered) == methods
    assert next(iter(offered.values())).price == Money.dinars(first_price)


def test_days_count_from_when_the_piece_is_ready():
    post = _offered("FR")[M.POST]

    assert (post.from_on, post.until_on) == (date(2026, 12, 2), date(2026, 12, 14))


def test_collecting_is_for_shops_of_a_centre_wherever_the_buyer_lives():
    assert M.COLLECT in _offered("FR", at_centre=True)
    assert M.COLLECT not in _offered("DZ", "adrar", at_centre=False)
    assert _offered("DZ", "adrar", at_centre=True)[M.COLLECT].price == Money(0)


def test_nothing_is_offered_where_we_do_not_deliver():
    assert _offered("KP") == {}
    assert choose((), "home") is None


def test_wanted_way_that_is_not_offered_becomes_the_first():
    offered = tuple(_offered("FR").values())

    assert choose(offered, "home") == offered[0]


@pytest.mark.django_db
def test_default_rates_are_added_once_and_never_over_the_operators():
    added = install_default_rates()
    DeliveryRate.objects.filter(zone="europe").update(price_dinars=9999)

    assert added == len(DEFAULT_RATES)
    assert install_default_rates() == 0
    assert next(rate for rate in rates_to("FR", "") if rate.method == M.POST).price_dinars == 9999


def test_every_zone_of_a_wilaya_is_a_wilaya_of_today():
    zones = {rate.zone.removeprefix("wilaya:") for rate in DEFAULT_RATES if rate.zone.startswith("wilaya:")}

    assert all(places.wilaya(slug) for slug in zones)
    assert len(places.wilayas()) == 69


@pytest.mark.parametrize("written", ["Timimoun", "timimoun", "تيميمون", " TIMIMOUN "])
def test_commune_is_found_in_every_language(written):
    found = places.commune("timimoun", written)

    assert found is not None
    assert found.slug == "timimoun"


def test_commune_of_another_wilaya_is_not_found():
    assert places.commune("adrar", "Timimoun") is None
    assert places.commune("atlantis", "Timimoun") is None


@pytest.mark.parametrize(
    ("one", "other"), [("أولف", "اولف"), ("ورقلة", "ورقله"), ("Béchar", "bechar"), ("ڨورارة", "قوراره")]
)
def test_letters_that_people_mix_up_are_the_same(one, other):
    assert places.fold(one) == places.fold(other)


def test_address_is_read_line_by_line_with_the_country_last():
    algeria = places.Address("DZ", wilaya="adrar", commune="aoulef", street="Rue 1")
    france = places.Address("FR", street="12 rue des Lilas", city="Lyon", postcode="69003")

    assert places.address_lines(algeria, "fr") == ["Rue 1", "Aoulef", "Adrar", "Algérie"]
    assert places.address_lines(france, "en") == ["12 rue des Lilas", "69003 Lyon", "France"]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_countries_are_named_in_each_language_with_algeria_first(language):
    listed = places.countries(language)

    assert listed[0][0] == "DZ"
    assert len(listed) == len(places.DELIVERABLE)
    assert all(name and name != code for code, name in listed)
