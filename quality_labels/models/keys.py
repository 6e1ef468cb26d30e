"""The public halves of the keys that sign."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q

if TYPE_CHECKING:
    pass


class SigningKey(models.Model):
    """The public half of a centre's label key and the days it may sign; the private half is no row of ours."""

    kid = models.CharField(max_length=8, unique=True)  # four bytes in hexadecimal
    centre = models.ForeignKey("shops.Body", on_delete=models.PROTECT, related_name="signing_keys")
    public_key = models.CharField(max_length=64, unique=True)
    use_from_at = models.DateTimeField()
    use_until_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="key_ends_after_start", condition=Q(use_until_at__gt=F("use_from_at"))
            )
        ]

    def __str__(self) -> str:
        return self.kid

    def may_sign_at(self, moment: datetime) -> bool:
        """Tell whether a label dated `moment` lies within the key's time (labels carry whole seconds)."""
        return self.use_from_at.replace(microsecond=0) <= moment < self.use_until_at
