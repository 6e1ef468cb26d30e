"""Each step of the centre keeps its device, and is chained to the one before it."""

import pytest
from django.db import IntegrityError, transaction
from django.test import RequestFactory

from marketplace import acting
from quality_labels.models import ApplicationChange, LabelChange
from tests.factories import NOW
from tests.quality_labels.centre import Centre, affixed, evaluated

pytestmark = pytest.mark.django_db


def test_steps_of_two_pieces_make_one_chain(centre: Centre) -> None:
    affixed(centre)
    evaluated(centre)

    for table in (ApplicationChange, LabelChange):
        steps = list(table.objects.order_by("pk"))
        assert [step.previous_digest for step in steps] == ["", *(step.digest for step in steps[:-1])]
        assert all(step.digest == step.own_digest() for step in steps)


def test_step_that_was_reworded_no_longer_has_its_digest(centre: Centre) -> None:
    evaluated(centre)
    step = ApplicationChange.objects.last()
    assert step is not None

    step.by = None

    assert step.digest != step.own_digest()


def test_no_two_steps_follow_the_same_one(centre: Centre) -> None:
    application = evaluated(centre)

    with pytest.raises(IntegrityError), transaction.atomic():
        ApplicationChange(
            row=application, to_state="granted", at=NOW, previous_digest="", digest="0" * 64
        ).save()


def test_act_of_a_request_tells_its_device_and_the_house_has_none(centre: Centre) -> None:
    agent = "Mozilla/5.0 (Linux; Android 9; SM-J330F) AppleWebKit/537.36 Chrome/110.0 Mobile Safari/537.36"

    acting.acting_device(lambda _request: evaluated(centre))(  # type: ignore[arg-type, return-value]
        RequestFactory().get("/", headers={"user-agent": agent})
    )
    evaluated(centre)

    assert set(ApplicationChange.objects.values_list("device", flat=True)) == {"Android Chrome", ""}


def test_command_names_itself() -> None:
    with acting.acting_from("command line"):
        assert acting.device() == "command line"
    assert acting.device() == ""
