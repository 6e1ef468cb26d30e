"""Two people run the whole centre, from a phone each and in Arabic: a day in Timimoun, a refusal, a lesson, a stamp.

Requested, announced, read and refused with its code (I3, I8, I16); taught and presented again (I20); read, decided by
the other one, signed, printed and fixed (I5); the minutes signed by both; then in doubt, and out of the listing (I10).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from catalog.actions import process_due_photos
from marketplace.outbox import actions as outbox
from marketplace.outbox.models import Message
from quality_labels import queries, signer
from quality_labels.models import Application, Label
from tests import factories
from tests.browser import Visit
from tests.catalog.test_editing import photo_file
from tests.journeys.test_day import log_in
from tests.journeys.test_field import fill
from tests.notifications.post import send_all
from tests.quality_labels.centre import Centre, make_house_keys, make_stamping_centre
from tests.quality_labels.test_alike import picture, saved, shown

CROOKED: dict[str, list[Any]] = {"length_mm": [2400, 2600, 2400]}


@pytest.fixture
def centre(transactional_db: None, tmp_path: Path, settings: Any) -> Centre:
    """A centre of two people, with every key a house needs."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.OUTBOX_RINGS = False
    made = make_stamping_centre(key_dir=tmp_path / "keys", settings=settings)
    make_house_keys(settings=settings, folder=tmp_path)
    return made


def drain() -> None:
    """Do what the outbox has waiting, as the beat does every five seconds."""
    Message.objects.filter(done_at=None).update(due_at=timezone.now())
    outbox.drain(now=timezone.now())


def press(page: Page, action: str) -> None:
    """Send the form with this address and see that it was taken."""
    page.locator(f'form[action$="{action}"] [type=submit]').first.click()
    expect(page.locator(".notice.good").first).to_be_visible()


def test_two_people_run_the_whole_centre(visit: Visit, centre: Centre, live_server: Any) -> None:
    owner = factories.make_user()
    shop = factories.make_shop(slug="weaver", owner=owner, language="ar")
    place = factories.make_place("timimoun", name_ar="تيميمون", wilaya="timimoun")
    carpet = shown(saved(picture(7)), shop=shop, title_ar="زربية اليوم الكامل", place=place, stock=1)
    process_due_photos(now=timezone.now())
    artisan, inspector, decider, stranger = (visit() for _phone in range(4))
    log_in(artisan.context, owner, live_server.url)
    log_in(inspector.context, centre.inspector, live_server.url)
    log_in(decider.context, centre.decider, live_server.url)

    ask(artisan, carpet.pk)
    session = plan(decider, centre)
    inspector.goto("/ar/stamping/")
    press(inspector, "/accept/")
    announce_and_open(decider, session)
    artisan.goto(f"/ar/workspace/pieces/{carpet.pk}/")
    expect(artisan.locator("main")).to_contain_text("تيميمون")

    refuse(inspector, decider, session)
    learn(artisan, carpet.pk)

    ask(artisan, carpet.pk)
    inspector.goto("/ar/stamping/")
    press(inspector, "/accept/")
    label = grant(inspector, decider)
    stamp(inspector, decider, label)

    close(inspector, decider, session)
    doubt(inspector, stranger, label)


def ask(page: Page, piece: int) -> None:
    """Ask for the stamp on the piece's page."""
    page.goto(f"/ar/workspace/pieces/{piece}/")
    press(page, "/stamp/")


def plan(page: Page, centre: Centre) -> str:
    """Plan a session of today and seat both people; return its address."""
    page.goto("/ar/stamping/sessions/new/")
    page.locator('[name="place"]').select_option(label="تيميمون")
    page.locator('[name="venue"]').fill("دار الشباب")
    page.locator("main form [type=submit]").click()
    session = page.url.removeprefix(page.url.partition("/ar/")[0])
    for person, role in ((centre.inspector, "head"), (centre.decider, "clerk")):
        page.goto(session)
        seat = page.locator("details", has=page.locator('form[action$="/team/"]'))
        if seat.get_attribute("open") is None:
            seat.locator("summary").click()
        page.locator('[name="person"]').select_option(str(person.pk))
        page.locator('[name="role"]').select_option(role)
        press(page, "/team/")
    return session


def announce_and_open(page: Page, session: str) -> None:
    """Announce what waits, and open the session."""
    page.goto(session)
    told = page.locator("details", has=page.locator('form[action$="/pieces/"]'))
    if told.get_attribute("open") is None:
        told.locator("summary").click()
    page.locator('[name="applications"]').first.check()
    press(page, "/pieces/")
    press(page, "/open/")


def refuse(inspector: Page, decider: Page, session: str) -> None:
    """One reads a crooked carpet, without seeing a grade to choose; the other refuses it by its code."""
    inspector.goto(session)
    inspector.locator('a[href$="/evaluation/"]').first.click()
    expect(inspector.locator("form[data-ready]")).to_be_visible()
    assert inspector.locator('[name*="grade"]').count() == 0
    fill(inspector, **CROOKED)
    inspector.locator("form[data-sheet] [type=submit]").click()
    inspector.wait_for_url("**/stamping/")
    decider.goto("/ar/stamping/")
    decider.locator('a[href$="/decision/"]').click()
    expect(decider.locator('[name="verdict"][value="grant"]')).to_have_count(0)
    expect(decider.locator('[name="refuse-reasons"][value="asymmetry"]')).to_be_checked()
    decider.locator('[name="verdict"][value="refuse"]').click()
    expect(decider.locator(".notice.good")).to_be_visible()


def learn(artisan: Page, piece: int) -> None:
    """The letter says why, in Arabic; the page of the piece leads to the lesson."""
    send_all()
    (letter,) = [one for one in mail.outbox if "غير متناظرة" in one.body]
    assert "/ar/stamps/lessons/asymmetry/" in letter.body
    artisan.goto(f"/ar/workspace/pieces/{piece}/")
    artisan.locator('a[href$="/stamps/lessons/asymmetry/"]').click()
    expect(artisan.locator("h1")).to_contain_text("نسج مستقيم")


def grant(inspector: Page, decider: Page) -> Label:
    """Read again, knowing what it was refused for; the other one grants, and the signing process signs."""
    inspector.goto("/ar/stamping/")
    inspector.locator('a[href$="/evaluation/"]').first.click()
    expect(inspector.locator(".notice", has_text="قدمت من جديد")).to_contain_text("غير متناظرة")
    expect(inspector.locator("form[data-ready]")).to_be_visible()
    fill(inspector)
    inspector.locator("form[data-sheet] [type=submit]").click()
    inspector.wait_for_url("**/stamping/")
    assert inspector.locator('a[href$="/decision/"]').count() == 0, "who read does not decide"
    decider.goto("/ar/stamping/")
    decider.locator('a[href$="/decision/"]').click()
    decider.locator('[name="grant-grade"]').first.check()
    decider.locator('[name="verdict"][value="grant"]').click()
    expect(decider.locator(".notice.good")).to_be_visible()
    assert signer.look(now=timezone.now()).signed == 1
    return Label.objects.get()


def stamp(inspector: Page, decider: Page, label: Label) -> None:
    """One prints the label; the other reads it on the piece and photographs the sewn corner."""
    decider.goto("/ar/stamping/prints/")
    decider.locator('[name="layout"]').select_option("roll")
    decider.locator('[name="labels"]').first.check()
    press(decider, "/prints/")
    inspector.goto(f"/ar/stamping/labels/{label.public_id}/")
    inspector.locator('[name="said"]').fill(label.grouped_serial)
    corner = photo_file("green")[0].getvalue()
    inspector.locator('[name="photo"]').set_input_files(
        {"name": "corner.jpg", "mimeType": "image/jpeg", "buffer": corner}
    )
    press(inspector, "/affix/")
    drain()


def close(inspector: Page, decider: Page, session: str) -> None:
    """Close the session; both sign its minutes."""
    decider.goto(session)
    decider.locator("details", has=decider.locator('form[action$="/close/"]')).locator("summary").click()
    press(decider, "/close/")
    press(decider, "/sign/")
    inspector.goto(session)
    press(inspector, "/sign/")
    expect(inspector.locator('section[aria-labelledby="minutes"]')).to_contain_text("المحضر ممضى")


def doubt(inspector: Page, stranger: Page, label: Label) -> None:
    """Suspended by one, the piece leaves the listing, and the register says why."""
    stranger.goto("/ar/catalog/")
    expect(stranger.locator("main")).to_contain_text("زربية اليوم الكامل")
    inspector.goto(f"/ar/stamping/labels/{label.public_id}/")
    inspector.locator("details", has=inspector.locator('form[action$="/suspend/"]')).locator(
        "summary"
    ).click()
    inspector.locator('[name="suspend-reason"]').select_option("4")
    press(inspector, "/suspend/")
    drain()
    stranger.goto("/ar/catalog/?again=1")
    expect(stranger.locator("main")).not_to_contain_text("زربية اليوم الكامل")
    stranger.goto(f"/ar/stamps/{label.public_id}/")
    expect(stranger.locator("main .notice").first).to_contain_text("لا تطابق")
    assert not queries.waiting(label.centre).exists()
    assert Application.objects.count() == 2
