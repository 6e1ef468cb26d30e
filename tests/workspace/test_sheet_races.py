"""Two who say yes to one table at once, by real processes on a real database."""

from typing import Any

import pytest

from catalog.models import Product
from marketplace.workspace import sheet_actions
from tests.factories import NOW, make_artisan, make_kind, make_shop, make_user


@pytest.mark.timeout(120)
def test_two_who_say_yes_at_once_make_the_pieces_once(process_db: Any) -> None:
    owner = make_user()
    shop = make_shop(owner=owner)
    make_artisan(shop, craft="pottery")
    make_kind("pottery.jar", craft="pottery")
    rows = "".join(f",جرة {number},pottery.jar,3200\n" for number in range(20))
    sheet = sheet_actions.keep(
        shop=shop, by=owner, name="x", content=f"code,title_ar,kind,price\n{rows}".encode(), now=NOW
    )

    results = process_db.at_once("tests.workspace.sheet_racing:say_yes", [(sheet.pk, owner.pk)] * 4)

    assert sorted(results) == ["done", "gone", "gone", "gone"]
    assert Product.objects.filter(shop=shop).count() == 20


@pytest.mark.timeout(120)
def test_canary_without_the_claim_the_pieces_are_made_twice(process_db: Any) -> None:
    owner = make_user()
    shop = make_shop(owner=owner)
    make_artisan(shop, craft="pottery")
    make_kind("pottery.jar", craft="pottery")
    sheet = sheet_actions.keep(
        shop=shop, by=owner, name="x", content=b"code,title_ar,kind,price\n,x,pottery.jar,3200\n", now=NOW
    )

    results = process_db.at_once("tests.workspace.sheet_racing:say_yes_unclaimed", [(sheet.pk, owner.pk)] * 2)

    assert results == ["done", "done"]
    assert Product.objects.filter(shop=shop).count() == 2
