"""Acting for a shop: only by a recorded consent, and every act leaves a line."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from marketplace import outbox
from marketplace.accounts.models import User
from marketplace.refusal import Refusal
from shops.models import Body, Membership
from shops.partner.models import Partner
from shops.people import queries, rules
from shops.people.models import AssistanceConsent, AssistedAct
from shops.people.states import ConsentMeans


@transaction.atomic
def give_consent(
    *,
    shop: Partner,
    body: Body,
    means: ConsentMeans,
    paper_number: str = "",
    until_on: date,
    by: User,
    now: datetime,
) -> AssistanceConsent:
    """Record that the staff of `body` may act for `shop` through `until_on`; the shop is told on every channel.

    :raises Refusal: the day is past or more than a year away, the paper has no number, or one holds already.
    """
    today = localdate(now)
    if until_on < today or until_on - today > rules.LONGEST_ASSISTANCE:
        raise Refusal(_("Choose a day from today until a year from now."), field="until_on")
    if means == ConsentMeans.PAPER and not paper_number.strip():
        raise Refusal(_("Write the number that stands on the signed paper."), field="paper_number")
    AssistanceConsent.objects.filter(shop=shop, body=body, ended_at__isnull=True, until_on__lt=today).update(
        ended_at=now, ended_by=by
    )
    try:
        with transaction.atomic():
            consent = AssistanceConsent.objects.create(
                shop=shop,
                body=body,
                means=means,
                paper_number=paper_number.strip(),
                from_on=today,
                until_on=until_on,
                recorded_by=by,
                recorded_at=now,
            )
    except IntegrityError as error:
        raise Refusal(_("There is such a consent already. End it first to record another.")) from error
    outbox.emit("assistance.began", consent_id=consent.pk)
    return consent


@transaction.atomic
def record_paper(
    *, shop: Partner, member: Membership, paper_number: str, until_on: date, now: datetime
) -> AssistanceConsent:
    """Record a consent signed on paper at a body's desk, by one of its staff.

    :raises Refusal: the shop is not this body's to help; the member works in that shop; and as `give_consent`.
    """
    if not rules.answers_for_shop(member, shop, chambers=queries.chambers_of(shop)):
        raise Refusal(_("This shop belongs to another centre or chamber."), field="shop")
    if queries.team_of(shop, on=localdate(now)).filter(user=member.user).exists():
        raise Refusal(_("You work in this shop yourself: another colleague records it."), field="shop")
    return give_consent(
        shop=shop,
        body=member.body,
        means=ConsentMeans.PAPER,
        paper_number=paper_number,
        until_on=until_on,
        by=member.user,
        now=now,
    )


@transaction.atomic
def withdraw(*, consent: AssistanceConsent, by: User, now: datetime) -> None:
    """Take a consent back: the door is closed at the next request. Again is harmless."""
    lock(consent)
    AssistanceConsent.objects.filter(pk=consent.pk, ended_at__isnull=True).update(ended_at=now, ended_by=by)


def lock(consent: AssistanceConsent) -> AssistanceConsent:
    """Return a consent under its row lock, so that it cannot be taken back while something is done by it."""
    return AssistanceConsent.objects.select_for_update().get(pk=consent.pk)


def record_act(
    *,
    consent: AssistanceConsent,
    staff: User,
    method: str,
    route: str,
    object_id: str,
    status: int,
    now: datetime,
) -> AssistedAct:
    """Leave the line of something done for a shop; must run in the transaction of what was done."""
    return AssistedAct.objects.create(
        consent=consent,
        staff=staff,
        at=now,
        method=method,
        route=route[:80],
        object_id=object_id[:60],
        status=status,
    )
