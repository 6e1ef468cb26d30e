"""Stamping sessions at the desk: a day, a place, a team, the pieces that are brought."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.machine import IllegalMove
from marketplace.refusal import Refusal
from quality_labels import actions, queries
from quality_labels.models import Minutes, StampingSession
from quality_labels.session_forms import AnnounceForm, CancelForm, PlanForm, SeatForm
from quality_labels.states import LIVE_SESSION, SessionState
from quality_labels.views.access import at_the_centre
from shops.access import MemberRequest

PER_PAGE = 30


def find_session(request: MemberRequest, pk: int) -> StampingSession:
    """Return a session of this centre; another centre's does not exist here."""
    rows = StampingSession.objects.select_related("place", "centre")
    return get_object_or_404(rows, pk=pk, centre=request.membership.body)


@at_the_centre
@require_safe
def sessions(request: MemberRequest) -> HttpResponse:
    """List what is coming, and what was held."""
    centre = request.membership.body
    context = {
        "coming": list(queries.coming_sessions(centre)),
        "page": Paginator(queries.past_sessions(centre), PER_PAGE).get_page(request.GET.get("page")),
        "today": timezone.localdate(),
    }
    return render(request, "quality_labels/sessions.html", context)


@at_the_centre
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: MemberRequest) -> HttpResponse:
    """Plan a session."""
    centre = request.membership.body
    form = PlanForm(centre.place, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            session = actions.plan_session(
                centre=centre, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except Refusal as refusal:
            _put_error(form, refusal)
        else:
            messages.success(request, _("Planned. Now say who goes, and which pieces are brought."))
            return redirect("stamping_session", session.pk)
    return render(
        request, "quality_labels/session_plan.html", {"form": form}, status=422 if form.errors else 200
    )


@at_the_centre
@require_safe
def session(request: MemberRequest, session_pk: int) -> HttpResponse:
    """Show a session: who goes, what is brought, and what came of it."""
    return session_page(request, find_session(request, session_pk))


def session_page(
    request: MemberRequest, row: StampingSession, wrong: dict[str, forms.Form] | None = None
) -> HttpResponse:
    """Show a session with its forms; `wrong` are those to be shown again with their errors."""
    live = row.state in LIVE_SESSION
    waiting = list(queries.announceable(row.centre)[: actions.MOST_AT_ONCE]) if live else []
    team, pieces = queries.team_of(row), queries.pieces_of(row)
    minutes = queries.minutes_of(row) if row.state == SessionState.CLOSED else None
    signed = list(minutes.signatures.all()) if minutes else []
    context: dict[str, Any] = {
        "session": row,
        "live": live,
        "team": team,
        "pieces": pieces,
        "waiting": waiting,
        "forms": {
            "seat": SeatForm(queries.people_of(row.centre, on=row.held_on)),
            "announce": AnnounceForm(waiting, row.place),
            "cancel": CancelForm(),
        }
        | (wrong or {}),
        "may_open": row.state == SessionState.PLANNED and timezone.localdate() >= row.held_on,
        "enough": len(team) >= actions.LEAST_TEAM,
        "last": row.changes.order_by("-pk").first(),
        "results": {piece.pk: queries.result_of(piece) for piece in pieces},
        "minutes": minutes,
        "signed": signed,
        "may_sign": request.user.pk in {held.person_id for held in team} - {one.person_id for one in signed},
        "missing": max(0, actions.LEAST_TEAM - len(signed)),
    }
    return render(request, "quality_labels/session.html", context, status=422 if wrong else 200)


def _put_error(form: forms.Form, refusal: Refusal) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def _done(request: MemberRequest, row: StampingSession, act: Callable[[], object], said: str) -> HttpResponse:
    """Do a step that asks for nothing, say how it went, and go back to the session."""
    try:
        act()
    except IllegalMove:
        messages.info(request, _("Somebody has already done this step."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("stamping_session", row.pk)


@at_the_centre
@require_POST
def seat(request: MemberRequest, session_pk: int) -> HttpResponse:
    """Give somebody of the centre a seat in the team."""
    row = find_session(request, session_pk)
    form = SeatForm(queries.people_of(row.centre, on=row.held_on), request.POST)
    if form.is_valid():
        try:
            actions.seat(session=row, by=request.user, now=timezone.now(), **form.cleaned_data)
        except IllegalMove:
            return redirect("stamping_session", row.pk)
        except Refusal as refusal:
            _put_error(form, refusal)
    if form.errors:
        return session_page(request, row, {"seat": form})
    messages.success(request, _("The team is changed."))
    return redirect("stamping_session", row.pk)


@at_the_centre
@require_POST
def unseat(request: MemberRequest, session_pk: int, seat_pk: int) -> HttpResponse:
    """Let somebody leave the team."""
    row = find_session(request, session_pk)
    left = get_object_or_404(row.seats.select_related("session"), pk=seat_pk)
    return _done(
        request,
        row,
        lambda: actions.unseat(seat=left, by=request.user, now=timezone.now()),
        _("The team is changed."),
    )


@at_the_centre
@require_POST
def announce(request: MemberRequest, session_pk: int) -> HttpResponse:
    """Announce pieces to a session."""
    row = find_session(request, session_pk)
    waiting = list(queries.announceable(row.centre)[: actions.MOST_AT_ONCE])
    form = AnnounceForm(waiting, row.place, request.POST)
    if form.is_valid():
        chosen = set(form.cleaned_data["applications"])
        try:
            actions.announce(
                session=row,
                applications=[waits for waits in waiting if waits.pk in chosen],
                by=request.user,
                now=timezone.now(),
            )
        except Refusal as refusal:
            _put_error(form, refusal)
    if form.errors:
        return session_page(request, row, {"announce": form})
    messages.success(request, _("The shops are told the day and the place."))
    return redirect("stamping_session", row.pk)


@at_the_centre
@require_POST
def release(request: MemberRequest, session_pk: int, piece_pk: int) -> HttpResponse:
    """Take a piece off the list."""
    row = find_session(request, session_pk)
    piece = get_object_or_404(row.pieces.select_related("session", "application"), pk=piece_pk)
    return _done(
        request,
        row,
        lambda: actions.release(piece=piece, by=request.user, now=timezone.now()),
        _("The piece is off the list, and its shop is told."),
    )


@at_the_centre
@require_POST
def open_session(request: MemberRequest, session_pk: int) -> HttpResponse:
    """Open a session on its day."""
    row = find_session(request, session_pk)
    return _done(
        request,
        row,
        lambda: actions.open_session(session=row, by=request.user, now=timezone.now()),
        _("The session is open."),
    )


@at_the_centre
@require_POST
def cancel(request: MemberRequest, session_pk: int) -> HttpResponse:
    """Cancel a session, with the sentence the shops read."""
    row = find_session(request, session_pk)
    form = CancelForm(request.POST)
    if not form.is_valid():
        return session_page(request, row, {"cancel": form})
    return _done(
        request,
        row,
        lambda: actions.cancel_session(session=row, by=request.user, now=timezone.now(), **form.cleaned_data),
        _("Cancelled. The shops are told why."),
    )


@at_the_centre
@require_POST
def close(request: MemberRequest, session_pk: int) -> HttpResponse:
    """Close a session; its minutes are written."""
    row = find_session(request, session_pk)
    return _done(
        request,
        row,
        lambda: actions.close_session(session=row, by=request.user, now=timezone.now()),
        _("Closed. The minutes are written: read them, and sign."),
    )


@at_the_centre
@require_POST
def sign(request: MemberRequest, session_pk: int) -> HttpResponse:
    """Sign the minutes that were read."""
    row = find_session(request, session_pk)
    minutes = get_object_or_404(Minutes.objects.select_related("session").defer("pdf"), session=row)
    return _done(
        request,
        row,
        lambda: actions.sign_minutes(
            minutes=minutes, sha256=request.POST.get("sha256", ""), by=request.user, now=timezone.now()
        ),
        _("Signed."),
    )


@at_the_centre
@require_safe
def minutes_file(request: MemberRequest, session_pk: int) -> HttpResponse:
    """Serve the minutes, byte for byte as they were hashed."""
    minutes = get_object_or_404(Minutes, session=find_session(request, session_pk))
    response = HttpResponse(bytes(minutes.pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="minutes-{minutes.session_id}.pdf"'
    return response
