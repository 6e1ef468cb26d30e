"""A piece is listed from a phone, asks for the stamp, is read by one person, decided by another, and carries it."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable
from typing import Any

from PIL import Image
from playwright.sync_api import Page, expect

from tests import servers
from tests.browser import Visit
from tests.journeys import people, shopping
from tests.quality_labels.centre import KNOTTED

TITLE = "زربية معقودة من أدرار بنجمة الرحلة"
SECONDS_FOR_THE_WORKER = 60


def test_stamp_is_asked_read_decided_by_another_and_verifies(
    window: Visit, cookies_of: Callable[[str], Any]
) -> None:
    artisan = window(language="ar", phone=True, cookies=cookies_of(people.ARTISAN))
    inspector = window(language="ar", phone=True, cookies=cookies_of(people.INSPECTOR))
    decider = window(language="fr", phone=False, cookies=cookies_of(people.DECIDER))
    anybody = window(language="ar", phone=True)

    piece = list_piece(artisan)
    expect(artisan.locator('section[aria-labelledby="stamp"]')).not_to_contain_text("مدموغة")
    artisan.locator('form[action$="/stamp/"] button').click()
    expect(artisan.locator(".notice.good")).to_be_visible()

    row = inspector.locator(".desk-row", has_text=TITLE)
    inspector.goto("/ar/stamping/")
    row.locator('form[action$="/accept/"] button').click()
    row.locator('a[href$="/evaluation/"]').click()
    read_piece(inspector)
    expect(inspector.locator(".notice.good")).to_be_visible()
    assert row.locator('a[href$="/decision/"]').count() == 0
    decision = f"/fr/stamping/{(row.get_attribute('id') or '').rpartition('-')[2]}/decision/"
    answer = inspector.goto(decision)
    assert answer is not None
    assert answer.status in {403, 404}

    decider.goto("/fr/stamping/")
    decider.locator(f'a[href="{decision}"]').click()
    decider.locator('[name="grant-grade"]').first.check()
    grade = decider.locator("label:has([name='grant-grade']:checked)").inner_text().strip()
    decider.locator('button[name="verdict"][value="grant"]').click()
    open_label(decider)
    digits = shopping.read_qr(decider.locator(".tag-qr svg")).rpartition("/V/")[2]
    decider.locator('form[action$="/affix/"] button').click()
    expect(decider.locator(".notice.good")).to_be_visible()

    anybody.goto(f"/V/{digits}")
    expect(anybody.locator(".verdict.good h1")).to_contain_text("صحيحة")
    servers.wait_until(
        lambda: shows_stamp(anybody, piece.replace("/ar/", "/fr/")),
        seconds=SECONDS_FOR_THE_WORKER,
        what="the grade on the piece's page",
    )
    expect(anybody.locator("#stamp")).to_contain_text(grade)


def list_piece(page: Page) -> str:
    """List a knotted carpet with a photo of a camera's size, wait for its picture, and return its public address."""
    page.goto("/ar/workspace/")
    page.locator('a.tile[href$="/pieces/new/"]').click()
    screen = page.locator("[data-screen]:visible")
    page.set_input_files(
        '[data-camera="photos"]', {"name": "IMG_0047.JPG", "mimeType": "image/jpeg", "buffer": camera_photo()}
    )
    screen.locator("[data-photo]").wait_for()
    screen.locator("[type=submit]").click()
    screen.locator("summary", has=page.locator('use[href$="#textiles"]')).click()
    screen.locator("label.choice", has_text=re.compile("معقودة")).first.click()
    if screen.locator('[name="maker"]').count():
        screen.locator('label.choice:has([name="maker"])').first.click()
    screen.locator('[name="title"]').fill(TITLE)
    screen.locator("[type=submit]").click()
    screen.locator('[name="price"]').fill("48 000 دج")
    screen.locator("[type=submit]").click()
    screen.locator('[name="stock"]').wait_for()
    screen.locator("[type=submit]").click()
    screen.locator('label.choice:has([value="new"])').click()
    screen.locator("[type=submit]").click()
    page.locator("[data-open-piece]").click()
    page.wait_for_url(re.compile(r"/pieces/\d+/"))

    def has_picture() -> bool:
        page.reload()
        return page.locator(".own-photos img").count() > 0

    servers.wait_until(has_picture, seconds=SECONDS_FOR_THE_WORKER, what="the photo's smaller sizes")
    return page.locator('main a[href*="/catalog/"]').first.get_attribute("href") or ""


def camera_photo() -> bytes:
    """Return a photo as a phone takes it: large, and never the same as another."""
    chance = random.Random("camera")
    small = Image.frombytes("RGB", (60, 80), chance.randbytes(60 * 80 * 3))
    file = io.BytesIO()
    small.resize((1800, 2400), Image.Resampling.BICUBIC).save(file, "JPEG", quality=85)
    return file.getvalue()


def read_piece(page: Page) -> None:
    """Fill in the sheet of a knotted carpet: every reading, every gate."""
    for code, readings in KNOTTED.items():
        for position, value in enumerate(readings, start=1):
            page.fill(f'[name="{code}-{position}"]', str(value))
    for gate in page.locator('[name^="gate-"][value="yes"], [name^="gate-"][value="none"]').all():
        gate.check()
    page.locator("main form button.wide").click()
    page.wait_for_url("**/stamping/")


def open_label(page: Page) -> None:
    """Wait until the worker has signed the label, and open it."""
    link = page.locator(".desk-row", has_text=TITLE).locator("a.button")

    def is_signed() -> bool:
        page.goto("/fr/stamping/")
        return link.count() > 0

    servers.wait_until(is_signed, seconds=SECONDS_FOR_THE_WORKER, what="the signed label")
    link.click()
    page.wait_for_url("**/stamping/labels/**")


def shows_stamp(page: Page, address: str) -> bool:
    """Tell whether the public page of the piece has its grade by now: visitors may be shown it a little later."""
    page.goto(address)
    return page.locator("#stamp svg.seal, #stamp .facts").count() > 0
