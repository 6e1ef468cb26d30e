"""What the database itself refuses, whatever the code does. Run on both databases."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, models, transaction

from quality_labels import actions
from quality_labels.models import (
    Application,
    ApplicationChange,
    Decision,
    Evaluation,
    Label,
    LabelChange,
    Reading,
    SchemeVersion,
)
from tests.factories import NOW
from tests.quality_labels.centre import Centre, affixed, evaluated, make_carpet, sheet

APPEND_ONLY = {
    SchemeVersion: {"number": 77},
    Evaluation: {"proposed": 60},
    Reading: {"value": 1},
    Decision: {"grade": 60},
    ApplicationChange: {"why": "changed"},
    LabelChange: {"why": "changed"},
}


@pytest.mark.parametrize("model", APPEND_ONLY, ids=lambda model: model.__name__)
def test_row_is_neither_changed_nor_deleted(centre: Centre, model: type[models.Model]) -> None:
    affixed(centre)
    before = list(model._default_manager.values())

    for forbidden in (
        lambda: model._default_manager.update(**APPEND_ONLY[model]),
        lambda: model._default_manager.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            forbidden()

    assert before
    assert list(model._default_manager.values()) == before


def test_reader_never_decides_even_by_a_bare_row(centre: Centre) -> None:
    application = evaluated(centre)

    with pytest.raises(DatabaseError, match="does not decide"), transaction.atomic():
        Decision.objects.create(application=application, decider=centre.inspector, grade=50, decided_at=NOW)

    assert not Decision.objects.exists()


def test_decider_never_reads_afterwards_even_by_a_bare_row(centre: Centre) -> None:
    application = evaluated(centre)
    actions.grant(application=application, decider=centre.decider, grade=50, now=NOW)
    taken = Evaluation.objects.get()
    taken.pk, taken.inspector = None, centre.decider

    with pytest.raises(DatabaseError, match="no more readings"), transaction.atomic():
        taken.save(force_insert=True)

    assert Evaluation.objects.count() == 1


@pytest.mark.parametrize(
    "change", [{"cose": b"x"}, {"serial": "0" * 20}, {"grade": 60}, {"public_id": "y"}], ids=str
)
def test_signed_label_keeps_its_bytes(centre: Centre, change: dict[str, object]) -> None:
    label = affixed(centre)

    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Label.objects.filter(pk=label.pk).update(**change)
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
        Label.objects.filter(pk=label.pk)._raw_delete("default")

    assert bytes(Label.objects.get().cose) == bytes(label.cose)


def test_piece_has_one_standing_label_even_by_bare_rows(centre: Centre) -> None:
    label = affixed(centre)
    other = affixed(centre)

    with pytest.raises(IntegrityError), transaction.atomic():
        Label.objects.create(
            decision=actions.grant(application=evaluated(centre), decider=centre.decider, grade=50, now=NOW),
            product=label.product,
            centre=label.centre,
            scheme_version=label.scheme_version,
            key=label.key,
            serial="1" * 20,
            public_id="another",
            status_idx=other.status_idx + 1,
            grade=50,
            cose=b"",
            signed_at=NOW,
        )

    assert Label.objects.filter(product=label.product).count() == 1


def test_piece_has_one_open_request_even_by_bare_rows(centre: Centre) -> None:
    product = make_carpet()
    first = actions.submit(product=product, by=None, now=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.create(
            centre=first.centre,
            product=product,
            shop=first.shop,
            maker=first.maker,
            scheme_version=first.scheme_version,
            requested_at=NOW,
        )

    assert Application.objects.filter(product=product).count() == 1


def test_decision_has_a_grade_or_reasons(centre: Centre) -> None:
    application = evaluated(centre)

    wrongs: tuple[dict[str, Any], ...] = (
        {"grade": 50, "reasons": ["asymmetry"]},
        {"grade": None, "reasons": []},
        {"grade": 55},
    )
    for wrong in wrongs:
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.create(application=application, decider=centre.decider, decided_at=NOW, **wrong)

    assert not Decision.objects.exists()


def test_sheet_is_taken_once_by_an_inspector(centre: Centre) -> None:
    application = evaluated(centre, knots_per_m2=[800] * 5)
    taken = Evaluation.objects.get()
    taken.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        taken.save(force_insert=True)

    actions.evaluate(application=application, inspector=centre.inspector2, sheet=sheet(), now=NOW)
    assert Evaluation.objects.count() == 2
