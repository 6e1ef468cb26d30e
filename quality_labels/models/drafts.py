"""Rules on their way: a draft that one person edits and another adopts."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from quality_labels.models.schemes import Scheme, SchemeVersion


class SchemeDraft(models.Model):
    """Changed rules that do not hold yet. One open draft a scheme; it is adopted or dropped, once (trigger)."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="drafts")
    based_on = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="+")
    document = models.JSONField()
    why = models.CharField(max_length=500, blank=True)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.OneToOneField(
        SchemeVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="draft"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scheme"], condition=Q(ended_at__isnull=True), name="scheme_draft_open_once"
            ),
            models.CheckConstraint(
                name="scheme_adopted_by_another",
                condition=Q(adopted_by__isnull=True) | ~Q(adopted_by=F("edited_by")),
            ),
            models.CheckConstraint(
                name="scheme_draft_adopted_whole",
                condition=Q(adopted_by__isnull=True, version__isnull=True)
                | Q(adopted_by__isnull=False, version__isnull=False, ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"draft of {self.scheme_id}"
