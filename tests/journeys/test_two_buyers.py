"""Two people and the last unique piece (T7)."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser import Visit
from tests.journeys import shopping


def test_second_buyer_of_a_unique_piece_is_told_before_paying(window: Visit) -> None:
    first, second = window(language="en", phone=False), window(language="ar", phone=True)
    first.goto("/en/catalog/jewellery/?sort=-price")
    unique = next(piece for piece in shopping.on_shelf(first) if is_unique(first, piece.address))
    for page, language in ((first, "en"), (second, "ar")):
        page.goto(unique.address.replace("/en/", f"/{language}/"))
        shopping.put_into_basket(page)
        page.locator('button[name="do"][value="order"]').click()
        shopping.fill_details(page, shopping.ALGERIAN, f"{language}.unique@example.test")
        shopping.go_on(page)

    shopping.order(first)
    first.wait_for_url("**/dev/pay/**")
    shopping.order(second)

    expect(second.locator(".notice.bad")).to_be_visible()
    assert "/checkout/" in second.url
    shopping.press(first, "pay")
    expect(first.locator("main .notice.good")).to_be_visible()
    second.goto("/ar/basket/")
    expect(second.locator(".line .sold")).to_be_visible()
    assert second.locator('button[name="do"][value="order"]').count() == 0


def is_unique(page: Page, address: str) -> bool:
    """Tell whether there is one piece like this and no other."""
    page.goto(address)
    return page.locator('form.buy input[name="quantity"][value="1"]').count() == 1
