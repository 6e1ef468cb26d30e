"""An artisan's own rooms, on a small phone, in each language: what she is, what of her is seen, and leaving."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from shops.models import Membership
from shops.partner.models import Partner
from shops.people.actions import assistance, slips
from shops.people.states import ConsentMeans
from shops.states import Role
from tests.factories import (
    make_artisan,
    make_artisan_card,
    make_centre,
    make_membership,
    make_place,
    make_product,
    make_shop,
    make_user,
)
from tests.journeys.checks import complaints
from tests.people import sign_in
from tests.shops.test_people import ask, clerk_of, lost

ROOMS = ("", "cards/", "consent/", "holiday/", "team/", "help/", "devices/", "leave/")
DESK = ("", "cards/", "slips/", "help/", "phones/")


@pytest.fixture
def shop(live_server: Any, settings: Any, tmp_path: Path) -> Partner:
    settings.OUTBOX_RINGS = False
    settings.MEDIA_ROOT = tmp_path
    owner = make_user("zohra@example.test", phone="+213661000002", full_name="الزهرة حمداوي", language="ar")
    centre = make_centre(name="المركز التجاري", slug="centre-adrar")
    made = make_shop(slug="dar-touat", owner=owner, centre=centre, name="Dar Touat")
    place = make_place("timimoun", name="تيميمون")
    maker = make_artisan(made, card=False, user=owner, first_name="الزهرة", last_name="حمداوي", place=place)
    make_artisan_card(maker, expires_on=timezone.localdate() + timedelta(days=12))
    make_product(shop=made, maker=maker)
    return made


def cookies_of(client: Client, address: str) -> dict[str, Any]:
    """Return the login of a test client as a browser keeps it."""
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"cookies": [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": address}]}


def log_in(page: Page, client: Client, address: str) -> None:
    page.context.add_cookies(cookies_of(client, address)["cookies"])


def owner_of(shop: Partner) -> Client:
    return sign_in(Client(), shop.body.memberships.get(role=Role.OWNER).user)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_every_room_can_be_read_and_touched(
    shop: Partner, visit: Any, live_server: Any, language: str
) -> None:
    page = visit(language=language)
    log_in(page, owner_of(shop), live_server.url)
    found = {}

    for room in ROOMS:
        page.goto(f"/{language}/workspace/{room}")
        _picture(page, f"workspace-{room.strip('/')}-{language}")
        found[room] = complaints(page, language)

    assert {room: wrong for room, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_every_desk_room_can_be_read_and_touched(
    shop: Partner, visit: Any, live_server: Any, language: str
) -> None:
    clerk = clerk_of(shop.centre)
    _fill_the_desk(shop, clerk)
    page = visit(language=language)
    log_in(page, sign_in(Client(), clerk.user, second_factor=True), live_server.url)
    found = {}

    for room in DESK:
        page.goto(f"/{language}/desk/{room}")
        _picture(page, f"desk-{room.strip('/')}-{language}")
        found[room] = complaints(page, language)

    assert {room: wrong for room, wrong in found.items() if wrong} == {}


def _fill_the_desk(shop: Partner, clerk: Membership) -> None:
    now = timezone.now()
    ask(lost(shop.centre), clerk_of(shop.centre))
    slips.issue_to_newcomer(full_name="عائشة", phone="+213661000077", language="ar", member=clerk, now=now)
    assistance.give_consent(
        shop=shop,
        body=shop.centre,
        means=ConsentMeans.PAPER,
        paper_number="7/2026",
        until_on=timezone.localdate() + timedelta(days=30),
        by=clerk.user,
        now=now,
    )


@pytest.mark.parametrize("scripts", [True, False])
def test_she_takes_her_name_back_closes_for_the_feast_and_leaves(
    shop: Partner, visit: Any, live_server: Any, scripts: bool
) -> None:
    page = visit(language="ar", javascript=scripts)
    log_in(page, owner_of(shop), live_server.url)

    page.goto("/ar/workspace/")
    page.click('a[href$="/workspace/consent/"]')
    page.click('button[value="cooperative"]')
    chosen = page.get_attribute('button[value="cooperative"]', "aria-pressed")
    page.goto("/ar/workspace/")
    page.click('a[href$="/workspace/holiday/"]')
    page.click('button[value="feast"]')
    closed = page.locator('form[action$="/holiday/open/"]').count()
    page.goto("/ar/workspace/")
    page.click('a[href$="/workspace/leave/"]')
    page.click("main button.big-button")
    page.wait_for_url("**/account/login/**")
    page.goto("/ar/workspace/")

    shop.refresh_from_db()
    assert (chosen, closed) == ("true", 1)
    assert shop.artisans.get().name_consent == "cooperative"
    assert shop.closed_until_on == timezone.localdate() + timedelta(days=2)
    assert "/account/login/" in page.url


@pytest.mark.parametrize("scripts", [True, False])
def test_paper_lets_a_newcomer_in(shop: Partner, visit: Any, scripts: bool) -> None:
    person = make_user(phone="+213661000088")
    make_membership(person, shop.body, Role.SELLER)
    issued = slips.issue(user=person, member=clerk_of(shop.centre), now=timezone.now())
    page = visit(language="ar", javascript=scripts)

    page.goto(f"/ar/workspace/start/{issued.token}/")
    wrong = complaints(page, "ar") if scripts else []
    page.fill("#id_pin", issued.pin)
    page.click("main form button[type=submit]")

    assert wrong == []
    assert page.url.endswith("/ar/workspace/")


def test_clerk_sees_on_every_page_for_whom_she_acts(shop: Partner, visit: Any, live_server: Any) -> None:
    clerk = clerk_of(shop.centre)
    _fill_the_desk(shop, clerk)
    page = visit(language="ar")
    log_in(page, sign_in(Client(), clerk.user, second_factor=True), live_server.url)

    page.goto("/ar/desk/help/")
    page.click('form[action$="/enter/"] button')
    bars = []
    for room in ("", "cards/", "pieces/", "orders/"):
        page.goto(f"/ar/workspace/{room}")
        bars.append(page.locator(".assisted-bar").inner_text())
    _picture(page, "assisted-ar")
    wrong = complaints(page, "ar")
    page.click(".assisted-bar button")

    assert page.url.endswith("/ar/desk/help/")
    assert all("Dar Touat" in bar for bar in bars)
    assert wrong == []


def _picture(page: Page, name: str) -> None:
    """Keep what the page looks like, where somebody asked for it."""
    import os

    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
