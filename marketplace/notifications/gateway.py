"""The calls outward: the mail server, and the gateway of text messages. Each with a timeout, none in a transaction."""

from __future__ import annotations

import http.client
import json
import logging
import smtplib
import uuid
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from marketplace.notifications.letters import Written
from marketplace.notifications.models import Delivery
from marketplace.notifications.rules import message_id
from marketplace.notifications.states import Channel

log = logging.getLogger("damgha.notifications")


class NoGateway(Exception):
    """There is a text message to send and no gateway is set; it waits, and is dead after the last try."""


class TextRefused(OSError):
    """The gateway would not take this one message; it takes others."""


# What a gateway says of one message; all else (a wrong token, too many, an error of its own) is true of the next too.
_THIS_MESSAGE = frozenset({400, 404, 410, 413, 422})


def is_down(error: Exception) -> bool:
    """Tell whether the server cannot be spoken to at all, rather than that it would not take this one letter."""
    refused = (
        smtplib.SMTPRecipientsRefused,
        smtplib.SMTPSenderRefused,
        smtplib.SMTPDataError,
        TextRefused,
    )
    return isinstance(error, OSError) and not isinstance(error, refused)


def send(delivery: Delivery, written: Written) -> None:
    """Hand a letter to the mail server, or a text message to its gateway; returning means that they took it.

    :raises OSError: they did not, or nobody knows (smtplib's errors are among these). A later try sends the same
        letter with the same Message-ID.
    """
    if delivery.channel == Channel.SMS:
        _send_sms(delivery, written)
    else:
        _send_email(delivery, written)


def _send_email(delivery: Delivery, written: Written) -> None:
    message = EmailMultiAlternatives(
        subject=written.subject,
        body=written.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[delivery.recipient],
        headers={
            "Message-ID": message_id(delivery.key, settings.DEFAULT_FROM_EMAIL),
            "Content-Language": delivery.language,
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(written.html, "text/html")
    connection = get_connection()
    connection.open()
    try:
        connection.send_messages([message])
    except OSError:
        _hang_up(connection)
        raise
    # The server said 250. Whatever goes wrong while saying goodbye must not have the letter sent again.
    _hang_up(connection)


def _hang_up(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except OSError as error:
        log.info("mail server: the line broke at goodbye (%s)", error)


def _send_sms(delivery: Delivery, written: Written) -> None:
    """Hand a text message to the gateway that is set: by HTTP, or the demonstration's folder.

    :raises NoGateway: none is set.
    """
    key = message_id(delivery.key, "sms").strip("<>").partition("@")[0]
    if settings.SMS_URL:
        _post_sms(delivery.recipient, written.text, key=key)
    elif settings.SMS_FOLDER is not None:
        _write_sms(settings.SMS_FOLDER / f"{key}.sms", delivery, written)
    else:
        raise NoGateway("no gateway for text messages is set")


def _write_sms(path: Path, delivery: Delivery, written: Written) -> None:
    """Write the message into the demonstration's folder, whole or not at all."""
    unfinished = path.with_suffix(f".{uuid.uuid4().hex}")
    unfinished.write_text(
        json.dumps({"to": delivery.recipient, "language": delivery.language, "text": written.text}),
        encoding="utf-8",
    )
    unfinished.replace(path)


def _post_sms(recipient: str, text: str, *, key: str) -> None:
    """Post the message as JSON, named by the environment (docs/production.md); `key` is the same on every try.

    Nothing is followed elsewhere: the token belongs to this address. Only the status of the answer counts.

    :raises OSError: it was not taken, or nobody knows.
    """
    address = urlsplit(settings.SMS_URL)
    fields = {settings.SMS_TO_FIELD: recipient, settings.SMS_TEXT_FIELD: text}
    if settings.SMS_SENDER:
        fields[settings.SMS_SENDER_FIELD] = settings.SMS_SENDER
    if settings.SMS_KEY_FIELD:
        fields[settings.SMS_KEY_FIELD] = key
    headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": key}
    if settings.SMS_TOKEN:
        headers["Authorization"] = f"Bearer {settings.SMS_TOKEN}"
    kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    connection = kind(address.hostname or "", address.port, timeout=settings.SMS_TIMEOUT)
    target = (address.path or "/") + (f"?{address.query}" if address.query else "")
    try:
        connection.request("POST", target, json.dumps(fields).encode(), headers)
        status = connection.getresponse().status
    except http.client.HTTPException as error:
        raise ConnectionError(f"the gateway does not speak HTTP: {type(error).__name__}") from error
    finally:
        connection.close()
    if not 200 <= status < 300:
        what = f"the gateway answered {status}"
        raise TextRefused(what) if status in _THIS_MESSAGE else ConnectionError(what)
