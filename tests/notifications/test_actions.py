"""Sending: claimed by a lease, tried again, dead in the end; and nothing is locked meanwhile."""

from __future__ import annotations

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from marketplace import outbox
from marketplace.notifications import actions, gateway, queries, rules, tasks
from marketplace.notifications.models import Delivery
from marketplace.notifications.recipients import Recipient
from marketplace.notifications.states import Channel, Letter
from tests.factories import NOW as _NOW

NOW = _NOW - timedelta(days=30)  # surely past, so that a task finds it due
pytestmark = pytest.mark.django_db


def make_letter(
    about: str = "login_code:1", recipient: str = "a@example.test", code: str = "123456"
) -> Delivery:
    actions.write_rows(
        letter=Letter.LOGIN_CODE,
        about=about,
        to=[Recipient("person", recipient, "en")],
        payload={"code": code},
        now=NOW,
    )
    return Delivery.objects.latest("pk")


def broken(error: Exception):
    def send(delivery: object, written: object) -> None:
        raise error

    return send


def test_letter_is_written_once_however_often_it_is_told() -> None:
    make_letter()
    make_letter()

    assert Delivery.objects.count() == 1


def test_sent_letter_is_not_sent_again_and_forgets_its_code() -> None:
    letter = make_letter()

    for _time in range(2):
        actions.send(delivery_id=letter.pk, now=NOW)

    assert len(mail.outbox) == 1
    letter.refresh_from_db()
    assert (letter.sent_at, letter.payload, letter.attempts) == (NOW, {}, 1)


def test_letter_under_lease_is_left_alone_until_the_lease_runs_out() -> None:
    letter = make_letter()
    Delivery.objects.update(lease_until=NOW + timedelta(seconds=30))

    actions.send(delivery_id=letter.pk, now=NOW)
    first = len(mail.outbox)
    actions.send(delivery_id=letter.pk, now=NOW + timedelta(seconds=31))

    assert (first, len(mail.outbox)) == (0, 1)


def test_failed_letter_waits_and_keeps_its_message_id(monkeypatch: pytest.MonkeyPatch) -> None:
    letter = make_letter()
    monkeypatch.setattr(gateway, "send", broken(smtplib.SMTPServerDisconnected("gone")))

    went_on = actions.send(delivery_id=letter.pk, now=NOW)

    letter.refresh_from_db()
    assert went_on is False
    assert letter.lease_until == NOW + timedelta(seconds=5)
    assert letter.sent_at is None
    assert "gone" in letter.last_error
    monkeypatch.undo()
    actions.send(delivery_id=letter.pk, now=NOW + timedelta(seconds=6))
    (sent,) = mail.outbox
    assert sent.extra_headers["Message-ID"] == rules.message_id(letter.key, "x@damgha.test")


def test_letter_is_dead_after_twelve_failures_and_a_person_is_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    letter = make_letter()
    monkeypatch.setattr(gateway, "send", broken(OSError("refused")))
    now = NOW

    for _attempt in range(20):
        now += timedelta(days=1)
        actions.send(delivery_id=letter.pk, now=now)

    letter.refresh_from_db()
    assert letter.attempts == 12
    assert letter.dead_at is not None
    assert [record.levelname for record in caplog.records].count("CRITICAL") == 1


def test_one_letter_that_cannot_be_written_keeps_no_other_back(monkeypatch: pytest.MonkeyPatch) -> None:
    poison = make_letter("login_code:poison")
    Delivery.objects.filter(pk=poison.pk).update(payload={})
    make_letter("login_code:good", "good@example.test")

    tasks.send_due()

    assert [message.to for message in mail.outbox] == [["good@example.test"]]
    poison.refresh_from_db()
    assert poison.sent_at is None
    assert "code" in poison.last_error


def test_letter_refused_for_itself_keeps_no_other_back(monkeypatch: pytest.MonkeyPatch) -> None:
    make_letter("login_code:1", "refused@example.test")
    make_letter("login_code:2", "good@example.test")
    send = gateway.send

    def picky(delivery: Delivery, written: object) -> None:
        if delivery.recipient.startswith("refused"):
            raise smtplib.SMTPRecipientsRefused({delivery.recipient: (550, b"no such user")})
        send(delivery, written)  # type: ignore[arg-type]

    monkeypatch.setattr(gateway, "send", picky)

    tasks.send_due()

    assert [message.to for message in mail.outbox] == [["good@example.test"]]


def test_mail_server_that_is_down_costs_one_letter_one_try(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        make_letter(f"login_code:{number}")
    monkeypatch.setattr(gateway, "send", broken(ConnectionRefusedError()))

    tasks.send_due()

    assert sum(Delivery.objects.values_list("attempts", flat=True)) == 1


def test_text_message_is_written_whole_into_its_folder(settings: object, tmp_path: object) -> None:
    settings.SMS_FOLDER = tmp_path  # type: ignore[attr-defined]
    actions.write_rows(
        letter=Letter.LOGIN_CODE,
        about="login_code:1",
        to=[Recipient("person", "+213661234567", "ar", Channel.SMS)],
        payload={"code": "654321"},
        now=NOW,
    )

    tasks.send_due()

    (message,) = tmp_path.glob("*.sms")  # type: ignore[attr-defined]
    assert "654321" in message.read_text()
    assert mail.outbox == []


def test_text_message_without_a_gateway_waits_and_says_why(settings: object) -> None:
    settings.SMS_FOLDER = None  # type: ignore[attr-defined]
    actions.write_rows(
        letter=Letter.LOGIN_CODE,
        about="login_code:1",
        to=[Recipient("person", "+213661234567", "ar", Channel.SMS)],
        payload={"code": "654321"},
        now=NOW,
    )

    tasks.send_due()

    (letter,) = Delivery.objects.all()
    assert letter.sent_at is None
    assert "gateway" in letter.last_error


def test_rows_are_rung_for_once_per_commit(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: object
) -> None:
    rings: list[object] = []
    monkeypatch.setattr(actions, "ring", rings.append)

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        for number in range(5):
            make_letter(f"login_code:{number}")

    assert rings == [tasks.send_due]


def test_outbox_handler_and_its_rows_are_one_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_columns: object) -> None:
        raise IntegrityError("the disk is full")

    from marketplace.outbox.actions import drain

    with transaction.atomic():
        outbox.emit("account.login_code", code="1", email="a@example.test", phone="", language="en")
    monkeypatch.setattr(actions, "ring_on_commit", fail)

    drain(now=timezone.now())

    assert Delivery.objects.count() == 0
    assert queries.due(now=timezone.now(), limit=5) == []


def test_line_that_breaks_after_the_server_took_the_letter_sends_no_second_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from django.core.mail.backends.locmem import EmailBackend

    def break_off(_connection: EmailBackend) -> None:
        raise TimeoutError("no goodbye")

    monkeypatch.setattr(EmailBackend, "close", break_off)
    letter = make_letter()

    for _time in range(2):
        actions.send(delivery_id=letter.pk, now=NOW + timedelta(days=1))

    letter.refresh_from_db()
    assert letter.sent_at is not None
    assert len(mail.outbox) == 1


def test_dead_letters_and_messages_are_put_back_by_a_person() -> None:
    from django.core.management import call_command

    from marketplace.outbox.models import Message

    letter = make_letter()
    Delivery.objects.update(dead_at=NOW, attempts=12)
    Message.objects.create(key="m", kind="test", created_at=NOW, due_at=NOW, dead_at=NOW, attempts=12)

    call_command("revive")

    letter.refresh_from_db()
    assert (letter.dead_at, letter.attempts) == (None, 0)
    assert (Message.objects.get().dead_at, Message.objects.get().attempts) == (None, 0)
