"""From a stranger with a phone to an open shop: a code, a photo, a few questions, what is missing, one approval."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from marketplace.accounts.actions import enrol_totp
from marketplace.accounts.models import User
from marketplace.outbox.models import Message
from shops.application.models import ShopApplication
from shops.application.states import ApplicationState as S
from shops.models import Body
from shops.states import BodyKind, Role
from tests.browser import Visit
from tests.catalog.test_photos import picture
from tests.factories import (
    make_artisan,
    make_body,
    make_centre,
    make_craft,
    make_membership,
    make_place,
    make_shop,
    make_unit,
    make_user,
)
from tests.journeys.checks import complaints
from tests.people import SECRET, totp_code
from tests.shops.applicants import CCP, KEY

WHO = "fatma@example.test"


@pytest.fixture
def region(transactional_db: None, settings: Any, tmp_path: Path) -> Body:
    """What an applicant chooses from: a chamber, crafts, a village, a centre with a free unit; and an operator."""
    settings.MEDIA_ROOT = tmp_path
    settings.OUTBOX_RINGS = False
    for code, name in (
        ("textiles", "النسيج"),
        ("pottery", "الفخار"),
        ("jewellery", "الحلي"),
        ("palm", "مشتقات النخيل"),
    ):
        make_craft(code, name_ar=name)
    make_place("timimoun", name="تيميمون")
    make_unit(make_centre(name="المركز التجاري بأدرار"), 12)
    make_artisan(make_shop(name="تعاونية تازدايت"), number=4711)
    operator = make_user("operator@example.test")
    make_membership(operator, make_body(BodyKind.OPERATOR, name="دمغة"), Role.OPERATOR)
    enrol_totp(user=operator, secret=SECRET)
    chamber = Body.objects.get(kind=BodyKind.CHAMBER)
    Body.objects.filter(pk=chamber.pk).update(name_ar="غرفة أدرار")
    return chamber


def sent_code() -> str:
    return Message.objects.filter(kind="account.login_code").latest("pk").payload["code"]


def go_on(page: Page) -> None:
    page.locator("main form button[type=submit]").first.click()


@dataclass
class Look:
    """Hold a page to every check and keep what is wrong; a window without scripts is only walked through."""

    checks: bool
    found: list[str] = field(default_factory=list)

    def __call__(self, page: Page) -> None:
        page.wait_for_load_state()
        if self.checks:
            self.found += complaints(page, "ar")


def come_in(page: Page, look: Look) -> None:
    page.goto("/ar/workspace/apply/")
    look(page)
    page.fill("[name=contact]", WHO)
    go_on(page)
    look(page)
    page.fill("[name=code]", sent_code())
    go_on(page)
    expect(page.locator("[name=do][value=begin]")).to_be_visible()
    look(page)
    page.click("[name=do][value=begin]")


def answer_everything(page: Page, look: Look, card: Path) -> None:
    page.set_input_files("[name=photo]", str(card))
    look(page)
    go_on(page)
    page.fill("[name=card_number]", "٤٥/٢٠٢٥")
    page.select_option("[name=card_chamber]", index=1)
    page.fill("[name=card_issued_on]", "2025-01-01")
    page.fill("[name=card_expires_on]", "2031-01-01")
    look(page)
    go_on(page)
    page.fill("[name=first_name]", "فاطمة")
    page.fill("[name=last_name]", "تواتي")
    look(page)
    go_on(page)
    page.locator("label.choice").first.click()
    look(page)
    go_on(page)
    page.select_option("[name=place]", label="تيميمون")
    look(page)
    go_on(page)
    page.fill("[name=shop_name]", "نول فاطمة")
    look(page)
    go_on(page)
    look(page)
    page.click("a.way >> nth=0")
    page.fill("[name=account]", CCP)
    page.fill("[name=key]", KEY)
    page.fill("[name=holder]", "تواتي فاطمة")
    look(page)
    go_on(page)
    expect(page.locator("[name=makes]")).to_be_visible()


def approve_at_the_desk(desk: Page, look: Look) -> None:
    desk.goto("/ar/account/login/")
    desk.fill('[name="login"]', "operator@example.test")
    desk.fill('[name="password"]', "demo-damgha")
    desk.press('[name="password"]', "Enter")
    desk.fill('[name="code"]', totp_code())
    desk.press('[name="code"]', "Enter")
    desk.wait_for_url(re.compile(r"/ar/account/$"))
    desk.goto("/ar/desk/")
    look(desk)
    desk.click('a[href="/ar/desk/applications/"]')
    look(desk)
    desk.click("a.way >> nth=0")
    expect(desk.locator("img.card-photo")).to_be_visible()
    look(desk)
    for tick in desk.locator("[name=seen]").all():
        tick.check()
    desk.click("[name=do][value=approve]")
    expect(desk.locator(".notice.good")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.django_db(transaction=True)
def test_stranger_becomes_a_shop(visit: Visit, region: Body, tmp_path: Path, javascript: bool) -> None:
    card = tmp_path / "card.jpg"
    card.write_bytes(picture())
    look = Look(checks=javascript)
    page = visit(language="ar", phone=True, javascript=javascript)

    come_in(page, look)
    answer_everything(page, look, card)
    page.goto("/ar/workspace/apply/")  # she stops here, and comes back: what she wrote has stayed
    expect(page.locator(".need.missing")).to_have_count(2)
    expect(page.locator(".need.waiting")).to_have_count(2)
    expect(page.locator("[value=submit]")).to_have_count(0)
    look(page)
    page.locator("main a.button.wide").click()
    page.check("[name=makes]")
    page.check("[name=terms]")
    look(page)
    go_on(page)
    expect(page.locator(".need.missing")).to_have_count(0)
    page.click("[value=submit]")
    expect(page.locator(".notice.good")).to_be_visible()
    look(page)
    approve_at_the_desk(visit(language="ar", phone=False, javascript=javascript), look)
    page.goto("/ar/workspace/")

    expect(page.locator("h1")).to_have_text("نول فاطمة")
    look(page)
    row = ShopApplication.objects.get()
    assert (row.state, row.user.email, row.card_number) == (S.APPROVED, WHO, "45/2025")
    assert User.objects.get(email=WHO).memberships.get().role == Role.OWNER
    assert look.found == [], "\n\n".join(look.found)
