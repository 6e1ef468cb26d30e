"""Somebody else decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from catalog.grades import Grade
from marketplace import outbox
from marketplace.accounts.models import User
from marketplace.machine import advance
from marketplace.refusal import Refusal
from quality_labels import gateway, queries, rules
from quality_labels.actions.appeals import answer_appeal
from quality_labels.models import (
    Application,
    Decision,
    Evaluation,
)
from quality_labels.progress import OTHER_REASON
from quality_labels.refusals import (
    CardExpired,
    ConflictOfInterest,
    NoSigningKey,
    SecondReadingNeeded,
    UnsupportedGrade,
)
from quality_labels.states import (
    APPLICATION_MOVES,
    ApplicationState,
)


@transaction.atomic
def grant(
    *, application: Application, decider: User, grade: Grade | int, now: datetime, why: str = ""
) -> Decision:
    """Record that a piece has earned a grade: once, by somebody who took no reading. Signing follows by itself.

    :raises ConflictOfInterest: the decider took one of its readings, or has a part in the shop.
    :raises SecondReadingNeeded: a value is borderline and one inspector alone has read.
    :raises UnsupportedGrade: the readings reach a lower grade only, or a gate failed.
    :raises CardExpired: the maker's card has run out since the request.
    :raises NoSigningKey: nothing could sign the label today.
    :raises IllegalMove: it is not evaluated (AlreadyThere: it is granted).
    Source: docs/quality-labels.md, R7 to R9.
    """
    application = queries.lock(application)
    reachable = decidable(application, decider=decider, at=now)
    if reachable is None or grade > reachable:
        raise UnsupportedGrade(_("The readings do not reach this grade."), field="grade")
    if grade < reachable and not why.strip():
        raise UnsupportedGrade(_("Say why the grade is lower than the readings reach."), field="why")
    if queries.signing_key(application.centre, at=now) is None:
        raise NoSigningKey(_("The centre has no signing key for today. Ask for one, then decide."))
    if not queries.holds_valid_card(application.maker, on=localdate(now)):
        raise CardExpired(_("The artisan card of the maker is missing or has expired."))
    advance(
        application, ApplicationState.GRANTED, moves=APPLICATION_MOVES, by=decider, at=now, why=why.strip()
    )
    decision = Decision.objects.create(
        application=application, decider=decider, grade=Grade(grade), why=why.strip(), decided_at=now
    )
    transaction.on_commit(gateway.ring_signer)
    answer_appeal(application, upheld=True, by=decider, now=now)
    outbox.emit("stamp.granted", key=f"stamp.granted:{decision.pk}", application_id=application.pk)
    return decision


@transaction.atomic
def refuse(
    *, application: Application, decider: User, reasons: Sequence[str], now: datetime, why: str = ""
) -> Decision:
    """Record a reasoned refusal: codes of the scheme, which the artisan reads as sentences, and a word of the decider.

    :raises Refusal: no reason, an unknown one, or "other" without words.
    :raises ConflictOfInterest: the decider took one of its readings, or has a part in the shop.
    :raises SecondReadingNeeded: a value is borderline and one inspector alone has read.
    :raises IllegalMove: it is not evaluated.
    """
    application = queries.lock(application)
    decidable(application, decider=decider, at=now)
    known = {*application.scheme_version.read().reasons, OTHER_REASON}
    given = sorted(set(reasons))
    if not given or set(given) - known:
        raise Refusal(_("Choose at least one reason."), field="reasons")
    if OTHER_REASON in given and not why.strip():
        raise Refusal(_("Say the reason in words."), field="why")
    advance(
        application, ApplicationState.REFUSED, moves=APPLICATION_MOVES, by=decider, at=now, why=why.strip()
    )
    decision = Decision.objects.create(
        application=application, decider=decider, reasons=given, why=why.strip(), decided_at=now
    )
    answer_appeal(application, upheld=False, by=decider, now=now)
    outbox.emit("stamp.refused", key=f"stamp.refused:{decision.pk}", application_id=application.pk)
    return decision


def decidable(
    application: Application, *, decider: User, at: datetime, evaluations: Sequence[Evaluation] | None = None
) -> int | None:
    """Return the highest grade this person may grant (None: refuse only), or say why they may not decide.

    The signing process asks the same once more, of the rows, before it signs.

    :raises ConflictOfInterest: the decider took one of its readings, or has a part in the shop.
    :raises SecondReadingNeeded: a value is borderline and one inspector alone has read.
    """
    if evaluations is None:
        evaluations = queries.evaluations_of(application)
    inspectors = [evaluation.inspector_id for evaluation in evaluations]
    stakeholders = queries.stakeholder_ids(application, on=localdate(at)) | queries.barred_by_appeal(
        application
    )
    if not rules.is_independent(decider.pk, inspector_ids=inspectors, stakeholder_ids=stakeholders):
        raise ConflictOfInterest(
            _(
                "Who read the piece, or has a part in its shop, does not decide on it. Ask a colleague to decide."
            )
        )
    doubtful = any(evaluation.is_doubtful for evaluation in evaluations)
    if rules.needs_second_inspector(inspectors, doubtful=doubtful):
        raise SecondReadingNeeded(
            _("A value is borderline: another inspector reads the piece before the decision.")
        )
    return rules.grade_to_decide(evaluation.proposed for evaluation in evaluations)
