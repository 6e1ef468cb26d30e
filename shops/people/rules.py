"""Judgements on cards, consent, help and lost phones. No clock, no database."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import date, timedelta

from django.core import signing
from django.utils.translation import gettext as _

from marketplace.refusal import Refusal
from shops.models import Artisan, Body, Membership
from shops.partner.models import Partner
from shops.states import BodyKind, Role

# Days before a card expires on which its maker is told; 0 stands for "it has expired".
THRESHOLDS = (60, 30, 7)
EXPIRED = 0
LONGEST_ASSISTANCE = timedelta(days=366)
SLIP_LIFE = timedelta(days=7)
ASSISTING_ROLES = frozenset({Role.CLERK, Role.CHAMBER_OFFICER, Role.OPERATOR})
HELPING_KINDS = frozenset(
    {
        BodyKind.COMMERCIAL_CENTRE,
        BodyKind.CRAFT_CENTRE,
        BodyKind.STAMPING_CENTRE,
        BodyKind.CHAMBER,
        BodyKind.OPERATOR,
    }
)


def reminder_due(*, expires_on: date, today: date) -> int | None:
    """Return the one reminder that is due: the nearest threshold already reached, `EXPIRED` after the last day.

    Days that were missed do not pile up: on the twentieth day before, the reminder of thirty is due, not that of
    sixty as well.
    """
    left = (expires_on - today).days
    if left < 0:
        return EXPIRED
    reached = [threshold for threshold in THRESHOLDS if left <= threshold]
    return min(reached) if reached else None


def require_trade(*, craft_id: int, craft_name: str, held: Collection[int]) -> None:
    """Hold a new piece to the trades of its maker's valid cards, or of the card of who answers for her.

    A trade is a craft of the house. "Another craft" is one of them: it needs a card that says so, and such a card
    opens no other craft.

    :raises Refusal: no card holds today, or none is for this craft.
    """
    if not held:
        raise Refusal(
            _("There is no valid artisan card for this maker. Please send a photo of the new card first."),
            field="maker",
        )
    if craft_id not in held:
        raise Refusal(
            _(
                "The artisan card of this maker is not for %(craft)s. Please ask the chamber to add that trade."
            )
            % {"craft": craft_name},
            field="kind",
        )


def maker_of_new_piece(*, person: Artisan | None, makers: Sequence[Artisan], chosen: int | None) -> Artisan:
    """Return who made a new piece: whom the form says, else the artisan who is logged in, else the only maker there is.

    `makers` are those of the shop, `person` the artisan logged in, of whichever shop; `chosen` a maker's key.

    :raises Refusal: it has to be asked, or the shop has no maker yet.
    """
    known = {maker.pk: maker for maker in makers}
    if chosen is not None:
        if chosen in known:
            return known[chosen]
        raise Refusal(_("Please say who made the piece."), field="maker")
    if person is not None and person.pk in known:
        return known[person.pk]
    if len(makers) == 1:
        return makers[0]
    if not makers:
        raise Refusal(
            _("Your shop has no maker yet. Please ask the chamber to enter the maker."), field="maker"
        )
    raise Refusal(_("Please say who made the piece."), field="maker")


def may_decide_card(member: Membership, chamber: Body) -> bool:
    """Tell whether this member of staff enters cards of that chamber: its own people, and the operator."""
    if member.role == Role.OPERATOR:
        return True
    return member.role in (Role.CHAMBER_OFFICER, Role.CLERK) and member.body_id == chamber.pk


def answers_for_shop(member: Membership, shop: Partner, *, chambers: Collection[int]) -> bool:
    """Tell whether people of a shop are this member's to help: of its centre, of a chamber of its cards, or all.

    `chambers` are the chambers whose cards the shop's makers hold.
    """
    if member.role == Role.OPERATOR:
        return True
    return member.role in ASSISTING_ROLES and (member.body_id == shop.centre_id or member.body_id in chambers)


def digest(*parts: str) -> str:
    """Return what is kept of a secret: nothing that could be read back."""
    return hashlib.sha256(":".join(parts).encode()).hexdigest()


_STOP = "stop-recovery"


def stop_token(recovery_id: int) -> str:
    """Return what the notice of a replaced phone carries, to stop it by a tap."""
    return signing.Signer(salt=_STOP).sign(str(recovery_id))


def read_stop_token(token: str) -> int | None:
    """Return which recovery a notice speaks of; nothing for a changed one."""
    try:
        return int(signing.Signer(salt=_STOP).unsign(token))
    except (signing.BadSignature, ValueError):
        return None
