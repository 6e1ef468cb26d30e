"""A weaver at her phone, in Arabic: sends a piece round, reads her numbers, a table with one mistake, a refusal."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from django.conf import settings as django_settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from catalog import photos, seeing
from catalog.models import Product, ViewCount
from catalog.rules import short_code
from marketplace.accounts.models import User
from quality_labels import actions
from quality_labels.progress import fixes
from shops.partner.models import Partner
from tests.browser import Visit
from tests.factories import (
    NOW,
    make_artisan,
    make_kind,
    make_photo,
    make_place,
    make_product,
    make_shop,
    make_user,
)
from tests.journeys.checks import complaints
from tests.orders import make_paid_order
from tests.quality_labels.centre import evaluated, make_carpet, make_stamping_centre

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def weaver(transactional_db: None, settings: Any, tmp_path: Path) -> User:
    settings.MEDIA_ROOT = tmp_path
    settings.OUTBOX_RINGS = False
    owner = make_user()
    make_shop(owner=owner, name="Dar Zarbia", place=make_place("timimoun", name="تيميمون"))
    return owner


def shop_of(owner: User) -> Partner:
    return Partner.objects.get(body__memberships__user=owner)


def logged_in(visit: Visit, owner: User, **more: Any) -> Page:
    """Open a phone in which `owner` has logged in before."""
    session = SessionStore()
    session[SESSION_KEY] = str(owner.pk)
    session[BACKEND_SESSION_KEY] = django_settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = owner.get_session_auth_hash()
    session.save()
    page = visit(language="ar", phone=True, **more)
    page.context.add_cookies(
        [{"name": "sessionid", "value": session.session_key or "", "domain": "localhost", "path": "/"}]
    )
    return page


def piece_with_a_photo(shop: Partner, **columns: Any) -> Product:
    product = make_product(
        shop=shop,
        title_ar="زربية تيميمون",
        title_fr="Tapis",
        title_en="Carpet",
        price=48500,
        stock=3,
        **columns,
    )
    photo = make_photo(product)
    out = io.BytesIO()
    Image.new("RGB", (720, 960), (178, 84, 52)).save(out, "WEBP")
    default_storage.save(photos.path_of(photo.key or "", 720, "webp"), ContentFile(out.getvalue()))
    default_storage.save(photos.path_of(photo.key or "", 360, "webp"), ContentFile(out.getvalue()))
    return product


def test_piece_is_sent_round_without_scripts(visit: Visit, weaver: User) -> None:
    product = piece_with_a_photo(shop_of(weaver))
    page = logged_in(visit, weaver, javascript=False)

    page.goto(f"/ar/workspace/pieces/{product.pk}/")
    page.get_by_role("link", name="مشاركة هذه القطعة").click()
    expect(page.locator(".share-picture")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("link", name="حفظ الصورة").click()

    picture = Image.open(saved.value.path())
    (code,) = zxingcpp.read_barcodes(picture)
    text = page.locator("#share-text").input_value()
    assert picture.size == (1080, 1350)
    assert code.text.endswith(f"/p/{short_code(product.pk)}")
    assert text.splitlines()[-1] == code.text
    assert "48\u00a0500\u00a0دج" in text
    assert page.get_by_role("link", name="WhatsApp").get_attribute("href").startswith("https://wa.me/?text=")
    expect(page.locator("[data-share], [data-copy]").first).to_be_hidden()
    assert complaints_with_scripts(visit, weaver, page.url) == []


def complaints_with_scripts(visit: Visit, owner: User, address: str) -> list[str]:
    """Return what is wrong with a page: the questions to it need scripts."""
    page = logged_in(visit, owner)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return complaints(page, "ar")


def test_looks_of_buyers_become_the_weavers_numbers(visit: Visit, weaver: User) -> None:
    product = piece_with_a_photo(shop_of(weaver))
    make_paid_order(product, now=timezone.now())
    buyer = visit(language="fr", phone=True)
    for _look in range(2):
        with buyer.expect_response(lambda answer: answer.url.endswith("/seen/")) as told:
            buyer.goto(f"/fr/catalog/{product.slug}_{product.pk}/")
        assert told.value.status == 204
    own = logged_in(visit, weaver)
    own.goto(f"/ar/catalog/{product.slug}_{product.pk}/")
    own.wait_for_load_state("networkidle")
    for _turn in range(2):
        seeing.write_down(turn=seeing._next("seen:turn") - 2)

    own.goto("/ar/workspace/")
    own.get_by_role("link", name="أرقامي").click()

    assert sum(ViewCount.objects.values_list("views", flat=True)) == 2
    expect(own.locator(".chart").first.locator("figcaption strong")).to_have_text("2")
    expect(own.locator(".best-pieces li").first).to_contain_text("زربية تيميمون")
    for name in ("12 شهرا", "4 أسابيع"):
        own.get_by_role("link", name=name).click()
        own.locator(".chart summary").first.click()
        expect(own.locator(".chart-table").first.locator("tfoot td")).to_have_text("2")
        assert complaints(own, "ar") == []


def test_table_with_one_bad_row_is_looked_through_and_done(visit: Visit, weaver: User) -> None:
    product = piece_with_a_photo(shop_of(weaver))
    make_artisan(shop_of(weaver), user=weaver)  # a new row needs a maker whose card is for it
    make_kind("textile.cover", name_ar="غطاء")
    page = logged_in(visit, weaver)
    page.goto("/ar/workspace/")
    page.get_by_role("link", name="قطعي في جدول").click()
    assert complaints(page, "ar") == []
    with page.expect_download() as saved:
        page.get_by_role("link", name="CSV").click()
    lines = saved.value.path().read_text("utf-8-sig").splitlines()
    heading = lines[0].split(",")
    row = dict.fromkeys(heading, "") | {"الرمز القصير": short_code(product.pk), "السعر بالدينار": "٤٩ ٠٠٠"}
    new = dict.fromkeys(heading, "") | {
        "الاسم بالعربية": "غطاء أسود",
        "نوع القطعة": "غطاء",
        "السعر بالدينار": "3200",
    }
    bad = new | {"السعر بالدينار": "غالية"}
    table = "\n".join(
        [lines[0], *(",".join(line.get(name, "") for name in heading) for line in (row, bad, new))]
    )

    page.locator('input[type="file"]').set_input_files(
        {"name": "قطعي.csv", "mimeType": "text/csv", "buffer": table.encode("utf-8-sig")}
    )
    page.get_by_role("button", name="مراجعة الجدول").click()
    expect(page.locator(".sheet-rows .sheet-wrong")).to_contain_text("السطر 3")
    assert int(product.stockrecords.get().price) == 48500
    assert complaints(page, "ar") == []
    page.get_by_role("button", name="تأكيد الأسطر الصحيحة").click()

    expect(page.locator(".sheet-rows .sheet-wrong")).to_contain_text("السطر 3")
    assert int(product.stockrecords.get().price) == 49000
    assert Product.objects.filter(shop=shop_of(weaver), title_ar="غطاء أسود").count() == 1
    assert complaints(page, "ar") == []


def test_refusal_is_read_in_arabic_with_the_way_forward(
    visit: Visit, weaver: User, settings: Any, tmp_path: Path
) -> None:
    centre = make_stamping_centre(key_dir=tmp_path / "keys", settings=settings)
    shop = shop_of(weaver)
    carpet = make_carpet(shop=shop, maker=make_artisan(shop, user=weaver), title_ar="زربية", photo=False)
    application = evaluated(centre, carpet)
    actions.refuse(
        application=application,
        decider=centre.decider,
        reasons=["asymmetry"],
        why="الجهة اليمنى أطول",
        now=NOW,
    )
    carpet.images.update(derivatives=[])
    page = logged_in(visit, weaver)

    page.goto("/ar/workspace/")
    page.get_by_role("link", name="دمغاتي").click()

    panel = page.locator("main .panel").first
    expect(panel).to_contain_text(application.scheme_version.read().reasons["asymmetry"]["ar"])
    expect(panel).to_contain_text(fixes()["asymmetry"]["ar"])
    expect(panel).to_contain_text("22\u00a0ديسمبر\u00a02026")
    assert complaints(page, "ar") == []
    page.get_by_role("link", name="زربية").click()
    assert complaints(page, "ar") == []
    page.get_by_role("button", name="طلب الدمغة من جديد").click()
    expect(page.locator("main")).to_contain_text("طلب جديد بعد رفض.")
