"""The 20-digit serial of a label: `CC YY RRRRRRRRRRRRRR KK`, written in five groups joined by a dot.

CC is the number of the centre, YY the year, R fourteen random digits, KK two check digits by ISO 7064
MOD 97-10, which catch every single wrong digit and every swap of neighbours. Digits only, because people
dictate it by phone in Arabic and in French; dots, because after Arabic text groups joined by "-" or by a
space are shown in reversed order.
Source: docs/quality-labels.md, R14.
"""

import secrets
from collections.abc import Callable

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_97_10

LENGTH = 20
RANDOM_DIGITS = 14
GROUP = 4
# What dictated, copied or printed text carries between the groups, direction marks included.
SEPARATORS = ".-\u2010\u2011\u2013\u2066\u2067\u2068\u2069\u200e\u200f"


def complete(body: str) -> str:
    """Return the 20-digit serial whose first 18 digits are `body`."""
    if len(body) != LENGTH - 2 or not _is_ascii_digits(body):
        raise ValueError("the body of a serial has 18 digits")
    return body + mod_97_10.calc_check_digits(body)


def draw(*, centre_no: int, year: int, randbelow: Callable[[int], int] = secrets.randbelow) -> str:
    """Draw a new serial for a centre (1 to 99) and a year; the caller's unique column settles collisions."""
    if not 1 <= centre_no <= 99:
        raise ValueError("the number of a centre has two digits")
    return complete(f"{centre_no:02d}{year % 100:02d}{randbelow(10**RANDOM_DIGITS):0{RANDOM_DIGITS}d}")


def is_valid(digits: str) -> bool:
    """Say whether `digits` is a well-formed serial: 20 ASCII digits with the right check digits."""
    if len(digits) != LENGTH or not _is_ascii_digits(digits):
        return False
    try:
        mod_97_10.validate(digits)
    except ValidationError:
        return False
    return True


def clean(typed: str) -> str:
    """Take the marks between the groups out of what was typed or pasted, and fold Arabic digits."""
    kept = "".join(char for char in typed if char not in SEPARATORS and not char.isspace())
    return "".join(str(int(char)) if char.isdecimal() else char for char in kept)


def grouped(digits: str) -> str:
    """Write a serial as it is printed: `0126.1430.0304.2359.3650`."""
    return ".".join(digits[start : start + GROUP] for start in range(0, len(digits), GROUP))


def last_four(digits: str) -> str:
    """Return the only digits of a serial that public pages show."""
    return digits[-GROUP:]


def as_bytes(digits: str) -> bytes:
    """Return the serial as a big-endian integer without leading zero bytes (the `cti` of the payload)."""
    number = int(digits)
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def from_bytes(cti: bytes) -> str:
    """Read a serial back from its big-endian integer.

    :raises ValueError: leading zero byte, more than 20 digits, or wrong check digits.
    """
    if not cti or cti[0] == 0 or len(cti) > 9:
        raise ValueError("not the shortest form of a serial")
    digits = str(int.from_bytes(cti, "big")).zfill(LENGTH)
    if not is_valid(digits):
        raise ValueError("the check digits of the serial are wrong")
    return digits


def _is_ascii_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
