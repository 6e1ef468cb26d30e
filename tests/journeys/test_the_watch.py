"""The browser fixtures themselves: a check that cannot fail would be none."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, Route
from pytest_django.live_server_helper import LiveServer

from tests.browser import Watch, require_accessible, require_no_sideways_scroll, weigh

GOOD = """<!doctype html><html lang="en"><head><title>A page</title><meta name="viewport" content="width=device-width">
</head><body><main><h1>A page</h1></main>{}</body></html>"""


def answer_with(page: Page, body: str, *, status: int = 200) -> None:
    """Let the site answer /made-up/ with `body`."""

    def answer(route: Route) -> None:
        route.fulfill(status=status, content_type="text/html", body=GOOD.format(body))

    page.route("**/made-up/", answer)


@pytest.mark.parametrize(
    "body",
    [
        "<script>console.error('broken')</script>",
        "<script>throw new Error('broken')</script>",
        "<img src=/static/not-there.png alt=''>",
        "<link rel=stylesheet href=/static/not-there.css>",
    ],
)
def test_page_that_complains_is_heard(browser: Browser, live_server: LiveServer, body: str) -> None:
    page = browser.new_page(base_url=live_server.url)
    watch = Watch()
    watch.on(page)
    answer_with(page, body)

    page.goto("/made-up/")
    page.wait_for_load_state("networkidle")
    page.close()

    assert watch.complaints != []


@pytest.mark.parametrize("status", [200, 404, 422])
def test_answer_that_says_no_is_no_complaint(phone: Page, status: int) -> None:
    answer_with(phone, "", status=status)

    response = phone.goto("/made-up/")

    assert response is not None
    assert response.status == status


def test_static_files_come_hashed_as_in_production(phone: Page) -> None:
    manifest = json.loads((Path(settings.STATIC_ROOT) / "staticfiles.json").read_text())

    response = phone.request.get(f"/static/{manifest['paths']['css/app.css']}")

    assert response is not None
    assert response.status == 200
    assert "immutable" in response.headers["cache-control"]


def test_without_scripts_none_runs(phone_without_scripts: Page) -> None:
    answer_with(phone_without_scripts, "<p id=p>before</p><script>document.title = 'after'</script>")

    phone_without_scripts.goto("/made-up/")

    assert phone_without_scripts.title() == "A page"


def test_phone_is_narrow_arabic_and_touched(phone: Page) -> None:
    answer_with(phone, "")

    phone.goto("/made-up/")

    assert phone.evaluate("[innerWidth, navigator.language, navigator.maxTouchPoints > 0]") == [
        360,
        "ar-DZ",
        True,
    ]


def test_what_is_not_accessible_is_found(desktop: Page) -> None:
    answer_with(desktop, "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='><input>")
    desktop.goto("/made-up/")

    with pytest.raises(AssertionError, match="image-alt"):
        require_accessible(desktop)


def test_what_sticks_out_is_found(phone: Page) -> None:
    answer_with(phone, "<div style='inline-size: 900px; block-size: 9px; background: red'></div>")
    phone.goto("/made-up/")

    with pytest.raises(AssertionError, match="sideways"):
        require_no_sideways_scroll(phone)


def test_page_without_its_stylesheet_is_not_weighed(desktop: Page) -> None:
    answer_with(desktop, "")

    with pytest.raises(AssertionError, match="stylesheet"):
        weigh(desktop, "/made-up/")
