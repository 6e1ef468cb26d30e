"""A stamp in doubt holds back what its shop has not been paid yet, and frees it when the doubt is cleared up."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from marketplace.order.models import Line, ShopOrder
from marketplace.settlement import queries
from marketplace.workspace import queries as workspace
from quality_labels import actions
from quality_labels.models import Label
from quality_labels.states import LabelReason, LabelState
from tests import factories
from tests.factories import NOW
from tests.orders import make_paid_order
from tests.people import sign_in
from tests.quality_labels.centre import Centre, affixed, make_carpet
from tests.quality_labels.conftest import centre

__all__ = ["centre"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Any:
    return factories.make_user()


@pytest.fixture
def sold(centre: Centre, owner: Any) -> tuple[Label, ShopOrder, ShopOrder]:
    """A stamped carpet and a plain one, sold by one shop in two orders."""
    shop = factories.make_shop(owner=owner)
    carpet = make_carpet(shop=shop, stock=1)
    label = affixed(centre, carpet)
    plain = factories.make_product(shop=shop)
    stamped, other = (make_paid_order(piece).shop_orders.get() for piece in (carpet, plain))
    return label, stamped, other


def suspend(centre: Centre, label: Label) -> None:
    actions.suspend(label=label, by=centre.inspector, reason=LabelReason.MISMATCH, now=NOW)


def end(centre: Centre, label: Label, to: LabelState) -> None:
    reason = LabelReason.CLEARED if to == LabelState.ACTIVE else LabelReason.MISMATCH
    wish = actions.propose(label=label, to=to, by=centre.inspector, reason=reason, now=NOW)
    actions.confirm(proposal=wish, by=centre.decider, now=NOW)


def share(part: ShopOrder) -> int:
    return part.lines_dzd_minor + part.delivery_dzd_minor - part.commission_minor


def test_doubt_holds_that_share_back_and_no_other(
    centre: Centre, sold: tuple[Label, ShopOrder, ShopOrder]
) -> None:
    label, stamped, other = sold
    shop = stamped.shop
    assert workspace.coming_to(shop)[1] == share(stamped) + share(other)

    suspend(centre, label)

    assert list(queries.held_back(shop)) == [stamped]
    assert workspace.held_back(shop) == ({stamped.pk}, share(stamped))
    assert workspace.coming_to(shop)[1] == share(other)
    label.refresh_from_db()
    end(centre, label, LabelState.ACTIVE)
    assert not queries.held_back(shop).exists()
    assert workspace.coming_to(shop)[1] == share(stamped) + share(other)


def test_label_that_was_packed_counts_after_it_is_withdrawn_too(
    centre: Centre, sold: tuple[Label, ShopOrder, ShopOrder]
) -> None:
    label, stamped, _other = sold
    Line.objects.filter(shop_order=stamped).update(packed_label=label)
    suspend(centre, label)
    label.refresh_from_db()
    end(centre, label, LabelState.WITHDRAWN)
    assert list(queries.held_back(stamped.shop)) == [stamped]


def test_another_shops_doubt_holds_nothing_here(
    centre: Centre, sold: tuple[Label, ShopOrder, ShopOrder]
) -> None:
    suspend(centre, sold[0])
    assert not queries.held_back(factories.make_shop()).exists()


def test_money_page_says_what_is_held_back(
    centre: Centre, owner: Any, sold: tuple[Label, ShopOrder, ShopOrder]
) -> None:
    client = sign_in(Client(), owner)
    assert "Held back" not in client.get("/en/workspace/money/").content.decode()
    suspend(centre, sold[0])
    page = client.get("/en/workspace/money/").content.decode()
    assert "Held back" in page
    assert page.count("its stamp is in doubt") == 1
