"""The gateway of text messages by HTTP, against a real server that takes, refuses, hangs, drops and is not there."""

from __future__ import annotations

from collections.abc import Generator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from marketplace.notifications import actions, gateway, rules, tasks
from marketplace.notifications.letters import Written
from marketplace.notifications.models import Delivery
from marketplace.notifications.recipients import Recipient
from marketplace.notifications.states import Channel, Letter
from tests.factories import NOW as _NOW
from tests.notifications.sms import SmsGateway
from tests.servers import HOST, free_port

NOW = _NOW - timedelta(days=30)
pytestmark = pytest.mark.django_db


@pytest.fixture
def sms(settings: Any) -> Generator[SmsGateway]:
    with SmsGateway() as server:
        settings.SMS_URL = server.url
        settings.SMS_TOKEN = "secret-token"
        settings.SMS_TIMEOUT = 0.5
        settings.SMS_FOLDER = None
        yield server


def make_text(about: str = "login_code:1", channel: Channel = Channel.SMS) -> Delivery:
    address = "+213661234567" if channel == Channel.SMS else "a@example.test"
    to = [Recipient("person", address, "en", channel)]
    actions.write_rows(letter=Letter.LOGIN_CODE, about=about, to=to, payload={"code": "654321"}, now=NOW)
    return Delivery.objects.get(key__startswith=f"{about}:")


def test_message_is_posted_as_the_environment_names_it(sms: SmsGateway, settings: Any) -> None:
    settings.SMS_TO_FIELD, settings.SMS_TEXT_FIELD, settings.SMS_KEY_FIELD = "msisdn", "message", "ref"
    settings.SMS_SENDER_FIELD, settings.SMS_SENDER = "source", "Damgha"
    letter = make_text()

    tasks.send_due()

    ((headers, body),) = sms.kept
    key = rules.message_id(letter.key, "sms").strip("<>").partition("@")[0]
    assert headers["Authorization"] == "Bearer secret-token"
    assert headers["Idempotency-Key"] == body["ref"] == key
    assert (body["msisdn"], body["source"]) == ("+213661234567", "Damgha")
    assert "654321" in body["message"]
    letter.refresh_from_db()
    assert letter.sent_at is not None


@pytest.mark.parametrize("mode", [301, 400, 401, 429, 500, "hang", "drop", "noise"])
def test_message_that_was_not_taken_is_tried_again_under_the_same_key(
    sms: SmsGateway, mode: int | str
) -> None:
    sms.mode = mode
    letter = make_text()

    tasks.send_due()

    letter.refresh_from_db()
    assert letter.sent_at is None
    assert letter.last_error
    assert "secret-token" not in letter.last_error
    sms.mode = 200
    Delivery.objects.update(lease_until=None)
    tasks.send_due()
    assert Delivery.objects.get(pk=letter.pk).sent_at is not None
    assert len({headers["Idempotency-Key"] for headers, _body in sms.kept}) == 1


@pytest.mark.parametrize(
    ("mode", "down"), [(400, False), (422, False), (401, True), (503, True), ("hang", True)]
)
def test_gateway_that_is_down_is_told_from_a_message_it_does_not_take(
    sms: SmsGateway, mode: int | str, down: bool
) -> None:
    sms.mode = mode
    letter = make_text()

    with pytest.raises((ConnectionError, TimeoutError, gateway.TextRefused)) as raised:
        gateway.send(letter, Written("subject", "text", ""))

    assert gateway.is_down(raised.value) is down


def test_gateway_that_is_not_there_keeps_no_letter_waiting(sms: SmsGateway, settings: Any) -> None:
    settings.SMS_URL = f"http://{HOST}:{free_port()}/"
    texts = [make_text(f"login_code:{number}") for number in range(3)]
    make_text("login_code:9", Channel.EMAIL)

    tasks.send_due()

    assert len(mail.outbox) == 1
    attempts = Delivery.objects.filter(pk__in=[text.pk for text in texts]).values_list("attempts", flat=True)
    assert sorted(attempts) == [0, 0, 1]
