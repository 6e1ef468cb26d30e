"""Work comes as sessions (I16): planned, a team, pieces that are brought, opened on the day or cancelled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from marketplace.accounts.models import User
from marketplace.machine import AlreadyThere, IllegalMove
from marketplace.refusal import Refusal
from quality_labels import actions, audit, queries
from quality_labels.models import SessionChange, SessionPiece, SessionSeat, StampingSession
from quality_labels.refusals import NotReady
from quality_labels.states import PieceEnding, SeatRole, SessionState
from shops.models import Membership
from shops.states import BodyKind, Role
from tests import factories
from tests.factories import NOW, TODAY
from tests.notifications.post import send_all
from tests.people import sign_in
from tests.quality_labels.centre import Centre, accepted, evaluated, make_carpet, planned


@pytest.fixture(autouse=True)
def in_english(settings: Any) -> None:
    """Read the pages by their English addresses and words."""
    settings.LANGUAGE_CODE = "en"


def at(name: str, *args: object) -> str:
    return reverse(name, args=args)


def desk(person: User) -> Client:
    return sign_in(Client(), person, second_factor=True)


# --- planning -------------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [-1, 367])
def test_session_is_planned_from_today_on_within_a_year(centre: Centre, days: int) -> None:
    with pytest.raises(Refusal, match="within a year"):
        planned(centre, held_on=TODAY + timedelta(days=days))

    assert not StampingSession.objects.exists()


def test_every_step_is_kept_in_a_chain(centre: Centre) -> None:
    """R851: append-only, chained, derived anew by the nightly comparison."""
    session = planned(centre)
    actions.open_session(session=session, by=centre.inspector, now=NOW)

    steps = list(SessionChange.objects.values_list("from_state", "to_state", "by"))
    assert steps == [("", "planned", centre.decider.pk), ("planned", "open", centre.inspector.pk)]
    assert [finding for finding in audit.findings() if "ession" in finding] == []


def test_comparison_finds_a_session_that_was_moved_by_hand(
    centre: Centre, bare_rows: Callable[[], None]
) -> None:
    session = planned(centre)
    bare_rows()
    StampingSession.objects.filter(pk=session.pk).update(state=SessionState.CLOSED)

    assert any("StampingSession" in finding for finding in audit.findings())


# --- team -----------------------------------------------------------------------------------------


def test_team_is_of_the_centre_and_led_by_one(centre: Centre) -> None:
    session = planned(centre)
    stranger = factories.make_user()

    with pytest.raises(NotReady, match="not of the centre"):
        actions.seat(session=session, person=stranger, role=SeatRole.READER, by=centre.decider, now=NOW)
    with pytest.raises(NotReady, match="Somebody else leads"):
        actions.seat(
            session=session, person=centre.inspector2, role=SeatRole.HEAD, by=centre.decider, now=NOW
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        SessionSeat.objects.create(
            session=session, person=centre.inspector2, role=SeatRole.HEAD, seated_by=centre.decider,
            seated_at=NOW,
        )  # fmt: skip


def test_who_has_left_the_centre_by_that_day_is_not_seated(centre: Centre) -> None:
    Membership.objects.filter(user=centre.inspector2).update(until_on=TODAY + timedelta(days=3))
    session = planned(centre, held_on=TODAY + timedelta(days=3), team=False)

    with pytest.raises(NotReady, match="not of the centre"):
        actions.seat(
            session=session, person=centre.inspector2, role=SeatRole.READER, by=centre.decider, now=NOW
        )


def test_change_of_the_team_keeps_who_sat_there_before(centre: Centre) -> None:
    session = planned(centre)
    held = session.seats.get(person=centre.inspector)

    actions.unseat(seat=held, by=centre.decider, now=NOW)
    actions.seat(session=session, person=centre.inspector2, role=SeatRole.HEAD, by=centre.decider, now=NOW)
    with pytest.raises(AlreadyThere):
        actions.unseat(seat=held, by=centre.decider, now=NOW)

    assert [seat.person for seat in queries.team_of(session)] == [centre.decider, centre.inspector2]
    assert session.seats.count() == 3


def test_open_session_keeps_two_people(centre: Centre) -> None:
    session = planned(centre)
    actions.open_session(session=session, by=centre.decider, now=NOW)

    with pytest.raises(NotReady, match="Two people sign"):
        actions.unseat(seat=session.seats.get(person=centre.inspector), by=centre.decider, now=NOW)


def test_session_opens_on_its_day_with_two_people(centre: Centre) -> None:
    early, alone = planned(centre, held_on=TODAY + timedelta(days=1)), planned(centre, team=False)
    actions.seat(session=alone, person=centre.decider, role=SeatRole.HEAD, by=centre.decider, now=NOW)

    with pytest.raises(NotReady, match="on its day"):
        actions.open_session(session=early, by=centre.decider, now=NOW)
    with pytest.raises(NotReady, match="at least two"):
        actions.open_session(session=alone, by=centre.decider, now=NOW)
    actions.open_session(session=early, by=centre.decider, now=NOW + timedelta(days=1))
    with pytest.raises(AlreadyThere):
        actions.open_session(session=early, by=centre.decider, now=NOW + timedelta(days=1))


# --- pieces ---------------------------------------------------------------------------------------


def test_piece_is_announced_to_one_session_at_a_time(centre: Centre) -> None:
    """R853; by bare rows too."""
    piece = accepted(centre, make_carpet(title="Red carpet"))
    first, second = planned(centre, piece), planned(centre)

    with pytest.raises(NotReady, match="Red carpet"):
        actions.announce(session=second, applications=[piece], by=centre.decider, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        SessionPiece.objects.create(
            session=second, application=piece, announced_by=centre.decider, announced_at=NOW
        )
    assert list(queries.announceable(centre.body)) == []

    actions.release(piece=first.pieces.get(), by=centre.decider, now=NOW)
    assert list(queries.announceable(centre.body)) == [piece]
    actions.announce(session=second, applications=[piece], by=centre.decider, now=NOW)


def test_announcing_is_all_or_nothing(centre: Centre) -> None:
    free, taken = accepted(centre), accepted(centre)
    planned(centre, taken)
    session = planned(centre)

    with pytest.raises(NotReady):
        actions.announce(session=session, applications=[free, taken], by=centre.decider, now=NOW)

    assert not session.pieces.exists()


def test_only_pieces_to_be_read_are_announced(centre: Centre) -> None:
    fresh = actions.submit(product=make_carpet(), by=None, now=NOW)
    decided = evaluated(centre)
    actions.refuse(application=decided, decider=centre.decider, reasons=["asymmetry"], now=NOW)
    session = planned(centre)

    for application in (fresh, decided):
        with pytest.raises(NotReady, match="not to be inspected"):
            actions.announce(session=session, applications=[application], by=centre.decider, now=NOW)
    with pytest.raises(Refusal, match="Choose the pieces"):
        actions.announce(session=session, applications=[], by=centre.decider, now=NOW)


def test_piece_of_another_centre_is_not_announced_even_by_a_bare_row(centre: Centre) -> None:
    other = factories.make_body(BodyKind.STAMPING_CENTRE)
    factories.make_membership(centre.decider, other, Role.DECIDER)
    piece = accepted(centre)
    abroad = actions.plan_session(
        centre=other, held_on=TODAY, place=factories.make_place(), by=centre.decider, now=NOW
    )

    with pytest.raises(Refusal, match="Choose the pieces"):
        actions.announce(session=abroad, applications=[piece], by=centre.decider, now=NOW)
    with pytest.raises(DatabaseError, match="its own centre"), transaction.atomic():
        SessionPiece.objects.create(
            session=abroad, application=piece, announced_by=centre.decider, announced_at=NOW
        )


def test_cancelled_session_lets_its_pieces_go(centre: Centre) -> None:
    piece = accepted(centre)
    session = planned(centre, piece)

    with pytest.raises(Refusal, match="Say why"):
        actions.cancel_session(session=session, by=centre.decider, why=" ", now=NOW)
    actions.cancel_session(session=session, by=centre.decider, why="Sand storm", now=NOW)
    with pytest.raises(AlreadyThere):
        actions.cancel_session(session=session, by=centre.decider, why="Sand storm", now=NOW)

    assert session.pieces.get().ending == PieceEnding.CANCELLED
    assert list(queries.announceable(centre.body)) == [piece]
    for act in (
        lambda: actions.announce(session=session, applications=[piece], by=centre.decider, now=NOW),
        lambda: actions.seat(
            session=session, person=centre.inspector2, role=SeatRole.READER, by=centre.decider, now=NOW
        ),
        lambda: actions.unseat(seat=session.seats.all()[0], by=centre.decider, now=NOW),
    ):
        with pytest.raises(NotReady, match="has ended"):
            act()


def test_open_session_is_not_cancelled(centre: Centre) -> None:
    session = planned(centre, accepted(centre))
    actions.open_session(session=session, by=centre.decider, now=NOW)

    with pytest.raises(IllegalMove):
        actions.cancel_session(session=session, by=centre.decider, why="Tired", now=NOW)

    assert session.pieces.get().ending == ""


# --- what the database itself refuses -------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"held_on": TODAY + timedelta(days=1)},
        {"begins": time(9)},
        {"venue": "Elsewhere"},
        {"state": SessionState.CLOSED},
    ],
    ids=str,
)
def test_day_and_place_never_change_and_no_session_ends_with_pieces(
    centre: Centre, change: dict[str, Any]
) -> None:
    session = planned(centre, accepted(centre))

    with pytest.raises(DatabaseError, match="session"), transaction.atomic():
        StampingSession.objects.filter(pk=session.pk).update(**change)


def test_what_has_ended_stays_so_even_by_bare_rows(centre: Centre) -> None:
    piece = accepted(centre)
    session = planned(centre, piece)
    actions.cancel_session(session=session, by=centre.decider, why="Sand storm", now=NOW)
    row, held = session.pieces.get(), session.seats.all()[0]

    for act in (
        lambda: StampingSession.objects.filter(pk=session.pk).update(state=SessionState.PLANNED),
        lambda: StampingSession.objects.filter(pk=session.pk)._raw_delete("default"),
        lambda: SessionPiece.objects.filter(pk=row.pk).update(ending="", ended_at=None),
        lambda: SessionPiece.objects.filter(pk=row.pk)._raw_delete("default"),
        lambda: SessionSeat.objects.filter(pk=held.pk).update(left_at=NOW),
        lambda: SessionSeat.objects.filter(pk=held.pk)._raw_delete("default"),
        lambda: SessionSeat.objects.create(
            session=session, person=centre.inspector2, role="reader", seated_by=centre.decider, seated_at=NOW
        ),
        lambda: SessionPiece.objects.create(
            session=session, application=piece, announced_by=centre.decider, announced_at=NOW
        ),
        lambda: SessionChange.objects.update(why="changed"),
        lambda: SessionChange.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


# --- letters, and the shop's own page -------------------------------------------------------------


def test_shop_is_told_day_place_and_all_its_pieces_once_and_the_cancellation(centre: Centre) -> None:
    """R854."""
    weaver = factories.make_shop(slug="weaver", language="ar")
    potter = factories.make_shop(slug="potter", language="fr")
    place = factories.make_place("timimoun", wilaya="timimoun", name_ar="تيميمون", name_fr="Timimoun")
    hers = [accepted(centre, make_carpet(shop=weaver, title_ar=f"زربية {n}")) for n in (1, 2)]
    his = accepted(centre, make_carpet(shop=potter, title_fr="Tapis rouge"))
    session = planned(centre, *hers, his, place=place, venue="دار الشباب", begins=time(9, 30))

    send_all()
    (letter,) = [message for message in mail.outbox if message.to == ["weaver@example.test"]]
    for text in (letter.body, str(letter.alternatives[0][0])):
        for told in ("زربية 1", "زربية 2", "22 نوفمبر 2026", "تيميمون", "دار الشباب", "09:30"):
            assert told in text.replace("\u00a0", " ")
        assert "Tapis rouge" not in text
    mail.outbox.clear()

    actions.cancel_session(session=session, by=centre.decider, why="Vent de sable", now=NOW)
    send_all()
    (letter,) = [message for message in mail.outbox if message.to == ["potter@example.test"]]
    assert "annulé" in letter.subject
    assert "Vent de sable" in letter.body
    assert "Tapis rouge" in letter.body
    assert len(mail.outbox) == 2


def test_shop_of_a_piece_taken_off_the_list_is_told(centre: Centre) -> None:
    shop = factories.make_shop(slug="weaver", language="en")
    session = planned(centre, accepted(centre, make_carpet(shop=shop, title="Red carpet")))
    send_all()
    mail.outbox.clear()

    actions.release(piece=session.pieces.get(), by=centre.decider, now=NOW)
    with pytest.raises(AlreadyThere):
        actions.release(piece=session.pieces.get(), by=centre.decider, now=NOW)
    send_all()

    (letter,) = mail.outbox
    assert "No need to bring it" in letter.subject
    assert "Red carpet" in letter.subject


def test_artisan_sees_where_and_when_until_it_is_over(centre: Centre) -> None:
    owner = factories.make_user()
    piece = accepted(centre, make_carpet(shop=factories.make_shop(owner=owner)))
    place = factories.make_place("timimoun", wilaya="timimoun", name="Timimoun")
    session = planned(centre, piece, place=place, venue="House of crafts", begins=time(9, 30))
    shop = sign_in(Client(), owner)
    pages = (f"/en/workspace/pieces/{piece.product_id}/", "/en/workspace/stamps/")

    for page in pages:
        shown = shop.get(page).content.decode()
        assert "Bring it on 22\u00a0November\u00a02026" in shown
        for told in ("Timimoun", "House of crafts", "09:30"):
            assert told in shown
    actions.cancel_session(session=session, by=centre.decider, why="Sand storm", now=NOW)
    for page in pages:
        assert "Bring it on" not in shop.get(page).content.decode()


# --- the desk -------------------------------------------------------------------------------------


def test_desk_plans_seats_announces_and_opens_by_plain_forms(centre: Centre, settings: Any) -> None:
    piece = accepted(centre, make_carpet(title="Red carpet"))
    place = factories.make_place("timimoun", wilaya="timimoun", name="Timimoun")
    client = desk(centre.decider)
    from django.utils.timezone import localdate

    made = client.post(
        at("stamping_plan_session"),
        {"held_on": localdate().isoformat(), "begins": "09:00", "place": place.pk, "venue": "School"},
    )
    session = StampingSession.objects.get()
    assert made["Location"] == at("stamping_session", session.pk)
    for person, role in ((centre.inspector, "head"), (centre.decider, "clerk")):
        client.post(at("stamping_seat", session.pk), {"person": person.pk, "role": role})
    client.post(at("stamping_announce", session.pk), {"applications": [piece.pk]})
    page = client.get(at("stamping_session", session.pk)).content.decode()
    for shown in ("Timimoun", "School", "09:00", "Red carpet", "leads the session", "Open the session"):
        assert shown in page
    client.post(at("stamping_open_session", session.pk))

    session.refresh_from_db()
    assert session.state == SessionState.OPEN
    listed = client.get(at("stamping_sessions")).content.decode()
    assert "2 people" in listed
    assert "1 piece" in listed


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"held_on": "2020-01-01"}, "within a year"),
        ({"held_on": "never"}, "valid date"),
        ({"begins": "late"}, "valid time"),
        ({"place": "987654"}, "valid choice"),
    ],
    ids=str,
)
def test_plan_with_something_wrong_is_shown_again(centre: Centre, posted: dict[str, str], said: str) -> None:
    given = {"held_on": "2026-12-24", "place": str(factories.make_place().pk), "begins": "", "venue": ""}
    answer = desk(centre.decider).post(at("stamping_plan_session"), given | posted)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not StampingSession.objects.exists()


def test_wrong_forms_of_a_session_say_so_and_change_nothing(centre: Centre) -> None:
    session = planned(centre)
    client = desk(centre.decider)

    for name, posted, said in (
        ("stamping_seat", {"person": factories.make_user().pk, "role": "head"}, "valid choice"),
        ("stamping_announce", {}, "Choose the pieces to bring."),
        ("stamping_cancel_session", {"why": ""}, "Say why the session is not held"),
    ):
        answer = client.post(at(name, session.pk), posted)
        assert answer.status_code == 422, name
        assert said in answer.content.decode()
    session.refresh_from_db()
    assert session.state == SessionState.PLANNED
    assert session.seats.count() == 2


def test_sessions_do_not_exist_for_other_people_nor_for_another_centre(centre: Centre) -> None:
    session = planned(centre, accepted(centre))
    held, piece = session.seats.all()[0], session.pieces.get()
    other = factories.make_body(BodyKind.STAMPING_CENTRE)
    stranger, owner = factories.make_user(), factories.make_user()
    factories.make_membership(stranger, other, Role.DECIDER)
    factories.make_shop(owner=owner)
    addresses = [
        at("stamping_session", session.pk),
        at("stamping_unseat", session.pk, held.pk),
        at("stamping_release", session.pk, piece.pk),
        *(
            at(f"stamping_{name}", session.pk)
            for name in ("seat", "announce", "open_session", "cancel_session")
        ),
    ]

    for person in (stranger, owner):
        client = desk(person)
        for address in addresses:
            answers = {client.get(address).status_code, client.post(address, {"why": "x"}).status_code}
            assert answers <= {404, 405}, address
    assert session.changes.count() == 1
    assert session.seats.filter(left_at=None).count() == 2
    assert session.pieces.get().ending == ""


def test_session_asks_the_database_the_same_for_one_piece_and_for_many(
    centre: Centre, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    session = planned(centre, *(accepted(centre) for _piece in range(6)))
    for _piece in range(6):
        accepted(centre)
    client = desk(centre.decider)

    with django_assert_max_num_queries(16):
        page = client.get(at("stamping_session", session.pk)).content.decode()
    with django_assert_max_num_queries(8):
        client.get(at("stamping_sessions"))

    assert page.count("Take off the list") == 6
