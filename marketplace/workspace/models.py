"""Rows of the panel itself: what waits between two pages."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Sheet(models.Model):
    """A table of pieces that was looked through and waits, an hour at most, for its shop to say yes: docs/sheets.md."""

    shop = models.ForeignKey("partner.Partner", on_delete=models.CASCADE, related_name="sheets")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    outcome = models.JSONField(default=dict, blank=True)  # `sheets.Outcomes.kept`

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="sheet_by_age")]

    def __str__(self) -> str:
        return self.name
