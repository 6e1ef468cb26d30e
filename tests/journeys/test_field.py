"""A piece read where there is no network (I2): nothing lost, nothing twice, judged anew when it arrives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from quality_labels import actions
from quality_labels.models import Accreditation, Application, Evaluation, EvaluationPhoto
from tests.browser import PHONE
from tests.catalog.test_editing import photo_file
from tests.journeys.checks import complaints
from tests.journeys.test_day import DAY, TAKEN_OVER, log_in
from tests.quality_labels.centre import Centre, accepted, make_carpet, make_stamping_centre, posted

TAKEN_ALONG = "() => document.querySelector('[data-day]').dataset.taken"
WAITS = 20_000


@pytest.fixture
def centre(transactional_db: None, tmp_path: Path, settings: Any) -> Centre:
    """A centre with one carpet that waits for its inspection."""
    settings.MEDIA_ROOT = tmp_path / "media"
    made = make_stamping_centre(key_dir=tmp_path / "keys", settings=settings)
    accepted(made, make_carpet(title_ar="زربية الطريق"))
    return made


@pytest.fixture
def page(browser: Browser, centre: Centre, live_server: Any) -> Iterator[Page]:
    """The phone of an inspector who opened the list before she left."""
    context = browser.new_context(
        base_url=live_server.url, viewport=PHONE, has_touch=True, is_mobile=True, locale="ar-DZ"
    )
    log_in(context, centre.inspector, live_server.url)
    page = context.new_page()
    page.goto(DAY)
    page.evaluate(TAKEN_OVER)
    page.wait_for_function(TAKEN_ALONG)
    yield page
    context.close()


def open_sheet(page: Page) -> None:
    page.goto(DAY)
    page.locator('main a[href$="/evaluation/"]').first.click()
    expect(page.locator("form[data-ready]")).to_be_visible()


def fill(page: Page, **changes: list[Any]) -> None:
    for name, value in posted(**changes).items():
        if isinstance(value, list):
            page.locator(f'[name="{name}"][value="{value[0]}"]').check()
        elif name.startswith("gate-"):
            page.locator(f'[name="{name}"][value="{value}"]').check()
        else:
            page.locator(f'[name="{name}"]').fill(value)


def photograph(page: Page, *colours: str) -> None:
    files = [
        {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": photo_file(colour)[0].getvalue()}
        for colour in colours
    ]
    page.locator('[name="photos"]').set_input_files(files)  # type: ignore[arg-type]
    expect(page.locator("[data-taken] li")).to_have_count(len(colours))


def hand_in(page: Page) -> None:
    page.locator("form[data-sheet] [type=submit]").click()


def test_piece_is_read_without_network_and_arrives_once_with_its_photos(page: Page) -> None:
    page.context.set_offline(True)
    open_sheet(page)
    fill(page)
    photograph(page, "red", "blue")
    hand_in(page)
    expect(page.locator("[data-note]")).to_contain_text("لا توجد شبكة")
    assert complaints(page, "ar") == []
    page.goto(DAY)
    expect(page.locator("[data-unsent] li")).to_have_count(1)
    assert not Evaluation.objects.exists()

    page.context.set_offline(False)
    expect(page.locator("[data-unsent]")).to_be_hidden(timeout=WAITS)
    kept = Evaluation.objects.get()
    assert kept.photos.count() == 2
    assert kept.read_at is not None
    assert Application.objects.get().state == "evaluated"


def test_what_is_half_typed_survives_a_closed_page(page: Page) -> None:
    page.context.set_offline(True)
    open_sheet(page)
    page.locator('[name="mass_g-1"]').fill("14000")
    photograph(page, "red")
    page.goto(DAY)
    expect(page.locator("[data-unsent] li")).to_have_count(1)
    open_sheet(page)
    expect(page.locator('[name="mass_g-1"]')).to_have_value("14000")
    expect(page.locator("[data-taken] li")).to_have_count(1)


def test_answer_that_is_lost_on_the_way_doubles_nothing(page: Page) -> None:
    open_sheet(page)
    fill(page)
    photograph(page, "red")
    lost: list[str] = []

    def swallow(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            route.fetch()  # the server has it
            lost.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    page.context.route("**/evaluation/", swallow)
    hand_in(page)
    expect(page.locator("[data-note]")).to_be_visible()
    assert lost
    page.goto(DAY)
    expect(page.locator("[data-unsent]")).to_be_hidden(timeout=WAITS)
    assert (Evaluation.objects.count(), EvaluationPhoto.objects.count()) == (1, 1)


def test_sheet_that_is_refused_when_it_arrives_stays_on_the_phone_with_its_sentence(
    page: Page, centre: Centre
) -> None:
    page.context.set_offline(True)
    open_sheet(page)
    fill(page)
    hand_in(page)
    expect(page.locator("[data-note]")).to_be_visible()
    page.goto(DAY)
    for row in Accreditation.objects.filter(person=centre.inspector):
        actions.end_accreditation(accreditation=row, by=centre.decider, why="انتقل", now=row.given_at)

    page.context.set_offline(False)
    expect(page.locator("[data-unsent] li")).to_contain_text("لا اعتماد لك", timeout=WAITS)
    assert not Evaluation.objects.exists()
    open_sheet(page)
    expect(page.locator("[data-note]")).to_contain_text("لا اعتماد لك")
    expect(page.locator('[name="mass_g-1"]')).to_have_value("14000")


def test_colleague_on_the_same_phone_neither_sees_nor_sends_it(
    page: Page, centre: Centre, live_server: Any
) -> None:
    page.context.set_offline(True)
    open_sheet(page)
    fill(page)
    hand_in(page)
    expect(page.locator("[data-note]")).to_be_visible()
    page.context.clear_cookies()
    page.context.set_offline(False)
    log_in(page.context, centre.inspector2, live_server.url)
    page.goto(DAY)
    expect(page.locator("[data-unsent]")).to_be_hidden()
    page.wait_for_timeout(1_000)
    assert not Evaluation.objects.exists()

    page.context.clear_cookies()
    log_in(page.context, centre.inspector, live_server.url)
    page.goto(DAY)
    expect(page.locator("[data-unsent]")).to_be_hidden(timeout=WAITS)
    assert Evaluation.objects.get().inspector == centre.inspector
