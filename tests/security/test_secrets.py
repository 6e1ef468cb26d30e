"""No key leaves the house: not in its sources, its pages, its logs or its letters (32, 33)."""

from __future__ import annotations

import logging
import re
import subprocess
from typing import Any

import pytest
from django.conf import settings as house_settings
from django.core import mail
from django.test import Client

from marketplace.notifications import gateway, letters
from marketplace.notifications.models import Delivery
from marketplace.notifications.rules import header
from tests.database import HERE
from tests.factories import NOW, PASSWORD, make_product, make_user
from tests.orders import ABROAD, make_paid_order
from tests.security.addresses import addresses
from tests.security.house import House

KEYS = {
    "a key of Stripe": r"\b[srp]k_(?:live|test)_[0-9A-Za-z]{16,}",
    "a webhook's secret": r"\bwhsec_[0-9A-Za-z]{16,}",
    "a private key": r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----",
    "a key of AWS": r"\bAKIA[0-9A-Z]{16}\b",
    "a token of GitHub": r"\bgh[pousr]_[0-9A-Za-z]{36}\b",
    "a password in an address": r"\b(?:postgres|postgresql|redis|amqp|smtp)://[^\s:/@$%{<]+:[^\s@$%{<]{3,}@",
    "a setting with a secret in it": r"""(?i)\b(?:secret_key|link_keys?|api_key)\s*=\s*["'][^"']{12,}["']""",
}
# Made up by a test for itself; hashes of packages; a table of what addresses look like.
NOT_OURS = ("tests/", "requirements", "docs/production.md")
LINES = [
    "a\r\nSet-Cookie: b=c",
    "a\nBcc: victim@example.test",
    "a\r\n\r\n<script>",
    "a\x0bb\x0cc\x85d\u2028e\u2029f",
    "a\x00b",
    "a\x1b[2Jb",
    "\u202egpj.exe",
]


def sources() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=HERE, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    return [
        name
        for name in listed
        if name and not name.startswith(NOT_OURS) and not name.endswith((".woff2", ".webp", ".png"))
    ]


@pytest.mark.parametrize("what", KEYS)
def test_no_source_holds_a_key(what: str) -> None:
    """32: scanned over every file that git keeps."""
    pattern = re.compile(KEYS[what])

    found = [
        name
        for name in sources()
        if (HERE / name).is_file() and pattern.search((HERE / name).read_text(errors="replace"))
    ]

    assert found == []


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("sk_live_" + "a1" * 12, "a key of Stripe"),
        ("whsec_" + "a1" * 12, "a webhook's secret"),
        ("-----BEGIN " + "PRIVATE KEY-----", "a private key"),
        ("postgres://shop:" + "hunter22@db/shop", "a password in an address"),
        ("SECRET_KEY = " + "'abcdefghijklmnop'", "a setting with a secret in it"),
    ],
)
def test_key_would_be_found(line: str, what: str) -> None:
    assert re.search(KEYS[what], line)


def test_files_of_an_installation_are_not_kept_by_git() -> None:
    """32: keys, databases and mail lie under var/, which git leaves alone."""
    ignored = subprocess.run(
        ["git", "check-ignore", "var/keys/secret_key", "var/damgha.sqlite3", ".env"],
        cwd=HERE, capture_output=True, text=True, check=False,
    ).stdout.split()  # fmt: skip

    assert {"var/keys/secret_key", "var/damgha.sqlite3", ".env"} <= set(ignored)
    assert not [
        name for name in sources() if re.search(r"(^|/)\.env$|\.pem$|\.sqlite3$|secret_key$|link_key$", name)
    ]


def test_no_page_holds_a_secret(house: House) -> None:
    """32: every page, as everybody who may see it."""
    secrets = [
        house_settings.SECRET_KEY,
        *house_settings.LINK_KEYS,
        house.owner.password,
        house.buyer.password,
    ]
    secrets += [str(house_settings.VAR), str(house_settings.LABEL_KEY_DIR), str(HERE)]
    visible = []

    for role, client in house.people():
        for address in addresses():
            if address.name.startswith("mfa_") or not address.name:
                continue
            answer = client.get(address.path(house.path_values(address.name)))
            if not answer.streaming:
                page = answer.content.decode(errors="replace")  # a photo or a workbook is no text
                visible += [(role, address.name, secret[:6]) for secret in secrets if secret in page]

    assert visible == []


def test_keys_of_an_installation_are_readable_by_their_owner_only(tmp_path: Any) -> None:
    """32: made on first start, and by nobody else's leave."""
    folder = house_settings.VAR / "keys"

    modes = {path.name: path.stat().st_mode & 0o077 for path in folder.glob("*_key")}

    assert modes
    assert set(modes.values()) <= {0}


# --- 33 ---------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("line", LINES, ids=range(len(LINES)))
def test_log_keeps_one_line_for_one_thing(line: str, caplog: pytest.LogCaptureFixture) -> None:
    """33: an address, a name or a header cannot write a line of its own into the log."""
    client = Client(raise_request_exception=False)
    with caplog.at_level(logging.DEBUG):
        client.get(f"/en/{line}/")
        client.get(f"/nowhere{line}")
        client.post("/en/account/login/", {"login": line, "password": line})
        client.get("/en/catalog/", {"q": line, "sort": line})

    written = [
        record.getMessage()
        for record in caplog.records
        if record.name.startswith(("django", "damgha", "allauth"))
    ]

    assert not [
        message
        for message in written
        if ("\n" in message.rstrip("\n") and "SELECT" not in message) or "\x1b" in message
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("line", LINES, ids=range(len(LINES)))
def test_letter_gets_no_header_from_what_people_write(line: str) -> None:
    """33, F48: a piece's title, a shop's and a buyer's name reach the subject, and end there."""
    product = make_product(title=f"Carpet {line}".replace("\x00", ""))
    order = make_paid_order(product, buyer=ABROAD)
    type(order).objects.filter(pk=order.pk).update(contact_name=line.replace("\x00", ""))
    Delivery.objects.create(
        key="k", letter="order_paid", recipient="b@example.test", language="en",
        payload={"order_id": order.pk}, created_at=NOW, due_at=NOW,
    )  # fmt: skip
    delivery = Delivery.objects.get(key="k")

    gateway.send(delivery, letters.write(delivery))

    sent = mail.outbox[-1].message()
    assert {key.lower() for key in sent} <= {
        "content-type", "mime-version", "subject", "from", "to", "date", "message-id", "content-language",
        "auto-submitted", "content-transfer-encoding",
    }  # fmt: skip
    assert mail.outbox[-1].recipients() == ["b@example.test"]
    assert header(line).splitlines() == [header(line)]


@pytest.mark.django_db
def test_log_says_no_password_and_no_code(caplog: pytest.LogCaptureFixture) -> None:
    """33: neither when somebody logs in nor when it fails."""
    make_user("amina@example.test")
    with caplog.at_level(logging.INFO):
        Client().post("/en/account/login/", {"login": "amina@example.test", "password": PASSWORD})
        Client().post(
            "/en/account/login/", {"login": "amina@example.test", "password": "mistyped-but-nearly-it"}
        )
        Client().post("/en/account/login/code/", {"login": "amina@example.test"})

    assert PASSWORD not in caplog.text
    assert "mistyped-but-nearly-it" not in caplog.text
    assert not re.search(r"code\W+\d{6}\b", caplog.text)
