"""A label after its signature: to its place on the piece, into doubt, and to its end.

What becomes of a label becomes of its piece in the same transaction: its grade on the page, its place in the listing,
and the leaf of the log that tells of it.
"""

from __future__ import annotations

from datetime import datetime
from typing import IO

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from catalog import actions as catalog
from catalog import private_photos
from catalog.grades import Grade
from marketplace import outbox
from marketplace.accounts.models import User
from marketplace.machine import AlreadyThere, IllegalMove, advance
from marketplace.refusal import Refusal
from quality_labels import carrier, gateway, queries, serial, status_list
from quality_labels.log import leaves
from quality_labels.models import Affixing, Label, LabelProposal, PrintedLabel, Replacement
from quality_labels.refusals import NeedsAnother, WrongLabel
from quality_labels.states import (
    LABEL_MOVES,
    SUSPENSION_REASONS,
    TWO_DECIDE,
    WITHDRAWAL_REASONS,
    LabelReason,
    LabelState,
    Leaf,
)

LEAST_DIGITS = 8  # of a number that is typed in a hurry: a slip of the pen meets another label once in 10^8
AFFIXING_FOLDER = "affixing"  # private: the corner of a carpet is its fingerprint in a dispute


@transaction.atomic
def affix(
    *,
    label: Label,
    by: User | None,
    now: datetime,
    said: str,
    seal_no: str = "",
    photo: IO[bytes] | None = None,
    size: int = 0,
) -> Label:
    """Record that a label is fixed to its piece: from now on it is valid, and its grade stands on the piece's page.

    `said` is what was scanned or typed from the label in the hand (its QR, or its number), so that no label goes to
    another piece by mistake; `photo` (`size` bytes long) shows the corner it was fixed to.

    :raises WrongLabel: that is not this piece's label; names the piece it belongs to.
    :raises NeedsAnother: this centre keeps printing and fixing apart, and `by` printed it.
    :raises Refusal: the upload is no photo, or the seal was used before.
    :raises IllegalMove: it was not printed (AlreadyThere: it is on its piece).
    Source: docs/quality-labels.md, R512.
    """
    if by is not None and _printed_by(label) == by.pk and queries.policy_of(label.centre).fixer_apart:
        raise NeedsAnother(_("You printed this label: this centre lets somebody else fix it."))
    scanned = _require_this_label(label, said)
    kept = private_photos.keep(photo, size=size, folder=AFFIXING_FOLDER) if photo is not None else ""
    try:
        with transaction.atomic():
            Affixing.objects.create(
                label=label,
                affixed_by=by,
                affixed_at=now,
                scanned=scanned,
                seal_no=seal_no.strip(),
                photo=kept,
            )
    except IntegrityError as error:
        if Affixing.objects.filter(label=label).exists():
            raise AlreadyThere(f"label {label.pk} is on its piece") from error
        raise Refusal(_("This seal is on another piece already."), field="seal_no") from error
    _move(label, LabelState.ACTIVE, by=by, now=now, reason=LabelReason.FIXED)
    _show_on_piece(label, now)
    return label


@transaction.atomic
def suspend(*, label: Label, by: User, reason: LabelReason, now: datetime, why: str = "") -> Label:
    """Put a label in doubt: one person is enough. Its piece leaves the listing, its shop and the register are told.

    :raises Refusal: a reason that suspends nothing.
    :raises IllegalMove: it is not in force (AlreadyThere: it is suspended).
    Source: docs/quality-labels.md, R500 and R501.
    """
    if reason not in SUSPENSION_REASONS:
        raise Refusal(_("Choose the reason."), field="reason")
    _move(label, LabelState.SUSPENDED, by=by, now=now, reason=reason, why=why)
    _take_off_piece(label, now)
    _tell(label)
    return label


@transaction.atomic
def propose(
    *, label: Label, to: LabelState, by: User, reason: LabelReason, now: datetime, why: str = ""
) -> LabelProposal:
    """Propose to lift a suspension or to withdraw a label; another person has to confirm it.

    :raises Refusal: a reason that does not go with it.
    :raises IllegalMove: there is no such arrow from where the label is.
    Source: docs/quality-labels.md, R502.
    """
    label = Label.objects.select_for_update().get(pk=label.pk)
    if (
        to not in TWO_DECIDE
        or to not in LABEL_MOVES.get(label.state, set())
        or label.state == LabelState.PRINTED
    ):
        raise IllegalMove(f"label {label.pk}: nobody proposes {to} from {label.state}")
    fitting = WITHDRAWAL_REASONS if to == LabelState.WITHDRAWN else (LabelReason.CLEARED,)
    if reason not in fitting:
        raise Refusal(_("Choose the reason."), field="reason")
    return LabelProposal.objects.create(
        label=label, to_state=to, reason=reason, why=why.strip(), proposed_by=by, proposed_at=now
    )


@transaction.atomic
def confirm(*, proposal: LabelProposal, by: User, now: datetime) -> Label:
    """Confirm what somebody else proposed: the label is in force again, or withdrawn for good.

    :raises NeedsAnother: the same person proposed it.
    :raises AlreadyThere: it was confirmed already.
    :raises IllegalMove: the label has gone another way since.
    """
    if proposal.proposed_by_id == by.pk:
        raise NeedsAnother(_("You proposed this yourself: a colleague has to confirm it."))
    label = Label.objects.select_for_update().get(pk=proposal.label_id)
    confirmed = LabelProposal.objects.filter(pk=proposal.pk, confirmed_by=None).update(
        confirmed_by=by, confirmed_at=now
    )
    if confirmed != 1:
        raise AlreadyThere(f"proposal {proposal.pk} was confirmed already")
    to = LabelState(proposal.to_state)
    _move(label, to, by=by, now=now, reason=LabelReason(proposal.reason), why=proposal.why)
    if to == LabelState.ACTIVE:
        _show_on_piece(label, now)
    else:
        _take_off_piece(label, now)
    _tell(label)
    return label


@transaction.atomic
def void(*, label: Label, by: User, now: datetime) -> Label:
    """Record that a label was spoilt before it came to its piece; it will never hold, and a new one may be asked for.

    :raises IllegalMove: it is on its piece already.
    """
    _move(label, LabelState.VOIDED, by=by, now=now, reason=LabelReason.SPOILT)
    return label


def expire(*, now: datetime) -> int:
    """End every label in force whose time has passed, each in a transaction of its own. Returns how many.

    Its piece stays in the listing, without a stamp; one in doubt stays in doubt.
    """
    due = Label.objects.filter(state=LabelState.ACTIVE, expires_at__lte=now).order_by("pk")
    ended = 0
    for label in due.iterator():
        try:
            with transaction.atomic():
                _move(label, LabelState.EXPIRED, by=None, now=now, reason=LabelReason.EXPIRED)
                _take_stamp_off(label)
                _tell(label)
        except IllegalMove:
            continue  # somebody was quicker
        ended += 1
    return ended


@transaction.atomic
def replace(*, label: Label, by: User, now: datetime) -> Replacement:
    """Have another label made of the same decision: this one was spoilt on its way, or is torn or lost on its piece.

    It never holds again; what is on no piece yet is void, what was is superseded. Nobody reads or decides anew, and
    the signing process judges the decision once more before it signs.

    :raises IllegalMove: it is suspended, or it has ended already.
    Source: docs/quality-labels.md, R503 and R504.
    """
    label = Label.objects.select_for_update().get(pk=label.pk)
    if label.state == LabelState.ACTIVE:
        _move(label, LabelState.SUPERSEDED, by=by, now=now, reason=LabelReason.REPLACED)
        _take_stamp_off(label)
        _tell(label)
    else:
        void(label=label, by=by, now=now)
    wish = Replacement.objects.create(label=label, asked_by=by, asked_at=now)
    transaction.on_commit(gateway.ring_signer)
    return wish


def require_on_piece(label: Label, said: str) -> None:
    """Check that what was read from the label on a piece is that label: its QR, its number, or its last eight digits.

    :raises WrongLabel: it is another one's, whose piece is named, or none.
    Source: docs/quality-labels.md, R514.
    """
    digits = serial.clean(said)
    if LEAST_DIGITS <= len(digits) < serial.LENGTH and label.serial.endswith(digits):
        return
    _require_this_label(label, said)


def _move(
    label: Label, to: LabelState, *, by: User | None, now: datetime, reason: LabelReason, why: str = ""
) -> None:
    """Move a label, and tell the log when what the status list says of it changes with that."""
    before = status_list.STATUS[label.state]
    advance(label, to, moves=LABEL_MOVES, by=by, at=now, why=why.strip(), state_reason=reason)
    after = status_list.STATUS[to]
    if after != before:
        leaf = leaves.status_changed(bytes(label.cose), after, reason.value, now)
        leaves.write(Leaf.STATUS, leaf, now=now)


def _require_this_label(label: Label, said: str) -> bool:
    """Tell whether the QR itself was read.

    :raises WrongLabel: what was read or typed is another label's, or none.
    """
    try:
        digits = carrier.digits_in(said, hosts=frozenset({settings.STAMP_HOST}))
    except carrier.BadCarrier as error:
        raise WrongLabel(_("This is not the text of our QR, nor a number of ours."), field="said") from error
    if digits in (label.serial, carrier.digits_of(bytes(label.cose))):
        return digits != label.serial
    verdict = queries.verify(digits)
    if verdict.label is not None and verdict.label.centre_id == label.centre_id:
        raise WrongLabel(
            _("This is the label of another piece: %(piece)s") % {"piece": verdict.label.product.title},
            field="said",
        )
    raise WrongLabel(_("This is not the label of this piece."), field="said")


def _printed_by(label: Label) -> int | None:
    return PrintedLabel.objects.filter(label=label).values_list("run__printed_by", flat=True).first()


def _show_on_piece(label: Label, now: datetime) -> None:
    catalog.project_stamp(
        product_id=label.product_id,
        grade=Grade(label.grade),
        public_id=label.public_id,
        stamped_at=label.signed_at,
    )
    catalog.doubt_stamp(product_id=label.product_id, since=None, today=localdate(now))


def _take_stamp_off(label: Label) -> None:
    catalog.project_stamp(product_id=label.product_id, grade=None, public_id="", stamped_at=None)


def _take_off_piece(label: Label, now: datetime) -> None:
    _take_stamp_off(label)
    catalog.doubt_stamp(product_id=label.product_id, since=now, today=localdate(now))


def _tell(label: Label) -> None:
    change = label.changes.order_by("-pk").values_list("pk", flat=True)[0]
    outbox.emit("label.changed", key=f"label.changed:{change}", label_id=label.pk, change_id=change)
