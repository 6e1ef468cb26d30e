"""Where allauth meets our people: phones, letters through the outbox, and secrets kept encrypted."""

from __future__ import annotations

import base64
import io
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from marketplace.accounts import actions, rules
from marketplace.accounts.models import User


def _language() -> str:
    return (translation.get_language() or settings.LANGUAGE_CODE)[:2]


def _on_our_host(address: str) -> str:
    """Return an address under the public origin: whichever allowed host a request came by, a letter names ours."""
    return settings.PUBLIC_ORIGIN + urlsplit(address).path


class AccountAdapter(DefaultAccountAdapter):
    """Log in by e-mail or phone. Accounts are opened at a desk, by `appoint` or by the seed; not by strangers."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Let the letters of logging in leave through the outbox; the rest goes out as allauth sends it."""
        if template_prefix == "account/email/login_code":
            actions.send_login_code(code=context["code"], email=email, language=_language())
        elif template_prefix == "account/email/password_reset_key":
            actions.send_password_link(
                address=_on_our_host(context["password_reset_url"]), email=email, language=_language()
            )
        else:
            super().send_mail(template_prefix, email, context)

    def clean_phone(self, phone: str) -> str:
        return rules.phone_number(phone) or phone

    def get_phone(self, user: Any) -> tuple[str, bool] | None:
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone(self, user: Any, phone: str, verified: bool) -> None:  # noqa: FBT001  (allauth's signature)
        User.objects.filter(pk=user.pk).update(phone=phone, phone_verified=verified)

    def set_phone_verified(self, user: Any, phone: str) -> None:
        User.objects.filter(pk=user.pk, phone=phone).update(phone_verified=True)

    def get_user_by_phone(self, phone: str) -> User | None:
        return User.objects.filter(phone=phone, is_active=True).first()

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Check the password of who is logged in; their name is on our own row, not in allauth's list of addresses."""
        found = self.authenticate(
            context.request,
            password=password,
            **({"email": user.email} if user.email else {"phone": user.phone}),
        )
        return found is not None and found.pk == user.pk

    def send_verification_code_sms(self, user: Any, phone: str, code: str, **_kwargs: Any) -> None:
        actions.send_login_code(code=code, phone=phone, language=_language())

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count failed tries by phone too: allauth would count all phones as one name, and lock out everybody."""
        name = credentials.get("email") or credentials.get("phone") or ""
        return f"login:{name.lower()}"


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keep the secrets of authenticator apps encrypted, and draw their QR code with the library we have."""

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        drawing = io.BytesIO()
        segno.make(url, error="m", micro=False).save(
            drawing, kind="svg", scale=4, border=4, xmldecl=False, dark="#000", light="#fff"
        )
        return drawing.getvalue().decode()


def _box() -> MultiFernet:
    """Return the box that SECRET_KEY locks; older keys still open it."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(sha256(b"totp:" + str(key).encode()).digest())) for key in keys]
    )
