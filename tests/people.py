"""Log people in as a browser would have it afterwards, second factor included."""

from __future__ import annotations

import base64
import hashlib
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from marketplace.accounts.actions import enrol_totp
from marketplace.accounts.models import User

SECRET = base64.b32encode(hashlib.sha256(b"made-up people").digest()[:20]).decode()


def totp_code(secret: str = SECRET, *, steps: int = 0) -> str:
    """Return what an authenticator app with `secret` shows now, or `steps` half-minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def sign_in(client: Client, user: User, *, second_factor: bool = False) -> Client:
    """Log `user` in on `client` and return it; with `second_factor`, enrol one and have it shown in this session."""
    client.force_login(user)
    if second_factor:
        if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
            enrol_totp(user=user, secret=SECRET)
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "at": time.time(), "type": "totp"}]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
    return client
