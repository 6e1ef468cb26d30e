"""Changes to who can log in, and how."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from marketplace import outbox
from marketplace.accounts.models import User


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
