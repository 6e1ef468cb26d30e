"""Whether an account can be one, and whether its holder is the person on the card: pure judgements."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from marketplace.refusal import Refusal
from shops.destination.states import DestinationKind as Kind

_EASTERN_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
CCP_DIGITS = 10
RIB_DIGITS = 20


@dataclass(frozen=True, slots=True)
class Destination:
    """Where money is to go, as it was typed and tidied: `account` and `key` hold digits only."""

    kind: str
    holder: str
    account: str = ""
    key: str = ""
    centre_id: int | None = None


def digits(text: str) -> str:
    """Return the digits of `text`, eastern ones as 0-9, without what people write between them."""
    return re.sub(r"[^0-9]", "", text.translate(_EASTERN_DIGITS))


def ccp_key(account: str) -> str:
    """Return the two digits that go with a CCP number: its ten digits weighted 13 … 4, summed, the last two kept."""
    weighted = zip(account.zfill(CCP_DIGITS), range(13, 3, -1), strict=True)
    return f"{sum(int(digit) * weight for digit, weight in weighted) % 100:02}"


def rib_key(bank_to_account: str) -> str:
    """Return the two digits that end a RIB of which the first eighteen are given.

    Branch and account (without the bank's three digits), times 100, modulo 97, taken from 97.
    Source: Bank of Algeria, instruction 06-2004.
    """
    return f"{97 - int(bank_to_account[3:]) * 100 % 97:02}"


def require_valid(destination: Destination) -> None:
    """Refuse what cannot be an account; whether it exists, only the post or the bank knows.

    :raises Refusal: with the field that is wrong.
    """
    if not destination.holder.strip():
        raise Refusal(_("Write the name of the person who receives the money."), field="holder")
    match destination.kind:
        case Kind.CCP:
            _require_ccp(destination.account, destination.key)
        case Kind.BANK:
            _require_rib(destination.account)
        case Kind.CENTRE if destination.centre_id is None:
            raise Refusal(_("Choose the centre where you collect the money."), field="centre")
        case Kind.CENTRE | Kind.ORDER:
            pass
        case _:
            raise Refusal(_("Choose how you want to receive your money."), field="kind")


def _require_ccp(account: str, key: str) -> None:
    if not account.strip("0") or len(account) > CCP_DIGITS:
        raise Refusal(_("A CCP number has at most ten digits. Look at your cheque."), field="account")
    if key != ccp_key(account):
        raise Refusal(
            _("The number and its key do not go together. Look at both again on your cheque."), field="key"
        )


def _require_rib(account: str) -> None:
    if len(account) != RIB_DIGITS:
        raise Refusal(_("A RIB has twenty digits. Look at it again."), field="account")
    if account[-2:] != rib_key(account[:-2]):
        raise Refusal(_("One digit of this RIB is wrong. Look at it again."), field="account")


def tidy(destination: Destination) -> Destination:
    """Return it without what its kind does not need, so that nothing stale is kept."""
    kind = destination.kind
    return Destination(
        kind=kind,
        holder=" ".join(destination.holder.split()),
        account=digits(destination.account) if kind in (Kind.CCP, Kind.BANK) else "",
        key=digits(destination.key).zfill(2) if kind == Kind.CCP and destination.key else "",
        centre_id=destination.centre_id if kind == Kind.CENTRE else None,
    )


_ARABIC = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ى": "ي", "ؤ": "و", "ئ": "ي", "ـ": ""}
)
_APART = re.compile(r"[^\w]+")
_PARTICLES = frozenset({"ال", "el", "al"})


def folded(name: str) -> tuple[str, ...]:
    """Return the words of a name without what two clerks write differently: case, accents, vowel signs, order, al-."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_ARABIC))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).translate(_ARABIC)
    words = [word for word in _APART.split(plain) if word and word not in _PARTICLES]
    return tuple(sorted(word[2:] if word.startswith("ال") and len(word) > 4 else word for word in words))


def same_person(holder: str, names: Iterable[str]) -> bool:
    """Tell whether `holder` is written like one of `names`.

    Between Arabic and Latin letters nothing is guessed (أمينة and Amine would be one): a person looks at those.
    """
    wanted = folded(holder)
    return bool(wanted) and any(wanted == folded(name) for name in names)


def payouts_resume_on(changed_on: date, *, days: int) -> date:
    """Return the first day on which money goes to a destination that was changed on `changed_on`."""
    return changed_on + timedelta(days=days)
