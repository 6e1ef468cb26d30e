"""What is signed, after who signs has judged the decision once more."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from marketplace.machine import begin
from quality_labels import actions, cose, payload, queries, rules, schemes, serial, status_list
from quality_labels.log import leaves
from quality_labels.models import (
    Application,
    Decision,
    Evaluation,
    Label,
    SigningKey,
)
from quality_labels.refusals import (
    CardExpired,
    NoSigningKey,
    UnsupportedGrade,
)
from quality_labels.signer.keyring import private_key
from quality_labels.states import Leaf

DRAWS = 8


@transaction.atomic
def sign(*, decision: Decision, now: datetime) -> Label:
    """Sign the label of a granted decision, once: a second call returns the same label until that is replaced.

    Nothing is believed of who asks: the decision is judged again here, from its rows. The leaf of the log is written
    in the same transaction, so that no signature exists that the log does not know.

    :raises NoSigningKey: no key may sign at `now`, or its file is not here.
    :raises ConflictOfInterest: the decision was taken by somebody who took a reading.
    Source: docs/quality-labels.md, R14 to R17.
    """
    application = queries.lock(Application(pk=decision.application_id))
    known = Label.objects.filter(decision=decision, replacement__isnull=True).first()
    if known is not None:
        return known
    if decision.grade is None:
        raise UnsupportedGrade(_("A refusal is not signed."))
    evaluations = queries.evaluations_of(application)
    _judge_again(decision, application, evaluations)
    if not queries.holds_valid_card(application.maker, on=localdate(now)):
        raise CardExpired(_("The artisan card of the maker is missing or has expired."))
    key = queries.signing_key(application.centre, at=now)
    if key is None:
        raise NoSigningKey(_("The centre has no signing key for today."))
    if not queries.is_told_of(key):
        raise NoSigningKey(_("The root key has not signed for the centre's key yet."))
    private = private_key(key)
    for _draw in range(DRAWS):
        label = _draw_label(decision, application, evaluations, key, private, now)
        try:
            with transaction.atomic():
                label.log_entry = leaves.write(Leaf.ISSUED, leaves.issued(bytes(label.cose)), now=now)
                label.save(force_insert=True)
        except IntegrityError:
            continue  # a serial or status index that exists: draw again
        begin(label, by=decision.decider, at=now)
        return label
    raise RuntimeError(f"no free serial for decision {decision.pk} in {DRAWS} draws")


def _judge_again(decision: Decision, application: Application, evaluations: list[Evaluation]) -> None:
    """Decide once more, from the readings themselves: whoever can write rows must not get a signature by it.

    :raises ConflictOfInterest: the decider took a reading, or has a part in the shop.
    :raises UnsupportedGrade: the readings do not make what the sheets say, or do not reach the grade.
    """
    for evaluation in evaluations:
        is_same = evaluation.scheme_version_id == application.scheme_version_id
        version = application.scheme_version if is_same else evaluation.scheme_version
        made = rules.assess(version.read(), queries.sheet_as_read(evaluation))
        if (made.proposed, list(made.borderline)) != (evaluation.proposed, evaluation.borderline):
            raise UnsupportedGrade(_("The readings say something else than the sheet."))
    reachable = actions.decidable(
        application, decider=decision.decider, at=decision.decided_at, evaluations=evaluations
    )
    if reachable is None or (decision.grade or 0) > reachable:
        raise UnsupportedGrade(_("The readings do not reach this grade."))


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
    status_idx = secrets.randbelow(status_list.SIZE)
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
        expires_at=_expiry(scheme, now),
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
        expires_at=claims.expires_at,
    )


def _expiry(scheme: schemes.Scheme, now: datetime) -> datetime | None:
    """Return the whole second at which a label signed now ends under its scheme, None when it never does."""
    if not scheme.valid_days:
        return None
    return now.replace(microsecond=0) + timedelta(days=scheme.valid_days)


def _numbers(table: str, codes: Sequence[str]) -> tuple[int, ...] | None:
    """Return the numbers a label carries for codes of the house, None when there are none."""
    numbers = tuple(number for code in codes if (number := schemes.number_of(table, code)) is not None)
    return numbers or None
