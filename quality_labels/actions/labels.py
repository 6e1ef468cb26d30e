"""A label after its signature: to its place on the piece, and to its end."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from catalog import actions as catalog
from catalog.grades import Grade
from marketplace.accounts.models import User
from marketplace.machine import advance
from quality_labels.models import (
    Label,
)
from quality_labels.states import (
    LABEL_MOVES,
    LabelState,
)


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
