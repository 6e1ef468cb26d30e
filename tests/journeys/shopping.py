"""The steps of somebody who buys, as a person takes them: by the links, fields and buttons of the pages."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass

import zxingcpp
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from marketplace.demo.pieces import pieces
from tests import servers
from tests.journeys import people

AMOUNT = re.compile(r"(\d[\d\u00a0\u202f,. ]*)")
SECONDS_FOR_A_LETTER = 60  # beat looks every five seconds; a busy machine takes longer

ALGERIAN = {
    "name": "أمينة بن علي",
    "phone": "0550 12 34 56",
    "wilaya": "timimoun",
    "commune": "timimoun",
}
FRENCH = {
    "name": "Claire Martin",
    "phone": "06 12 34 56 78",
    "country": "FR",
    "street": "12 rue des Lilas",
    "postcode": "69003",
    "city": "Lyon",
}


@dataclass(frozen=True)
class Piece:
    """A card on a shelf: what it is called and where it leads."""

    title: str
    address: str


@dataclass(frozen=True)
class Bought:
    """A piece in the basket: what it is called, and the name of its shop in addresses."""

    title: str
    shop: str

    @property
    def shop_mail(self) -> str:
        """Return where the letters of its shop go."""
        return people.MAIL_OF_SHOP.get(self.shop, f"{self.shop}@shops.demo.test")

    @property
    def in_arabic(self) -> str:
        """Return its name in the language of every shop of the demonstration."""
        names = (piece.title for piece in pieces() if piece.shop == self.shop)
        return next(name.ar for name in names if self.title in (name.ar, name.fr, name.en))


def search(page: Page, language: str, words: str) -> list[Piece]:
    """Type `words` into the search of the home page and return what is found, in order."""
    page.goto(f"/{language}/")
    page.fill('[name="q"]', words)
    page.press('[name="q"]', "Enter")
    page.wait_for_url("**/catalog/?q=**")
    return on_shelf(page)


def on_shelf(page: Page) -> list[Piece]:
    """Return the pieces of the page's shelf that can be bought, in order."""
    links = page.locator("main .shelf .card:not(:has(.sold)) a").all()
    return [Piece(link.inner_text(), link.get_attribute("href") or "") for link in links]


def open_first(page: Page, *, named: str) -> None:
    """Open the first piece of the shelf that is for sale and called so."""
    page.locator("main .shelf .card:not(:has(.sold)) a", has_text=named).first.click()
    page.wait_for_url(re.compile(r"/catalog/[^/]+_\d+/"))


def put_into_basket(page: Page) -> Bought:
    """Put the piece of this page into the basket."""
    title = page.locator("h1").inner_text()
    shop = (page.locator(".piece-who a").get_attribute("href") or "").strip("/").rpartition("/")[2]
    page.locator("form.buy button").click()
    page.wait_for_url("**/basket/")
    expect(page.locator(".line", has_text=title)).to_be_visible()
    return Bought(title, shop)


def groups(page: Page) -> list[Locator]:
    """Return the parts of the page, one per shop."""
    return page.locator("main section.panel:has(.line)").all()


def minor_units(written: str, *, cents: bool) -> int:
    """Return an amount as people read it, in whole dinars or in cents."""
    found = AMOUNT.search(written.replace("\u00a0", " "))
    assert found, f"no amount in {written!r}"
    digits = re.sub(r"\D", "", found[1])
    fraction = re.search(r"[.,](\d\d)$", found[1].strip())
    return int(digits) * (1 if fraction or not cents else 100)


def sum_of_groups(page: Page, *, cents: bool = False) -> int:
    """Return what the shops' parts of this page come to."""
    return sum(
        minor_units(group.locator(".spread.strong .price").last.inner_text(), cents=cents)
        for group in groups(page)
    )


def total(page: Page, *, cents: bool = False) -> int:
    """Return the total of this page."""
    return minor_units(page.locator(".sums .total dd").last.inner_text(), cents=cents)


def fill_details(page: Page, person: Mapping[str, str], email: str, *, javascript: bool = True) -> None:
    """Fill in who orders and where it goes."""
    places = [name for name in ("country", "wilaya") if name in person]
    for name in places:
        choose_place(page, name, person[name], javascript=javascript)
    for name, value in {**person, "email": email}.items():
        field = page.locator(f'[name="{name}"]')
        if name not in places and field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        elif name not in places:
            field.fill(value)


def choose_place(page: Page, name: str, value: str, *, javascript: bool = True) -> None:
    """Choose a country or wilaya and wait for its fields: the script asks for them, or the button without it."""
    field = page.locator(f'select[name="{name}"]')
    if field.input_value() == value:
        return
    with page.expect_navigation():
        field.select_option(value)
        if not javascript:
            page.locator("[data-places-button]").click()


def go_on(page: Page) -> None:
    """Press the one wide button at the end of a step."""
    page.locator("main button.wide").click()


def order(page: Page) -> None:
    """Accept the terms on the check page and order; ends on the payment's page."""
    page.locator('[name="terms"]').check()
    page.locator('main form:has([name="terms"]) button[type="submit"]').click()


def press(page: Page, button: str) -> None:
    """Press *pay*, *decline* or *leave* on DemoPay's page and come back to the order."""
    page.locator(f'button[name="do"][value="{button}"]').click()
    page.wait_for_url("**/orders/**")


def read_qr(drawn: Locator) -> str:
    """Return what a phone reads from a QR on the page."""
    drawn.scroll_into_view_if_needed()
    picture = Image.open(io.BytesIO(drawn.screenshot())).convert("L")
    found = zxingcpp.read_barcode(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    assert found is not None, "no QR can be read there"
    return str(found.text)


def open_letter(page: Page, to: str, *, saying: str) -> Locator:
    """Open the letter to `to` that says `saying` as soon as the worker has sent it; return its text.

    :raises TimeoutError: none came.
    """
    text = page.locator(".letter-text")

    def is_there() -> bool:
        page.goto("/dev/mail/")
        rows = page.locator("tbody tr", has=page.locator("td", has_text=to))
        for address in rows.locator("a").evaluate_all("links => links.map((link) => link.href)")[:6]:
            page.goto(address)
            if saying in text.inner_text():
                return True
        return False

    servers.wait_until(is_there, seconds=SECONDS_FOR_A_LETTER, what=f"a letter to {to} that says {saying!r}")
    return text
