"""Every answer carries the policy, and no page needs it bent (17, 31, 38)."""

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as house_settings
from django.test import Client

from tests.database import HERE, ProcessDb
from tests.factories import make_user
from tests.people import sign_in
from tests.security.addresses import addresses
from tests.security.house import House

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
LEADS = ("href", "src", "action", "formaction", "xlink:href", "data", "poster")


class Inline(HTMLParser):
    """Collect what a strict policy does not run: style and script in the page, handlers, addresses that run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        kind = given.get("type") or ""
        if tag == "style" or (tag == "script" and not given.get("src") and "json" not in kind):
            self.found.append(tag)
        for name, value in attrs:
            runs = name in LEADS and (value or "").strip().lower().startswith(("javascript:", "data:text"))
            if name == "style" or name.startswith("on") or runs:
                self.found.append(f"{tag} {name}={value}")


def inline(page: str) -> list[str]:
    parser = Inline()
    parser.feed(page)
    return parser.found


SAVED_FILE = "/V/damgha.html"  # a file to keep: it has to carry all it needs


def policy_of(answer: Any) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in answer.get("Content-Security-Policy", "").split(";"))
    return {name: value for name, _, value in parts}


def assert_strict(answer: Any, where: str) -> None:
    policy = policy_of(answer)
    for directive in (
        "default-src",
        "script-src",
        "object-src",
        "base-uri",
        "frame-ancestors",
        "form-action",
    ):
        assert directive in policy, (where, directive, policy)
    everything = " ".join(policy.values())
    assert "unsafe" not in everything, (where, policy)
    assert "*" not in everything, (where, policy)
    if where == SAVED_FILE:  # its one script is in it, and its policy names the hash of that
        assert policy["script-src"].startswith("'sha256-"), where
    else:
        assert policy["script-src"] == "'self'", where
    for header, value in ALWAYS.items():
        if header == "Referrer-Policy" and answer.get(header) == "no-referrer":
            continue  # stricter: an order's link is its key
        assert answer.get(header) == value, (where, header)


@pytest.mark.timeout(120)
def test_every_address_answers_with_the_strict_policy_and_nothing_inline(house: House) -> None:
    """17: every address, for a visitor and for whoever may see it."""
    clients = dict(house.people())
    wanted = {"workspace": "artisan", "stamping": "decider", "account": "buyer", "mfa": "decider"}

    for address in addresses():
        path = address.path(house.path_values(address.name))
        role = wanted.get(address.name.partition("_")[0], "visitor")
        for client in {"visitor": clients["visitor"], role: clients[role]}.values():
            answer = client.get(path)
            assert_strict(answer, path)
            if answer.get("Content-Type", "").startswith("text/html") and path != SAVED_FILE:
                assert inline(answer.content.decode()) == [], path


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/en/nowhere/", 404),
        ("/nowhere", 404),
        ("/media/photos/nothing/360.webp", 404),
        ("/static/nothing.css", 404),
        ("/admin/", 200),
        ("/admin/accounts/user/", 200),
        ("/admin/nowhere/", 404),
    ],
)
def test_pages_apart_carry_the_policy(db: None, client: Client, path: str, status: int) -> None:
    """17: missing pages, media, static files and the admin."""
    sign_in(client, make_user(is_staff=True, is_superuser=True), second_factor=True)

    answer = client.get(path)

    assert answer.status_code == status
    assert_strict(answer, path)
    assert inline(answer.content.decode()) == []


@pytest.mark.django_db  # closing a file ends a request, and that looks at the connection
def test_static_files_carry_the_policy(client: Client) -> None:
    """17: a picture that is opened by itself runs nothing."""
    answer = client.get(f"{house_settings.STATIC_URL}css/app.css")

    assert answer.status_code == 200
    assert_strict(answer, "static")
    answer.close()


@pytest.mark.django_db
def test_media_carry_the_policy_and_lie_in_their_folder(client: Client, settings: Any) -> None:
    """17: and nothing beside the folder of derivatives is handed out, however it is asked for."""
    root = Path(settings.MEDIA_ROOT)
    for name in ("photos/k/360.webp", "originals/k.jpg"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"RIFF")

    shown = client.get("/media/photos/k/360.webp")
    refused = [
        client.get(path).status_code
        for path in (
            "/media/originals/k.jpg",
            "/media/photos/../originals/k.jpg",
            "/media/photos/k/../../originals/k.jpg",
            "/media/photos/%2e%2e/originals/k.jpg",
            "/media/photos/../../keys/secret_key",
            "/media/photos//etc/passwd",
            "/media/photos/",
            "/media/photos/k/",
            "/media/photos/k\x00/360.webp",
        )
    ]

    assert shown.status_code == 200
    assert b"".join(shown.streaming_content) == b"RIFF"  # type: ignore[attr-defined]
    assert_strict(shown, "media")
    assert "immutable" in shown["Cache-Control"]
    shown.close()
    assert set(refused) <= {400, 404}


def test_refused_form_carries_the_policy(db: None) -> None:
    """17: 403."""
    answer = Client(enforce_csrf_checks=True).post("/en/checkout/", {})

    assert answer.status_code == 403
    assert_strict(answer, "403")
    assert inline(answer.content.decode()) == []


def test_broken_page_carries_the_policy_and_tells_nothing(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """17, 31: no trace, no path, no name of ours or of a package, whoever asks."""

    def broken_read(*_args: Any) -> None:
        raise RuntimeError("the password is hunter2 in /srv/secret/place.py")

    monkeypatch.setattr("catalog.queries.crafts", broken_read)
    client = sign_in(Client(raise_request_exception=False), make_user(is_staff=True, is_superuser=True))

    answer = client.get("/en/")

    assert answer.status_code == 500
    assert_strict(answer, "500")
    page = answer.content.decode()
    assert inline(page) == []
    for leak in ("hunter2", "secret", "Traceback", "RuntimeError", ".py", "Django", "crafts("):
        assert leak not in page, leak


def test_no_installation_is_in_debug() -> None:
    """31: not even the demonstration; nothing in the environment switches it on."""
    sources = [path.read_text() for path in (HERE / "marketplace" / "settings").glob("*.py")]

    said = [
        value for source in sources for value in re.findall(r"^\s*DEBUG\s*=\s*(.+)$", source, re.MULTILINE)
    ]
    assert set(said) == {"False"}


@pytest.mark.django_db
def test_forged_host_is_refused(client: Client) -> None:
    """15: whatever says so, and no header of a proxy is believed."""
    forged = [
        client.get("/en/", headers={"Host": host}).status_code
        for host in (
            "evil.example",
            "testserver.evil.example",
            "testserver:80@evil.example",
            "",
            "testserver,evil",
        )
    ]
    believed = client.get(
        "/en/", headers={"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    )

    assert set(forged) == {400}
    assert "evil.example" not in believed.content.decode()


# --- 38: production, in a process of its own --------------------------------------------------------------------------

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "marketplace.settings.production",
    "SECRET_KEY": "x" * 60,
    "LINK_KEYS": "y" * 60,
    "PUBLIC_ORIGIN": "https://damgha.example",
    "CACHE_URL": "redis://127.0.0.1:1/0",
    "BROKER_URL": "redis://127.0.0.1:1/1",
    "EMAIL_HOST": "127.0.0.1",
}
LOOK = """
import json, sys, warnings
import django
django.setup()
from django.conf import settings
from django.test import Client
from django.urls import get_resolver
settings.STORAGES = settings.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
from tests.factories import PASSWORD, make_product, make_user
product, person = make_product(), make_user("b@example.test")
settings.CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
said = {}
def look(name, answer, client):
    said[name] = {"status": answer.status_code, "headers": dict(answer.headers), "cookies": {
        key: {"httponly": bool(c["httponly"]), "secure": bool(c["secure"]), "samesite": c["samesite"],
              "path": c["path"], "domain": c["domain"]} for key, c in answer.cookies.items()}}
def browser():
    return Client(headers={"host": "damgha.example", "X-Forwarded-Proto": "https"}, raise_request_exception=False)
one = browser()
look("home", one.get("/en/"), one)
look("login", one.get("/en/account/login/"), one)
look("logged_in", one.post("/en/account/login/", {"login": "b@example.test", "password": PASSWORD}), one)
look("basket", one.post("/en/basket/add/", {"product": product.pk}, headers={"Sec-Fetch-Site": "same-origin"}), one)
look("basket_page", one.get("/en/basket/"), one)
look("plain", Client(headers={"host": "damgha.example"}).get("/en/"), one)
look("other_host", browser().get("/en/", headers={"host": "evil.example"}), one)
for path in ("/dev/mail/", "/dev/pay/x/", "/dev/mail/x/html/", "/media/photos/x/360.webp"):
    look(path, browser().get(path), one)
print(json.dumps(said))
"""


@pytest.fixture(scope="module")
def production(store: Any, django_db_setup: None, django_db_blocker: Any) -> dict[str, Any]:
    """What a production process answers: status, headers and cookies of a few pages."""
    import os

    name = store.copy(f"damgha_production_{os.getpid()}")
    env = os.environ | PRODUCTION | {"DATABASE_URL": store.url(name)}
    try:
        done = subprocess.run(
            [sys.executable, "-c", LOOK],
            cwd=HERE,
            env=env,
            capture_output=True,
            text=True,
            timeout=50,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return dict(json.loads(done.stdout.splitlines()[-1]))
    finally:
        store.drop(name)


def test_cookies_of_production(production: dict[str, Any]) -> None:
    """38: every cookie is Secure, SameSite and bound to this one host; only the number on the badge is readable."""
    cookies: dict[str, dict[str, Any]] = {}
    for page in production.values():
        cookies |= page["cookies"]

    cookies.pop("messages", None)  # signed; what it says was said to this browser anyway
    assert set(cookies) == {"__Host-session", "__Host-csrf", "__Host-basket", "basket_count"}
    for name, cookie in cookies.items():
        assert cookie["secure"], name
        assert cookie["samesite"] == "Lax", name
        assert cookie["path"] == "/", name
        assert cookie["domain"] == "", name
        assert cookie["httponly"] is (name != "basket_count"), name


def test_headers_of_production(production: dict[str, Any]) -> None:
    """38: the table."""
    home = production["home"]

    assert home["status"] == 200
    assert home["headers"]["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert home["headers"]["X-Frame-Options"] == "DENY"
    assert ALWAYS.items() <= home["headers"].items()
    assert home["cookies"] == {}
    assert "Cookie" not in home["headers"].get("Vary", "")
    assert production["plain"]["status"] == 301
    assert production["plain"]["headers"]["Location"] == "https://damgha.example/en/"
    assert production["other_host"]["status"] == 400


def test_demonstration_is_not_there_in_production(production: dict[str, Any]) -> None:
    """Letters, DemoPay and media are not served by the web process where real people buy."""
    for path in ("/dev/mail/", "/dev/pay/x/", "/dev/mail/x/html/", "/media/photos/x/360.webp"):
        assert production[path]["status"] == 404, path


def test_production_does_not_start_without_its_secrets(process_db: ProcessDb) -> None:
    """32: a missing secret stops the start with its name; there is no default to forget."""
    import os

    for name in ("SECRET_KEY", "LINK_KEYS", "DATABASE_URL"):
        env = {
            key: value
            for key, value in (os.environ | PRODUCTION | process_db.env | PRODUCTION).items()
            if key != name
        }
        done = subprocess.run(
            [sys.executable, "-c", "import django; django.setup()"], cwd=HERE, env=env, capture_output=True, text=True,
            timeout=30, check=False,
        )  # fmt: skip
        assert done.returncode != 0
        assert f"Set {name} in the environment" in done.stderr
