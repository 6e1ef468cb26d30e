"""Everything works without JavaScript: buying up to the payment's page and back, changing the language, the panels."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tests.browser import Visit
from tests.journeys import people, shopping

PRICE = re.compile(r"\d[\d\u00a0,]*")


def test_buying_works_without_scripts(window: Visit) -> None:
    page = window(language="ar", phone=True, javascript=False)

    page.goto("/ar/")
    page.locator(".doors a.door").nth(1).click()
    page.locator(".facet summary", has_text="المكان").click()
    page.locator(".facet[open] .facet-panel a", has_text="تمنطيط").click()
    expect(page.locator("main .card").first).to_contain_text("تمنطيط")
    assert "place=tamentit" in page.url
    shopping.open_first(page, named="تمنطيط")
    shopping.put_into_basket(page)
    page.locator('button[name="do"][value="order"]').click()
    shopping.fill_details(page, shopping.ALGERIAN, "nojs@example.test", javascript=False)
    shopping.go_on(page)
    shopping.order(page)

    expect(page.locator('button[name="do"][value="pay"]')).to_be_visible()
    expect(page.locator('button[name="do"][value="decline"]')).to_be_visible()
    shopping.press(page, "pay")
    expect(page.locator("main .notice.good")).to_be_visible()


def test_language_switch_keeps_the_page_and_its_prices(window: Visit) -> None:
    page = window(language="ar", phone=True, javascript=False)
    page.goto("/ar/catalog/textiles/?place=timimoun&sort=price")
    count = page.locator("main .card").count()
    page.locator(".tongues a[hreflang=fr]").click()
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    assert page.url.endswith("/fr/catalog/textiles/?place=timimoun&sort=price")
    assert page.locator("main .card").count() == count > 0

    shopping.open_first(page, named="Timimoun")
    said = {}
    for language in ("fr", "en", "ar"):
        page.locator(f".tongues a[hreflang={language}]").click()
        expect(page.locator("html")).to_have_attribute("lang", language)
        price = PRICE.search(page.locator(".price-big").inner_text())
        assert price
        said[language] = page.locator("h1").inner_text(), re.sub(r"\D", "", price[0])

    assert len({title for title, _price in said.values()}) == 3
    assert len({price for _title, price in said.values()}) == 1
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "rtl"


def test_panels_work_without_scripts(window: Visit, cookies_of: Callable[[str], Any]) -> None:
    weaver = window(language="ar", phone=True, javascript=False)
    people.log_in(weaver, people.WEAVER, language="ar")
    weaver.goto("/ar/workspace/pieces/")
    weaver.locator(".own-piece a").last.click()
    weaver.fill('[name="price"]', "٣٩ ٥٠٠ دج")
    weaver.locator('section[aria-labelledby="prices"] button').click()
    expect(weaver.locator(".notice.good")).to_be_visible()
    expect(weaver.locator('[name="price"]')).to_have_value(re.compile("39.?500"))
    weaver.goto("/ar/workspace/pieces/new/")
    weaver.locator("main form [type=submit]:visible").click()
    expect(weaver.locator("main .error:visible").first).to_be_visible()

    inspector = window(language="ar", javascript=False, cookies=cookies_of(people.INSPECTOR))
    inspector.goto("/ar/stamping/")
    waiting = inspector.locator(".desk-row:has(form[action$='/return/'])").first
    waiting.locator("summary").click()
    waiting.locator("form[action$='/return/'] button").click()
    expect(inspector.locator(".desk-row .error").first).to_be_visible()
