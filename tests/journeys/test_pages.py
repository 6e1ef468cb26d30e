"""Every kind of page in three languages: accessible, no wider than the phone, in one language, large enough to touch.

And light: what comes over the wire before pictures. And what other programs read of a piece.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Visit, weigh
from tests.journeys import people, shopping
from tests.journeys.checks import complaints

PUBLIC = (
    "",
    "catalog/",
    "catalog/textiles/?place=timimoun&place=adrar&grade=10&sort=price",
    "catalog/?q=qzqzqz",
    "shops/",
    "shops/dar-touat/",
    "centres/",
    "stamps/",
    "stamps/rules/",
    "stamps/rules/carpet.knotted/",
    "stamps/lessons/",
    "stamps/lessons/asymmetry/",
    "terms/",
    "privacy/",
    "returns/",
    "legal/",
    "basket/",
    "account/login/",
    "account/login/code/",
    "no-such-page/",
)
OF_THE_WORKSPACE = (
    *("workspace/", "workspace/orders/", "workspace/pieces/", "workspace/pieces/new/", "workspace/money/"),
    *("workspace/cards/", "workspace/consent/", "workspace/holiday/", "workspace/team/", "workspace/help/"),
    *(
        "workspace/numbers/",
        "workspace/stamps/",
        "workspace/sheets/",
        "workspace/devices/",
        "workspace/leave/",
    ),
)
SHOTS = os.environ.get("DAMGHA_SHOTS", "")  # a folder, where pictures of every page are wanted
BEFORE_IMAGES = 60_000
REQUESTS_BEFORE_IMAGES = 12
WORKSPACE_ALL_IN = 100_000


@dataclass
class Crawl:
    """One window that looks at pages and keeps what is wrong with them."""

    page: Page
    language: str
    found: list[str] = field(default_factory=list)
    seen: int = 0

    def look(self, address: str | None = None) -> None:
        """Look at the page, at `address` or as it stands."""
        if address is not None:
            self.page.goto(address if address.startswith(("/", "http")) else f"/{self.language}/{address}")
        self.seen += 1
        self.found += complaints(self.page, self.language)
        if SHOTS:
            self.page.screenshot(
                path=Path(SHOTS) / f"{self.language}-{id(self)}-{self.seen:02}.png", full_page=True
            )

    def follow(self, link: str) -> None:
        """Click and look."""
        self.page.locator(link).first.click()
        self.page.wait_for_load_state()
        self.look()


@pytest.fixture
def crawl(window: Visit, cookies_of: Callable[[str], Any]) -> Iterator[Callable[..., Crawl]]:
    """Open a window for somebody; what its pages did wrong is told together at the end."""
    crawls = []

    def start(language: str, who: str = "") -> Crawl:
        cookies = cookies_of(who) if who else None
        crawls.append(Crawl(window(language=language, phone=language != "en", cookies=cookies), language))
        return crawls[-1]

    yield start
    found = [problem for one in crawls for problem in one.found]
    assert found == [], "\n\n".join(found)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_public_pages_and_buying_hold_to_every_check(crawl: Callable[..., Crawl], language: str) -> None:
    one = crawl(language)

    for path in PUBLIC:
        one.look(path)
    one.page.goto(f"/{language}/centres/")
    one.follow('main a[href*="/centres/commercial"], main a[href*="trade-centre"], main a[href*="/centres/"]')
    one.page.goto(f"/{language}/stamps/")
    one.follow("main table a")
    sheet = one.page.url
    one.follow('main a[href*="/stamps/centres/"]')
    one.page.goto(sheet)
    one.follow('main a[href$="/report/"]')
    one.page.goto(f"/{language}/catalog/?grade=10")
    one.follow("main .card:not(:has(.sold)) a")
    shopping.put_into_basket(one.page)
    one.look()
    one.page.locator('button[name="do"][value="order"]').click()
    shopping.go_on(one.page)  # with nothing filled in: the page with all its sentences
    expect(one.page.locator("#errors")).to_be_visible()
    one.look()
    shopping.fill_details(one.page, shopping.FRENCH, "crawl@example.test")
    shopping.go_on(one.page)
    one.look()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_panels_and_orders_hold_to_every_check(crawl: Callable[..., Crawl], language: str) -> None:
    shop, buyer = crawl(language, people.ARTISAN), crawl(language, people.BUYER)
    inspector, decider = crawl(language, people.INSPECTOR), crawl(language, people.DECIDER)

    for path in OF_THE_WORKSPACE:
        shop.look(path)
    shop.page.goto(f"/{language}/workspace/orders/")
    shop.follow("main li.order-card a")
    shop.page.goto(f"/{language}/workspace/pieces/")
    shop.follow(".own-piece a")
    inspector.look("stamping/day/")
    inspector.look("stamping/sessions/new/")
    inspector.look("stamping/sessions/")
    inspector.follow("main .desk-row a")
    for folded in inspector.page.locator("main summary").all():
        folded.click()
    inspector.look()
    inspector.look("stamping/labels/")
    inspector.look("stamping/complaints/")
    inspector.look("stamping/agreement/")
    decider.look("stamping/people/")
    decider.look("stamping/rules/")
    begun = decider.page.locator('main a[href*="/drafts/"], main form[action$="/begin/"] button')
    begun.first.click()
    decider.page.wait_for_load_state()
    decider.look()
    decider.page.goto(f"/{language}/stamping/people/")
    for folded in decider.page.locator("main summary").all():
        folded.click()
    decider.look()
    inspector.look("stamping/prints/")
    inspector.follow("tbody a")
    inspector.look("stamping/")
    inspector.follow('main a[href$="/evaluation/"]')
    inspector.page.goto(f"/{language}/stamping/")
    inspector.follow('.desk-row a[href$="/elsewhere/"]')
    inspector.page.goto(f"/{language}/stamping/")
    if inspector.page.locator('.desk-row a[href*="/alike/"]').count():
        inspector.follow('.desk-row a[href*="/alike/"]')
        inspector.page.goto(f"/{language}/stamping/")
    inspector.follow('.desk-row a[href*="/stamping/labels/"]')
    decider.page.goto(f"/{language}/stamping/")
    decider.follow('main a[href$="/decision/"]')
    buyer.look("account/")
    buyer.page.locator("main .panel h2 a").first.click()
    buyer.page.goto(buyer.page.url.replace("/fr/", f"/{language}/", 1))
    for stamp in buyer.page.locator(".order-stamp summary").all():
        stamp.click()
    buyer.look()


def test_pages_of_no_language_hold_to_every_check(crawl: Callable[..., Crawl]) -> None:
    verifier, mail = crawl("ar"), crawl("en")

    verifier.look("/V/")
    verifier.look("/V/01261430030423593650")
    mail.look("/dev/mail/")
    mail.follow("tbody a")


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("kind", ["home", "listing", "product"])
def test_public_pages_are_light(window: Visit, language: str, kind: str) -> None:
    page = window(language=language, phone=True)
    address = f"/{language}/" if kind == "home" else f"/{language}/catalog/?grade=10"
    if kind == "product":
        page.goto(address)
        address = shopping.on_shelf(page)[0].address

    weight = weigh(page, address)

    assert weight.before_images <= BEFORE_IMAGES, weight
    requests = sum(count for kind, count in weight.requests.items() if kind not in {"image", "media"})
    assert requests <= REQUESTS_BEFORE_IMAGES, weight


def test_workspace_is_light_all_in(window: Visit, cookies_of: Callable[[str], Any]) -> None:
    page = window(language="ar", phone=True, cookies=cookies_of(people.ARTISAN))

    weight = weigh(page, "/ar/workspace/")

    assert sum(weight.by_kind.values()) <= WORKSPACE_ALL_IN, weight


def test_shared_piece_shows_picture_title_price_and_stamp(window: Visit) -> None:
    page = window(language="fr", phone=True)
    page.goto("/fr/catalog/?grade=10")
    shopping.open_first(page, named="")

    told = {
        tag.get_attribute("property"): tag.get_attribute("content")
        for tag in page.locator("meta[property]").all()
    }
    picture = page.request.get(str(told["og:image"]))
    data = [json.loads(text) for text in page.locator('script[type="application/ld+json"]').all_inner_texts()]
    product = next(one for one in data if one["@type"] == "Product")
    price = shopping.minor_units(page.locator(".price-big").inner_text(), cents=False)

    assert page.locator("h1").inner_text() in str(told["og:title"])
    assert told["og:type"] == "product"
    assert told["og:url"] == page.url
    assert picture.status == 200
    assert picture.headers["content-type"].startswith("image/")
    assert (told["product:price:amount"], told["product:price:currency"]) == (str(price), "DZD")
    assert product["name"] == page.locator("h1").inner_text()
    assert (int(float(product["offers"]["price"])), product["offers"]["priceCurrency"]) == (price, "DZD")
    assert product["offers"]["availability"].endswith("/InStock")
    assert product["hasCertification"]


def test_piece_without_stamp_says_so_and_can_be_left_out(window: Visit) -> None:
    page = window(language="ar", phone=True)
    page.goto("/ar/catalog/jewellery/")
    shopping.open_first(page, named="")

    expect(page.locator("#stamp")).to_contain_text("لم يعاين أي مركز دمغ هذه القطعة")
    assert page.locator("#stamp svg.seal").count() == 0
    page.goto("/ar/catalog/")
    page.get_by_role("link", name="المدموغة فقط").click()
    assert page.locator("main .card").count() > 0
    assert page.locator("main .card .mark.none").count() == 0
