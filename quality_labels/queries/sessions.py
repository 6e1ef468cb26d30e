"""Stamping sessions: what is coming, who goes, and which pieces are brought."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from marketplace.accounts.models import User
from quality_labels.models import Application, Minutes, SessionPiece, SessionSeat, StampingSession
from quality_labels.states import ANNOUNCEABLE, LIVE_SESSION, ApplicationState, PieceEnding
from shops.models import Body, Place


def lock_session(session: StampingSession) -> StampingSession:
    """Return a session as it is now, locked until the transaction ends: one person at a time changes its lists."""
    rows = StampingSession.objects.select_related("centre", "place").select_for_update(of=("self",))
    return rows.get(pk=session.pk)


def sessions_of(centre: Body) -> QuerySet[StampingSession]:
    """Return the sessions of a centre with how many sit in each, how many pieces it has, and how many signed."""
    return (
        StampingSession.objects.filter(centre=centre)
        .select_related("place")
        .annotate(
            team_count=Count("seats", filter=Q(seats__left_at=None), distinct=True),
            signed_count=Count("minutes__signatures", distinct=True),
            piece_count=Count("pieces", filter=~Q(pieces__ending=PieceEnding.RELEASED), distinct=True),
        )
    )


def coming_sessions(centre: Body) -> QuerySet[StampingSession]:
    """Return the sessions that are still to be held or are being held, the next one first."""
    return sessions_of(centre).filter(state__in=LIVE_SESSION).order_by("held_on", "begins", "pk")


def past_sessions(centre: Body) -> QuerySet[StampingSession]:
    """Return the sessions that have ended, the latest first."""
    return sessions_of(centre).exclude(state__in=LIVE_SESSION).order_by("-held_on", "-pk")


def team_of(session: StampingSession) -> list[SessionSeat]:
    """Return who sits in a session now."""
    return list(session.seats.filter(left_at=None).select_related("person"))


def people_of(centre: Body, *, on: date) -> QuerySet[User]:
    """Return who belongs to a centre on a day."""
    held = Q(memberships__until_on__isnull=True) | Q(memberships__until_on__gt=on)
    here = Q(memberships__body=centre, memberships__from_on__lte=on) & held
    return User.objects.filter(here, is_active=True).distinct().order_by("full_name", "pk")


def pieces_of(session: StampingSession) -> list[SessionPiece]:
    """Return the pieces of a session as they were announced, with what became of each; none that was taken off."""
    rows = session.pieces.exclude(ending=PieceEnding.RELEASED).select_related(
        "application__product__kind",
        "application__product__place",
        "application__shop__place",
        "application__maker",
        "application__decision",
        "application__scheme_version",
    )
    return list(rows.prefetch_related("application__evaluations"))


def result_of(piece: SessionPiece) -> str:
    """Say what a piece of a session came to: granted, refused, read (and not decided yet), or absent.

    A piece that was read before it was announced, and by nobody since, was not presented.
    """
    application = piece.application
    if application.state in (ApplicationState.GRANTED, ApplicationState.REFUSED):
        return str(application.state)
    read = any(sheet.taken_at >= piece.announced_at for sheet in application.evaluations.all())
    return "read" if read else "absent"


def minutes_of(session: StampingSession) -> Minutes | None:
    """Return the minutes of a session with who signed them, without their bytes; none while it is not closed."""
    rows = Minutes.objects.filter(session=session).defer("pdf", "document").select_related("made_by")
    return rows.prefetch_related("signatures__person").first()


def announceable(centre: Body) -> QuerySet[Application]:
    """Return the requests that can be announced to a session of a centre: to be read, and in no other; oldest first."""
    in_another = SessionPiece.objects.filter(application=OuterRef("pk"), ending="")
    return (
        Application.objects.filter(~Exists(in_another), centre=centre, state__in=ANNOUNCEABLE)
        .select_related("product__kind", "product__place", "shop__place", "maker")
        .order_by("requested_at", "pk")
    )


def with_session() -> Prefetch[str, QuerySet[SessionPiece], str]:
    """Return what puts where a request is announced to on it, as a list of one or none in `announced_to`."""
    rows = SessionPiece.objects.filter(ending="").select_related("session__place")
    return Prefetch("session_pieces", queryset=rows, to_attr="announced_to")


def village_of(application: Application) -> Place | None:
    """Return where a piece is: its own place, else its shop's."""
    return application.product.place or application.shop.place
