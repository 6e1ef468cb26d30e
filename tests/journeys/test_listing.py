"""Listings in a phone's browser, in Arabic: one is mended to the end, looked at, compared, and taken down (O1)."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image, ImageDraw
from playwright.sync_api import FilePayload, Page, expect

from catalog import actions, kinds
from catalog.grades import Grade
from catalog.models import ListingReport, Product
from catalog.states import ListingState
from marketplace.accounts.models import User
from marketplace.outbox.actions import drain
from shops.states import BodyKind, Role
from tests.browser import Visit
from tests.factories import (
    make_artisan,
    make_body,
    make_kind,
    make_membership,
    make_product,
    make_shop,
    make_user,
    stamp,
)
from tests.journeys.checks import complaints
from tests.people import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("DAMGHA_SHOTS", "")


@pytest.fixture(autouse=True)
def no_broker(settings: Any) -> None:
    settings.OUTBOX_RINGS = False


def enter(page: Page, user: User, *, second_factor: bool = False) -> None:
    """Let a person be logged in at this window."""
    client = sign_in(Client(), user, second_factor=second_factor)
    page.goto("/ar/terms/")
    origin = page.url.split("/ar/")[0]
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": origin}]
    )


def look(page: Page, name: str) -> None:
    """Check the page as it stands; keep a picture of it where one is wanted."""
    assert complaints(page, "ar") == []
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def photo(number: int) -> FilePayload:
    """Draw a small photo of a carpet, each a little different."""
    image = Image.new("RGB", (900, 1200), "#d8cbb0")
    draw = ImageDraw.Draw(image)
    for row in range(5):
        shade = f"#{60 + 30 * row:02x}2030"
        draw.polygon(
            [(450, 80 + row * 220), (760, 190 + row * 220), (450, 300 + row * 220), (140, 190 + row * 220)],
            shade,
        )
    draw.rectangle((20, 20, 60 + 40 * number, 60), "#1d2a5c")
    content = BytesIO()
    image.save(content, "JPEG")
    return FilePayload(name="photo.jpg", mimeType="image/jpeg", buffer=content.getvalue())


def settle() -> None:
    """Do what the worker would: files of photos, cards, letters."""
    actions.process_due_photos(now=timezone.now())
    drain(now=timezone.now())


def make_carpet(owner: User, **columns: Any) -> Product:
    """Make a carpet of a home workshop of Timimoun."""
    shop = make_shop(name="نول فاطنة", owner=owner, language="ar", **columns.pop("of_shop", {}))
    kind = make_kind(needs=dict(kinds.kinds()["carpet.knotted"].needs), name_ar="زربية معقودة")
    return make_product(
        **{
            "shop": shop,
            "maker": make_artisan(shop),
            "kind": kind,
            "materials": [],
            "title_ar": "زربية حمراء من تيميمون",
            "title_fr": "",
            "title_en": "",
            "price": 32000,
        }
        | columns
    )


def answer(page: Page, field: str, number: int) -> None:
    """Answer the question the meter led to, on the screen it led to."""
    ticks = {"materials": "wool", "colours": "red", "care": "no_sun"}
    numbers = {"length_mm": "200", "width_mm": "120", "mass_g": "9000", "made_year": "2026"}
    part = page.locator(f"[id='{field}']")
    if part.locator("input[type=file]").count():
        part.locator("input[type=file]").set_input_files(photo(number))
        part.get_by_role("button").last.click()
        settle()
        return
    if field in ticks:
        part.locator(f"input[value='{ticks[field]}']").check()
    elif field == "technique":
        part.locator("select").select_option("knotted")
    elif field in numbers:
        part.locator("input").fill(numbers[field])
    else:
        part.locator("input, textarea").fill("نسجتها في البيت من صوف خرافنا.")
    page.locator("main form button[type=submit]").last.click()


def test_artisan_follows_the_meter_to_the_end_without_scripts(visit: Visit) -> None:
    owner = make_user()
    piece = make_carpet(owner)
    page, eyes = visit(javascript=False), visit()
    enter(page, owner)
    enter(eyes, owner)
    page.goto(f"/ar/workspace/pieces/{piece.pk}/")
    eyes.goto(f"/ar/workspace/pieces/{piece.pk}/")
    look(eyes, "1-piece-empty")

    for number in range(16):
        step = page.locator("a.button.wide")
        if not step.count():
            break
        field = (step.get_attribute("href") or "").partition("#")[2]
        step.click()
        answer(page, field, number)
        page.goto(f"/ar/workspace/pieces/{piece.pk}/")
    page.goto(f"/ar/workspace/pieces/{piece.pk}/")

    assert page.locator("progress").get_attribute("value") == "100"
    page.goto(f"/ar/catalog/{Product.objects.get(pk=piece.pk).slug}_{piece.pk}/")
    expect(page.locator("h1")).to_contain_text("زربية حمراء")
    for room in ("words", "made", "measures", "care", "ready", "photos"):
        eyes.goto(f"/ar/workspace/pieces/{piece.pk}/{room}/")
        look(eyes, f"5-{room}")


def test_first_piece_waits_until_the_operator_has_looked(visit: Visit) -> None:
    owner, operator = make_user(), make_user()
    make_membership(operator, make_body(BodyKind.OPERATOR), Role.OPERATOR)
    piece = make_carpet(
        owner,
        of_shop={"first_listing_approved_at": None},
        state=ListingState.REVIEW,
        is_public=False,
        photo=True,
        slug="zarbia",
    )
    piece.images.update(derivatives=[])
    stranger, desk = visit(), visit()
    public = f"/ar/catalog/zarbia_{piece.pk}/"

    before = stranger.goto(public)
    enter(desk, operator, second_factor=True)
    desk.goto("/ar/desk/")
    look(desk, "6-desk")
    desk.locator("a[href$='/desk/listings/']").click()
    look(desk, "7-desk-pieces")
    desk.locator("main li.panel a").first.click()
    look(desk, "8-desk-piece")
    desk.locator("form[action$='/approve/'] button").click()
    expect(desk.locator(".notice.good")).to_be_visible()
    settle()
    after = stranger.goto(public)

    assert before is not None
    assert after is not None
    assert (before.status, after.status) == (404, 200)
    expect(stranger.locator("h1")).to_contain_text("زربية حمراء")


def test_new_photo_of_a_stamped_piece_waits_as_a_difference(visit: Visit) -> None:
    owner, operator = make_user(), make_user()
    make_membership(operator, make_body(BodyKind.OPERATOR), Role.OPERATOR)
    piece = make_carpet(owner, slug="zarbia", length_mm=2000, width_mm=1200)
    artisan, desk, buyer = visit(), visit(), visit()
    enter(artisan, owner)
    artisan.goto(f"/ar/workspace/pieces/{piece.pk}/photos/")
    answer(artisan, "whole", 1)
    stamp(piece, grade=Grade.GOOD)

    artisan.goto(f"/ar/workspace/pieces/{piece.pk}/photos/")
    answer(artisan, "back", 2)
    look(artisan, "9-change-waits")
    buyer.goto(f"/ar/catalog/zarbia_{piece.pk}/")
    shown_before = buyer.locator(".views img").count()
    enter(desk, operator, second_factor=True)
    desk.goto("/ar/desk/changes/")
    look(desk, "10-desk-changes")
    desk.locator("main li.panel a").first.click()
    look(desk, "11-desk-change")
    desk.locator("form[action$='/approve/'] button").click()
    expect(desk.locator(".notice.good")).to_be_visible()
    buyer.reload()

    assert shown_before == 1
    assert buyer.locator(".views img").count() == 2


def test_stranger_reports_and_the_piece_is_gone(visit: Visit) -> None:
    owner, operator = make_user(), make_user()
    make_membership(operator, make_body(BodyKind.OPERATOR), Role.OPERATOR)
    piece = make_carpet(owner, slug="zarbia")
    stranger, desk, eyes = visit(javascript=False), visit(), visit()
    public = f"/ar/catalog/zarbia_{piece.pk}/"

    stranger.goto(public)
    stranger.locator(f"a[href$='zarbia_{piece.pk}/report/']").click()
    eyes.goto(stranger.url)
    look(eyes, "12-report")
    stranger.locator("input[value=not_handmade]").check()
    stranger.locator("textarea").fill("رأيت مثلها مصنوعة بالآلة.")
    stranger.locator("main form button").last.click()
    expect(stranger.locator(".notice.good")).to_be_visible()
    enter(desk, operator, second_factor=True)
    desk.goto("/ar/desk/reports/")
    look(desk, "14-desk-reports")
    desk.locator("main li.panel a").first.click()
    look(desk, "15-desk-report")
    desk.locator("form[action$='/uphold/']").locator("xpath=ancestor::details").locator("summary").click()
    desk.locator("form[action$='/uphold/'] textarea").fill("القطعة مصنوعة بالآلة.")
    desk.locator("form[action$='/uphold/'] button").click()
    expect(desk.locator(".notice.good")).to_be_visible()
    settle()
    gone = eyes.goto(public)  # the stranger's own window may keep the page for its minute

    assert gone is not None
    assert gone.status == 410
    look(eyes, "16-taken-down")
    assert ListingReport.objects.get().state == "upheld"
    stranger.goto("/ar/catalog/")
    expect(stranger.locator(".card")).to_have_count(0)


def test_texts_are_written_by_staff_and_corrected_by_the_shop(visit: Visit) -> None:
    owner, officer = make_user(), make_user()
    make_membership(officer, make_body(BodyKind.CHAMBER, name="غرفة أدرار"), Role.CHAMBER_OFFICER)
    piece = make_carpet(owner)
    desk, artisan = visit(), visit()
    enter(desk, officer, second_factor=True)
    desk.goto("/ar/desk/texts/")
    look(desk, "17-desk-texts")
    desk.locator("main li.panel a").first.click()
    look(desk, "18-desk-text")

    desk.locator("#id_fr_title").fill("Tapis rouge de Timimoun")
    desk.locator("form:has(#id_fr_title) button[type=submit]").click()
    expect(desk.locator(".notice.good")).to_be_visible()
    enter(artisan, owner)
    artisan.goto(f"/ar/workspace/pieces/{piece.pk}/words/")
    artisan.locator("summary").first.click()
    look(artisan, "19-words-written")

    expect(artisan.locator("main")).to_contain_text("غرفة أدرار")
    assert Product.objects.get(pk=piece.pk).title_fr == "Tapis rouge de Timimoun"
