"""Judgements of checkout: what is charged, which ways of paying a basket has, and the code that confirms a contact."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from marketplace.basket.queries import BasketLine, Contents, Group
from marketplace.checkout.models import ContactCode
from marketplace.money import Money
from marketplace.payment.providers import online
from marketplace.payment.states import ProviderCode
from marketplace.refusal import Refusal
from marketplace.settlement.models import ExchangeRate
from marketplace.shipping.states import DeliveryMethod

CODE_DIGITS = 6
CODE_TRIES = 5
CODE_LIFE = timedelta(minutes=15)
CONFIRMED_FOR = timedelta(hours=1)
CODES_PER_HOUR = 5


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who orders and where it goes, checked: e-mail in lower case, phone as +213…, wilaya and commune as slugs."""

    name: str
    phone: str
    email: str
    country: str
    wilaya: str = ""
    commune: str = ""
    street: str = ""
    city: str = ""
    postcode: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class PricedLine:
    """One line in both currencies."""

    line: BasketLine
    dzd: Money
    charge: Money


@dataclass(frozen=True, slots=True)
class Part:
    """One shop's part of what is about to be ordered, in both currencies."""

    group: Group
    lines: tuple[PricedLine, ...]
    delivery_dzd: Money
    delivery_charge: Money

    @property
    def lines_dzd(self) -> Money:
        """Return what its pieces cost in dinars."""
        return sum((priced.dzd for priced in self.lines), Money(0))

    @property
    def lines_charge(self) -> Money:
        """Return what its pieces cost in the charged currency."""
        return sum((priced.charge for priced in self.lines), Money(0, self.delivery_charge.currency))

    @property
    def charge(self) -> Money:
        """Return the whole part in the charged currency."""
        return self.lines_charge + self.delivery_charge


@dataclass(frozen=True, slots=True)
class Offer:
    """What the buyer is asked to confirm: every sum is a sum of its parts, in dinars and in the charged currency."""

    parts: tuple[Part, ...]
    currency: str
    rate: ExchangeRate | None

    @property
    def dzd(self) -> Money:
        """Return the total in dinars."""
        return sum((part.lines_dzd + part.delivery_dzd for part in self.parts), Money(0))

    @property
    def charge(self) -> Money:
        """Return the total that is charged."""
        return sum((part.charge for part in self.parts), Money(0, self.currency))

    @property
    def seen(self) -> str:
        """Return what stands in the form of the check page, to tell whether it is still the same when confirmed."""
        return f"{self.currency}:{self.charge.minor}:{self.dzd.minor}"


def price(contents: Contents, *, currency: str, rate: ExchangeRate | None) -> Offer:
    """Return the offer of a basket: each line and each delivery is converted once, everything else is a sum.

    :raises Refusal: foreign money is asked for and there is no rate of these days.
    """
    if currency != "DZD" and rate is None:
        raise Refusal(
            _("There is no official rate for this currency today. Please pay in dinars."), field="currency"
        )

    def charged(dinars: Money) -> Money:
        return (
            dinars
            if rate is None
            else dinars.convert(dinars_per_unit=rate.dinars_per_unit, currency=currency)
        )

    parts = tuple(
        Part(
            group=group,
            lines=tuple(PricedLine(line, line.total, charged(line.total)) for line in group.lines),
            delivery_dzd=group.delivery,
            delivery_charge=charged(group.delivery),
        )
        for group in contents.groups
    )
    return Offer(parts=parts, currency=currency, rate=rate if currency != "DZD" else None)


def ways_to_pay(contents: Contents) -> tuple[ProviderCode, ...]:
    """Return how this basket can be paid: cash only where all of it is collected at one centre."""
    centres = {group.shop.centre_id for group in contents.groups}
    collected = all(
        group.chosen is not None and group.chosen.method == DeliveryMethod.COLLECT
        for group in contents.groups
    )
    cash = (ProviderCode.CASH_AT_CENTRE,) if collected and len(centres) == 1 and None not in centres else ()
    return (*online(), *cash)


def require_orderable(contents: Contents) -> None:
    """Refuse a basket that cannot be ordered as it is.

    :raises Refusal: it is empty, a piece is sold or its shop closed, or a shop does not reach the buyer.
    """
    if not contents.groups:
        raise Refusal(_("There is nothing in your basket yet."))
    for line in contents.lines:
        if line.shop_closed:
            raise Refusal(_("The shop of “%(title)s” is closed for a while.") % {"title": line.product.title})
        if line.paused:
            raise Refusal(_("“%(title)s” cannot be ordered for now.") % {"title": line.product.title})
        if not line.fits:
            raise Refusal(_("“%(title)s” is sold.") % {"title": line.product.title})
    if not contents.can_be_ordered:
        raise Refusal(_("A shop cannot deliver to this place."))


def code_of(row: ContactCode) -> str:
    """Return the six digits of a code row; they are derived, so nothing that is stored or queued holds them."""
    text = f"contact-code:{row.pk}:{row.contact}".encode()
    digest = hmac.new(settings.SECRET_KEY.encode(), text, hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**CODE_DIGITS:0{CODE_DIGITS}}"


def code_hash(row: ContactCode, code: str) -> str:
    """Return what is kept of a code: enough to compare with, not to guess from."""
    text = f"contact-code-kept:{row.pk}:{code}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), text, hashlib.sha256).hexdigest()


def is_code_of(row: ContactCode, written: str) -> bool:
    """Tell, in constant time, whether `written` is the code, in either kind of digits and with spaces."""
    western = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
    digits = "".join(written.translate(western).split())
    return hmac.compare_digest(code_hash(row, digits), row.code_hash)


def anonymous(kind: str, value: str) -> str:
    """Return what is kept of a visitor's name or network: it can be counted, and not read back."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()


def require_few_unpaid(*, of_session: int, of_network: int) -> None:
    """Refuse one more free reservation by card beyond the bounds.

    :raises Refusal: this visitor, or this network within the hour, holds as many unpaid orders as allowed.
    """
    if of_session >= settings.HOLDS_PER_SESSION:
        raise Refusal(_("You have orders that wait for payment. Please pay one first, or let it expire."))
    if of_network >= settings.HOLDS_PER_NETWORK_HOUR:
        raise Refusal(_("Too many unpaid orders come from your network. Please try again in an hour."))


def require_few_open(*, held: int, wanted: int) -> None:
    """Refuse to keep more pieces for one contact without money than allowed.

    :raises Refusal: it would be more than `CASH_MAX_OPEN_PIECES`.
    """
    if held + wanted > settings.CASH_MAX_OPEN_PIECES:
        raise Refusal(
            _(
                "At most %(most)s pieces can wait for one person at the centre. Please pay online, or order fewer."
            )
            % {"most": settings.CASH_MAX_OPEN_PIECES},
            field="provider",
        )


def hold_until(provider: str, *, now: datetime, ready: datetime) -> datetime:
    """Return until when the pieces are kept: minutes for a payment page, days after they are ready for the counter."""
    if provider == ProviderCode.CASH_AT_CENTRE:
        return ready + timedelta(days=settings.CASH_HOLD_DAYS)
    return now + timedelta(minutes=settings.HOLD_MINUTES)
