"""The ways of grading, and their adopted versions."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from quality_labels import schemes

_READ: dict[str, schemes.Scheme] = {}  # by hash: a house has as many as it ever adopted


class Scheme(models.Model):
    """A way of grading one family of kinds, and the body that owns it."""

    code = models.CharField(max_length=40, unique=True)  # "carpet.flat" covers every kind "carpet.flat.…"
    owner = models.ForeignKey("shops.Body", on_delete=models.PROTECT, related_name="schemes")

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code


class SchemeVersion(models.Model):
    """The rules of a scheme as adopted on a day: append-only. `number` is what a label says of it."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(unique=True)
    document = models.JSONField()
    sha256 = models.CharField(max_length=64, unique=True)  # of the canonical JSON (RFC 8785)
    valid_from_on = models.DateField()
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    adopted_at = models.DateTimeField()

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.scheme_id} v{self.number}"

    def read(self) -> schemes.Scheme:
        """Return the rules in the shape the engine grades with; a version never changes, so each is read once."""
        known = _READ.get(self.sha256)
        if known is None:
            known = _READ[self.sha256] = schemes.read(self.document)
        return known
