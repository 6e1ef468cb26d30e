"""How people write what they log in with."""

from __future__ import annotations

import re

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
