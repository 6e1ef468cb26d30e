"""The demonstration's mailbox: every letter and text message as it went out, read from the folder they went into."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.utils import timezone

# What Django's file backend puts after each message of a file; each begins with its content type.
_SEPARATOR = re.compile(rb"\n-{79}\n(?=Content-Type:|\s*\Z)")


@dataclass(frozen=True, slots=True)
class Item:
    """One letter or text message; `key` finds it again, `html` is empty where there is none."""

    key: str
    to: str
    subject: str
    at: datetime
    language: str
    text: str
    html: str
    message_id: str
    is_sms: bool = False


def items() -> list[Item]:
    """Return everything that went out, newest first."""
    found = [*_emails(Path(settings.EMAIL_FILE_PATH)), *_text_messages(settings.SMS_FOLDER)]
    return sorted(found, key=lambda item: (item.at, item.key), reverse=True)


def find(key: str) -> Item | None:
    """Return the one with this key."""
    return next((item for item in items() if item.key == key), None)


def _emails(folder: Path) -> Iterator[Item]:
    for path in sorted(folder.glob("*.log")):
        for index, raw in enumerate(_SEPARATOR.split(path.read_bytes())):
            if raw.strip():
                message = message_from_bytes(raw.lstrip(), policy=policy.default)
                if isinstance(message, EmailMessage):
                    yield _email(message, key=_key(path, index), fallback=_written_at(path))


def _email(message: EmailMessage, *, key: str, fallback: datetime) -> Item:
    text, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    at = getattr(message["Date"], "datetime", None) or fallback
    if timezone.is_naive(at):  # "-0000", as Django writes it: UTC, of a sender that does not say where it is
        at = at.replace(tzinfo=UTC)
    return Item(
        key=key,
        to=str(message["To"]),
        subject=str(message["Subject"]),
        at=at,
        language=str(message["Content-Language"] or ""),
        text=str(text.get_content()).strip() if text else "",
        html=str(html.get_content()) if html else "",
        message_id=str(message["Message-ID"]).strip(),
    )


def _text_messages(folder: Path | None) -> Iterator[Item]:
    for path in Path(folder).glob("*.sms") if folder else ():
        told = json.loads(path.read_text(encoding="utf-8"))
        yield Item(
            key=_key(path, 0),
            to=told["to"],
            subject="",
            at=_written_at(path),
            language=told["language"],
            text=told["text"].strip(),
            html="",
            message_id=path.stem,
            is_sms=True,
        )


def _key(path: Path, index: int) -> str:
    return hashlib.sha256(f"{path.name}:{index}".encode()).hexdigest()[:20]


def _written_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_default_timezone())
