"""Reads of how people log in."""

from __future__ import annotations

import time
from datetime import datetime

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from marketplace.accounts.models import Device, OneTimeCode, User

MADE_UP = "@demo.test"  # the demonstration's people, who all have one app
PERIOD = 30


def made_up_code() -> str:
    """Return what the authenticator app of the made-up people shows now; empty where there is none."""
    authenticator = Authenticator.objects.filter(
        type=Authenticator.Type.TOTP, user__email__endswith=MADE_UP
    ).first()
    if authenticator is None:
        return ""
    secret = get_adapter().decrypt(authenticator.data["secret"])
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD))


def devices_of(user: User, *, now: datetime) -> QuerySet[Device]:
    """Return the devices on which a person is logged in now, the newest first."""
    open_now = Session.objects.filter(expire_date__gt=now).values("session_key")
    held = Device.objects.filter(user=user, logins_ended=user.logins_ended, session_key__in=open_now)
    return held.order_by("-since_at", "-pk")


def codes_to(contact: str, *, since: datetime) -> int:
    """Return how many one-time codes went to this contact since then."""
    return OneTimeCode.objects.filter(contact=contact, created_at__gt=since).count()


def codes_from(network: str, *, since: datetime) -> int:
    """Return how many one-time codes were asked for from this network since then."""
    return OneTimeCode.objects.filter(network=network, created_at__gt=since).count()
