"""Use cases of the stamping centre, in the order a piece walks through them:

submit → accept (or send_back) → evaluate → grant (or refuse) → sign → affix.

Each is named by the trade's verb, takes its people and its clock as arguments, and does all of it or nothing.
Source: docs/quality-labels.md.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from catalog import actions as catalog
from catalog.grades import Grade
from catalog.models import Product
from marketplace import outbox
from marketplace.accounts.models import User
from marketplace.machine import advance, begin
from marketplace.refusal import Refusal
from quality_labels import cose, payload, queries, rules, schemes, serial
from quality_labels.models import (
    Application,
    Decision,
    Evaluation,
    Label,
    Reading,
    Scheme,
    SchemeVersion,
    SigningKey,
)
from quality_labels.progress import OTHER_REASON
from quality_labels.refusals import (
    ConflictOfInterest,
    NoSigningKey,
    NotReady,
    SecondReadingNeeded,
    UnsupportedGrade,
)
from quality_labels.states import (
    APPLICATION_MOVES,
    LABEL_MOVES,
    OPEN_APPLICATION,
    STANDING_LABEL,
    ApplicationState,
    LabelState,
)
from shops.models import Body

KID_BYTES = 4
STATUS_INDICES = (
    2**20
)  # how many labels one status list can tell of; drawn at random, so that none is a count
DRAWS = 8


# The centre makes itself ready.


@transaction.atomic
def adopt_scheme(
    *, document: Mapping[str, Any], owner: Body, by: User | None, now: datetime
) -> SchemeVersion:
    """Record that a centre grades by these rules from today on; adopting the same document again changes nothing.

    Thresholds marked `default` are from then on the centre's own, and every page says so.
    """
    sha256 = schemes.fingerprint(document)
    known = SchemeVersion.objects.filter(sha256=sha256).first()
    if known is not None:
        return known
    scheme, _made = Scheme.objects.get_or_create(code=document["code"], defaults={"owner": owner})
    return SchemeVersion.objects.create(
        scheme=scheme,
        number=document["number"],
        document=document,
        sha256=sha256,
        valid_from_on=localdate(now),
        adopted_by=by,
        adopted_at=now,
    )


def make_label_key(
    *, centre: Body, use_from_at: datetime, use_until_at: datetime, now: datetime
) -> SigningKey:
    """Make a centre's label key for a time: the private half in a file only this account reads, the public in a row.

    The file is written first: a row whose key is lost could not sign, a file without a row signs nothing.
    """
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw()
    kid = hashlib.sha256(public).digest()[:KID_BYTES]
    path = key_path(kid.hex())
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(pem)
        out.flush()
        os.fsync(out.fileno())
    return SigningKey.objects.create(
        kid=kid.hex(),
        centre=centre,
        public_key=public.hex(),
        use_from_at=use_from_at,
        use_until_at=use_until_at,
        created_at=now,
    )


def key_path(kid: str) -> Path:
    """Return where the private half of a key lies until a signing process of its own holds it."""
    return Path(settings.LABEL_KEY_DIR) / f"label-{kid}.pem"


# A piece on its way.


@transaction.atomic
def submit(*, product: Product, by: User | None, now: datetime, centre: Body | None = None) -> Application:
    """Ask the centre to stamp a piece, or ask again after it was sent back and put right.

    :raises NotReady: no scheme for its kind, no maker with a valid card, no photo; or it has a stamp or an open
        request already.
    Source: docs/quality-labels.md, R10.
    """
    centre, version = _require_ready(product, centre or queries.stamping_centre(), now)
    open_one = Application.objects.filter(product=product, state__in=OPEN_APPLICATION).first()
    if open_one is not None:
        if open_one.state != ApplicationState.RETURNED:
            raise NotReady(_("A stamp has already been asked for this piece."))
        advance(open_one, ApplicationState.SUBMITTED, moves=APPLICATION_MOVES, by=by, at=now)
        return open_one
    application = Application(
        centre=centre,
        product=product,
        shop=product.shop,
        maker=product.maker,
        scheme_version=version,
        requested_by=by,
        requested_at=now,
        previous=queries.last_refused(product),
    )
    try:
        with transaction.atomic():
            application.save(force_insert=True)
    except IntegrityError as error:
        raise NotReady(_("A stamp has already been asked for this piece.")) from error
    begin(application, by=by, at=now)
    return application


def _require_ready(product: Product, centre: Body | None, now: datetime) -> tuple[Body, SchemeVersion]:
    """Return the centre that will stamp the piece and the rules it goes by, or say what is missing."""
    today = localdate(now)
    version = queries.scheme_version_for(product.kind.code, on=today) if product.kind else None
    if centre is None or version is None:
        raise NotReady(_("The stamping centre does not stamp this kind of piece yet."))
    if product.maker is None:
        raise NotReady(_("Say who made the piece first."))
    if not queries.holds_valid_card(product.maker, on=today):
        raise NotReady(_("The artisan card of the maker is missing or has expired."))
    if queries.front_photo(product) is None:
        raise NotReady(_("Add a photo of the piece first."))
    if Label.objects.filter(product=product, state__in=STANDING_LABEL).exists():
        raise NotReady(_("This piece is already stamped."))
    return centre, version


@transaction.atomic
def accept(*, application: Application, by: User | None, now: datetime) -> Application:
    """Take a request on: photos, card and kind are in order, and the piece waits for an inspector.

    :raises IllegalMove: it was not waiting (AlreadyThere: it is accepted).
    """
    advance(application, ApplicationState.ACCEPTED, moves=APPLICATION_MOVES, by=by, at=now)
    return application


@transaction.atomic
def send_back(*, application: Application, by: User, why: str, now: datetime) -> Application:
    """Give a request back to the shop, with the sentence that says what to put right.

    :raises Refusal: no sentence was given.
    :raises IllegalMove: it was not waiting.
    """
    if not why.strip():
        raise Refusal(_("Say what the shop should put right."), field="why")
    advance(application, ApplicationState.RETURNED, moves=APPLICATION_MOVES, by=by, at=now, why=why.strip())
    outbox.emit("stamp.returned", application_id=application.pk)
    return application


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


@transaction.atomic
def grant(
    *, application: Application, decider: User, grade: Grade | int, now: datetime, why: str = ""
) -> Decision:
    """Record that a piece has earned a grade: once, by somebody who took no reading. Signing follows by itself.

    :raises ConflictOfInterest: the decider took one of its readings, or has a part in the shop.
    :raises SecondReadingNeeded: a value is borderline and one inspector alone has read.
    :raises UnsupportedGrade: the readings reach a lower grade only, or a gate failed.
    :raises NoSigningKey: nothing could sign the label today.
    :raises IllegalMove: it is not evaluated (AlreadyThere: it is granted).
    Source: docs/quality-labels.md, R7 to R9.
    """
    application = queries.lock(application)
    reachable = _decidable(application, decider, now)
    if reachable is None or grade > reachable:
        raise UnsupportedGrade(_("The readings do not reach this grade."), field="grade")
    if grade < reachable and not why.strip():
        raise UnsupportedGrade(_("Say why the grade is lower than the readings reach."), field="why")
    if queries.signing_key(application.centre, at=now) is None:
        raise NoSigningKey(_("The centre has no signing key for today. Ask for one, then decide."))
    advance(
        application, ApplicationState.GRANTED, moves=APPLICATION_MOVES, by=decider, at=now, why=why.strip()
    )
    decision = Decision.objects.create(
        application=application, decider=decider, grade=Grade(grade), why=why.strip(), decided_at=now
    )
    outbox.emit("label.sign", key=f"label.sign:{decision.pk}", decision_id=decision.pk)
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
    _decidable(application, decider, now)
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
    outbox.emit("stamp.refused", key=f"stamp.refused:{decision.pk}", application_id=application.pk)
    return decision


def _decidable(application: Application, decider: User, now: datetime) -> int | None:
    """Return the highest grade this person may grant (None: refuse only), or say why they may not decide."""
    evaluations = queries.evaluations_of(application)
    inspectors = [evaluation.inspector_id for evaluation in evaluations]
    stakeholders = queries.stakeholder_ids(application, on=localdate(now))
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


# The label.


@transaction.atomic
def sign(*, decision: Decision, now: datetime) -> Label:
    """Sign the label of a granted decision, once: a second call returns the same label.

    The independence of the decision is checked again here, by who signs. A process of its own will hold the key in a
    later issue; until then this reads it from `LABEL_KEY_DIR`.

    :raises NoSigningKey: no key may sign at `now`, or its file is not here.
    :raises ConflictOfInterest: the decision was taken by somebody who took a reading.
    Source: docs/quality-labels.md, R14 to R17.
    """
    application = queries.lock(decision.application)
    known = Label.objects.filter(decision=decision).first()
    if known is not None:
        return known
    if decision.grade is None:
        raise UnsupportedGrade(_("A refusal is not signed."))
    evaluations = queries.evaluations_of(application)
    if decision.decider_id in {evaluation.inspector_id for evaluation in evaluations}:
        raise ConflictOfInterest(_("Who read the piece does not decide on it."))
    key = queries.signing_key(application.centre, at=now)
    if key is None:
        raise NoSigningKey(_("The centre has no signing key for today."))
    private = _read_key(key)
    for _draw in range(DRAWS):
        label = _draw_label(decision, application, evaluations, key, private, now)
        try:
            with transaction.atomic():
                label.save(force_insert=True)
        except IntegrityError:
            continue  # a serial or status index that exists: draw again
        begin(label, by=decision.decider, at=now)
        return label
    raise RuntimeError(f"no free serial for decision {decision.pk} in {DRAWS} draws")


def _read_key(key: SigningKey) -> Ed25519PrivateKey:
    try:
        pem = key_path(key.kid).read_bytes()
    except OSError as error:
        raise NoSigningKey(_("The file of the signing key is not on this machine.")) from error
    private = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(private, Ed25519PrivateKey):
        raise NoSigningKey(_("The file of the signing key holds another kind of key."))
    return private


def _draw_label(
    decision: Decision,
    application: Application,
    evaluations: list[Evaluation],
    key: SigningKey,
    private: Ed25519PrivateKey,
    now: datetime,
) -> Label:
    """Return an unsaved label with a fresh serial, its claims signed."""
    scheme = application.scheme_version.read()
    product = application.product
    values = {code: Decimal(text) for code, text in rules.deciding(evaluations).values.items()}
    photo = queries.front_photo(product)
    digits = serial.draw(centre_no=application.centre.number or 0, year=now.year)
    status_idx = secrets.randbelow(STATUS_INDICES)
    claims = payload.Claims(
        serial=digits,
        issued_at=now.replace(microsecond=0),
        scheme_version=application.scheme_version.number,
        kind=(product.kind and schemes.number_of("kinds", product.kind.code)) or scheme.kind,
        grade=decision.grade or 0,
        artisan_no=application.maker.number,
        status_idx=status_idx,
        size_mm=tuple(int(values[code]) for code in scheme.size),
        mass_g=int(values["mass_g"]) if "mass_g" in values else None,
        measures=tuple(
            rules.as_payload_integer(values[measure.code], measure.decimals)
            for measure in scheme.label_measures
        ),
        materials=_numbers("materials", product.materials),
        colours=_numbers("colours", product.colours[: payload.MAX_COLOURS]),
        photo=bytes.fromhex(photo.sha256)[:16] if photo and photo.sha256 else None,
    )
    return Label(
        decision=decision,
        product=product,
        centre=application.centre,
        scheme_version=application.scheme_version,
        key=key,
        serial=digits,
        public_id=secrets.token_hex(8),
        status_idx=status_idx,
        grade=claims.grade,
        cose=cose.sign(payload.encode(claims), kid=bytes.fromhex(key.kid), key=private),
        signed_at=now,
    )


def _numbers(table: str, codes: Sequence[str]) -> tuple[int, ...] | None:
    """Return the numbers a label carries for codes of the house, None when there are none."""
    numbers = tuple(number for code in codes if (number := schemes.number_of(table, code)) is not None)
    return numbers or None


@transaction.atomic
def affix(*, label: Label, by: User | None, now: datetime) -> Label:
    """Record that a label is fixed to its piece: from now on it is valid, and its grade stands on the piece's page.

    :raises IllegalMove: it is not a fresh label (AlreadyThere: it is on its piece).
    """
    advance(label, LabelState.ACTIVE, moves=LABEL_MOVES, by=by, at=now)
    catalog.project_stamp(
        product_id=label.product_id,
        grade=Grade(label.grade),
        public_id=label.public_id,
        stamped_at=label.signed_at,
    )
    return label
