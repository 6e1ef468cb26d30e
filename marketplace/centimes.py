"""A price as it is spoken: in centimes, a hundred to the dinar, in thousands and millions.

People of the region write dinars and say centimes: 4 500 دج is «450 ألف سنتيم». Reading a price back in both
ways is how a zero too many is found. The pages' script does the same from `WORDS`; a journey holds both to one table.
"""

from __future__ import annotations

from typing import Any

from marketplace import formats
from marketplace.formats import NBSP
from marketplace.money import MINOR_PER_MAJOR

THOUSAND, MILLION = 1_000, 1_000_000
# One, two before the unit (its ن falls), two before و, three to ten, eleven and more.
_ALF = ("ألف", "ألفا", "ألفان", "آلاف", "ألف")
_MALYUN = ("مليون", "مليونا", "مليونان", "ملايين", "مليون")
WORDS: dict[str, dict[str, Any]] = {
    "ar": {"unit": "سنتيم", "and": " و", "thousand": _ALF, "million": _MALYUN},
    "fr": {"unit": "centimes", "million": "million de centimes", "millions": "millions de centimes"},
    "en": {"unit": "centimes", "million": "million centimes", "millions": "million centimes"},
}


def spoken(dinars: int, language: str) -> str:
    """Return `dinars` in centimes as one says it: `450 ألف سنتيم`, `450 000 centimes`, `1 million de centimes`."""
    language = formats.known(language)
    centimes, words = dinars * MINOR_PER_MAJOR, WORDS[language]
    if language == "ar":
        return _in_arabic(centimes)
    if centimes >= MILLION and centimes % MILLION == 0:
        millions = centimes // MILLION
        return (
            f"{formats.number(millions, language)}{NBSP}{words['million' if millions == 1 else 'millions']}"
        )
    return f"{formats.number(centimes, language)}{NBSP}{words['unit']}"


def _in_arabic(centimes: int) -> str:
    """Join millions, thousands and the rest; the last of them stands before the unit and agrees with it."""
    millions, rest = divmod(centimes, MILLION)
    thousands, units = divmod(rest, THOUSAND)
    parts = [(count, forms) for count, forms in ((millions, _MALYUN), (thousands, _ALF)) if count]
    said = [
        counted(count, forms, last=not units and index == len(parts) - 1)
        for index, (count, forms) in enumerate(parts)
    ]
    if units:
        said.append(str(units))
    return f"{WORDS['ar']['and'].join(said)}{NBSP}{WORDS['ar']['unit']}"


def counted(count: int, forms: tuple[str, ...], *, last: bool) -> str:
    """Return `count` with its noun in the number Arabic asks for; `last`: the unit follows at once."""
    one, two_before, two, few, many = forms
    if count == 1:
        return one
    if count == 2:
        return two_before if last else two
    noun = few if 3 <= count % 100 <= 10 else many
    return f"{formats.number(count, 'ar')}{NBSP}{noun}"
