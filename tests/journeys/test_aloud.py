"""The panel reads itself aloud, for who reads little: by the phone's voice, and by recordings where there are some."""

from playwright.sync_api import expect

from tests.factories import make_artisan, make_shop, make_user
from tests.journeys.checks import complaints

# A phone with an Arabic voice. Chromium without a desktop has none, so the world outside begins here.
VOICE = """
    const said = [];
    const voices = [{ lang: "ar-DZ", name: "phone" }];
    window.said = said;
    window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
    Object.defineProperty(window, "speechSynthesis", { value: {
        getVoices: () => voices, speak: (words) => said.push([words.lang, words.text]),
        cancel() {}, addEventListener() {},
    } });
"""


def open_home(page, live_server, client):
    owner = make_user(email="", phone="+213661000001")
    make_artisan(make_shop(owner=owner), user=owner)
    client.force_login(owner)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.goto("/ar/workspace/")


def test_tiles_and_page_are_read_in_arabic_by_the_phones_voice(phone, live_server, client):
    phone.add_init_script(VOICE)
    open_home(phone, live_server, client)

    tiles = phone.locator(".tiles .aloud")
    expect(tiles).to_have_count(4)
    tiles.first.click()
    phone.locator("[data-aloud-page]").click()

    said = phone.evaluate("window.said")
    assert said[0] == ["ar", phone.locator(".tiles .tile").first.inner_text().strip()]
    assert said[1][0] == "ar"
    assert len(said[1][1]) > 40
    assert complaints(phone, "ar") == []


def test_phone_without_an_arabic_voice_is_offered_no_silent_buttons(phone, live_server, client):
    phone.add_init_script(VOICE.replace("ar-DZ", "de-DE"))
    open_home(phone, live_server, client)

    expect(phone.locator(".tiles .tile")).to_have_count(4)
    expect(phone.locator(".aloud")).to_have_count(0)
    expect(phone.locator("[data-aloud-page]")).to_be_hidden()
