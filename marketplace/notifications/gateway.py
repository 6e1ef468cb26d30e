"""The calls outward: the mail server, and the gateway of text messages. Each with a timeout, none in a transaction."""

from __future__ import annotations

import json
import logging
import smtplib
import uuid
from pathlib import Path

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


def is_down(error: Exception) -> bool:
    """Tell whether the server cannot be spoken to at all, rather than that it would not take this one letter."""
    refused = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)
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
    """Write the message into the demonstration's folder, whole or not at all. A real gateway gets its own setting."""
    if settings.SMS_FOLDER is None:
        raise NoGateway("no gateway for text messages is set")
    name = message_id(delivery.key, "sms").strip("<>").partition("@")[0]
    path = Path(settings.SMS_FOLDER) / f"{name}.sms"
    unfinished = path.with_suffix(f".{uuid.uuid4().hex}")
    unfinished.write_text(
        json.dumps({"to": delivery.recipient, "language": delivery.language, "text": written.text}),
        encoding="utf-8",
    )
    unfinished.replace(path)
