"""Whether a session has shown the second factor that staff pages and the admin ask for."""

from __future__ import annotations

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import urlencode

from marketplace.accounts.models import User

SECOND_FACTOR = "mfa"  # what allauth writes into the session's records


def has_second_factor(request: HttpRequest) -> bool:
    """Tell whether the person of this session showed a second factor in this very session."""
    user = request.user if request.user.is_authenticated else None
    return any(record["method"] == SECOND_FACTOR for record in get_authentication_records(request, user))


def remember_enrolment(
    request: HttpRequest, user: User, authenticator: Authenticator, **_signal: Any
) -> None:
    """Count the first code of a freshly enrolled app as shown: it was typed in, in this session, a moment ago."""
    if authenticator.type == Authenticator.Type.TOTP:
        record_authentication(
            request, user, SECOND_FACTOR, id=authenticator.pk, type=authenticator.type, reauthenticated=True
        )


def to_login(request: HttpRequest) -> HttpResponseRedirect:
    """Send a stranger to log in, and back to this page afterwards."""
    return redirect_to_login(_back_to(request), resolve_url("account_login"))


def to_second_factor(request: HttpRequest, back_to: str = "") -> HttpResponseRedirect:
    """Send a person to show the second factor, or to set one up where there is none, and back afterwards."""
    page = "mfa_reauthenticate" if is_mfa_enabled(request.user) else "mfa_activate_totp"
    return HttpResponseRedirect(
        f"{reverse(page)}?{urlencode({REDIRECT_FIELD_NAME: back_to or _back_to(request)})}"
    )


def _back_to(request: HttpRequest) -> str:
    """Return the page to come back to: this one, unless it was a form whose fields are gone by then."""
    return request.get_full_path() if request.method in ("GET", "HEAD") else reverse("root")
