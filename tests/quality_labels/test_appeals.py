"""A refusal is answered by others: lodged in time, read blind, decided by nobody who decided before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils.timezone import localdate

from marketplace.accounts.models import User
from marketplace.machine import AlreadyThere
from marketplace.refusal import Refusal
from quality_labels import actions, queries, signer
from quality_labels.models import Appeal, Application, Decision, Evaluation
from quality_labels.refusals import ConflictOfInterest, NotReady
from quality_labels.states import AppealState, ApplicationState, LabelState
from shops.states import Role
from tests import factories
from tests.factories import NOW
from tests.people import sign_in
from tests.quality_labels.centre import Centre, evaluated, make_carpet, sheet

WHY = "The carpet is straight: measure it lying flat."


@pytest.fixture
def owner(db: None) -> User:
    """The owner of the shop whose carpet is refused."""
    return factories.make_user()


@pytest.fixture
def refused(centre: Centre, owner: User) -> Application:
    """A request refused for asymmetry, of a shop with an owner."""
    piece = make_carpet(shop=factories.make_shop(owner=owner), title="Crooked carpet")
    application = evaluated(centre, piece, length_mm=[2400, 2600, 2400])
    actions.refuse(application=application, decider=centre.decider, reasons=["asymmetry"], now=NOW)
    application.refresh_from_db()
    return application


def _lodge(refused: Application, owner: User) -> Appeal:
    return actions.lodge_appeal(application=refused, by=owner, why=WHY, now=NOW)


def _guest(centre: Centre, role: Role) -> User:
    """Return somebody of another centre, invited into this one."""
    person = factories.make_user()
    factories.make_membership(person, centre.body, role)
    return person


def test_appeal_is_read_and_decided_by_others_and_upheld(
    centre: Centre, owner: User, refused: Application
) -> None:
    """I9: upheld, a stamp follows, by the only road to a second reading."""
    guest = _guest(centre, Role.DECIDER)
    appeal = _lodge(refused, owner)
    second = actions.begin_appeal(appeal=appeal, by=centre.inspector2, now=NOW)
    for person in (centre.inspector, centre.decider):
        with pytest.raises(ConflictOfInterest):
            actions.evaluate(application=second, inspector=person, sheet=sheet(), now=NOW)
    actions.evaluate(application=second, inspector=centre.inspector2, sheet=sheet(), now=NOW)
    for person in (centre.inspector, centre.decider, centre.inspector2):
        with pytest.raises(ConflictOfInterest):
            actions.grant(application=second, decider=person, grade=50, now=NOW)
    decision = actions.grant(application=second, decider=guest, grade=50, now=NOW)

    appeal.refresh_from_db()
    assert appeal.state == AppealState.UPHELD
    assert [change.to_state for change in appeal.changes.all()] == ["lodged", "reading", "upheld"]
    assert second.previous == refused
    assert signer.sign(decision=decision, now=NOW).state == LabelState.SIGNED


def test_appeal_may_be_rejected_and_is_answered_once(
    centre: Centre, owner: User, refused: Application
) -> None:
    guest = _guest(centre, Role.DECIDER)
    second = actions.begin_appeal(appeal=_lodge(refused, owner), by=guest, now=NOW)
    crooked = sheet(length_mm=[2400, 2600, 2400])
    actions.evaluate(application=second, inspector=centre.inspector2, sheet=crooked, now=NOW)
    actions.refuse(application=second, decider=guest, reasons=["asymmetry"], now=NOW)

    assert Appeal.objects.get().state == AppealState.REJECTED
    second.refresh_from_db()
    for application in (refused, second):
        with pytest.raises(NotReady):
            actions.lodge_appeal(application=application, by=owner, why=WHY, now=NOW)
    assert actions.submit(product=refused.product, by=owner, now=NOW)


@pytest.mark.parametrize("who", ["inspector", "decider"])
def test_who_took_part_the_first_time_takes_none_even_by_bare_rows(
    centre: Centre, owner: User, refused: Application, who: str
) -> None:
    _guest(centre, Role.DECIDER)
    second = actions.begin_appeal(appeal=_lodge(refused, owner), by=centre.inspector2, now=NOW)
    person = getattr(centre, who)
    first = refused.evaluations.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        Evaluation.objects.create(
            application=second, inspector=person, scheme_version=first.scheme_version, taken_at=NOW,
            asymmetry_pct=0, sha256="0" * 64,
        )  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.create(application=second, decider=person, grade=50, decided_at=NOW)


def test_last_day_counts_and_the_next_is_too_late(owner: User, refused: Application) -> None:
    with pytest.raises(NotReady):
        actions.lodge_appeal(application=refused, by=owner, why=WHY, now=NOW + timedelta(days=31))
    assert actions.lodge_appeal(application=refused, by=owner, why=WHY, now=NOW + timedelta(days=30))


def test_appeal_says_why_and_is_lodged_once(owner: User, refused: Application) -> None:
    with pytest.raises(Refusal):
        actions.lodge_appeal(application=refused, by=owner, why=" ", now=NOW)
    _lodge(refused, owner)
    with pytest.raises(NotReady):
        _lodge(refused, owner)
    with pytest.raises(NotReady):
        actions.submit(product=refused.product, by=owner, now=NOW)
    assert Appeal.objects.count() == 1


def test_centre_with_nobody_left_is_told_whom_to_invite(
    centre: Centre, owner: User, refused: Application
) -> None:
    """I17: no switch lets the rule slip; two people need a third."""
    appeal = _lodge(refused, owner)
    with pytest.raises(NotReady, match="Invite an inspector"):
        actions.begin_appeal(appeal=appeal, by=centre.inspector2, now=NOW)
    appeal.refresh_from_db()
    assert appeal.state == AppealState.LODGED

    _guest(centre, Role.DECIDER)
    actions.begin_appeal(appeal=appeal, by=centre.inspector2, now=NOW)
    with pytest.raises(AlreadyThere):
        actions.begin_appeal(appeal=appeal, by=centre.inspector2, now=NOW)
    readers, deciders = queries.free_for_appeal(refused, on=localdate(NOW))
    assert centre.inspector2.pk in readers
    assert centre.decider.pk not in deciders


def test_shop_appeals_on_its_page_and_the_reader_does_not_see_what_was_read(
    centre: Centre, owner: User, refused: Application
) -> None:
    """I9 by plain forms: the second reader's pages hold neither the first readings nor their reason."""
    guest = _guest(centre, Role.DECIDER)
    shop = sign_in(Client(), owner)
    page = f"/en/workspace/pieces/{refused.product_id}/"
    assert "Appeal here" in shop.get(page).content.decode()
    shop.post(f"/en/workspace/stamps/{refused.pk}/appeal/", {"why": WHY})
    appeal = Appeal.objects.get()
    assert "waiting for another reader" in shop.get(page).content.decode()

    desk = sign_in(Client(), centre.inspector2, second_factor=True)
    shown = desk.get("/en/stamping/").content.decode()
    assert "measure it lying flat" in shown
    desk.post(f"/en/stamping/appeals/{appeal.pk}/begin/")
    appeal.refresh_from_db()
    assert appeal.second is not None
    blind = desk.get(f"/en/stamping/{appeal.second_id}/evaluation/").content.decode()
    for told in ("asymmetric", "2,600", "2600", 'value="2400"', "Superior</strong>"):
        assert told not in blind
    assert desk.get(f"/en/stamping/{refused.pk}/evaluation/").status_code == 404
    assert appeal.second.state == ApplicationState.ACCEPTED
    assert sign_in(Client(), guest, second_factor=True).get("/en/stamping/").status_code == 200


def test_another_shops_refusal_cannot_be_appealed_against(refused: Application) -> None:
    stranger = factories.make_user()
    factories.make_shop(owner=stranger)
    answer = sign_in(Client(), stranger).post(f"/en/workspace/stamps/{refused.pk}/appeal/", {"why": WHY})
    assert answer.status_code == 404
    assert not Appeal.objects.exists()


def test_desk_says_until_when_to_answer_and_what_is_late(
    centre: Centre, owner: User, refused: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R850: thirty days, those being read too; figures count where appeals stand."""
    _guest(centre, Role.DECIDER)
    appeal = _lodge(refused, owner)
    assert appeal.answer_by_on == localdate(NOW) + timedelta(days=30)
    desk = sign_in(Client(), centre.inspector2, second_factor=True)

    def shown(*, on: int) -> str:
        day = localdate(NOW) + timedelta(days=on)
        monkeypatch.setattr("quality_labels.views.desk.timezone.localdate", lambda: day)
        return desk.get("/en/stamping/").content.decode()

    assert "To be answered by" in shown(on=30)
    assert "Late: it had to be answered by" in shown(on=31)
    assert "Have it read by others" in shown(on=31)
    actions.begin_appeal(appeal=appeal, by=centre.inspector2, now=NOW)
    assert "Others are reading it." in shown(on=31)
    assert "Have it read by others" not in shown(on=31)
    told = Client().get("/api/v1/statistics").json()["centres"]
    assert [row["appeals"] for row in told] == [{"lodged": 0, "reading": 1, "upheld": 0, "rejected": 0}]
