"""The public halves of the keys that sign, and what is signed to tell of them."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from quality_labels.models.log import LogEntry
from quality_labels.states import KeyPurpose, KeyState


class SigningKey(models.Model):
    """The public half of a key, its one purpose and the days it may sign; the private half is no row of ours.

    A label key belongs to a centre; the keys of status list and log belong to the house, and have none.
    """

    kid = models.CharField(max_length=8, unique=True)  # four bytes in hexadecimal
    purpose = models.CharField(max_length=8, choices=KeyPurpose.choices, default=KeyPurpose.LABEL)
    centre = models.ForeignKey(
        "shops.Body", null=True, blank=True, on_delete=models.PROTECT, related_name="signing_keys"
    )
    public_key = models.CharField(max_length=64, unique=True)
    use_from_at = models.DateTimeField()
    use_until_at = models.DateTimeField()
    created_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=KeyState.choices, default=KeyState.ACTIVE)
    compromised_at = models.DateTimeField(null=True, blank=True)  # from then on its signatures are nobody's
    log_size_then = models.PositiveBigIntegerField(
        null=True, blank=True
    )  # leaves published before that moment

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="key_ends_after_start", condition=Q(use_until_at__gt=F("use_from_at"))
            ),
            models.CheckConstraint(
                name="key_of_labels_has_a_centre",
                condition=Q(purpose=KeyPurpose.LABEL, centre__isnull=False)
                | (~Q(purpose=KeyPurpose.LABEL) & Q(centre__isnull=True)),
            ),
            models.CheckConstraint(
                name="compromised_key_says_since_when",
                condition=Q(
                    state=KeyState.COMPROMISED, compromised_at__isnull=False, log_size_then__isnull=False
                )
                | (
                    ~Q(state=KeyState.COMPROMISED)
                    & Q(compromised_at__isnull=True, log_size_then__isnull=True)
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.kid

    def may_sign_at(self, moment: datetime) -> bool:
        """Tell whether a label dated `moment` lies within the key's time (labels carry whole seconds)."""
        return self.use_from_at.replace(microsecond=0) <= moment < self.use_until_at


class KeyDirectory(models.Model):
    """The list of all keys as the root key signed it: append-only; the newest version holds."""

    version = models.PositiveIntegerField(unique=True)
    note = models.TextField()  # C2SP signed note, as served at /keys
    published_at = models.DateTimeField()

    class Meta:
        ordering = ("version",)

    def __str__(self) -> str:
        return f"v{self.version}"


class StatusListVersion(models.Model):
    """A signed list of the states of all labels: append-only; the newest holds, and its hash is in the log."""

    token = models.BinaryField()  # Token Status List as CWT
    sha256 = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    log_entry = models.OneToOneField(LogEntry, on_delete=models.PROTECT, related_name="status_list")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.sha256[:8]
