"""A shop without e-mail and without a gateway: told by telephone, another day, packed, handed over; and its counter."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation
from playwright.sync_api import Page, expect

from catalog.models import Product
from marketplace.accounts.models import User
from marketplace.order.models import CounterSale, Order, ShopOrder
from marketplace.order.states import ShopOrderState as S
from marketplace.outbox import actions as outbox
from shops.models import Body
from shops.states import Role
from tests.factories import make_centre, make_membership, make_product, make_shop, make_user, stock_of
from tests.journeys.checks import complaints
from tests.orders import assert_books_agree, make_cash_order, visitor
from tests.people import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def enter(page: Page, live_server: Any, user: User, *, second_factor: bool = False) -> None:
    """Let `user` be logged in in this window."""
    client = sign_in(Client(), user, second_factor=second_factor)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )


@pytest.fixture(autouse=True)
def without_rings(settings: Any) -> None:
    """Let the test itself be the worker."""
    settings.OUTBOX_RINGS = False


def let_the_outbox_work() -> None:
    while outbox.drain(now=timezone.now()):
        pass


def weaver(centre: Body) -> tuple[User, Product]:
    """Make a woman with a phone and no e-mail, and her one carpet."""
    owner = make_user("fatna@example.test", phone="+213661000001")
    User.objects.filter(pk=owner.pk).update(email=None)
    owner.refresh_from_db()
    shop = make_shop(
        name="زرابي فاطنة", slug="fatna", centre=centre, owner=owner, notify_email="", language="ar"
    )
    return owner, make_product(shop=shop, title="زربية تيميمون", price=42000)


def fine(page: Page) -> None:
    assert complaints(page, "ar") == []


def tell_by_phone(visit: Any, live_server: Any, clerk: User) -> None:
    """Let the clerk call: nobody answers at first, then she does."""
    desk = visit()
    enter(desk, live_server, clerk, second_factor=True)
    desk.goto("/ar/desk/")
    fine(desk)
    desk.get_by_role("link", name=re.compile("مكالمات")).click()
    expect(desk.get_by_text("زربية تيميمون")).to_be_visible()
    fine(desk)
    desk.get_by_role("button", name="لم يردّ أحد").click()
    fine(desk)
    desk.get_by_role("button", name="تم الإعلام بالهاتف").click()
    fine(desk)


def test_order_told_by_phone_moved_packed_and_handed_over(
    visit: Any, live_server: Any, settings: Any
) -> None:
    settings.SMS_FOLDER = None
    centre = make_centre(name="المركز التجاري")
    owner, carpet = weaver(centre)
    clerk = make_user()
    make_membership(clerk, centre, Role.CLERK)
    order = make_cash_order(carpet, visitor=visitor(language="ar"), now=timezone.now())
    part = ShopOrder.objects.get(order=order)
    let_the_outbox_work()

    tell_by_phone(visit, live_server, clerk)
    part.refresh_from_db()
    assert part.told_by == clerk

    shop = visit()
    enter(shop, live_server, owner)
    shop.goto("/ar/workspace/orders/")
    fine(shop)
    shop.get_by_role("link", name=re.compile("زربية")).click()
    fine(shop)
    shop.get_by_role("button", name="قبول: سأرسلها").click()
    fine(shop)
    shop.get_by_text("أحتاج إلى يوم آخر").click()
    shop.locator("input[name=later]").nth(1).check()
    shop.get_by_label("تحتاج القطعة إلى أيام عمل أخرى.").check()
    fine(shop)
    shop.get_by_role("button", name="سؤال المشتري").click()
    fine(shop)

    buyer = visit()
    with translation.override("ar"):
        link = order.get_absolute_url()
    buyer.goto(link)
    fine(buyer)
    buyer.get_by_role("button", name="موافقة على هذا اليوم").click()
    expect(buyer.get_by_text(re.compile("تمت موافقتك"))).to_be_visible()
    fine(buyer)

    shop.reload()
    shop.get_by_label("زربية تيميمون").check()
    shop.get_by_role("button", name="تم التغليف").click()
    fine(shop)
    shop.get_by_label("سلّمتها إلى المركز").check()
    shop.get_by_role("button", name="سُلّمت إلى المركز").click()
    fine(shop)
    part.refresh_from_db()
    assert (part.state, part.handed_to_centre) == (S.SENT, True)
    assert part.packed_at is not None
    assert_books_agree()


def test_sold_in_the_shop_and_taken_back(visit: Any, live_server: Any) -> None:
    owner, carpet = weaver(make_centre())
    page = visit(javascript=False)
    enter(page, live_server, owner)
    seen = visit()
    enter(seen, live_server, owner)

    page.goto("/ar/workspace/pieces/")
    page.get_by_role("button", name="بيعت في المحل").click()
    assert stock_of(carpet) == (0, 0)
    seen.goto("/ar/workspace/pieces/")
    fine(seen)
    page.get_by_role("button", name="تراجع").click()
    seen.goto(f"/ar/workspace/pieces/{carpet.pk}/")
    fine(seen)

    assert stock_of(carpet) == (1, 0)
    assert CounterSale.objects.get().undone_at is not None


def test_order_by_telephone_holds_the_piece_before_a_buyer_on_the_web(visit: Any, live_server: Any) -> None:
    centre = make_centre(name="المركز التجاري")
    _owner, carpet = weaver(centre)
    clerk = make_user()
    make_membership(clerk, centre, Role.CLERK)
    from marketplace.shipping.actions import install_default_rates

    install_default_rates()
    web = visit()
    web.goto(f"/ar/catalog/{carpet.slug}_{carpet.pk}/")
    desk = visit()
    enter(desk, live_server, clerk, second_factor=True)

    desk.goto("/ar/desk/phone-order/")
    desk.get_by_label("أيّ قطعة؟ رقمها أو كلمة من اسمها").fill("زربية")
    desk.get_by_role("button", name="بحث").last.click()
    fine(desk)
    desk.get_by_role("link", name=re.compile("زربية")).click()
    fine(desk)
    desk.get_by_label("اسم المتصل(ة)").fill("مريم")
    desk.get_by_label("الهاتف").fill("0661 22 33 44")
    desk.get_by_role("button", name="حجزها للمتصل(ة)").click()
    fine(desk)
    order = Order.objects.get()
    expect(desk.get_by_text(order.number, exact=True)).to_be_visible()

    web.locator("form[action*=basket] button[type=submit]").first.click()
    expect(web.locator("main")).to_contain_text("بيعت")
    assert stock_of(carpet) == (1, 1)
    assert_books_agree()
