"""How people write what they log in with."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from datetime import timedelta

from django.conf import settings

_EASTERN_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_BETWEEN_DIGITS = re.compile(r"[\s.\-()/\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_E164 = re.compile(r"\+[1-9]\d{7,14}")
COUNTRY_CODE = "+213"


def phone_number(text: str) -> str:
    """Return a phone as `+213661234567`, however it was written; a number without country code is Algerian.

    Empty when it is no phone number.
    """
    number = _BETWEEN_DIGITS.sub("", text.translate(_EASTERN_DIGITS))
    if number.startswith("00"):
        number = "+" + number[2:]
    elif number.startswith("0"):
        number = COUNTRY_CODE + number[1:]
    elif number.startswith(COUNTRY_CODE + "0"):
        number = COUNTRY_CODE + number[len(COUNTRY_CODE) + 1 :]
    return number if _E164.fullmatch(number) else ""


def login_name(text: str) -> str:
    """Return an e-mail in lower case or a phone as we keep it; anything else as it came."""
    text = text.strip()
    return text.lower() if "@" in text else phone_number(text) or text


CODE_LIFE = timedelta(minutes=10)
CODE_TRIES = 5
CODES_PER_CONTACT_HOUR = 6
CODES_PER_NETWORK_HOUR = 60  # a mobile network shares one address, and a centre enters many on its day
CODES_KEPT = timedelta(days=1)


def new_code() -> str:
    """Return six fresh digits."""
    return f"{secrets.randbelow(1_000_000):06}"


def code_hash(pk: int, code: str) -> str:
    """Return what is kept of a code: of no use without the house's key, nor for another row."""
    return hmac.new(
        settings.SECRET_KEY.encode(), f"one-time code:{pk}:{code}".encode(), hashlib.sha256
    ).hexdigest()


def typed_code(text: str) -> str:
    """Return a code as it was typed: eastern digits as ours, without what people write between them."""
    return _BETWEEN_DIGITS.sub("", text.translate(_EASTERN_DIGITS))


def masked(contact: str) -> str:
    """Return a contact as it may be shown to who may not know it: f•••@example.dz, •••567."""
    name, at, host = contact.partition("@")
    return f"{name[:1]}•••@{host}" if at else f"•••{contact[-3:]}"


def plain_digits(text: str) -> str:
    """Return a code as it was typed, in digits 0-9 and without signs that show only the direction of writing."""
    return re.sub(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text.translate(_EASTERN_DIGITS)).strip()
