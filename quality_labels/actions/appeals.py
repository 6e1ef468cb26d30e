"""A refusal is not the last word: somebody else reads the piece, without knowing what the first one read."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.machine import AlreadyThere, advance, begin
from marketplace.refusal import Refusal
from quality_labels import queries
from quality_labels.models import Appeal, Application
from quality_labels.progress import appeal_until
from quality_labels.refusals import NotReady
from quality_labels.states import APPEAL_MOVES, OPEN_APPLICATION, AppealState, ApplicationState


@transaction.atomic
def lodge_appeal(*, application: Application, by: User, why: str, now: datetime) -> Appeal:
    """Appeal against a refusal, once and within its days.

    :raises NotReady: it was not refused, its last day has passed, it was appealed against already or was itself the
        answer to an appeal, or the piece was asked a stamp for again meanwhile.
    :raises Refusal: not a word of why.
    Source: docs/quality-labels.md, R530.
    """
    application = queries.lock(application)
    if application.state != ApplicationState.REFUSED:
        raise NotReady(_("Only a refusal can be appealed against."))
    last_day = appeal_until(application.decision.decided_at)
    if localdate(now) > last_day:
        raise NotReady(_("The last day of the appeal has passed."))
    if Appeal.objects.filter(second=application).exists():
        raise NotReady(_("An appeal is answered once. When the piece is mended you may ask again."))
    if Application.objects.filter(product=application.product, state__in=OPEN_APPLICATION).exists():
        raise NotReady(_("A stamp has already been asked for this piece."))
    if not why.strip():
        raise Refusal(_("Say why you think the refusal is wrong."), field="why")
    appeal = Appeal(first=application, why=why.strip(), lodged_by=by, lodged_at=now)
    try:
        with transaction.atomic():
            appeal.save(force_insert=True)
    except IntegrityError as error:
        raise NotReady(_("This refusal was appealed against already.")) from error
    begin(appeal, by=by, at=now)
    return appeal


@transaction.atomic
def begin_appeal(*, appeal: Appeal, by: User, now: datetime) -> Application:
    """Have the piece read again by others: returns the request under which that happens.

    :raises NotReady: nobody of the centre may read it, or nobody may decide; says whom to invite.
    :raises IllegalMove: it has begun (AlreadyThere), or is answered.
    Source: docs/quality-labels.md, R531.
    """
    first = queries.lock(appeal.first)
    readers, deciders = queries.free_for_appeal(first, on=localdate(now))
    if not readers or not deciders or (readers == deciders and len(readers) < 2):
        raise NotReady(
            _(
                "Nobody here may answer this appeal: who read or decided the first time may not. Invite an inspector"
                " and a decider of another centre, as members of this one for as long as it takes."
            )
        )
    second = Application(
        centre=first.centre,
        product=first.product,
        shop=first.shop,
        maker=first.maker,
        scheme_version=first.scheme_version,
        state=ApplicationState.ACCEPTED,
        requested_by=appeal.lodged_by,
        requested_at=now,
        previous=first,
    )
    try:
        with transaction.atomic():
            second.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyThere(f"appeal {appeal.pk} is being read") from error
    begin(second, by=by, at=now)
    advance(appeal, AppealState.READING, moves=APPEAL_MOVES, by=by, at=now, second=second)
    return second


def answer_appeal(application: Application, *, upheld: bool, by: User, now: datetime) -> None:
    """End the appeal that a request answers, if it answers one; must run in the transaction of its decision."""
    appeal = Appeal.objects.filter(second=application).first()
    if appeal is not None:
        to = AppealState.UPHELD if upheld else AppealState.REJECTED
        advance(appeal, to, moves=APPEAL_MOVES, by=by, at=now)
