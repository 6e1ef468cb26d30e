"""Use cases of where money goes: written first with the shop, changed only with a code on the channel known so far."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from marketplace import outbox
from marketplace.accounts import actions as accounts
from marketplace.accounts.models import OneTimeCode, User
from marketplace.accounts.states import CodePurpose
from marketplace.refusal import Refusal
from marketplace.texting import can_text
from shops.destination import queries, rules
from shops.destination.models import DestinationVerdict, PayoutDestination
from shops.destination.rules import Destination
from shops.partner.models import Partner
from shops.people.queries import require_not_own


@transaction.atomic
def write_first(
    *, shop: Partner, destination: Destination, holder_matches: bool, by: User, now: datetime
) -> PayoutDestination:
    """Write the destination a shop opens with; a holder who is somebody else was checked with the application."""
    row = _write(shop, destination, holder_matches=holder_matches, paused_until=None, by=by, now=now)
    if not holder_matches:
        DestinationVerdict.objects.create(destination=row, holds=True, by=by, at=now)
    return row


def ask_change(
    *, shop: Partner, owner: User, destination: Destination, language: str, now: datetime
) -> OneTimeCode:
    """Send a code to the channel the owner is known by; what it was sent for is kept with it.

    :raises Refusal: the account cannot be one, it is the present one, the owner cannot be reached, or has had as many
        codes as an hour allows.
    """
    wanted = rules.tidy(destination)
    rules.require_valid(wanted)
    present = queries.destination_of(shop)
    if present is not None and _same(present, wanted):
        raise Refusal(_("Your money goes there already."))
    return accounts.send_one_time_code(
        purpose=CodePurpose.DESTINATION,
        contact=channel_of(owner),
        language=language,
        about={"shop": shop.pk, "owner": owner.pk, **asdict(wanted)},
        now=now,
    )


@transaction.atomic
def confirm_change(
    *, shop: Partner, owner: User, code_id: int, written: str, now: datetime
) -> PayoutDestination | None:
    """Change the destination when the code is right: once, told on every channel, payouts paused; None when it is not.

    A holder whose name is not the card's waits for a person; until then money goes where it went, which is nowhere.
    """
    asked = OneTimeCode.objects.filter(pk=code_id, purpose=CodePurpose.DESTINATION).first()
    about = dict(asked.about) if asked else {}
    if (about.pop("shop", None), about.pop("owner", None)) != (shop.pk, owner.pk):
        return None
    if accounts.use_code(code_id=code_id, purpose=CodePurpose.DESTINATION, written=written, now=now) is None:
        return None
    wanted = Destination(**about)
    row = _write(
        shop,
        wanted,
        holder_matches=rules.same_person(wanted.holder, queries.names_of(shop)),
        paused_until=rules.payouts_resume_on(localdate(now), days=settings.DESTINATION_PAUSE_DAYS),
        by=owner,
        now=now,
    )
    outbox.emit("destination.changed", destination_id=row.pk)
    return row


@transaction.atomic
def decide_holder(
    *, destination: PayoutDestination, holds: bool, why: str, by: User, now: datetime
) -> DestinationVerdict:
    """Record what a person found about a holder who is not named like the card; the shop is told.

    :raises Refusal: somebody decided it already, it was never in doubt, or `by` works in that shop.
    """
    require_not_own(by, destination.shop, on=localdate(now))
    if destination.holder_matches:
        raise Refusal(_("This holder is the person on the card."))
    try:
        with transaction.atomic():
            verdict = DestinationVerdict.objects.create(
                destination=destination, holds=holds, why=why, by=by, at=now
            )
    except IntegrityError as error:
        raise Refusal(_("Somebody has decided this already.")) from error
    outbox.emit("destination.decided", destination_id=destination.pk)
    return verdict


def channel_of(owner: User) -> str:
    """Return where a code reaches this person: by e-mail, or by phone where a gateway is set.

    :raises Refusal: nowhere.
    """
    if owner.email:
        return owner.email
    if owner.phone and can_text():
        return owner.phone
    raise Refusal(_("We cannot send you a code. Please ask your centre to help you."))


def _same(present: PayoutDestination, wanted: Destination) -> bool:
    return (present.kind, present.account, present.key, present.holder, present.centre_id) == (
        wanted.kind,
        wanted.account,
        wanted.key,
        wanted.holder,
        wanted.centre_id,
    )


def _write(
    shop: Partner,
    destination: Destination,
    *,
    holder_matches: bool,
    paused_until: date | None,
    by: User,
    now: datetime,
) -> PayoutDestination:
    wanted = rules.tidy(destination)
    return PayoutDestination.objects.create(
        shop=shop,
        kind=wanted.kind,
        account=wanted.account,
        key=wanted.key,
        holder=wanted.holder,
        centre_id=wanted.centre_id,
        holder_matches=holder_matches,
        paused_until=paused_until,
        by=by,
        written_at=now,
    )
