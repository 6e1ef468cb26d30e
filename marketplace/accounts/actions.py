"""Changes to who can log in, and how."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from marketplace import outbox
from marketplace.accounts.models import Device, User


@transaction.atomic
def enrol_totp(*, user: User, secret: str) -> None:
    """Give `user` the second factor of a known base32 `secret`, in place of any other; for made-up people only."""
    Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()
    TOTP.activate(user, secret)


@transaction.atomic
def send_login_code(*, code: str, language: str, email: str = "", phone: str = "") -> None:
    """Let a login code be sent by letter or, with `phone`, by text message; it leaves through the outbox."""
    outbox.emit("account.login_code", code=code, email=email, phone=phone, language=language)


@transaction.atomic
def send_password_link(*, address: str, email: str, language: str) -> None:
    """Let the letter be sent from which a person sets a new password at `address`."""
    outbox.emit("account.password_link", address=address, email=email, language=language)


@transaction.atomic
def end_logins(*, user: User, but: str = "") -> None:
    """End every session of a person, wherever it is open, save the one of key `but`; the next page asks to log in.

    The number on the person ends also those that no row of ours knows of.
    """
    User.objects.filter(pk=user.pk).update(logins_ended=F("logins_ended") + 1)
    user.refresh_from_db(fields=["logins_ended"])
    others = Device.objects.filter(user=user).exclude(session_key=but)
    Session.objects.filter(session_key__in=list(others.values_list("session_key", flat=True))).delete()
    Device.objects.filter(user=user).delete()


def end_other_logins(*, request: HttpRequest, user: User, now: datetime) -> None:
    """End every session of a person but the one of `request`, which goes on under a new key."""
    end_logins(user=user, but=request.session.session_key or "")
    update_session_auth_hash(request, user)
    remember_device(request=request, user=user, now=now)


def remember_device(*, request: HttpRequest, user: User, now: datetime) -> None:
    """Count this session among the person's devices."""
    session = getattr(request, "session", None)
    if session is None:
        return
    if session.session_key is None:
        session.save()
    Device.objects.update_or_create(
        session_key=session.session_key,
        defaults={"user": user, "since_at": now, "logins_ended": user.logins_ended},
    )


def remember_login(request: HttpRequest, user: User, **_signal: Any) -> None:
    """Do so whenever somebody logs in, by whatever way."""
    remember_device(request=request, user=user, now=timezone.now())
