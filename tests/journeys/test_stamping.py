"""A piece is listed from a phone, asks for the stamp, is read by one person, decided by another, and carries it."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable
from typing import Any

from PIL import Image
from playwright.sync_api import Page, expect

from quality_labels.printing import reading
from tests import servers
from tests.browser import Visit
from tests.journeys import people
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
    label = print_label(decider)
    digits = read_print(decider).rpartition("/V/")[2]
    inspector.goto(label.replace("/fr/", "/ar/"))
    inspector.locator('[name="said"]').fill(digits)
    inspector.set_input_files(
        '[name="photo"]', {"name": "corner.jpg", "mimeType": "image/jpeg", "buffer": camera_photo()}
    )
    inspector.locator('form[action$="/affix/"] button').click()
    expect(inspector.locator(".notice.good")).to_be_visible()

    anybody.goto(f"/V/{digits}")
    expect(anybody.locator(".verdict.good h1")).to_contain_text("صحيحة")
    servers.wait_until(
        lambda: shows_stamp(anybody, piece.replace("/ar/", "/fr/")),
        seconds=SECONDS_FOR_THE_WORKER,
        what="the grade on the piece's page",
    )
    expect(anybody.locator("#stamp")).to_contain_text(grade)
    put_in_doubt_and_bring_back(decider, inspector, anybody, label, digits)


def print_label(page: Page) -> str:
    """Print the label whose page is open, on a sheet with whatever else waits; return the label's address."""
    label = page.url
    public_id = label.rstrip("/").rpartition("/")[2]

    def is_in_the_log() -> bool:
        page.goto("/fr/stamping/prints/")
        return page.locator(f'[name="labels"][value="{public_id}"]').count() > 0

    servers.wait_until(
        is_in_the_log, seconds=SECONDS_FOR_THE_WORKER, what="the checkpoint that covers the label"
    )
    page.locator(f'[name="labels"][value="{public_id}"]').check()
    page.locator('form[action$="/prints/"] button').click()
    expect(page.locator(".notice.good")).to_be_visible()
    return label


def read_print(page: Page) -> str:
    """Return what the one QR on the printed file says, as a scanner reads it."""
    file = page.context.request.get(page.locator('a[href$="labels.pdf"]').get_attribute("href") or "")
    (text,) = reading.texts_in(file.body())
    return text


def put_in_doubt_and_bring_back(
    decider: Page, inspector: Page, anybody: Page, label: str, digits: str
) -> None:
    """One of the two suspends the stamp and proposes to lift it; the other confirms, in Arabic."""
    verdict = anybody.locator(".verdict h1")
    decider.goto(label)
    decider.locator("summary", has_text="Suspendre").click()
    decider.locator('form[action$="/suspend/"] button').click()
    expect(decider.locator(".notice.good")).to_be_visible()
    anybody.goto(f"/V/{digits}?again=1")
    expect(verdict).to_contain_text("معلّقة")
    decider.locator("summary", has_text="lever la suspension").click()
    decider.locator('form[action$="/propose/"]:has([name="lift-reason"]) button').click()
    expect(decider.locator('form[action*="/confirm/"]')).to_have_count(0)
    inspector.goto(label.replace("/fr/", "/ar/"))
    inspector.locator('form[action*="/confirm/"] button').click()
    expect(inspector.locator(".notice.good")).to_be_visible()
    anybody.goto(f"/V/{digits}?again=2")
    expect(verdict).not_to_contain_text("معلّقة")


def list_piece(page: Page) -> str:
    """List a knotted carpet with a photo of a camera's size, wait for its picture, and return its public address."""
    page.goto("/ar/workspace/")
    page.locator('a.tile[href$="/pieces/new/"]').click()
    page.wait_for_selector("html[data-drafts=ready]")
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
