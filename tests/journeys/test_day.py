"""The day list on the road (I1): opened once, it opens again where there is no network; who logs out takes it away.

The phone here is a window of its own, without the watch of other journeys: a network that is gone is what is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from quality_labels import actions
from quality_labels.models import Application
from tests import factories
from tests.browser import PHONE
from tests.journeys.checks import complaints
from tests.people import sign_in
from tests.quality_labels.centre import Centre, make_carpet, make_stamping_centre

DAY = "/ar/stamping/day/"
# Until the worker has taken the page over, and so has kept all that it needs.
TAKEN_OVER = """navigator.serviceWorker.controller
    || new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", () => done(true)))"""


@pytest.fixture
def centre(transactional_db: None, tmp_path: Path, settings: Any) -> Centre:
    """A centre with two pieces that wait in Timimoun and one in Reggane; their photos have no files."""
    made = make_stamping_centre(key_dir=tmp_path / "keys", settings=settings)
    for title, village, name, days in (
        ("زربية ثانية", "timimoun", "تيميمون", 2),
        ("زربية أولى", "timimoun", "تيميمون", 5),
        ("زربية رقان", "reggane", "رقان", 3),
    ):
        place = factories.make_place(village, name_ar=name)
        actions.submit(
            product=make_carpet(title_ar=title, place=place),
            by=None,
            now=timezone.now() - timedelta(days=days),
        )
    return made


def log_in(context: BrowserContext, person: Any, address: str) -> None:
    client = sign_in(Client(), person, second_factor=True)
    name = django_settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])


@pytest.fixture
def page(browser: Browser, centre: Centre, live_server: Any) -> Iterator[Page]:
    """The phone of an inspector, on which the list was opened once."""
    context = browser.new_context(
        base_url=live_server.url,
        viewport=PHONE,
        device_scale_factor=2,
        has_touch=True,
        is_mobile=True,
        locale="ar-DZ",
    )
    log_in(context, centre.inspector, live_server.url)
    page = context.new_page()
    page.goto(DAY)
    page.evaluate(TAKEN_OVER)
    yield page
    context.close()


def titles(page: Page) -> list[str]:
    return page.locator(".desk-row h3").all_inner_texts()


def test_list_opens_without_network_after_one_visit(page: Page) -> None:
    assert titles(page) == ["زربية أولى", "زربية ثانية", "زربية رقان"]
    expect(page.locator("[data-kept]")).to_be_hidden()
    page.context.set_offline(True)

    for address in (DAY, "/ar/stamping/"):
        page.goto(address)
        assert titles(page) == ["زربية أولى", "زربية ثانية", "زربية رقان"]
        assert page.locator("h2").first.inner_text().startswith("تيميمون")
        expect(page.locator("[data-kept]")).to_be_visible()
        assert complaints(page, "ar") == []
    page.context.set_offline(False)
    page.goto(DAY)
    expect(page.locator("[data-kept]")).to_be_hidden()


def test_list_with_network_is_that_of_now_and_the_kept_one_follows_it(page: Page) -> None:
    gone = Application.objects.get(product__title_ar="زربية رقان")
    actions.send_back(application=gone, by=factories.make_user(), why="صورة أوضح", now=timezone.now())

    page.goto(DAY)
    assert "زربية رقان" not in titles(page)
    page.context.set_offline(True)
    page.goto(DAY)
    assert titles(page) == ["زربية أولى", "زربية ثانية"]


def is_kept(page: Page) -> bool:
    """Tell whether the phone holds the list still, wherever it is asked."""
    return bool(
        page.evaluate(
            """async (day) => {
                for (const name of await caches.keys())
                    if (await (await caches.open(name)).match(day, { ignoreVary: true })) return true;
                return false;
            }""",
            DAY,
        )
    )


def test_logging_out_takes_the_list_off_the_phone(page: Page) -> None:
    assert is_kept(page)
    page.goto("/ar/account/logout/")
    page.locator("main form button").first.click()
    page.wait_for_url(lambda address: "/logout/" not in address)

    assert not is_kept(page)
    page.context.set_offline(True)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(DAY)


def test_session_that_ended_takes_the_list_off_the_phone_too(page: Page) -> None:
    """Ended by time, by another device, or because another person holds the phone: the next visit finds it gone."""
    page.context.clear_cookies()
    page.goto(DAY)
    assert "/account/login/" in page.url

    assert not is_kept(page)


def test_person_who_may_not_see_it_takes_it_off_the_phone(page: Page, live_server: Any) -> None:
    neighbour = factories.make_user()
    factories.make_shop(owner=neighbour)
    page.context.clear_cookies()
    log_in(page.context, neighbour, live_server.url)
    page.goto(DAY)

    assert not is_kept(page)


def test_list_older_than_its_days_is_thrown_away_unseen(page: Page) -> None:
    page.evaluate(
        """async (day) => {
            for (const name of await caches.keys()) {
                const cache = await caches.open(name);
                const found = await cache.match(day, { ignoreVary: true });
                if (!found) continue;
                const headers = new Headers(found.headers);
                headers.set("X-Kept-At", String(Date.now() - 4 * 86400000));
                await cache.put(day, new Response(await found.blob(), { headers }));
            }
        }""",
        DAY,
    )
    page.context.set_offline(True)

    with pytest.raises(Error, match="ERR_"):
        page.goto(DAY)
    page.context.set_offline(False)
    page.goto("/ar/stamps/")
    assert not is_kept(page)
