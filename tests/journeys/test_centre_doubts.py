"""What the centre does not do, tried from a phone in Arabic: read for a shop it has a part in, change a sheet, stamp a
photo twice, answer an appeal by who refused (I4, I7, I9)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from catalog.actions import process_due_photos
from catalog.models import Product
from quality_labels import actions, queries
from quality_labels.models import Appeal, Application, Evaluation
from quality_labels.states import AppealState, ApplicationState
from shops.states import Role
from tests import factories
from tests.browser import Visit
from tests.journeys.test_centre import press
from tests.journeys.test_day import log_in
from tests.journeys.test_field import fill
from tests.quality_labels.centre import Centre, accepted, accredited, evaluated, make_stamping_centre
from tests.quality_labels.test_alike import picture, saved, shown


@pytest.fixture
def centre(transactional_db: None, tmp_path: Path, settings: Any) -> Centre:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.OUTBOX_RINGS = False
    return make_stamping_centre(key_dir=tmp_path / "keys", settings=settings)


def carpet(seed: int, **columns: Any) -> Product:
    """Make a carpet with a photo that pages can show: the same one for the same seed."""
    made = shown(saved(picture(seed)), **columns)
    process_due_photos(now=timezone.now())
    return made


def read(page: Page, application: Application, **changes: list[Any]) -> None:
    """Fill the sheet of a piece and hand it in."""
    page.goto(f"/ar/stamping/{application.pk}/evaluation/")
    expect(page.locator("form[data-ready]")).to_be_visible()
    fill(page, **changes)
    page.locator("form[data-sheet] [type=submit]").click()


def test_inspector_with_a_declared_part_does_not_read_and_a_sheet_is_only_corrected_by_a_new_one(
    visit: Visit, centre: Centre, live_server: Any
) -> None:
    shop = factories.make_shop(name="دار القريب")
    application = accepted(centre, carpet(1, shop=shop))
    kin, other = visit(javascript=False), visit()
    log_in(kin.context, centre.inspector, live_server.url)
    log_in(other.context, centre.inspector2, live_server.url)
    kin.goto("/ar/stamping/people/")
    kin.locator("details", has=kin.locator('form[action$="/declare/"]')).locator("summary").click()
    kin.locator('[name="shop"]').select_option(str(shop.pk))
    press(kin, "/declare/")

    kin.goto(f"/ar/stamping/{application.pk}/evaluation/")
    fill(kin)
    kin.locator("form[data-sheet] [type=submit]").click()
    expect(kin.locator("#errors")).to_contain_text("في هذا المتجر")
    assert not Evaluation.objects.exists()

    read(other, application)
    other.wait_for_url("**/stamping/")
    other.locator(f'#piece-{application.pk} a[href$="/evaluation/"]').click()
    expect(other.locator("form[data-ready]")).to_be_visible()
    expect(other.locator('[name="mass_g-1"]')).to_have_value("14000")
    other.locator('[name="mass_g-1"]').fill("14100")
    other.locator('[name="why"]').fill("قرأت الميزان خطأ")
    other.locator("form[data-sheet] [type=submit]").click()
    other.wait_for_url("**/stamping/")
    (counts,) = queries.evaluations_of(application)
    assert (Evaluation.objects.count(), counts.why) == (2, "قرأت الميزان خطأ")


def test_photo_of_another_piece_is_refused_and_the_first_named(
    visit: Visit, centre: Centre, live_server: Any
) -> None:
    owner = factories.make_user()
    shop = factories.make_shop(owner=owner)
    first = carpet(2, shop=shop, title_ar="الزربية الأولى")
    actions.submit(product=first, by=None, now=timezone.now())
    copy = carpet(2, shop=shop, title_ar="الزربية الثانية")
    artisan = visit(javascript=False)
    log_in(artisan.context, owner, live_server.url)
    artisan.goto(f"/ar/workspace/pieces/{copy.pk}/")
    artisan.locator('form[action$="/stamp/"] [type=submit]').click()
    expect(artisan.locator("main .notice").first).to_contain_text("الزربية الأولى")
    assert not Application.objects.filter(product=copy).exists()


def test_appeal_is_read_and_decided_by_others_who_do_not_see_the_first_grade(
    visit: Visit, centre: Centre, live_server: Any
) -> None:
    owner, guest = factories.make_user(), factories.make_user()
    factories.make_membership(guest, centre.body, Role.DECIDER)
    accredited(centre, guest)
    application = evaluated(centre, carpet(3, shop=factories.make_shop(owner=owner), title_ar="زربية الطعن"))
    actions.refuse(application=application, decider=centre.decider, reasons=["asymmetry"], now=timezone.now())
    artisan, decider, reader, other = (visit() for _phone in range(4))
    for page, person in (
        (artisan, owner),
        (decider, centre.decider),
        (reader, centre.inspector2),
        (other, guest),
    ):
        log_in(page.context, person, live_server.url)

    artisan.goto("/ar/workspace/stamps/")
    form = artisan.locator('form[action$="/appeal/"]')
    artisan.locator("details", has=form).last.locator("summary").click()
    form.locator('[name="why"]').fill("قيست وهي مبللة")
    press(artisan, "/appeal/")
    decider.goto("/ar/stamping/")
    press(decider, "/begin/")
    second = Appeal.objects.get().second
    assert second is not None

    reader.goto(f"/ar/stamping/{second.pk}/evaluation/")
    expect(reader.locator("main")).not_to_contain_text("غير متناظرة")
    read(reader, second)
    reader.wait_for_url("**/stamping/")
    other.goto(f"/ar/stamping/{second.pk}/decision/")
    other.locator('[name="grant-grade"]').first.check()
    other.locator('[name="verdict"][value="grant"]').click()
    expect(other.locator(".notice.good")).to_be_visible()
    second.refresh_from_db()
    assert second.state == ApplicationState.GRANTED
    assert Appeal.objects.get().state == AppealState.UPHELD
