"""Who may read what, who keeps away from whose pieces, and what a centre settles for itself."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.machine import AlreadyThere
from marketplace.refusal import Refusal
from quality_labels import queries
from quality_labels.log import leaves
from quality_labels.models import Accreditation, AccreditationEnd, CentrePolicy, InterestDeclaration
from quality_labels.refusals import NeedsAnother
from quality_labels.states import Craft, Interest, Leaf
from shops.models import Body
from shops.partner.models import Partner


@transaction.atomic
def accredit(
    *, person: User, centre: Body, craft: Craft, until_on: date, evidence: str, by: User, now: datetime
) -> Accreditation:
    """Record that a person of a centre may read the pieces of a craft from today to a day, both included.

    :raises NeedsAnother: nobody accredits themself.
    :raises Refusal: not of this centre, no last day ahead or one too far off, or not a word of what it rests on.
    Source: docs/quality-labels.md, R880.
    """
    today = localdate(now)
    if person.pk == by.pk:
        raise NeedsAnother(_("Nobody accredits themself: a colleague does."))
    if not queries.people_of(centre, on=today).filter(pk=person.pk).exists():
        raise Refusal(_("Choose a person of this centre."), field="person")
    if not today <= until_on <= today + timedelta(days=settings.ACCREDITATION_MOST_DAYS):
        raise Refusal(_("Choose a last day within the next three years."), field="until_on")
    if not evidence.strip():
        raise Refusal(_("Say what it rests on: a course, an examination, years of work."), field="evidence")
    row = Accreditation.objects.create(
        person=person,
        centre=centre,
        craft=craft,
        from_on=today,
        until_on=until_on,
        evidence=evidence.strip(),
        given_by=by,
        given_at=now,
    )
    _tell_log(row, "given", now)
    return row


@transaction.atomic
def end_accreditation(*, accreditation: Accreditation, by: User, why: str, now: datetime) -> AccreditationEnd:
    """Take an accreditation back: from now on the person reads that craft no more; what was read stays.

    :raises Refusal: not a word of why.
    :raises AlreadyThere: it was taken back already.
    """
    if not why.strip():
        raise Refusal(_("Say why it ends."), field="why")
    try:
        with transaction.atomic():
            end = AccreditationEnd.objects.create(
                accreditation=accreditation, ended_by=by, ended_at=now, why=why.strip()
            )
    except IntegrityError as error:
        raise AlreadyThere(f"accreditation {accreditation.pk} was taken back already") from error
    _tell_log(accreditation, "ended", now)
    return end


def declare_interest(*, person: User, shop: Partner, kind: Interest, now: datetime) -> InterestDeclaration:
    """Record that a person has a part in a shop: for `INTEREST_DAYS` they neither read nor decide on its pieces.

    Nobody shortens it, the person included; a part that lasts is declared anew.
    Source: docs/quality-labels.md, R881.
    """
    until_on = localdate(now) + timedelta(days=settings.INTEREST_DAYS)
    return InterestDeclaration.objects.create(
        person=person, shop=shop, kind=kind, declared_at=now, until_on=until_on
    )


def settle_policy(
    *,
    centre: Body,
    printer_apart: bool,
    fixer_apart: bool,
    readers_alternate: bool,
    by: User,
    now: datetime,
) -> CentrePolicy:
    """Record which seats a centre keeps apart from now on; everybody reads it on the centre's public page.

    Source: docs/quality-labels.md, R882.
    """
    return CentrePolicy.objects.create(
        centre=centre,
        printer_apart=printer_apart,
        fixer_apart=fixer_apart,
        readers_alternate=readers_alternate,
        set_by=by,
        set_at=now,
    )


def _tell_log(row: Accreditation, what: str, now: datetime) -> None:
    document: dict[str, object] = {
        "what": what,
        "accreditation": row.pk,
        "centre": row.centre.number or 0,
        "craft": str(row.craft),
        "from": row.from_on.isoformat(),
        "until": row.until_on.isoformat(),
        "at": now.isoformat(timespec="seconds"),
    }
    leaves.write(Leaf.ACCREDITATION, leaves.accreditation(document), now=now)
