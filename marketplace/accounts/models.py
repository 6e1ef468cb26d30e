"""People."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.states import CodePurpose


class UserManager(BaseUserManager["User"]):
    """Make people who log in by e-mail or by phone."""

    def create_user(
        self, email: str | None = None, phone: str | None = None, password: str | None = None, **columns: Any
    ) -> User:
        """Create a person with at least one of `email` and `phone` (E.164, "+213…").

        :raises ValueError: neither is given.
        """
        if not email and not phone:
            raise ValueError("a person has an e-mail or a phone")
        user = self.model(
            email=self.normalize_email(email).lower() if email else None, phone=phone or None, **columns
        )
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **columns: Any) -> User:
        """Create an administrator; the admin is read-only for everything with a state, stock, money or stamp."""
        return self.create_user(email=email, password=password, is_staff=True, is_superuser=True, **columns)

    def get_by_natural_key(self, username: str | None) -> User:
        """Find by e-mail, the field Django's own commands ask for."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. What they may do comes from memberships of bodies (shops.Membership), never from groups."""

    email = models.EmailField(_("e-mail"), null=True, blank=True, unique=True)
    phone = models.CharField(_("phone"), max_length=20, null=True, blank=True, unique=True)
    full_name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="ar")
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    phone_verified = models.BooleanField(default=False)
    logins_ended = models.PositiveIntegerField(
        default=0, editable=False
    )  # raised: every older session is over

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="user_reachable", condition=Q(email__isnull=False) | Q(phone__isnull=False)
            ),
            models.CheckConstraint(name="user_email_not_empty", condition=~Q(email="")),
            models.CheckConstraint(name="user_phone_not_empty", condition=~Q(phone="")),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email or self.phone or f"#{self.pk}"

    def get_session_auth_hash(self) -> str:
        """Return what a session must carry to be good: it changes with the password, and when logins are ended."""
        return self._with_logins_ended(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Give the same under older secret keys."""
        for older in super().get_session_auth_fallback_hash():
            yield self._with_logins_ended(older)

    def _with_logins_ended(self, value: str) -> str:
        return f"{value}:{self.logins_ended}" if self.logins_ended else value

    def get_full_name(self) -> str:
        """Return the name to greet with; may be empty."""
        return self.full_name


class Device(models.Model):
    """A phone or computer that is logged in: one session of one person."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="devices")
    session_key = models.CharField(max_length=40, unique=True)
    since_at = models.DateTimeField()
    logins_ended = models.PositiveIntegerField()  # the person's count when it logged in

    def __str__(self) -> str:
        return f"{self.user} since {self.since_at:%Y-%m-%d}"


class OneTimeCode(models.Model):
    """Six digits sent to an e-mail or phone, good once, for one purpose and not for long; kept as a keyed hash.

    The rows are also what requests are counted by; a day later they are gone.
    """

    purpose = models.CharField(max_length=12, choices=CodePurpose.choices)
    contact = models.CharField(max_length=254, db_index=True)  # an e-mail in lower case, or +213…
    network = models.CharField(max_length=64, blank=True, db_index=True)  # a hash that can be counted
    code_hash = models.CharField(max_length=64, blank=True)
    about = models.JSONField(default=dict, blank=True)  # what the right code lets happen
    created_at = models.DateTimeField(db_index=True)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.purpose} #{self.pk}"
