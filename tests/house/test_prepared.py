"""Prepared reads: the same rows as the queryset they were written as, for each value, language and thread."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from catalog.models import Product
from marketplace.prepared import Prepared
from marketplace.settlement.models import ExchangeRate
from tests import factories

pytestmark = pytest.mark.django_db


def test_prepared_read_answers_each_value_as_its_queryset_does() -> None:
    pieces = [factories.make_product(photo=True) for _ in range(3)]
    read = Prepared(Product, lambda pk: Product.objects.filter(pk=pk).select_related("shop__place"), pk=int)

    with CaptureQueriesContext(connection) as sent:
        found = [read.first(pk=piece.pk) for piece in pieces]
        shops = [one.shop.place.slug for one in found if one and one.shop and one.shop.place]

    assert found == pieces
    assert shops == [piece.shop.place.slug for piece in pieces]
    assert len(sent) == len(pieces)
    assert read.first(pk=0) is None


def test_prepared_read_takes_text_and_days() -> None:
    factories.make_rate(currency="EUR", rate_on=date(2026, 11, 20))
    read = Prepared(
        ExchangeRate,
        lambda currency, on: ExchangeRate.objects.filter(currency=currency, rate_on__lte=on),
        currency=str,
        on=date,
    )

    assert len(read.rows(currency="EUR", on=date(2026, 11, 20))) == 1
    assert read.rows(currency="EUR", on=date(2026, 11, 19)) == []
    assert read.rows(currency="USD", on=date(2026, 11, 20)) == []


def test_prepared_read_orders_by_the_words_of_each_language() -> None:
    first_in_arabic = factories.make_product(title_ar="أ", title_fr="z", title_en="z")
    first_in_french = factories.make_product(title_ar="ي", title_fr="a", title_en="a")
    mine = [first_in_arabic.pk, first_in_french.pk]
    read = Prepared(Product, lambda: Product.objects.filter(pk__in=mine).order_by("title"))

    firsts = []
    for language in ("ar", "fr"):
        with translation.override(language):
            firsts.append(read.first())

    assert firsts == [first_in_arabic, first_in_french]


def test_prepared_read_refuses_holes_it_could_not_find_again() -> None:
    with pytest.raises(TypeError):
        Prepared(
            Product, lambda one, other: Product.objects.filter(pk=one, shop_id=other), one=int, other=int
        )

    lost = Prepared(Product, lambda pk: Product.objects.all(), pk=int)
    with pytest.raises(RuntimeError):
        lost.rows(pk=1)
