"""The whole thread, from the search to "sent", on the running demonstration: nothing stands in for anything.

A buyer finds a stamped carpet, buys it together with a pot of another shop, the shops are told by the worker, one
accepts and sends, the buyer is told, and the stamp verifies.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from marketplace.demo.makers import SHOPS_BY_SLUG
from tests.browser import Visit
from tests.journeys import people, shopping
from tests.journeys.checks import complaints
from tests.journeys.shopping import Bought

# One wish in the four ways people write it (T1): wrong last letter, French, Latin letters for Arabic words, English.
SPELLINGS = (
    ("ar", "زربيه تيميمون"),
    ("fr", "tapis timimoun"),
    ("fr", "zerbia timimoun"),
    ("en", "carpet from Timimoun"),
)
SERIAL = re.compile(r"\d{4}(?:[.\s]\d{4}){4}")


def test_four_spellings_find_the_same_carpets_first(window: Visit) -> None:
    page = window(phone=True)

    found = {}
    for language, words in SPELLINGS:
        pieces = shopping.search(page, language, words)
        found[words] = [piece.address.rpartition("_")[2] for piece in pieces[:8]]

    first = found["زربيه تيميمون"]
    assert len(first) >= 4
    assert all(numbers == first for numbers in found.values()), found


def test_thread_in_arabic_on_a_phone(window: Visit, cookies_of: Callable[[str], Any]) -> None:
    page = window(language="ar", phone=True)
    email = "amina.thread@example.test"

    shopping.search(page, "ar", "زربيه تيميمون")
    page.get_by_role("link", name="المدموغة فقط").click()
    shopping.open_first(page, named="تيميمون")
    assert_stamp_is_shown(page)
    carpet = shopping.put_into_basket(page)
    shopping.search(page, "ar", "جرة تمنطيط")
    shopping.open_first(page, named="تمنطيط")
    pot = shopping.put_into_basket(page)
    page.goto("/ar/shops/nol-fatna/")
    shopping.open_first(page, named="تيميمون")
    woven = shopping.put_into_basket(page)
    assert_grouped(page, shops=3)
    assert shopping.sum_of_groups(page) == shopping.total(page)

    page.locator('button[name="do"][value="order"]').click()
    shopping.fill_details(page, shopping.ALGERIAN, email)
    shopping.go_on(page)
    expect(page.locator("main")).to_contain_text(shopping.ALGERIAN["name"])
    assert shopping.sum_of_groups(page) == shopping.total(page)
    shopping.order(page)
    expect(page.locator("main")).to_contain_text("عرض تجريبي")
    assert complaints(page, "ar") == []
    shopping.press(page, "pay")

    follow_the_order(
        page,
        cookies_of(people.WEAVER),
        window,
        language="ar",
        email=email,
        stamped=carpet,
        sent=woven,
        other=pot,
    )


def test_thread_in_english_on_a_desktop(window: Visit, cookies_of: Callable[[str], Any]) -> None:
    page = window(language="en", phone=False)
    email = "claire.thread@example.test"

    shopping.search(page, "en", "carpet of Adrar")
    page.get_by_role("link", name="Stamped only").click()
    page.locator(".facet summary", has_text="Shop").click()
    page.locator(".facet-panel a", has_text=SHOPS_BY_SLUG["dar-touat"].name.en).click()
    shopping.open_first(page, named="Adrar")
    assert_stamp_is_shown(page)
    carpet = shopping.put_into_basket(page)
    shopping.search(page, "en", "jar from Tamentit")
    shopping.open_first(page, named="Tamentit")
    pot = shopping.put_into_basket(page)
    assert_grouped(page, shops=2)
    at_home = shopping.total(page)
    page.select_option('[name="to"]', "FR")
    page.locator("button.second", has_text="Update prices").click()
    expect(page.locator("main")).to_contain_text("Customs in France")
    assert shopping.total(page) > at_home

    page.locator('button[name="do"][value="order"]').click()
    shopping.fill_details(page, shopping.FRENCH, email)
    page.select_option('[name="currency"]', "EUR")
    shopping.go_on(page)
    expect(page.locator("main")).to_contain_text(re.compile(r"You are charged EUR.+official rate of \d+"))
    charged = shopping.total(page, cents=True)
    assert shopping.sum_of_groups(page, cents=True) == charged
    shopping.order(page)
    assert complaints(page, "en") == []
    shopping.press(page, "decline")
    expect(page.locator("main .notice.warn")).to_be_visible()
    page.locator("main .notice.warn a.button").click()
    shopping.press(page, "pay")

    assert shopping.sum_of_groups(page, cents=True) == shopping.total(page, cents=True) == charged
    follow_the_order(
        page,
        cookies_of(people.ARTISAN),
        window,
        language="en",
        email=email,
        stamped=carpet,
        sent=carpet,
        other=pot,
    )


# --- What both threads end with -------------------------------------------------------------------


def follow_the_order(
    page: Page,
    cookies: Any,
    window: Visit,
    *,
    language: str,
    email: str,
    stamped: Bought,
    sent: Bought,
    other: Bought,
) -> None:
    """From the paid order to the part that is sent: stamp, letters, workspace, letter, page."""
    followed = page.url
    number = followed.split("/orders/")[1].partition("/")[0]
    expect(page.locator("main .notice.good")).to_be_visible()
    assert_stamp_verifies(page, stamped)
    read = serial_of(page, sent)

    assert_written_in(shopping.open_letter(page, email, saying=number), language)
    for bought in {stamped, sent, other}:
        letter = shopping.open_letter(page, bought.shop_mail, saying=number)
        assert_written_in(letter, "ar")
        for one in {stamped, sent, other}:
            assert (one.in_arabic in letter.inner_text()) == (one == bought), "its own lines, and no others"

    tracking = f"TRK-{language.upper()}-0047"
    panel = window(language=language, phone=language == "ar", cookies=cookies)
    send_part(panel, language, number, own=sent, other=other, tracking=tracking, read=read)

    assert_written_in(shopping.open_letter(page, email, saying=tracking), language)
    page.goto(followed)
    expect(page.locator("section.panel", has_text=sent.title)).to_contain_text(tracking)
    theirs = page.locator("section.panel", has_text=other.title)
    expect(theirs).not_to_contain_text(tracking)
    part_of_theirs = theirs.locator("p.quiet bdi").first.inner_text()
    assert part_of_theirs.startswith(number)
    assert status(panel, f"/{language}/workspace/orders/{part_of_theirs}/") == 404
    assert status(page, followed[:-2] + ("A" if followed[-2] != "A" else "B") + "/") == 404


def status(page: Page, address: str) -> int:
    """Open an address and return the status of its answer."""
    answer = page.goto(address)
    assert answer is not None
    return answer.status


def assert_stamp_is_shown(page: Page) -> None:
    """The piece's page shows seal, grade and sheet of its stamp, but never the whole number."""
    stamp = page.locator("#stamp")
    expect(stamp.locator("svg").first).to_be_visible()
    expect(stamp.locator("a.button")).to_have_attribute("href", re.compile(r"/stamps/[0-9a-f]+/"))
    assert not SERIAL.search(page.locator("main").inner_text())


def assert_grouped(page: Page, *, shops: int) -> None:
    """The basket has one part per shop, each with its ways of delivery, their prices and days."""
    parts = shopping.groups(page)
    assert len(parts) == shops
    for part in parts:
        ways = part.locator("label.choice")
        assert ways.count() >= 2
        for way in ways.all():
            expect(way.locator(".choice-price")).not_to_be_empty()
            expect(way.locator(".choice-note")).to_contain_text(re.compile(r"\d"))


def assert_stamp_verifies(page: Page, stamped: Bought) -> None:
    """The order shows the stamp's whole number and QR; its digits verify, and with one changed they do not."""
    followed = page.url
    part = page.locator("section.panel", has_text=stamped.title)
    part.locator(".order-stamp summary").click()
    assert SERIAL.fullmatch(part.locator(".order-stamp .code").inner_text().strip())
    digits = shopping.read_qr(part.locator(".qr svg")).rpartition("/V/")[2]

    page.goto(f"/V/{digits}")
    expect(page.locator(".verdict.good h1")).to_contain_text("صحيحة")
    middle = len(digits) // 2
    page.goto(f"/V/{digits[:middle]}{(int(digits[middle]) + 1) % 10}{digits[middle + 1 :]}")
    expect(page.locator(".verdict.bad h1")).to_contain_text("محرّفة")
    page.goto(followed)


def serial_of(page: Page, bought: Bought) -> str:
    """Return the number of a stamped piece from the buyer's order, where it stands whole; empty for another piece."""
    stamp = page.locator("section.panel", has_text=bought.title).locator(".order-stamp")
    if not stamp.count():
        return ""
    if not stamp.locator(".code").is_visible():
        stamp.locator("summary").click()
    return stamp.locator(".code").inner_text().strip()


def assert_written_in(letter: Locator, language: str) -> None:
    """The letter is in this language, and its HTML runs the right way."""
    expect(letter).to_have_attribute("lang", language)
    frame = letter.page.frame_locator(".letter-frame")
    direction = "rtl" if language == "ar" else "ltr"
    expect(
        frame.locator(f'html[lang="{language}"][dir="{direction}"], [dir="{direction}"]').first
    ).to_be_visible()


def send_part(
    page: Page, language: str, number: str, *, own: Bought, other: Bought, tracking: str, read: str
) -> None:
    """Accept, pack and send the shop's part in its workspace, which shows nothing of the other shops.

    `read` is what stands on the label of a stamped piece: its last eight digits are enough.
    """
    page.goto(f"/{language}/workspace/")
    page.locator(f'a.tile[href="/{language}/workspace/orders/"]').click()
    page.get_by_role("link", name=re.compile(re.escape(number))).click()
    expect(page.locator("main")).to_contain_text(own.title)
    expect(page.locator("main")).not_to_contain_text(other.title)
    page.locator('form[action$="/accept/"] button').click()
    if read:
        page.locator('form[action$="/pack/"] [name="lines"]').first.check()
        page.fill('[name^="label-"]', read[-9:])
        page.locator('form[action$="/pack/"] button').click()
    else:
        page.locator('details:has(form[action$="/send/"]) > summary').click()
    page.fill('[name="tracking_number"]', tracking)
    page.fill('[name="carrier"]', "Yalidine")
    page.locator('form[action$="/send/"] button').click()
    expect(page.locator("main")).to_contain_text(tracking)
