"""A lost phone is replaced at a desk: two people, a notice on every old channel, then the new phone."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from marketplace import outbox
from marketplace.accounts.actions import end_logins
from marketplace.accounts.models import User
from marketplace.machine import IllegalMove, advance, begin
from marketplace.refusal import Refusal
from shops.models import ArtisanCard, Membership
from shops.people import queries
from shops.people.models import Recovery
from shops.people.states import RECOVERY_MOVES, RecoveryState


@transaction.atomic
def ask(*, user: User, new_phone: str, identity_seen: str, member: Membership, now: datetime) -> Recovery:
    """Ask for a new phone for somebody whose artisan card was shown at the desk; a colleague has to approve.

    `new_phone` is +213…; `identity_seen` the number of the card.

    :raises Refusal: the person is staff, or of another body; the card is not hers; the phone is somebody's; or one is
        open already.
    """
    if not queries.is_reachable_by(member, user, on=localdate(now)) or user.pk == member.user_id:
        raise Refusal(_("This person belongs to another centre or chamber."), field="person")
    if not ArtisanCard.objects.filter(number__iexact=identity_seen.strip(), artisan__user=user).exists():
        raise Refusal(_("That is not the number of this person's artisan card."), field="identity_seen")
    if User.objects.filter(phone=new_phone).exists():
        raise Refusal(_("Somebody has an account with this phone already."), field="new_phone")
    try:
        with transaction.atomic():
            row = Recovery.objects.create(
                user=user,
                body=member.body,
                identity_seen=identity_seen.strip(),
                old_phone=user.phone or "",
                old_email=user.email or "",
                new_phone=new_phone,
                requested_by=member.user,
                requested_at=now,
            )
            begin(row, by=member.user, at=now)
    except IntegrityError as error:
        raise Refusal(_("A new phone was asked for this person already."), field="person") from error
    return row


@transaction.atomic
def approve(*, recovery: Recovery, member: Membership, now: datetime) -> None:
    """Approve it as a second person: every old channel is told, every login ends, and the new phone holds after a wait.

    :raises Refusal: the same person asked for it, it is another body's, or it was dealt with already.
    """
    if member.user_id in (recovery.requested_by_id, recovery.user_id):
        raise Refusal(_("You asked for it yourself: a colleague has to approve it."))
    if not queries.is_reachable_by(member, recovery.user, on=localdate(now)):
        raise Refusal(_("This person belongs to another centre or chamber."))
    _move(
        recovery,
        RecoveryState.APPROVED,
        member.user,
        now,
        approved_by=member.user,
        effective_at=now + timedelta(hours=settings.RECOVERY_WAIT_HOURS),
    )
    end_logins(user=recovery.user)  # whoever found the phone is out at once
    outbox.emit("recovery.approved", recovery_id=recovery.pk)
    outbox.emit(
        "recovery.due",
        key=f"recovery.due:{recovery.pk}",
        due_at=recovery.effective_at,
        recovery_id=recovery.pk,
    )


@transaction.atomic
def stop(*, recovery: Recovery, by: User | None, why: str, now: datetime) -> None:
    """Stop it before it takes effect; `by` is None when the person said so from an old channel.

    :raises Refusal: it is over already.
    """
    _move(recovery, RecoveryState.STOPPED, by, now, why=why)


@transaction.atomic
def take_effect(*, recovery: Recovery, now: datetime) -> None:
    """Let the new phone hold, if nobody stopped it; harmless twice.

    A phone that somebody else took meanwhile stops it, and a role of staff.
    """
    row = Recovery.objects.select_for_update().get(pk=recovery.pk)
    if row.state != RecoveryState.APPROVED or row.effective_at is None or row.effective_at > now:
        return
    user = User.objects.select_for_update().get(pk=row.user_id)
    if queries.is_staff(user):  # became so while it waited: staff do not come back by a phone
        advance(row, RecoveryState.STOPPED, moves=RECOVERY_MOVES, by=None, at=now, why="is staff")
        return
    if User.objects.filter(phone=row.new_phone).exclude(pk=user.pk).exists():
        advance(row, RecoveryState.STOPPED, moves=RECOVERY_MOVES, by=None, at=now, why="phone taken")
        return
    advance(row, RecoveryState.DONE, moves=RECOVERY_MOVES, by=None, at=now)
    User.objects.filter(pk=user.pk).update(phone=row.new_phone, phone_verified=False)
    end_logins(user=user)


def _move(
    recovery: Recovery, to: RecoveryState, by: User | None, now: datetime, why: str = "", **columns: object
) -> None:
    try:
        advance(recovery, to, moves=RECOVERY_MOVES, by=by, at=now, why=why, **columns)
    except IllegalMove as error:
        raise Refusal(_("Somebody has dealt with this already.")) from error
