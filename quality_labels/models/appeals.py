"""A shop's word against a refusal, and the second reading that answers it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate

from quality_labels.models.applications import Application
from quality_labels.models.changes import StampChange
from quality_labels.states import AppealState


class Appeal(models.Model):
    """An appeal against a refused request. `second` is the request under which somebody else reads the piece again.

    Nobody who read or decided the first time reads or decides the second (triggers see to it).
    """

    first = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="appeal")
    second = models.OneToOneField(
        Application, null=True, blank=True, on_delete=models.PROTECT, related_name="answers"
    )
    state = models.CharField(max_length=10, choices=AppealState.choices, default=AppealState.LODGED)
    why = models.CharField(max_length=500)
    lodged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lodged_at = models.DateTimeField()

    class Meta:
        ordering = ("lodged_at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="appeal_reads_once_begun",
                condition=Q(state=AppealState.LODGED, second__isnull=True)
                | (~Q(state=AppealState.LODGED) & Q(second__isnull=False)),
            ),
            models.CheckConstraint(name="appeal_reads_anew", condition=~Q(first=F("second"))),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}: {self.state}"

    @property
    def answer_by_on(self) -> date:
        """Return the last day on which the centre answers: docs/quality-labels.md, R850."""
        return localdate(self.lodged_at) + timedelta(days=settings.APPEAL_ANSWER_DAYS)


class AppealChange(StampChange):
    """Every step of an appeal."""

    row = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="changes")
