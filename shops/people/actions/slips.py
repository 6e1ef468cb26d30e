"""A printed way in for who has neither text messages nor e-mail: a QR and a PIN, once, for seven days."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.refusal import Refusal
from shops.models import Membership
from shops.people import queries, rules
from shops.people.models import MAX_TRIES, ActivationSlip


class Issued(NamedTuple):
    """What is printed, and never kept: the token of the address and the PIN."""

    slip: ActivationSlip
    token: str
    pin: str


@transaction.atomic
def issue(*, user: User, member: Membership, now: datetime) -> Issued:
    """Make a slip for a person; an older one that is still open is worth nothing from now on.

    It is for a first login, or for one whose lost phone was replaced by two people: otherwise one clerk alone could
    walk into an account.

    :raises Refusal: the person is staff, of another body, or has logged in before.
    """
    User.objects.select_for_update().get(pk=user.pk)
    if not queries.is_reachable_by(member, user, on=localdate(now)):
        raise Refusal(_("This person belongs to another centre or chamber."), field="person")
    if user.pk == member.user_id:
        raise Refusal(_("Nobody prints a slip for herself."), field="person")
    if user.last_login is not None and not queries.recovered(user):
        raise Refusal(
            _(
                "This person has logged in before. If the phone is lost, ask for a new one: a colleague approves it."
            ),
            field="person",
        )
    return _print(user, member, now)


@transaction.atomic
def issue_to_newcomer(
    *, full_name: str, phone: str, language: str, member: Membership, now: datetime
) -> Issued:
    """Open an account for somebody the house does not know yet, and make her slip. `phone` is +213….

    :raises Refusal: the phone is known already.
    """
    try:
        with transaction.atomic():
            user = User.objects.create_user(phone=phone, full_name=full_name, language=language)
    except IntegrityError as error:
        raise Refusal(_("Somebody has an account with this phone already."), field="phone") from error
    return _print(user, member, now)


def _print(user: User, member: Membership, now: datetime) -> Issued:
    ActivationSlip.objects.filter(user=user, used_at__isnull=True, cancelled_at__isnull=True).update(
        cancelled_at=now
    )
    token, pin = secrets.token_urlsafe(24), f"{secrets.randbelow(1_000_000):06}"
    slip = ActivationSlip.objects.create(
        user=user,
        body=member.body,
        issued_by=member.user,
        issued_at=now,
        expires_at=now + rules.SLIP_LIFE,
        token_hash=rules.digest(token),
        pin_hash=rules.digest(token, pin),
    )
    return Issued(slip, token, pin)


def use(*, token: str, pin: str, now: datetime) -> User:
    """Return whose slip this is, once: it is worth nothing afterwards.

    Each try is counted before it is judged, by one statement, so that any number of tries at once are five.

    :raises Refusal: the PIN is wrong, or the slip is used, replaced, too old or was tried too often.
    """
    open_slips = ActivationSlip.objects.filter(
        token_hash=rules.digest(token), used_at__isnull=True, cancelled_at__isnull=True, expires_at__gt=now
    )
    with transaction.atomic():
        counted = open_slips.filter(tries__lt=MAX_TRIES).update(tries=F("tries") + 1)
    if counted != 1:
        raise Refusal(_("This slip is not good any more. Please ask at the centre for a new one."))
    with transaction.atomic():
        used = open_slips.filter(pin_hash=rules.digest(token, pin)).update(used_at=now)
        if used == 1:
            slip = ActivationSlip.objects.select_related("user").get(token_hash=rules.digest(token))
            if not slip.user.is_active or queries.is_staff(slip.user):
                raise Refusal(_("This slip is not good any more. Please ask at the centre for a new one."))
            return slip.user
    left = MAX_TRIES - (open_slips.values_list("tries", flat=True).first() or MAX_TRIES)
    if left <= 0:
        raise Refusal(_("This slip is not good any more. Please ask at the centre for a new one."))
    raise Refusal(_("The PIN is not right. Please look at the paper again."), field="pin")
