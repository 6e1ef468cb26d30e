"""A woman in Timimoun, a cheap phone, a slow network: her piece is listed once, with all its photos, whatever happens.

The phone here is a window of its own, without the watch of other journeys: a network that fails is what is told.
"""

from __future__ import annotations

import io
import os
import random
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from catalog.models import Product
from marketplace import centimes
from marketplace.accounts.models import User
from marketplace.workspace.models import DraftPhoto, PieceDraft
from shops.partner.models import Partner
from tests.browser import PHONE, Visit, weigh
from tests.factories import make_artisan, make_kind, make_product, make_shop, make_user
from tests.journeys.checks import complaints
from tests.servers import wait_until

SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
NEW = "/ar/workspace/pieces/new/"
CAMERA_BYTES = 5_000_000
SCREENS = ("photo", "what", "price", "count", "check")


def camera_photo(seed: int) -> bytes:
    """Return a photo as a phone takes it: 12 megapixels, about 5 MB, with the turn a camera notes."""
    chance = random.Random(seed)
    coarse = Image.frombytes("RGB", (400, 300), chance.randbytes(400 * 300 * 3))
    photo = coarse.resize((4000, 3000), Image.Resampling.BICUBIC)
    grain = Image.frombytes("L", (1000, 750), chance.randbytes(1000 * 750)).resize((4000, 3000))
    photo = Image.blend(photo, Image.merge("RGB", (grain, grain, grain)), 0.35)
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    photo.save(out, "JPEG", quality=97, exif=exif)
    return out.getvalue()


@pytest.fixture(scope="session")
def camera(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three photos of a camera's size on the phone."""
    folder = tmp_path_factory.mktemp("camera")
    paths = [folder / f"IMG_{number}.JPG" for number in range(3)]
    for number, path in enumerate(paths):
        path.write_bytes(camera_photo(number))
    return paths


@pytest.fixture
def owner(transactional_db: None, settings: Any, tmp_path: Path) -> User:
    settings.MEDIA_ROOT = tmp_path
    settings.OUTBOX_RINGS = False
    person = make_user("weaver@example.test")
    shop = make_shop(owner=person, name="نول فاطنة")
    make_artisan(shop, user=person, craft="pottery")
    for price in (3500, 4200, 4500, 5200, 6800):
        make_product(
            kind=make_kind("pottery.jar", craft="pottery", name_ar="جرة", name_fr="Jarre"), price=price
        )
    make_kind("palm.basket", craft="palm", name_ar="سلة", name_fr="Panier")
    make_kind("carpet.knotted", name_ar="زربية معقودة", name_fr="Tapis noué")
    return person


@pytest.fixture
def shop(owner: User) -> Partner:
    return Partner.objects.get(body__memberships__user=owner)


@pytest.fixture
def phones(browser: Browser, live_server: Any, owner: User) -> Iterator[Callable[..., BrowserContext]]:
    """Open phones on which the owner (or another) is logged in."""
    opened = []

    def phone(person: User | None = None, **options: Any) -> BrowserContext:
        context = browser.new_context(
            base_url=live_server.url,
            viewport=PHONE,
            device_scale_factor=2,
            has_touch=True,
            is_mobile=True,
            locale="ar-DZ",
            **options,
        )
        context.set_default_timeout(20_000)
        context.add_cookies([_session(person or owner, live_server.url)])
        opened.append(context)
        return context

    yield phone
    for context in opened:
        context.close()


def _session(person: User, address: str) -> Any:
    client = Client()
    client.force_login(person)
    name = django_settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": address}


def ready(page: Page, address: str = NEW) -> Page:
    """Open the page, with its script and its worker at work."""
    page.goto(address)
    page.wait_for_selector("html[data-drafts=ready]")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def on(page: Page, screen: str) -> Any:
    return page.locator(f'[data-screen="{screen}"]')


def take_photos(page: Page, paths: list[Path]) -> None:
    page.set_input_files('[data-camera="photos"]', paths)
    expect(on(page, "photo").locator("[data-photo]")).to_have_count(len(paths), timeout=60_000)


def answer(page: Page, *, price: str = "٤ ٥٠٠ دج") -> None:
    """Go through the screens up to the last one."""
    on(page, "photo").locator("[type=submit]").click()
    on(page, "what").locator("summary", has=page.locator('use[href$="#pottery"]')).click()
    on(page, "what").locator('label.choice:has([value="pottery.jar"])').click()
    on(page, "what").locator("[type=submit]").click()
    on(page, "price").locator('[name="price"]').fill(price)
    on(page, "price").locator("[type=submit]").click()
    on(page, "count").locator("[type=submit]").click()
    on(page, "check").locator('label.choice:has([value="new"])').click()


def send(page: Page) -> None:
    on(page, "check").locator("[type=submit]").click()


def arrived(page: Page) -> None:
    expect(page.locator('[data-screen="done"] [data-open-piece]')).to_be_visible(timeout=90_000)


def the_one_piece(shop: Partner, *, photos: int) -> Product:
    """Return the piece that came of it.

    :raises AssertionError: it is not exactly one, or photos are missing or doubled.
    """
    product = Product.objects.get(shop=shop)
    assert product.images.count() == photos
    assert PieceDraft.objects.get().product == product
    assert DraftPhoto.objects.count() == photos
    return product


@pytest.mark.timeout(300)
def test_pot_with_three_camera_photos_is_listed_on_a_slow_network(
    phones: Callable[..., BrowserContext], camera: list[Path], shop: Partner, capsys: Any
) -> None:
    """A2: five screens on slow 3G; how long it took is printed."""
    assert all(path.stat().st_size > CAMERA_BYTES * 0.8 for path in camera)
    page = phones().new_page()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_3G)

    began = time.monotonic()
    page.goto(NEW)
    page.wait_for_selector("html[data-drafts=ready]")
    opened = time.monotonic() - began
    take_photos(page, camera)
    answer(page)
    send(page)
    pressed = time.monotonic() - began
    arrived(page)
    took = time.monotonic() - began

    with capsys.disabled():
        print(  # noqa: T201  (what a person wants to know of this test)
            f"\nslow 3G: page {opened:.1f} s, sent after {pressed:.1f} s, received after {took:.1f} s"
        )
    product = the_one_piece(shop, photos=3)
    assert product.stockrecords.get().price == 4500
    assert product.title_ar == "جرة"
    upright = {(image.width < image.height, max(image.width, image.height)) for image in product.images.all()}
    assert upright == {(True, 1600)} or all(tall and side <= 1600 for tall, side in upright)
    assert took < 180


@pytest.mark.timeout(300)
def test_network_cut_in_the_middle_page_closed_and_opened_again(
    phones: Callable[..., BrowserContext], camera: list[Path], shop: Partner
) -> None:
    """Nothing is lost and nothing doubled: cut while photos go up, closed, reopened without network, sent with it."""
    phone = phones()
    page = ready(phone.new_page())
    reached: list[str] = []

    def flaky(route: Any) -> None:
        reached.append(route.request.url)
        if len(reached) == 2:  # it arrives, and the answer is lost on the way
            route.fetch()
        route.abort() if len(reached) >= 2 else route.continue_()

    phone.route(re.compile("/photos/"), flaky)
    take_photos(page, camera)
    page.wait_for_timeout(1500)
    phone.set_offline(True)
    answer(page)
    page.wait_for_timeout(500)  # a person is slower than the phone's memory
    page.reload()
    page.wait_for_selector("html[data-drafts=ready]")
    expect(on(page, "check").locator("[data-photo]")).to_have_count(3)
    send(page)
    expect(on(page, "done").locator(".mark-state.phone").first).to_be_visible()
    assert not Product.objects.filter(shop=shop).exists()
    page.close()

    again = phone.new_page()
    again.goto(NEW)
    again.goto("/ar/workspace/")
    again.wait_for_selector("html[data-drafts=ready]")
    expect(again.locator("[data-on-this-phone]")).to_contain_text("في الهاتف")
    phone.unroute_all()
    phone.set_offline(False)
    expect(again.locator("[data-on-this-phone]")).to_be_hidden(timeout=60_000)

    assert the_one_piece(shop, photos=3).images.filter(display_order=0, view="whole").exists()


@pytest.mark.timeout(240)
def test_whole_piece_without_network_then_sent_once(
    phones: Callable[..., BrowserContext], camera: list[Path], shop: Partner
) -> None:
    phone = phones()
    page = ready(phone.new_page(), "/ar/workspace/")
    page.wait_for_timeout(500)
    phone.set_offline(True)

    page.goto(NEW)
    page.wait_for_selector("html[data-drafts=ready]")
    take_photos(page, camera[:2])
    answer(page)
    expect(on(page, "check").locator("[data-spoken]")).to_have_text("450\u00a0ألف\u00a0سنتيم")
    send(page)
    expect(on(page, "done").locator("[data-done-words]")).to_contain_text("الشبكة")
    phone.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    arrived(page)

    the_one_piece(shop, photos=2)


def test_send_pressed_twice_and_in_two_windows_makes_one_piece(
    phones: Callable[..., BrowserContext], camera: list[Path], shop: Partner
) -> None:
    phone = phones()
    page = ready(phone.new_page())
    take_photos(page, camera[:1])
    answer(page)
    other = ready(phone.new_page(), page.url)
    expect(on(other, "check")).to_be_visible()

    on(page, "check").locator("[type=submit]").dblclick()
    other.evaluate("document.querySelector('[data-screen=\"check\"] form').requestSubmit()")
    arrived(page)
    arrived(other)

    the_one_piece(shop, photos=1)


def test_server_that_fails_for_a_while_loses_nothing(
    phones: Callable[..., BrowserContext], camera: list[Path], shop: Partner
) -> None:
    phone = phones()
    page = ready(phone.new_page())
    phone.route(re.compile("/(photos|publish)/"), lambda route: route.fulfill(status=503, body="down"))
    take_photos(page, camera[:1])
    answer(page)
    send(page)
    expect(on(page, "done").locator(".mark-state.phone").first).to_be_visible()

    phone.unroute_all()
    page.reload()
    arrived(page)

    the_one_piece(shop, photos=1)


def test_session_that_ended_keeps_everything_until_the_next_login(
    phones: Callable[..., BrowserContext], camera: list[Path], shop: Partner, owner: User, live_server: Any
) -> None:
    phone = phones()
    page = ready(phone.new_page())
    phone.clear_cookies()
    take_photos(page, camera[:1])
    answer(page)
    send(page)
    expect(on(page, "done").locator("[data-login] a")).to_be_visible()
    expect(on(page, "done").locator("[data-done-words]")).to_contain_text("كل شيء محفوظ")

    phone.add_cookies([_session(owner, live_server.url)])
    page.reload()
    arrived(page)

    the_one_piece(shop, photos=1)


def test_another_person_on_the_phone_neither_sees_nor_sends_it(
    phones: Callable[..., BrowserContext], camera: list[Path], shop: Partner, live_server: Any
) -> None:
    phone = phones()
    page = ready(phone.new_page())
    phone.set_offline(True)
    take_photos(page, camera[:1])
    neighbour = make_user()
    other_shop = make_shop(owner=neighbour)
    phone.clear_cookies()
    phone.add_cookies([_session(neighbour, live_server.url)])
    phone.set_offline(False)

    page.goto(NEW)
    page.wait_for_selector("html[data-drafts=ready]")
    page.wait_for_timeout(1000)

    expect(on(page, "photo").locator("[data-photo]")).to_have_count(0)
    assert not PieceDraft.objects.filter(shop__in=(shop, other_shop)).exists()


def test_unlikely_price_asks_dinars_or_centimes(
    phones: Callable[..., BrowserContext], camera: list[Path], shop: Partner
) -> None:
    """A19: two buttons, each with its amount in both ways; "you receive" moves with the price."""
    page = ready(phones().new_page())
    take_photos(page, camera[:1])
    on(page, "photo").locator("[type=submit]").click()
    on(page, "what").locator("summary", has=page.locator('use[href$="#pottery"]')).click()
    on(page, "what").locator('label.choice:has([value="pottery.jar"])').click()
    on(page, "what").locator("[type=submit]").click()
    price = on(page, "price")
    price.locator('[name="price"]').fill("450000")
    expect(price.locator("[data-receives]")).to_have_text("414\u00a0000\u00a0دج")
    expect(price.locator("[data-low]")).to_have_text("3\u00a0500\u00a0دج")

    price.locator("form [type=submit]").click()
    expect(price.locator("[data-question]")).to_be_visible()
    expect(price.locator('[data-means="other"]')).to_contain_text("450\u00a0ألف\u00a0سنتيم")
    price.locator('[data-means="other"]').click()

    expect(on(page, "count")).to_be_visible()
    page.locator('[data-screen="count"] [data-back]').click()
    expect(price.locator('[name="price"]')).to_have_value("4500")


def test_script_reads_and_says_prices_as_the_server_does(phones: Callable[..., BrowserContext]) -> None:
    page = ready(phones().new_page())
    prices = [1, 5, 10, 15, 20, 30, 100, 110, 450, 999, 1000, 4500, 10_000, 10_020, 12_345, 20_000, 25_000]
    prices += [30_000, 100_000, 110_000, 1_000_000, 1_030_000, 2_000_000, 20_000_000]

    said = page.evaluate(
        """async (prices) => {
            const address = document.querySelector('script[src*="js/draft"]').src;
            const { spoken, parsed } = await import(address);
            return prices.map((price) => [spoken(price), parsed(`${price} دج`)]);
        }""",
        prices,
    )

    assert said == [[centimes.spoken(price, "ar"), price] for price in prices]


def test_shared_photos_become_a_draft_even_without_network(
    phones: Callable[..., BrowserContext], shop: Partner
) -> None:
    phone = phones()
    page = ready(phone.new_page())
    phone.set_offline(True)

    page.evaluate(
        """async () => {
            const canvas = Object.assign(document.createElement("canvas"), { width: 600, height: 800 });
            canvas.getContext("2d").fillRect(20, 20, 200, 200);
            const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg"));
            const form = new FormData();
            form.append("photos", new File([blob], "a.jpg", { type: "image/jpeg" }));
            await fetch("/ar/workspace/share/", { method: "POST", body: form, redirect: "manual" });
        }"""
    )
    page.goto(NEW)
    page.wait_for_selector("html[data-drafts=ready]")
    expect(on(page, "what")).to_be_visible()
    phone.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_timeout(2500)

    assert PieceDraft.objects.get(shop=shop).photos.count() == 1


def test_story_is_spoken_into_the_phone_and_heard_by_buyers(
    phones: Callable[..., BrowserContext], camera: list[Path], shop: Partner, tmp_path: Path
) -> None:
    phone = phones()
    phone.add_init_script(  # a tone stands in for the microphone that this machine has not
        """navigator.mediaDevices.getUserMedia = async () => {
            const sound = new AudioContext(), tone = sound.createOscillator();
            const ear = sound.createMediaStreamDestination();
            tone.connect(ear); tone.start();
            return ear.stream;
        };"""
    )
    page = ready(phone.new_page())
    take_photos(page, camera[:1])
    answer(page)
    check = on(page, "check")
    check.locator("summary").click()
    check.locator("[data-record]").click()
    page.wait_for_timeout(1500)
    check.locator("[data-stop]").click()
    expect(check.locator("audio")).to_be_visible()
    check.locator("audio").evaluate("player => player.play()")
    send(page)
    arrived(page)

    product = the_one_piece(shop, photos=1)
    kept = tmp_path / "voices" / f"{product.voice_key}.{product.voice_format}"
    page.goto(product.get_absolute_url())
    expect(page.locator("#story ~ audio.voice-note")).to_be_visible()
    assert product.voice_format == "webm"
    assert product.voice_seconds in (1, 2)
    assert 500 < kept.stat().st_size < 20_000


def test_who_leaves_a_shared_phone_takes_everything_along(
    phones: Callable[..., BrowserContext], camera: list[Path], shop: Partner
) -> None:
    phone = phones()
    page = ready(phone.new_page())
    phone.route(re.compile("/photos/"), lambda route: route.abort())
    take_photos(page, camera[:1])
    page.goto("/ar/workspace/leave/")
    page.wait_for_selector("html[data-drafts=ready]")

    page.locator("[data-leave]").click()
    expect(page.locator("[data-leave-warning]")).to_be_visible()
    page.locator("[data-leave]").click()
    page.wait_for_url(lambda address: "/leave/" not in address)

    def kept() -> Any:
        return page.evaluate(
            "async () => [(await indexedDB.databases()).length, (await caches.keys()).length]"
        )

    wait_until(lambda: kept() == [0, 0], seconds=15, what="the phone to forget")


def test_plain_forms_list_a_piece_without_scripts(
    visit: Visit, owner: User, shop: Partner, live_server: Any, camera: list[Path]
) -> None:
    page = visit(language="ar", javascript=False)
    page.context.add_cookies([_session(owner, live_server.url)])
    page.goto("/ar/workspace/")
    page.locator('a.tile[href$="/pieces/new/"]').click()

    page.set_input_files('[name="photos"]', camera[:2])
    page.locator("main form [type=submit]:visible").click()
    page.locator("summary", has=page.locator('use[href$="#pottery"]')).click()
    page.locator('[name="kind"][value="pottery.jar"]').check()
    page.locator("main form [type=submit]:visible").click()
    page.fill('[name="price"]', "450000")
    page.locator("main form [type=submit]:visible").click()
    page.locator("main form", has_text="4\u00a0500").locator("button").click()
    page.locator("main form [type=submit]:visible").click()
    page.locator('[name="age"][value="new"]').check()
    page.locator("main form [type=submit]:visible").click()
    page.wait_for_url(re.compile(r"/pieces/\d+/$"))

    product = the_one_piece(shop, photos=2)
    assert product.stockrecords.get().price == 4500


@pytest.mark.timeout(240)
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_screen_holds_to_every_check(
    visit: Visit, owner: User, live_server: Any, camera: list[Path], language: str
) -> None:
    page = visit(language=language)
    page.context.add_cookies([_session(owner, live_server.url)])
    found = []

    def look(name: str) -> None:
        if folder := os.environ.get("DAMGHA_SHOTS"):
            page.screenshot(path=f"{folder}/{language}-{name}.png", full_page=True)
        found.extend(complaints(page, language))

    page.goto(f"/{language}/workspace/")
    look("home")
    page.goto(f"/{language}/workspace/pieces/new/")
    page.wait_for_selector("html[data-drafts=ready]")
    look("photo-empty")
    take_photos(page, camera[:2])
    expect(on(page, "photo").locator(".mark-state.received").first).to_be_visible(timeout=30_000)
    look("photo")
    on(page, "photo").locator("[type=submit]").click()
    on(page, "what").locator("summary", has=page.locator('use[href$="#pottery"]')).click()
    on(page, "what").locator('label.choice:has([value="pottery.jar"])').click()
    look("what")
    on(page, "what").locator("[type=submit]").click()
    on(page, "price").locator('[name="price"]').fill("450000")
    look("price")
    on(page, "price").locator("form [type=submit]").click()
    look("question")
    on(page, "price").locator('[data-means="other"]').click()
    look("count")
    on(page, "count").locator("[type=submit]").click()
    page.locator('[data-screen="check"] summary').click()
    look("check")
    page.goto(f"/{language}/workspace/pieces/new/")
    on(page, "check").locator('label.choice:has([value="new"])').click()
    send(page)
    arrived(page)
    look("done")
    page.goto(f"/{language}/workspace/pieces/")
    look("pieces")
    page.goto(f"/{language}/workspace/money/")
    look("money")

    assert found == [], "\n\n".join(found)


def test_home_is_light_all_in(visit: Visit, owner: User, live_server: Any) -> None:
    """A4: four tiles, a hundred kilobytes."""
    page = visit(language="ar")
    page.context.add_cookies([_session(owner, live_server.url)])

    weight = weigh(page, "/ar/workspace/")

    assert page.locator(".tile").count() == 4
    assert sum(weight.by_kind.values()) <= 100_000, weight
