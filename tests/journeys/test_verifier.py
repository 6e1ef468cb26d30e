"""The verifier without network: the page's own script in a real browser, against what the centre really signed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from quality_labels import actions, carrier, cbor, cose, queries, signer, verifier
from quality_labels.models import Label
from tests.browser import Visit, require_accessible, require_no_sideways_scroll
from tests.quality_labels import vectors
from tests.quality_labels.centre import (
    Centre,
    affixed,
    make_carpet,
    make_house_keys,
    make_stamping_centre,
    publish_directory,
    signed,
)

MOST_BYTES = 200_000  # of the saved file, besides the hashes of the log
DAY = 86_400
# Until the worker has taken the page over, and so has kept all that it needs.
KEPT = """navigator.serviceWorker.controller
    || new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", () => done(true)))"""
# RFC 8032, section 7.1: secret key, public key, message, signature.
RFC_8032 = (
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        "4a7c15e9716ed28dc027beceea1ec40a",
    ),
)


@dataclass
class Known:
    """A centre that has signed two labels, one of them on its piece, and what phones may know of it."""

    centre: Centre
    folder: Path
    label: Label
    fresh: Label

    @property
    def digits(self) -> str:
        return carrier.digits_of(bytes(self.label.cose))


@pytest.fixture
def known(live_server: Any, tmp_path: Path, settings: Any) -> Known:
    """A house whose log is published, as of now: the page reads the real clock."""
    now = timezone.now()
    centre = make_stamping_centre(key_dir=tmp_path / "keys", settings=settings)
    make_house_keys(settings=settings, folder=tmp_path)
    publish_directory(tmp_path)
    known = Known(centre, tmp_path, affixed(centre), signed(centre, make_carpet(title="Not on its piece")))
    signer.look(now=now)
    return known


@pytest.fixture
def page(visit: Visit, known: Known) -> Page:
    """The verifier on a phone, ready to answer."""
    return opened(visit())


def opened(page: Page, address: str = "/V/") -> Page:
    page.goto(address)
    expect(page.locator("#verifier[data-ready]")).to_be_attached()
    return page


def outcomes(page: Page, digits: list[str], *, data: Any = None, now: float | None = None) -> list[str]:
    """Return what the page's script says of labels, by `data` or by what the house serves."""
    return list(
        page.evaluate(
            """async ([digits, data, now]) => {
                const known = data ?? await (await fetch("/V/data.json", { cache: "no-store" })).json();
                const opened = await damghaVerifier.openData(known);
                const told = [];
                for (const one of digits)
                    told.push((await damghaVerifier.judge(opened, one, now ?? Date.now() / 1000)).outcome);
                return told;
            }""",
            [digits, data, now],
        )
    )


# --- the script by itself -------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["verify", "byLibrary"])
def test_every_wycheproof_case_is_judged_as_published(page: Page, path: str) -> None:
    """Both ways of checking Ed25519: the browser's own, and the library for browsers without."""
    groups = vectors.load("wycheproof/ed25519_test.json")["testGroups"]
    cases = [
        (group["publicKey"]["pk"], case["msg"], case["sig"], case["result"] == "valid", case["tcId"])
        for group in groups
        for case in group["tests"]
    ]
    assert len(cases) >= 150
    cases += [
        (key, message, sig, True, f"RFC 8032 {number}") for number, (key, message, sig) in enumerate(RFC_8032)
    ]
    wrong = page.evaluate(
        """async ([path, cases]) => {
            const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
            const wrong = [];
            for (const [key, message, signature, valid, name] of cases) {
                const held = signature.length === 128
                    && await damghaVerifier[path](bytes(signature), bytes(message), bytes(key));
                if (held !== valid) wrong.push(name);
            }
            return wrong;
        }""",
        [path, cases],
    )
    assert wrong == []
    assert page.evaluate("damghaVerifier.canBrowser()") is True


def test_label_is_genuine_and_with_any_bit_flipped_it_is_not(page: Page, known: Known) -> None:
    blob = bytes(known.label.cose)
    flipped = []
    for position in range(len(blob) * 8):
        changed = bytearray(blob)
        changed[position // 8] ^= 1 << position % 8
        flipped.append(carrier.digits_of(bytes(changed)))
    assert outcomes(page, [known.digits]) == ["genuine"]
    assert set(outcomes(page, flipped)) <= {"altered", "unknown"}
    assert {str(queries.verify(digits).outcome) for digits in flipped} <= {"altered", "unknown"}


def test_tricks_with_the_envelope_are_altered(page: Page, known: Known) -> None:
    """Attack 22: another algorithm, a header outside the signature, bytes left over, keys twice, indefinite lengths."""
    envelope = cose.parse(bytes(known.label.cose))
    private = signer.read_private(signer.key_path(known.centre.key.kid))

    def wrapped(protected: bytes, unprotected: dict[int, object], payload: bytes) -> bytes:
        signature = private.sign(cose.to_be_signed(protected, payload))
        return cbor.encode(cbor.tagged(18, [protected, unprotected, payload, signature]))

    header, payload = envelope.protected, envelope.payload
    tricks = {
        "other algorithm": wrapped(cbor.encode({1: -7, 4: envelope.kid}), {}, payload),
        "no key id": wrapped(cbor.encode({1: -19}), {}, payload),
        "unknown header": wrapped(cbor.encode({1: -19, 3: 0, 4: envelope.kid}), {}, payload),
        "outside the signature": wrapped(header, {4: envelope.kid}, payload),
        "left over": bytes(known.label.cose) + b"\x00",
        "payload left over": wrapped(header, {}, payload + b"\x00"),
        "a key twice": wrapped(header, {}, b"\xa4" + payload[1:6] + payload[1:]),
        "indefinite": wrapped(header, {}, b"\xbf" + payload[1:] + b"\xff"),
        "not a label": wrapped(header, {}, cbor.encode({1: 2})),
        "wrong check digits": wrapped(header, {}, payload.replace(b"\x07\x48", b"\x07\x48", 1)[:-1] + b"\x01"),
        "no tag": bytes(known.label.cose)[1:],
    }  # fmt: skip
    said = dict(
        zip(tricks, outcomes(page, [carrier.digits_of(blob) for blob in tricks.values()]), strict=True)
    )
    on_server = {name: str(queries.verify(carrier.digits_of(blob)).outcome) for name, blob in tricks.items()}
    assert {name for name, outcome in said.items() if outcome == "genuine"} == set()
    assert {name for name, outcome in on_server.items() if outcome == "genuine"} == set()
    assert outcomes(page, ["0" + known.digits, "1" * 700, "9"]) == ["altered"] * 3


def test_key_of_somebody_else_signs_nothing_of_ours(page: Page, known: Known) -> None:
    payload = cose.parse(bytes(known.label.cose)).payload
    stranger = Ed25519PrivateKey.generate()
    forged = [
        cose.sign(payload, kid=bytes.fromhex(known.centre.key.kid), key=stranger),
        cose.sign(payload, kid=b"abcd", key=stranger),
    ]
    assert outcomes(page, [carrier.digits_of(blob) for blob in forged]) == ["altered", "unknown"]


def test_states_are_told_and_what_the_log_does_not_hold_is_not_on_record(page: Page, known: Known) -> None:
    """Attacks 10 and 17: a label off the log, and one that is not on its piece."""
    private = signer.read_private(signer.key_path(known.centre.key.kid))
    claims = queries.read_label(known.label)[1]
    off_log = cose.sign(
        cose.parse(bytes(known.fresh.cose)).payload.replace(b"\x03\x18\x32", b"\x03\x18\x3c", 1),
        kid=bytes.fromhex(known.centre.key.kid), key=private,
    )  # fmt: skip
    fresh = carrier.digits_of(bytes(known.fresh.cose))
    data = verifier.data()
    assert data is not None
    soon_after = data | {"issued": int(claims.issued_at.timestamp()) + 10}

    assert outcomes(page, [known.digits, fresh]) == ["genuine", "suspended"]
    assert outcomes(page, [carrier.digits_of(off_log)]) == ["not_logged"]
    assert outcomes(page, [carrier.digits_of(off_log)], data=soon_after) == ["newer"]


def test_revoked_key_needs_the_log_to_have_held_its_label_in_time(page: Page, known: Known) -> None:
    """I12, offline."""
    now = timezone.now()
    late = affixed(known.centre, make_carpet(title="Signed by the thief"))
    signer.look(now=now)
    actions.revoke_key(key=known.centre.key, since=now - timedelta(microseconds=1), now=now)
    publish_directory(known.folder)
    said = outcomes(page, [known.digits, carrier.digits_of(bytes(late.cose))])
    assert said == ["genuine", "key_revoked"]


@pytest.mark.parametrize("part", ["directory", "checkpoint", "status_list", "leaf_hashes", "root_vkey"])
def test_data_that_were_changed_are_worth_nothing(page: Page, known: Known, part: str) -> None:
    """Attack 13 and a hostile proxy: every part is signed, or hashed into what is."""
    data = verifier.data()
    assert data is not None
    text = data[part]
    middle = len(text) // 2
    letter = "B" if text[middle] == "A" else "A"
    changed = data | {part: text[:middle] + letter + text[middle + 1 :]}
    refused = page.evaluate(
        "async (data) => { try { await damghaVerifier.openData(data); return false; } catch { return true; } }",
        changed,
    )
    assert refused is True


# --- on the phone ---------------------------------------------------------------------------------


def ask(page: Page, text: str) -> Any:
    page.locator("#n").fill(text)
    page.locator("#verifier-form button").click()
    answer = page.locator("#verdict .verdict")
    expect(answer).to_be_visible()
    return answer


def test_phone_that_was_here_once_checks_without_network(visit: Visit, known: Known) -> None:
    """T3: the true code is accepted and one changed character refused, the network cut; a QR opens offline."""
    page = opened(visit())
    page.evaluate(KEPT)
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("#verifier[data-ready=yes]")).to_be_attached()

    expect(ask(page, queries.carrier_url(known.label))).to_have_class("notice good verdict")
    panel = page.locator('#verdict section[lang="ar"]')
    expect(panel).to_contain_text("عالية")
    expect(panel).to_contain_text("الطول")
    require_no_sideways_scroll(page)
    require_accessible(page)
    changed = known.digits[:-1] + ("1" if known.digits[-1] != "1" else "2")
    expect(ask(page, changed)).to_have_attribute("data-outcome", "altered")
    expect(ask(page, known.label.grouped_serial)).to_have_attribute("data-outcome", "typed")
    expect(ask(page, f"https://damgha.dz.example/V/{known.digits}")).to_have_attribute(
        "data-outcome", "foreign"
    )
    expect(page.locator("#verdict")).to_contain_text("damgha.dz.example")

    page.goto(f"/V/{known.digits}")  # as the phone's camera opens it
    expect(page.locator("#verdict .verdict")).to_have_attribute("data-outcome", "genuine")


def test_file_saved_once_checks_a_label_on_a_phone_that_never_saw_the_site(
    browser: Browser, known: Known, client: Any, tmp_path: Path
) -> None:
    """I6: one file, opened from the phone's own storage, in airplane mode, with a photo of the QR."""
    response = client.get("/V/damgha.html")
    saved = tmp_path / "damgha.html"
    saved.write_bytes(response.content)
    picture = tmp_path / "label.png"
    picture.write_bytes(carrier.png(bytes(known.label.cose), host="DAMGHA.DZ"))
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="ar-DZ", offline=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(saved.as_uri())
    expect(page.locator("#verifier[data-ready=yes]")).to_be_attached()

    page.locator("#photo").set_input_files(str(picture))
    answer = page.locator("#verdict .verdict")
    expect(answer).to_have_attribute("data-outcome", "genuine")
    expect(page.locator('#verdict section[lang="fr"]')).to_contain_text("Longueur")
    require_no_sideways_scroll(page)
    require_accessible(page)
    assert complaints == []
    context.close()


def test_saved_file_is_small_and_lets_nothing_else_run(client: Any, known: Known) -> None:
    response = client.get("/V/damgha.html")
    data = verifier.data()
    assert data is not None
    assert len(response.content) - len(data["leaf_hashes"]) < MOST_BYTES
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "attachment" in response["Content-Disposition"]


def test_libraries_in_the_verifier_are_those_that_were_chosen() -> None:
    for name, sha256 in verifier.LIBRARIES.items():
        assert hashlib.sha256((verifier.HERE / "vendor" / name).read_bytes()).hexdigest() == sha256
    assert "</script" not in verifier.script()


def test_old_data_are_never_simply_good_and_older_than_seen_are_distrusted(
    visit: Visit, known: Known
) -> None:
    """Attack 13: the age is said, from thirty days on in amber; a list that was rolled back is refused."""
    data = verifier.data()
    assert data is not None
    old = visit()
    old.add_init_script(answering(data | {"issued": data["issued"] - 31 * DAY}))
    opened(old)
    expect(old.locator("#age .notice.warn")).to_be_visible()
    expect(ask(old, known.digits)).to_have_class("notice warn verdict")

    page = opened(visit())
    page.evaluate("localStorage.setItem('damgha-verifier', JSON.stringify({ size: 999999, list: 0 }))")
    opened(page)
    expect(page.locator("#age")).to_contain_text("أقدم")
    expect(ask(page, known.digits)).to_have_class("notice warn verdict")


def answering(data: dict[str, Any]) -> str:
    """Return a script that lets the page find these data, whatever the house would say."""
    return f"globalThis.fetch = async () => Response.json({json.dumps(data)});"


def test_photo_is_read_without_the_browsers_own_detector(visit: Visit, known: Known, tmp_path: Path) -> None:
    page = visit()
    page.add_init_script("delete globalThis.BarcodeDetector")
    opened(page)
    picture = tmp_path / "label.png"
    picture.write_bytes(carrier.png(bytes(known.label.cose), host="DAMGHA.DZ", scale=5))
    page.locator("#photo").set_input_files(str(picture))
    expect(page.locator("#verdict .verdict")).to_have_attribute("data-outcome", "genuine")
    Image.new("RGB", (200, 200), "white").save(tmp_path / "blank.png")
    page.locator("#photo").set_input_files(str(tmp_path / "blank.png"))
    expect(page.locator("#verdict .verdict")).to_have_attribute("data-outcome", "unreadable")


def test_age_of_the_data_is_told_in_three_languages(page: Page) -> None:
    told = page.locator("#age .three")
    expect(told).to_have_count(3)
    expect(told.nth(1)).to_contain_text("sans réseau")
