"""A basket is found by a signed cookie, not by a session: a visitor without account never gets a session row.

`basket` (HttpOnly, signed) holds the basket's id and the visitor's random name, which outlives the basket and stands
behind the bounds on free holds. `basket_count` (readable) is all that cached pages know: the number on the badge.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

NAME = "basket"
COUNT_NAME = "basket_count"
MAX_AGE = 60 * 24 * 3600
_SALT = "damgha.basket"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who holds the cookie: a random name, and the basket it leads to (none before the first piece)."""

    name: str
    basket_id: int | None


def name() -> str:
    """Return the signed cookie's name: over TLS bound to this one host, so that no other can plant its own basket."""
    return f"__Host-{NAME}" if settings.SESSION_COOKIE_SECURE else NAME


def read(request: HttpRequest) -> Visitor:
    """Return whose cookie this is; a missing, old or changed one makes a new visitor without a basket."""
    try:
        value = Signer(salt=_SALT).unsign(request.COOKIES.get(name(), ""))
        basket_id, _, visitor = value.partition(".")
        return Visitor(name=visitor, basket_id=int(basket_id) or None)
    except (BadSignature, ValueError):
        return Visitor(name=secrets.token_urlsafe(16), basket_id=None)


def write(response: HttpResponse, visitor: Visitor, *, count: int) -> None:
    """Put both cookies on an answer to a form; cached pages never carry them."""
    _set(
        response, name(), Signer(salt=_SALT).sign(f"{visitor.basket_id or 0}.{visitor.name}"), readable=False
    )
    _set(response, COUNT_NAME, str(count), readable=True)


def _set(response: HttpResponse, name: str, value: str, *, readable: bool) -> None:
    response.set_cookie(
        name,
        value,
        max_age=MAX_AGE,
        httponly=not readable,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
