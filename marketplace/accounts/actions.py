"""Changes to who can log in, and how."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from marketplace import outbox
from marketplace.accounts import queries, rules
from marketplace.accounts.models import Device, OneTimeCode, User
from marketplace.accounts.states import CodePurpose
from marketplace.locks import lock_name
from marketplace.refusal import Refusal


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


@transaction.atomic
def send_one_time_code(
    *,
    purpose: CodePurpose,
    contact: str,
    language: str,
    now: datetime,
    network: str = "",
    about: dict[str, Any] | None = None,
) -> OneTimeCode:
    """Make a code for `contact` (an e-mail in lower case, or +213…) and have it sent, known person or not.

    `network` is a hash of where the request came from; empty when the person is logged in.

    :raises Refusal: this contact, or this network, was sent as many as an hour allows.
    """
    for name in sorted({f"code:{contact}", f"code:{network}"}):
        lock_name(name)
    since = now - timedelta(hours=1)
    if queries.codes_to(contact, since=since) >= rules.CODES_PER_CONTACT_HOUR:
        raise Refusal(_("We sent several codes there already. Please wait an hour, then ask again."))
    if network and queries.codes_from(network, since=since) >= rules.CODES_PER_NETWORK_HOUR:
        raise Refusal(_("Many people ask for a code from here. Please wait an hour, then ask again."))
    OneTimeCode.objects.filter(created_at__lt=now - rules.CODES_KEPT).delete()
    row = OneTimeCode.objects.create(
        purpose=purpose,
        contact=contact,
        network=network,
        about=about or {},
        created_at=now,
        expires_at=now + rules.CODE_LIFE,
    )
    code = rules.new_code()
    row.code_hash = rules.code_hash(row.pk, code)
    row.save(update_fields=["code_hash"])
    by_email = "@" in contact
    email, phone = (contact, "") if by_email else ("", contact)
    kind = "account.login_code" if purpose == CodePurpose.ENTER else "account.destination_code"
    outbox.emit(kind, code=code, email=email, phone=phone, language=language)
    return row


@transaction.atomic
def use_code(*, code_id: int, purpose: CodePurpose, written: str, now: datetime) -> OneTimeCode | None:
    """Compare what was typed with a code, count the try first, and use the code up when it is right.

    A wrong one is not raised, the try has to stay counted: None then, and when its time or its tries are over.
    """
    counted = OneTimeCode.objects.filter(
        pk=code_id, purpose=purpose, used_at__isnull=True, expires_at__gt=now, tries__lt=rules.CODE_TRIES
    ).update(tries=F("tries") + 1)
    if counted != 1:
        return None
    row = OneTimeCode.objects.get(pk=code_id)
    if not constant_time_compare(row.code_hash, rules.code_hash(row.pk, rules.typed_code(written))):
        return None
    used = OneTimeCode.objects.filter(pk=row.pk, used_at__isnull=True).update(used_at=now, about={})
    return row if used == 1 else None


@transaction.atomic
def person_of(*, contact: str, language: str) -> User:
    """Return the person who has just confirmed `contact`: made now, where nobody has it.

    :raises Refusal: this person's account was closed.
    """
    is_email = "@" in contact
    column = "email" if is_email else "phone"
    user = User.objects.filter(**{column: contact}).first()
    if user is None:
        try:
            with transaction.atomic():
                user = User.objects.create_user(**{column: contact}, language=language)
        except IntegrityError:  # another window of hers was faster
            user = User.objects.get(**{column: contact})
    if not user.is_active:
        raise Refusal(_("This account is closed. Please write to us."))
    if not is_email and not user.phone_verified:
        # Somebody else may have opened this account at a desk: whoever holds the phone ends what they left open.
        end_logins(user=user)
        User.objects.filter(pk=user.pk).update(phone_verified=True)
        user.phone_verified = True
    return user
