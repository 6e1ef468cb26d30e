"""What a shop is still preparing, pieces and tables of them, whatever becomes of phone and network meanwhile."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from catalog.states import View
from marketplace.machine import Change
from marketplace.workspace.states import DraftState


class PieceDraft(models.Model):
    """A new piece on its way through the five screens. Its uuid is made where it begins: on the phone, or here.

    `answers` holds what each screen has accepted, by the names of its fields. Publishing makes one product of it.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    shop = models.ForeignKey("partner.Partner", on_delete=models.PROTECT, related_name="drafts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=DraftState.choices, default=DraftState.OPEN)
    answers = models.JSONField(default=dict, blank=True)
    voice_key = models.CharField(max_length=40, blank=True)
    voice_format = models.CharField(max_length=4, blank=True)
    voice_seconds = models.PositiveSmallIntegerField(default=0)
    product = models.OneToOneField(
        "catalogue.Product", null=True, blank=True, on_delete=models.PROTECT, related_name="draft"
    )
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["shop", "updated_at"], name="draft_open", condition=Q(state="open")),
            models.Index(fields=["updated_at"], name="draft_stale", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    def answer(self, name: str, default: Any = None) -> Any:
        """Return one answer, or `default` while there is none."""
        return self.answers.get(name, default)


class PieceDraftChange(Change):
    """Every step of a draft."""

    row = models.ForeignKey(PieceDraft, on_delete=models.PROTECT, related_name="changes")


class DraftPhoto(models.Model):
    """A cleaned photo of a draft. `uuid` is made on the phone: the same one sent again is the same photo."""

    draft = models.ForeignKey(PieceDraft, on_delete=models.CASCADE, related_name="photos")
    uuid = models.UUIDField()
    key = models.CharField(max_length=40, unique=True)
    file = models.CharField(max_length=100)
    view = models.CharField(max_length=10, choices=View.choices, default=View.WHOLE)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(fields=["draft", "uuid"], name="draft_photo_once"),
            models.UniqueConstraint(fields=["draft", "sha256"], name="draft_photo_bytes_once"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


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
