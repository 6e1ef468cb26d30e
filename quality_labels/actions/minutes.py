"""A session ends with its minutes: written once, kept as bytes, signed by two of the team.

Source: docs/quality-labels.md, R855 and R856.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from marketplace import acting
from marketplace.accounts.models import User
from marketplace.jinja import in_words
from marketplace.machine import AlreadyThere, advance
from quality_labels import printing, queries
from quality_labels.actions.sessions import LEAST_TEAM, end_pieces
from quality_labels.models import Minutes, MinutesSignature, SessionPiece, SessionSeat, StampingSession
from quality_labels.progress import reasons_of
from quality_labels.refusals import NotReady
from quality_labels.states import SESSION_MOVES, PieceEnding, SessionState
from shops.models import Body

ON_PAPER = ("ar", "fr")


@transaction.atomic
def close_session(*, session: StampingSession, by: User, now: datetime) -> Minutes:
    """Close a session and write its minutes: what every announced piece came to, as it stands at this moment.

    :raises NotReady: fewer than two people sit in it.
    :raises IllegalMove: it is not open (AlreadyThere: it is closed).
    Source: docs/quality-labels.md, R855.
    """
    session = queries.lock_session(session)
    team, pieces = queries.team_of(session), queries.pieces_of(session)
    if session.state == SessionState.OPEN:
        if len(team) < LEAST_TEAM:
            raise NotReady(_("Two people sign the minutes: seat at least two."))
        end_pieces([piece for piece in pieces if not piece.ending], PieceEnding.HELD, by=by, now=now)
    advance(session, SessionState.CLOSED, moves=SESSION_MOVES, by=by, at=now)
    document = _document(session, team, pieces, now)
    pdf = printing.draw_minutes(document)
    return Minutes.objects.create(
        session=session,
        document=document,
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
        made_by=by,
        made_at=now,
    )


@transaction.atomic
def sign_minutes(*, minutes: Minutes, sha256: str, by: User, now: datetime) -> MinutesSignature:
    """Stand for the minutes as a person of the team; `sha256` is of the paper that was seen.

    :raises NotReady: the person has no seat in the team, or saw another paper.
    :raises AlreadyThere: the person has signed.
    Source: docs/quality-labels.md, R856.
    """
    if sha256 != minutes.sha256:
        raise NotReady(_("These are not the minutes of this session. Open them again, then sign."))
    if all(held.person_id != by.pk for held in queries.team_of(minutes.session)):
        raise NotReady(_("Only the team of the session signs its minutes."))
    signature = MinutesSignature(
        minutes=minutes, person=by, sha256=sha256, signed_at=now, device=acting.device()
    )
    try:
        with transaction.atomic():
            signature.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyThere(f"{by} has signed minutes {minutes.pk}") from error
    return signature


def _document(
    session: StampingSession, team: Sequence[SessionSeat], pieces: Sequence[SessionPiece], now: datetime
) -> dict[str, Any]:
    """Return what the paper says, as data: makers by number, people of the team by name."""
    opened = session.changes.get(to_state=SessionState.OPEN).at
    return {
        "name": name_of(session),
        "centre": _named(session.centre),
        "place": _named(session.place),
        "venue": session.venue,
        "held_on": session.held_on.isoformat(),
        "opened_at": _moment(opened),
        "closed_at": _moment(now),
        "team": [{"name": str(held.person), "role": held.role} for held in team],
        "pieces": [_piece(number, piece) for number, piece in enumerate(pieces, start=1)],
    }


def name_of(session: StampingSession) -> str:
    """Return what the minutes of a session are called: centre, year, and the session's own number."""
    return f"{session.centre.number:02}-{session.held_on.year}-{session.pk}"


def _piece(number: int, piece: SessionPiece) -> dict[str, Any]:
    application = piece.application
    decision = getattr(application, "decision", None)
    reasons = list(decision.reasons) if decision is not None else []
    return {
        "number": number,
        "request": application.pk,
        "title": {code: in_words(application.product, "title", code)[0] for code in ON_PAPER},
        "kind": _named(application.product.kind),
        "artisan": application.maker.number,
        "result": queries.result_of(piece),
        "grade": decision.grade if decision is not None else None,
        "codes": reasons,
        "reasons": _sentences(piece, reasons),
    }


def _sentences(piece: SessionPiece, codes: Sequence[str]) -> list[dict[str, str]]:
    """Return each reason of a refusal with its code, in the languages of the paper."""
    scheme = piece.application.scheme_version.read()
    told: dict[str, list[str]] = {}
    for language in ON_PAPER:
        with translation.override(language):
            told[language] = [reason.sentence for reason in reasons_of(codes, scheme, language)]
    return [
        {language: f"{told[language][place]} ({code})" for language in ON_PAPER}
        for place, code in enumerate(codes)
    ]


def _named(row: Body | Any) -> dict[str, str]:
    return {code: in_words(row, "name", code)[0] for code in ON_PAPER}


def _moment(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds")
