"""The centre holds a session: it plans a day, says which pieces to bring, goes there, and writes what came of it.

Whoever changes the lists of a session holds its row; a request in two sessions at once is refused by a constraint.
Source: docs/quality-labels.md, R851 to R854.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from marketplace import outbox
from marketplace.accounts.models import User
from marketplace.machine import AlreadyThere, advance, begin
from marketplace.refusal import Refusal
from quality_labels import queries
from quality_labels.models import Application, SessionPiece, SessionSeat, StampingSession
from quality_labels.refusals import NotReady
from quality_labels.states import (
    ANNOUNCEABLE,
    LIVE_SESSION,
    SESSION_MOVES,
    PieceEnding,
    SeatRole,
    SessionState,
)
from shops.models import Body, Place

LONGEST_AHEAD = timedelta(days=366)
LEAST_TEAM = 2  # two sign the minutes
MOST_AT_ONCE = 200


@transaction.atomic
def plan_session(
    *,
    centre: Body,
    held_on: date,
    place: Place,
    by: User,
    now: datetime,
    venue: str = "",
    begins: time | None = None,
) -> StampingSession:
    """Plan a session of a centre: a day and a place, which never change afterwards.

    :raises Refusal: the day has passed, or is more than a year away.
    Source: docs/quality-labels.md, R851.
    """
    today = localdate(now)
    if not today <= held_on <= today + LONGEST_AHEAD:
        raise Refusal(_("Choose a day from today on, within a year."), field="held_on")
    session = StampingSession.objects.create(
        centre=centre,
        held_on=held_on,
        begins=begins,
        place=place,
        venue=venue.strip(),
        planned_by=by,
        planned_at=now,
    )
    begin(session, by=by, at=now)
    return session


@transaction.atomic
def seat(*, session: StampingSession, person: User, role: SeatRole, by: User, now: datetime) -> SessionSeat:
    """Give a person of the centre a seat in the team, or another role in it.

    :raises NotReady: the session has ended, the person is not of this centre on its day, or somebody else leads it.
    :raises AlreadyThere: the person sits there in this role.
    Source: docs/quality-labels.md, R852.
    """
    session = _still_to_be_held(session)
    if not queries.people_of(session.centre, on=session.held_on).filter(pk=person.pk).exists():
        raise NotReady(_("This person is not of the centre on that day."), field="person")
    held = session.seats.filter(person=person, left_at=None).first()
    if held is not None and held.role == role:
        raise AlreadyThere(f"{person} sits in session {session.pk} as {role}")
    if role == SeatRole.HEAD and session.seats.filter(role=role, left_at=None).exists():
        raise NotReady(_("Somebody else leads this session. Let that person leave first."), field="role")
    if held is not None:
        _leave(held, by=by, now=now)
    return SessionSeat.objects.create(session=session, person=person, role=role, seated_by=by, seated_at=now)


@transaction.atomic
def unseat(*, seat: SessionSeat, by: User, now: datetime) -> None:
    """Let a person leave the team.

    :raises NotReady: the session has ended, or is open and would be left with one person.
    :raises AlreadyThere: the person has left.
    """
    session = _still_to_be_held(seat.session)
    if session.state == SessionState.OPEN and len(queries.team_of(session)) <= LEAST_TEAM:
        raise NotReady(_("Two people sign the minutes: seat another person first."))
    _leave(seat, by=by, now=now)


def _leave(seat: SessionSeat, *, by: User, now: datetime) -> None:
    if SessionSeat.objects.filter(pk=seat.pk, left_at=None).update(left_at=now, left_by=by) != 1:
        raise AlreadyThere(f"seat {seat.pk} was left already")


@transaction.atomic
def announce(
    *, session: StampingSession, applications: Sequence[Application], by: User, now: datetime
) -> list[SessionPiece]:
    """Announce pieces to a session; each shop is told the day and the place, once for all its pieces.

    :raises Refusal: none was chosen, too many, or one of another centre.
    :raises NotReady: the session has ended; or a piece is not to be read now, or is announced to a session.
    Source: docs/quality-labels.md, R853.
    """
    session = _still_to_be_held(session)
    wanted = {application.pk for application in applications}
    found = list(
        Application.objects.filter(pk__in=wanted, centre=session.centre)
        .select_related("product")
        .order_by("pk")
    )
    if not wanted or len(wanted) > MOST_AT_ONCE or len(found) != len(wanted):
        raise Refusal(_("Choose the pieces to bring."), field="applications")
    rows = []
    for application in found:
        if application.state not in ANNOUNCEABLE:
            raise NotReady(
                _("This piece is not to be inspected now: %(piece)s") % {"piece": application.product.title}
            )
        row = SessionPiece(session=session, application=application, announced_by=by, announced_at=now)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            raise NotReady(
                _("This piece is announced to a session already: %(piece)s")
                % {"piece": application.product.title}
            ) from error
        rows.append(row)
    _tell(session, rows, "called")
    return rows


@transaction.atomic
def release(*, piece: SessionPiece, by: User, now: datetime) -> None:
    """Take a piece off the list of a session; its shop is told.

    :raises NotReady: the session has ended.
    :raises AlreadyThere: it is off the list.
    """
    session = _still_to_be_held(piece.session)
    end_pieces([piece], PieceEnding.RELEASED, by=by, now=now)
    _tell(session, [piece], "dropped")


@transaction.atomic
def open_session(*, session: StampingSession, by: User, now: datetime) -> StampingSession:
    """Open a session on its day: the team is there.

    :raises NotReady: its day has not come, or fewer than two people sit in it.
    :raises IllegalMove: it is not planned (AlreadyThere: it is open).
    """
    session = queries.lock_session(session)
    if session.state == SessionState.PLANNED:
        if localdate(now) < session.held_on:
            raise NotReady(_("The shops were told another day: a session opens on its day."))
        if len(queries.team_of(session)) < LEAST_TEAM:
            raise NotReady(_("Two people sign the minutes: seat at least two."))
    advance(session, SessionState.OPEN, moves=SESSION_MOVES, by=by, at=now)
    return session


@transaction.atomic
def cancel_session(*, session: StampingSession, by: User, why: str, now: datetime) -> StampingSession:
    """Cancel a session that is not held: its pieces may be announced to another, and every shop is told why.

    :raises Refusal: not a word of why.
    :raises IllegalMove: it is not planned any more (AlreadyThere: it is cancelled).
    """
    session = queries.lock_session(session)
    if not why.strip():
        raise Refusal(_("Say why the session is not held: the shops read it."), field="why")
    pieces = list(session.pieces.filter(ending="").select_related("application"))
    if session.state == SessionState.PLANNED:
        end_pieces(pieces, PieceEnding.CANCELLED, by=by, now=now)
    advance(session, SessionState.CANCELLED, moves=SESSION_MOVES, by=by, at=now, why=why.strip())
    _tell(session, pieces, "dropped")
    return session


def _still_to_be_held(session: StampingSession) -> StampingSession:
    session = queries.lock_session(session)
    if session.state not in LIVE_SESSION:
        raise NotReady(_("This session has ended: its lists do not change any more."))
    return session


def end_pieces(pieces: Iterable[SessionPiece], ending: PieceEnding, *, by: User, now: datetime) -> None:
    """End announcements, all or none; must run in the transaction of the step that ends them."""
    keys = [piece.pk for piece in pieces]
    ended = SessionPiece.objects.filter(pk__in=keys, ending="").update(
        ending=ending, ended_at=now, ended_by=by
    )
    if ended != len(keys):
        raise AlreadyThere("a piece was taken off the list meanwhile")


def _tell(session: StampingSession, pieces: Iterable[SessionPiece], what: str) -> None:
    """Tell each shop of its own pieces: of being called to a session, or of not having to come."""
    of_shop: dict[int, list[int]] = {}
    for piece in pieces:
        of_shop.setdefault(piece.application.shop_id, []).append(piece.pk)
    for shop_id, keys in of_shop.items():
        outbox.emit(
            f"session.{what}",
            key=f"session.{what}:{session.pk}:{shop_id}:{min(keys)}",
            session_id=session.pk,
            shop_id=shop_id,
            piece_ids=keys,
        )
