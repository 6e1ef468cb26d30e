"""Who works in a shop: its owner adds and ends sellers."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.refusal import Refusal
from shops.models import Membership
from shops.partner.models import Partner
from shops.people import queries
from shops.states import Role


@transaction.atomic
def add_seller(*, shop: Partner, name: str, full_name: str, now: datetime) -> Membership:
    """Let a person sell for a shop from today; who is new gets an account, and logs in by a code.

    `name` is an e-mail in lower case or a phone (+213…).

    :raises Refusal: it is neither, or the person works here already.
    """
    today = localdate(now)
    if not ("@" in name or name.startswith("+")):
        raise Refusal(_("Write an e-mail address or a phone number."), field="name")
    match = {"email": name} if "@" in name else {"phone": name}
    user = User.objects.filter(**match).first()
    if user is None:
        user = User.objects.create_user(full_name=full_name, language=shop.language, **match)
    if queries.team_of(shop, on=today).filter(user=user).exists():
        raise Refusal(_("This person works in your shop already."), field="name")
    try:
        with transaction.atomic():
            return Membership.objects.create(body_id=shop.body_id, user=user, role=Role.SELLER, from_on=today)
    except IntegrityError as error:  # the same tap, twice at once
        raise Refusal(_("This person works in your shop already."), field="name") from error


@transaction.atomic
def end_role(*, shop: Partner, membership: Membership, now: datetime) -> None:
    """End a seller's role in a shop at once; what she did stays in the records.

    :raises Refusal: it is the owner's own.
    """
    if membership.role == Role.OWNER:
        raise Refusal(_("An owner cannot be taken out here. Please ask the operator."))
    today = localdate(now)
    Membership.objects.filter(
        pk=membership.pk, body=shop.body, role=Role.SELLER, until_on__isnull=True
    ).update(until_on=max(today, membership.from_on))
