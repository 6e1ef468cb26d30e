"""What leaves is what was stamped: who packs a stamped piece reads its label."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from marketplace.accounts.models import User
from marketplace.order import actions
from marketplace.order.models import Line, ShopOrder
from marketplace.refusal import Refusal
from quality_labels import actions as stamps
from quality_labels import signer
from quality_labels.models import Label
from tests.factories import NOW, make_product, make_shop, make_user, stamp
from tests.orders import make_paid_order
from tests.people import sign_in
from tests.quality_labels.centre import Centre, affixed, make_carpet, printed
from tests.quality_labels.conftest import centre

__all__ = ["centre"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def owner() -> User:
    return make_user()


@pytest.fixture
def part(owner: User) -> ShopOrder:
    """An accepted part with a stamped carpet and a plain one."""
    shop = make_shop(owner=owner)
    carpet = stamp(make_product(shop=shop, title="Carpet"))
    order = make_paid_order(carpet, make_product(shop=shop, title="Plain"))
    part = order.shop_orders.get()
    return actions.accept(shop_order=part, by=owner, now=NOW)


def pack(part: ShopOrder, owner: User, said: str) -> ShopOrder:
    lines = list(part.lines.all())
    stamped = next(line for line in lines if line.product.stamp_public_id)
    return actions.pack(
        shop_order=part,
        by=owner,
        ticked=[line.pk for line in lines],
        read={stamped.pk: said},
        now=NOW,
    )


def send(part: ShopOrder, owner: User) -> ShopOrder:
    return actions.send(shop_order=part, by=owner, tracking_number="X1", now=NOW)


def test_nothing_stamped_leaves_before_its_label_was_read(part: ShopOrder, owner: User) -> None:
    with pytest.raises(Refusal, match="label of each stamped piece"):
        send(part, owner)
    with pytest.raises(Refusal, match="number that stands on the label") as refused:
        pack(part, owner, "")
    assert refused.value.field.startswith("label-")
    part.refresh_from_db()
    assert part.packed_at is None


@pytest.mark.parametrize("digits", [20, 8, 12])
def test_number_or_its_last_eight_digits_are_enough(part: ShopOrder, owner: User, digits: int) -> None:
    label = Label.objects.get()
    pack(part, owner, label.grouped_serial if digits == 20 else label.serial[-digits:])
    assert Line.objects.get(packed_label=label).product == label.product
    assert send(part, owner).state == "sent"


@pytest.mark.parametrize("digits", ["1234567", "", "00000000"], ids=["seven", "none", "another"])
def test_fewer_or_other_digits_are_not(part: ShopOrder, owner: User, digits: str) -> None:
    with pytest.raises(Refusal):
        pack(part, owner, digits)
    assert not Line.objects.filter(packed_label__isnull=False).exists()


def test_label_that_was_replaced_after_packing_is_read_anew(centre: Centre, owner: User) -> None:
    carpet = make_carpet(shop=make_shop(owner=owner), stock=1)
    old = affixed(centre, carpet)
    part = actions.accept(shop_order=make_paid_order(carpet).shop_orders.get(), by=owner, now=NOW)
    pack(part, owner, old.serial)
    stamps.replace(label=old, by=centre.inspector, now=NOW)
    new = printed(signer.sign(decision=old.decision, now=NOW))
    stamps.affix(label=new, by=centre.decider, now=NOW, said=new.serial)

    with pytest.raises(Refusal, match="label of each stamped piece"):
        send(part, owner)
    with pytest.raises(Refusal):
        pack(part, owner, old.serial)
    pack(part, owner, new.serial)
    assert send(part, owner).state == "sent"


def test_shop_packs_and_sends_by_plain_forms(part: ShopOrder, owner: User) -> None:
    client, label = sign_in(Client(), owner), Label.objects.get()
    address = f"/en/workspace/orders/{part.number}/"
    page = client.get(address).content.decode()
    line = next(line for line in part.lines.all() if line.product == label.product)
    assert f'name="label-{line.pk}"' in page
    assert page.count('name="label-') == 1, "a plain piece is asked nothing"
    ticked: dict[str, Any] = {"lines": [one.pk for one in part.lines.all()]}
    wrong = client.post(f"{address}pack/", ticked | {f"label-{line.pk}": "99999999"})
    assert wrong.status_code == 422
    assert client.post(f"{address}send/", {"tracking_number": "X1"}).status_code == 302
    part.refresh_from_db()
    assert part.state == "accepted", "not before it was read"
    assert client.post(f"{address}pack/", ticked | {f"label-{line.pk}": label.serial[-8:]}).status_code == 302
    client.post(f"{address}send/", {"tracking_number": "X1"})
    part.refresh_from_db()
    assert part.state == "sent"
