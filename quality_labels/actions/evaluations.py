"""An inspector reads a piece."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import IO
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from catalog import private_photos
from marketplace.accounts.models import User
from marketplace.machine import advance
from marketplace.refusal import Refusal
from quality_labels import queries, rules, schemes
from quality_labels.models import (
    Application,
    Evaluation,
    EvaluationPhoto,
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

PHOTO_FOLDER = "inspections"  # private: shown to the people of the centre alone
MOST_PHOTOS = 6
OLDEST_SHEET = timedelta(days=30)
CLOCKS_DIFFER = timedelta(hours=26)  # a phone on the wrong day is told so, one in another zone is not
Upload = tuple[IO[bytes], int]  # a file, and how many bytes it has


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
    draft: UUID | None = None,
    read_at: datetime | None = None,
    photos: Sequence[Upload] = (),
) -> Evaluation:
    """Keep an inspector's sheet on a piece with what the engine makes of it; it is never changed afterwards.

    The first sheet moves the request on to its decision. A second one, by somebody else, is taken while values are
    borderline or scatter. A sheet that has a mistake is never changed: until the decision its own reader writes
    another one that `corrects` it and says why, and both stay to be read.

    A sheet from the road has a `draft` that the phone gave it: sent again, it is the same sheet. `read_at` is what
    the phone's clock said; it is kept as evidence, and who reads must be accredited then and now.

    :raises ConflictOfInterest: the inspector belongs to the shop, made the piece, or has declared a part in it.
    :raises NotAccredited: the inspector may not read this craft today.
    :raises rules.IncompleteSheet: a criterion was left out.
    :raises NotReady: this piece needs no (further) reading by this person.
    :raises IllegalMove: it is not accepted.
    Source: docs/quality-labels.md, R4 to R8.
    """
    application = queries.lock(application)
    if draft is not None and (kept := _sent_before(application, inspector, draft)) is not None:
        return kept
    if read_at is not None and not now - OLDEST_SHEET <= read_at <= now + CLOCKS_DIFFER:
        raise NotReady(_("The clock of this phone says another day. Set it, and keep the sheet again."))
    if inspector.pk in queries.stakeholder_ids(application, on=localdate(now)):
        raise ConflictOfInterest(_("You have a part in this shop: somebody else inspects its pieces."))
    if inspector.pk in queries.barred_by_appeal(application):
        raise ConflictOfInterest(
            _("This piece is read again on appeal: who read or decided the first time does not read it.")
        )
    version = application.scheme_version
    _require_accredited(application, inspector, now)
    if read_at is not None:
        _require_accredited(application, inspector, read_at)
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
        draft=draft,
        read_at=read_at,
    )
    _keep_photos(evaluation, photos)
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


def _sent_before(application: Application, inspector: User, draft: UUID) -> Evaluation | None:
    """Return the sheet of this draft, when the phone had sent it and did not hear the answer.

    :raises NotReady: the draft is another sheet's.
    """
    kept = Evaluation.objects.filter(draft=draft).first()
    if kept is not None and (kept.application_id, kept.inspector_id) != (application.pk, inspector.pk):
        raise NotReady(_("This sheet was sent for another piece already."))
    return kept


def _keep_photos(evaluation: Evaluation, photos: Sequence[Upload]) -> None:
    """Clean and keep the photos of a sheet; those whose rows are rolled back are orphans nobody serves."""
    if len(photos) > MOST_PHOTOS:
        raise Refusal(_("Choose fewer photos: six at most."), field="photos")
    for position, (upload, size) in enumerate(photos, 1):
        digest = hashlib.file_digest(upload, "sha256").hexdigest()  # type: ignore[arg-type]
        upload.seek(0)
        same = EvaluationPhoto.objects.filter(sha256=digest).exclude(
            evaluation__application__product=evaluation.application.product_id
        )
        if first := same.select_related("evaluation__application__product").first():
            raise NotReady(
                _("This very photo was taken for another piece: %(piece)s")
                % {"piece": first.evaluation.application.product.title},
                field="photos",
            )
        try:
            name = private_photos.keep(upload, size=size, folder=PHOTO_FOLDER)
        except Refusal as refusal:
            raise Refusal(str(refusal), field="photos") from refusal
        EvaluationPhoto.objects.create(
            evaluation=evaluation,
            position=position,
            file=name,
            sha256=digest,
        )


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
    correction: dict[str, object] = {"corrects": corrects.sha256} if corrects else {}
    return correction | {
        "application": application.pk,
        "inspector": inspector.pk,
        "scheme": version.sha256,
        "taken_at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "readings": {code: [str(value) for value in values] for code, values in sheet.readings.items()},
        "confirmed": sorted(sheet.confirmed),
        "defects": {gate: sorted(seen) for gate, seen in sheet.defects.items()},
    }
