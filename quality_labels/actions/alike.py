"""A piece that looks like another one waits until somebody has seen both."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.machine import AlreadyThere
from quality_labels import queries
from quality_labels.actions.requests import send_back
from quality_labels.models import AlikePiece
from quality_labels.refusals import NeedsAnother
from quality_labels.states import ApplicationState


@transaction.atomic
def tell_apart(*, pair: AlikePiece, is_another: bool, by: User, now: datetime) -> AlikePiece:
    """Say, having seen both, that it is another piece; or that it is the same one, which sends the request back.

    :raises NeedsAnother: `by` asked for the stamp.
    :raises AlreadyThere: somebody said so already.
    Source: docs/quality-labels.md, R701.
    """
    application = queries.lock(pair.application)
    if by.pk == application.requested_by_id:
        raise NeedsAnother(_("You asked for this stamp: somebody else compares the pieces."))
    told = AlikePiece.objects.filter(pk=pair.pk, told_at=None).update(
        is_another=is_another, told_by=by, told_at=now
    )
    if told != 1:
        raise AlreadyThere(f"pair {pair.pk} was told apart already")
    if not is_another and application.state == ApplicationState.SUBMITTED:
        why = _("The photos show another piece: %(piece)s. Take photos of this piece itself.")
        send_back(application=application, by=by, why=why % {"piece": pair.other.title}, now=now)
    pair.refresh_from_db()
    return pair
