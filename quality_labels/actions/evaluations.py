"""An inspector reads a piece."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.machine import advance
from quality_labels import queries, rules, schemes
from quality_labels.models import (
    Application,
    Evaluation,
    Reading,
    SchemeVersion,
)
from quality_labels.refusals import (
    ConflictOfInterest,
    NotReady,
)
from quality_labels.states import (
    APPLICATION_MOVES,
    ApplicationState,
)


@transaction.atomic
def evaluate(
    *, application: Application, inspector: User, sheet: rules.Sheet, now: datetime, note: str = ""
) -> Evaluation:
    """Keep an inspector's sheet on a piece with what the engine makes of it; it is never changed afterwards.

    The first sheet moves the request on to its decision. A second one, by somebody else, is taken while values are
    borderline or scatter.

    :raises ConflictOfInterest: the inspector belongs to the shop or made the piece.
    :raises rules.IncompleteSheet: a criterion was left out.
    :raises NotReady: this piece needs no (further) reading by this person.
    :raises IllegalMove: it is not accepted.
    Source: docs/quality-labels.md, R4 to R8.
    """
    application = queries.lock(application)
    if inspector.pk in queries.stakeholder_ids(application, on=localdate(now)):
        raise ConflictOfInterest(_("You have a part in this shop: somebody else inspects its pieces."))
    if inspector.pk in queries.barred_by_appeal(application):
        raise ConflictOfInterest(
            _("This piece is read again on appeal: who read or decided the first time does not read it.")
        )
    taken = queries.evaluations_of(application)
    if taken:
        _require_second_reading_wanted(application, inspector, taken)
    version = application.scheme_version
    scheme = version.read()
    assessment = rules.assess(scheme, sheet)
    evaluation = Evaluation.objects.create(
        application=application,
        inspector=inspector,
        scheme_version=version,
        taken_at=now,
        confirmed=sorted(sheet.confirmed),
        defects={gate: sorted(seen) for gate, seen in sheet.defects.items()},
        values={code: str(value) for code, value in assessment.values.items()},
        asymmetry_pct=assessment.asymmetry_pct,
        failures=[failure.reason for failure in assessment.failures],
        borderline=list(assessment.borderline),
        uneven=list(assessment.uneven),
        proposed=assessment.proposed,
        note=note.strip(),
        sha256=schemes.fingerprint(_report(application, inspector, version, sheet, now)),
    )
    Reading.objects.bulk_create(
        Reading(
            evaluation=evaluation,
            measure=measure.code,
            position=position,
            value=value,
            unit=measure.reading_unit,
        )
        for measure in scheme.read_measures
        for position, value in enumerate(sheet.readings[measure.code], start=1)
    )
    if not taken:
        advance(application, ApplicationState.EVALUATED, moves=APPLICATION_MOVES, by=inspector, at=now)
    return evaluation


def _require_second_reading_wanted(
    application: Application, inspector: User, taken: list[Evaluation]
) -> None:
    inspectors = [evaluation.inspector_id for evaluation in taken]
    if inspector.pk in inspectors:
        raise NotReady(_("You have read this piece already: a second reading is somebody else's."))
    doubtful = any(evaluation.is_doubtful for evaluation in taken)
    if application.state != ApplicationState.EVALUATED or not rules.needs_second_inspector(
        inspectors, doubtful=doubtful
    ):
        raise NotReady(_("This piece needs no further reading."))


def _report(
    application: Application, inspector: User, version: SchemeVersion, sheet: rules.Sheet, now: datetime
) -> dict[str, object]:
    """Return the sheet as a document, for its hash: what was read, by whom, when and under which rules."""
    return {
        "application": application.pk,
        "inspector": inspector.pk,
        "scheme": version.sha256,
        "taken_at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "readings": {code: [str(value) for value in values] for code, values in sheet.readings.items()},
        "confirmed": sorted(sheet.confirmed),
        "defects": {gate: sorted(seen) for gate, seen in sheet.defects.items()},
    }
