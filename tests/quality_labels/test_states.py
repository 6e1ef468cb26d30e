"""Every pair of states of both machines, walked against its table."""

from collections.abc import Callable
from itertools import product

import pytest
from django.db import transaction

from marketplace.machine import AlreadyThere, IllegalMove, advance
from quality_labels.models import Application, Label
from quality_labels.states import APPLICATION_MOVES, LABEL_MOVES, ApplicationState, LabelState
from tests.factories import NOW
from tests.quality_labels.centre import Centre, evaluated, signed


def test_application_moves_only_along_its_arrows(centre: Centre) -> None:
    row = evaluated(centre)

    for here, there in product(ApplicationState, repeat=2):
        Application.objects.filter(pk=row.pk).update(state=here)
        _walk(row, here, there, APPLICATION_MOVES)


def test_label_moves_only_along_its_arrows(centre: Centre, bare_rows: Callable[[], None]) -> None:
    """The table alone: that two arrows take two persons is the database's (test_doubts.py)."""
    row = signed(centre)
    bare_rows()

    for here, there in product(LabelState, repeat=2):
        Label.objects.filter(pk=row.pk).update(state=here)
        _walk(row, here, there, LABEL_MOVES)


def _walk(row: Application | Label, here: str, there: str, moves: dict[str, set[str]]) -> None:
    changes = row.changes.count()
    allowed = there in moves.get(here, set())
    if allowed:
        with transaction.atomic():
            advance(row, there, moves=moves, by=None, at=NOW)
    else:
        with pytest.raises(AlreadyThere if here == there else IllegalMove), transaction.atomic():
            advance(row, there, moves=moves, by=None, at=NOW)

    row.refresh_from_db()
    assert row.state == (there if allowed else here)
    assert row.changes.count() == changes + allowed
