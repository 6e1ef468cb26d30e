"""How a label travels: `HTTPS://<host>/V/` and the signed bytes as one decimal number, in one QR.

The address is a QR alphanumeric segment and the number a numeric one (10 bits for 3 digits): smaller than
any base-64 or base-45 spelling, and a phone's camera opens it as a page. A label begins with the byte 0xD2,
so the number has no leading zero and one spelling only.
Source: docs/quality-labels.md, R17.
"""

import io
import re
from typing import Any

import segno
from segno.consts import MODE_ALPHANUMERIC as ALPHANUMERIC
from segno.consts import MODE_NUMERIC as NUMERIC

from quality_labels import serial

MAX_DIGITS = 700
SHORTEST_LABEL = 250  # decimal digits; the emptiest signed label has more
HOST = re.compile(r"[A-Z0-9][A-Z0-9.:-]*")
QUIET_ZONE = 4  # modules, what ISO 18004 asks


class BadCarrier(ValueError):
    """The digits are not those of a QR of ours."""


def prefix(host: str) -> str:
    """Return the address before the digits, in the capital letters QR writes shortest."""
    capital = host.upper()
    if not HOST.fullmatch(capital):
        raise ValueError("the stamp host has a letter that a QR cannot write short")
    return f"HTTPS://{capital}/V/"


def digits_of(blob: bytes) -> str:
    """Write a signed label as one decimal number."""
    return str(int.from_bytes(blob, "big"))


def bytes_of(digits: str) -> bytes:
    """Read the signed label back from its decimal number.

    :raises BadCarrier: not digits, a leading zero, or longer than any label.
    """
    if not digits.isascii() or not digits.isdigit() or digits.startswith("0") or len(digits) > MAX_DIGITS:
        raise BadCarrier("not a number of ours")
    number = int(digits)
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def url(blob: bytes, *, host: str) -> str:
    """Return the whole text of the QR."""
    return prefix(host) + digits_of(blob)


def digits_in(text: str, *, hosts: frozenset[str]) -> str:
    """Return the digits of a scanned or typed text: a QR address of one of `hosts`, or bare digits.

    :raises BadCarrier: the address of another host, or no digits at all.
    """
    found = re.fullmatch(r"(?:https?://([^/\s]+)/V/)?(.+)", text.strip(), flags=re.IGNORECASE | re.DOTALL)
    if found is None:
        raise BadCarrier("nothing to check")
    host, rest = found.groups()
    if host is not None and host.upper() not in {known.upper() for known in hosts}:
        raise BadCarrier("the address of another site")
    digits = serial.clean(rest)
    if not (digits.isascii() and digits.isdigit()) or len(digits) > MAX_DIGITS:
        raise BadCarrier("not a number of ours")
    return digits


def qr(blob: bytes, *, host: str, error: str = "m") -> segno.QRCode:
    """Draw the QR: level M for paper, "q" for cloth labels; never a higher level than asked."""
    segments: Any = [
        (prefix(host), ALPHANUMERIC),
        (digits_of(blob), NUMERIC),
    ]  # segno's types know one segment
    return segno.make_qr(segments, error=error, boost_error=False)


def svg(blob: bytes, *, host: str, title: str, error: str = "m") -> str:
    """Return the QR as one inline SVG element that takes the size its page gives it."""
    return qr(blob, host=host, error=error).svg_inline(
        border=QUIET_ZONE, omitsize=True, title=title, svgclass="qr", lineclass=None, light="#fff"
    )


def png(blob: bytes, *, host: str, scale: int = 8, error: str = "m") -> bytes:
    """Return the QR as a PNG, for letters and for checking it by a reader."""
    out = io.BytesIO()
    qr(blob, host=host, error=error).save(out, kind="png", scale=scale, border=QUIET_ZONE)
    return out.getvalue()
