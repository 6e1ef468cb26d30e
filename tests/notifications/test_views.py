"""The demonstration's mailbox shows what really went out, in a frame that can do nothing."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client
from django.utils import timezone

from marketplace.notifications import actions, mailbox, tasks
from marketplace.notifications.recipients import Recipient
from marketplace.notifications.states import Channel, Letter

HERE = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = settings.SMS_FOLDER = tmp_path
    return tmp_path


def send(subject: str, *, count: int = 1) -> None:
    """Send letters through one connection, which writes them all into one file."""
    messages = []
    for number in range(count):
        message = EmailMultiAlternatives(
            f"{subject} {number}", "مرحبا\n" + "-" * 79 + "\nhttps://damgha.test/x/", to=["a@example.test"]
        )
        message.attach_alternative(
            '<html><head></head><body style="color:red">مرحبا</body></html>', "text/html"
        )
        messages.append(message)
    get_connection().send_messages(messages)


def test_mailbox_finds_every_letter_of_a_file_whole(folder: Path) -> None:
    send("Order", count=3)

    found = mailbox.items()

    assert len(list(folder.glob("*.log"))) == 1
    assert sorted(item.subject for item in found) == ["Order 0", "Order 1", "Order 2"]
    assert {item.text.split("\n")[0] for item in found} == {"مرحبا"}
    assert all("مرحبا" in item.html for item in found)


@pytest.mark.django_db
def test_mailbox_shows_letters_and_text_messages(folder: Path, client: Client) -> None:
    now = timezone.now() - timedelta(seconds=1)
    for channel, address in ((Channel.EMAIL, "a@example.test"), (Channel.SMS, "+213661234567")):
        actions.write_rows(
            letter=Letter.LOGIN_CODE,
            about=f"login_code:{channel}",
            to=[Recipient("person", address, "en", channel)],
            payload={"code": "123456"},
            now=now,
        )
    tasks.send_due()

    page = client.get("/dev/mail/", headers={"Accept-Language": "en"}).content.decode()

    assert "a@example.test" in page
    assert "+213661234567" in page
    assert page.count("123456 is your code") == 2


def test_letter_is_framed_by_our_page_only_and_can_do_nothing(folder: Path, client: Client) -> None:
    send("Order")
    (item,) = mailbox.items()

    page = client.get(f"/dev/mail/{item.key}/")
    framed = client.get(f"/dev/mail/{item.key}/html/")

    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page.content.decode()
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    policy = dict(part.strip().partition(" ")[::2] for part in framed["Content-Security-Policy"].split(";"))
    assert policy["style-src"] == "'unsafe-inline'"
    assert policy["script-src"] == policy["default-src"] == policy["form-action"] == "'none'"
    assert policy["frame-ancestors"] == "'self'"
    assert "sandbox" in policy
    assert "style-src 'self'" in page["Content-Security-Policy"]
    assert '<body style="color:red">' in framed.content.decode()


def test_letter_nobody_sent_is_not_found(folder: Path, client: Client) -> None:
    assert client.get("/dev/mail/0123456789abcdef/").status_code == 404


def test_mailbox_does_not_exist_in_production() -> None:
    """The address is not even routed where DEMO is false; settings are read once, so this asks another process."""
    ask = (
        "import django; django.setup()\n"
        "from django.urls import NoReverseMatch, reverse\n"
        "try: print(reverse('dev_mail'))\n"
        "except NoReverseMatch: print('none')"
    )
    production = {
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.production",
        "SECRET_KEY": "x" * 60,
        "LINK_KEYS": "y" * 60,
        "PUBLIC_ORIGIN": "https://damgha.example",
        "DATABASE_URL": "sqlite:///:memory:",
        "CACHE_URL": "redis://127.0.0.1:1/0",
        "BROKER_URL": "redis://127.0.0.1:1/0",
        "EMAIL_HOST": "127.0.0.1",
        "PATH": "/usr/bin",
    }

    done = subprocess.run(
        [sys.executable, "-c", ask], cwd=HERE, env=production, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "none"
