"""The counter of a centre and the official rates, from a phone in Arabic and without scripts."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from marketplace.order import actions
from marketplace.order.states import ShopOrderState as S
from marketplace.settlement import queries
from shops.states import BodyKind, Role
from tests import factories
from tests.browser import Visit
from tests.journeys.checks import complaints
from tests.journeys.test_day import log_in
from tests.orders import make_cash_order

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def without_rings(settings: Any) -> None:
    settings.OUTBOX_RINGS = False


def staff(kind: str | None, role: Role, body: Any = None) -> Any:
    person = factories.make_user()
    factories.make_membership(person, body or factories.make_body(kind or BodyKind.OPERATOR), role)
    return person


def test_cash_is_taken_and_the_piece_handed_over(visit: Visit, live_server: Any) -> None:
    centre, owner, now = factories.make_centre(), factories.make_user(), timezone.now()
    pot = factories.make_product(shop=factories.make_shop(centre=centre, owner=owner), title_ar="جرة")
    order = make_cash_order(pot, now=now)
    part = order.shop_orders.get()
    actions.accept(shop_order=part, by=owner, now=now)
    actions.send(shop_order=part, by=owner, handed_to_centre=True, now=now)
    page = visit(javascript=False)
    log_in(page.context, staff(None, Role.CLERK, centre), live_server.url)

    page.goto("/ar/desk/counter/")
    page.locator('[name="number"]').fill("NOSUCH")
    page.locator("main form [type=submit]").click()
    expect(page.locator("main .notice.warn")).to_contain_text("NOSUCH")
    page.locator('[name="number"]').fill(order.number)
    page.locator("main form [type=submit]").click()
    page.locator('form[action$="/cash/"] [type=submit]').click()
    expect(page.locator(".notice.good")).to_be_visible()
    page.locator('form[action$="/hand-over/"] [type=submit]').click()
    expect(page.locator(".notice.good")).to_contain_text(part.number)
    part.refresh_from_db()
    assert part.state == S.DELIVERED


def test_counter_and_rates_hold_to_every_check(visit: Visit, live_server: Any) -> None:
    centre = factories.make_centre()
    order = make_cash_order(
        factories.make_product(shop=factories.make_shop(centre=centre)), now=timezone.now()
    )
    page = visit()
    log_in(page.context, staff(BodyKind.OPERATOR, Role.OPERATOR), live_server.url)
    for address in ("/ar/desk/counter/", f"/ar/desk/counter/{order.number}/"):
        page.goto(address)
        assert complaints(page, "ar") == []
    page.goto("/ar/desk/rates/")
    page.locator('[name="dinars_per_unit"]').fill("١٤٥٫٣٢")
    page.locator('[name="source"]').fill("بنك الجزائر")
    page.locator("main form [type=submit]").first.click()
    expect(page.locator(".notice.good")).to_be_visible()
    assert complaints(page, "ar") == []
    assert queries.current_rate("EUR", timezone.localdate()) is not None
