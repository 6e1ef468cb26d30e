"""An inspector reads a piece."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.machine import advance
from marketplace.refusal import Refusal
from quality_labels import queries, rules, schemes
from quality_labels.models import (
    Application,
    Evaluation,
    Reading,
    SchemeVersion,
)
from quality_labels.refusals import (
    ConflictOfInterest,
    NotAccredited,
    NotReady,
)
from quality_labels.states import (
    APPLICATION_MOVES,
    ApplicationState,
)


@transaction.atomic
def evaluate(
    *,
    application: Application,
    inspector: User,
    sheet: rules.Sheet,
    now: datetime,
    note: str = "",
    corrects: Evaluation | None = None,
    why: str = "",
) -> Evaluation:
    """Keep an inspector's sheet on a piece with what the engine makes of it; it is never changed afterwards.

    The first sheet moves the request on to its decision. A second one, by somebody else, is taken while values are
    borderline or scatter. A sheet that has a mistake is never changed: until the decision its own reader writes
    another one that `corrects` it and says why, and both stay to be read.

    :raises ConflictOfInterest: the inspector belongs to the shop, made the piece, or has declared a part in it.
    :raises NotAccredited: the inspector may not read this craft today.
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
    version = application.scheme_version
    _require_accredited(application, inspector, now)
    taken = queries.evaluations_of(application)
    if corrects is not None:
        _require_own_correction(application, inspector, taken, corrects, why)
    elif taken:
        _require_second_reading_wanted(application, inspector, taken)
    elif queries.policy_of(application.centre).readers_alternate:
        _require_another_than_last_time(application, inspector)
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
        sha256=schemes.fingerprint(_report(application, inspector, version, sheet, now, corrects)),
        corrects=corrects,
        why=why.strip() if corrects else "",
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


def _require_accredited(application: Application, inspector: User, now: datetime) -> None:
    craft = queries.craft_of(application.scheme_version.scheme.code)
    if not queries.is_accredited(inspector, application.centre, craft, at=now, on=localdate(now)):
        raise NotAccredited(
            _("You are not accredited for this craft: %(craft)s. A colleague who decides can accredit you.")
            % {"craft": craft.label}
        )


def _require_another_than_last_time(application: Application, inspector: User) -> None:
    if queries.last_reader(application) == inspector.pk:
        raise ConflictOfInterest(
            _("You read the last piece of this artisan: this centre lets somebody else read the next one.")
        )


def _require_own_correction(
    application: Application, inspector: User, taken: list[Evaluation], corrects: Evaluation, why: str
) -> None:
    if application.state != ApplicationState.EVALUATED:
        raise NotReady(_("The piece is decided on: its sheets stay as they are."))
    if corrects.inspector_id != inspector.pk or corrects.pk not in {sheet.pk for sheet in taken}:
        raise NotReady(_("Only your own sheet, and its newest version, can be corrected by you."))
    if not why.strip():
        raise Refusal(_("Say what was wrong in the sheet."), field="why")


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
    application: Application,
    inspector: User,
    version: SchemeVersion,
    sheet: rules.Sheet,
    now: datetime,
    corrects: Evaluation | None,
) -> dict[str, object]:
    """Return the sheet as a document, for its hash: what was read, by whom, when and under which rules."""
    correction = {"corrects": corrects.sha256} if corrects else {}
    return correction | {
        "application": application.pk,
        "inspector": inspector.pk,
        "scheme": version.sha256,
        "taken_at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "readings": {code: [str(value) for value in values] for code, values in sheet.readings.items()},
        "confirmed": sorted(sheet.confirmed),
        "defects": {gate: sorted(seen) for gate, seen in sheet.defects.items()},
    }
