"""A piece sent by many requests at the same moment is one piece."""

from typing import Any

import pytest

from catalog.models import Product
from marketplace.workspace.models import PieceDraft
from tests.factories import make_artisan, make_draft, make_kind, make_shop, make_user

pytestmark = pytest.mark.timeout(120)


def _finished() -> tuple[PieceDraft, list[tuple[str, int]]]:
    owner = make_user()
    make_kind("pottery.jar", craft="pottery")
    shop = make_shop(owner=owner)
    make_artisan(shop, craft="pottery")
    draft = make_draft(
        shop,
        by=owner,
        photos=3,
        answers={"kind": "pottery.jar", "price": 4500, "stock": 1, "age": "new"},
    )
    return draft, [(str(draft.pk), owner.pk)] * 6


def test_piece_sent_six_times_at_once_is_one_piece(process_db: Any) -> None:
    draft, senders = _finished()

    results = process_db.at_once("tests.workspace.racing:publish", senders)

    product = Product.objects.get(shop=draft.shop)
    assert [result.get("product") for result in results] == [product.pk] * 6, results
    assert product.images.count() == 3


def test_canary_the_same_race_without_the_guard_doubles_the_piece(process_db: Any) -> None:
    """The unique key of photos would stop it too: this draft has none, and the second piece must appear."""
    draft, senders = _finished()
    draft.photos.all().delete()

    results = process_db.at_once("tests.workspace.racing:publish_unguarded", senders)

    assert Product.objects.filter(shop=draft.shop).count() > 1, results
