"""Signed labels."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from catalog.grades import Grade
from quality_labels import cose, payload, schemes, serial
from quality_labels.models.applications import Decision
from quality_labels.models.changes import StampChange
from quality_labels.models.keys import SigningKey
from quality_labels.models.log import LogEntry
from quality_labels.models.schemes import SchemeVersion
from quality_labels.states import STANDING_LABEL, TWO_DECIDE, LabelReason, LabelState


class Label(models.Model):
    """A signed label. Its bytes never change (a trigger sees to it); `public_id` stands in addresses, the
    serial only on the physical label and on the buyer's order.
    """

    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="labels"
    )  # one, and another when that one was replaced (a trigger sees to it)
    product = models.ForeignKey("catalogue.Product", on_delete=models.PROTECT, related_name="labels")
    centre = models.ForeignKey("shops.Body", on_delete=models.PROTECT, related_name="labels")
    scheme_version = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="labels")
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="labels")
    serial = models.CharField(max_length=20, unique=True)
    public_id = models.CharField(max_length=32, unique=True)
    status_idx = models.PositiveIntegerField(unique=True)
    grade = models.PositiveSmallIntegerField(choices=Grade.choices)
    cose = models.BinaryField()
    state = models.CharField(max_length=12, choices=LabelState.choices, default=LabelState.SIGNED)
    signed_at = models.DateTimeField()
    state_reason = models.PositiveSmallIntegerField(null=True, blank=True, choices=LabelReason.choices)
    expires_at = models.DateTimeField(null=True, blank=True)  # as its signed bytes say; empty: never
    log_entry = models.OneToOneField(
        LogEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="label"
    )  # empty only for labels older than the log

    class Meta:
        ordering = ("-signed_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["product"], condition=Q(state__in=STANDING_LABEL), name="label_one_standing_per_piece"
            ),
            models.CheckConstraint(name="label_grade_known", condition=Q(grade__in=Grade.values)),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "-signed_at", "-id"], name="label_register")]

    def __str__(self) -> str:
        return self.last_four

    @property
    def last_four(self) -> str:
        """The only digits of the serial that public pages show."""
        return serial.last_four(self.serial)

    @cached_property
    def contents(self) -> tuple[schemes.Scheme, payload.Claims]:
        """The rules it was graded by and its claims, read from its own signed bytes."""
        return self.scheme_version.read(), payload.decode(cose.parse(bytes(self.cose)).payload)

    @property
    def digest(self) -> bytes:
        """The hash of the signed bytes: it draws the ring of the seal, so that tag and screen can be compared."""
        return hashlib.sha256(bytes(self.cose)).digest()

    @property
    def grouped_serial(self) -> str:
        """The serial as it is printed on the label."""
        return serial.grouped(self.serial)


class Replacement(models.Model):
    """The wish that a label which was spoilt, torn or lost gets another one for the same decision: append-only."""

    label = models.OneToOneField(Label, on_delete=models.PROTECT, related_name="replacement")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"another for {self.label_id}"


class LabelChange(StampChange):
    """Every step of a label."""

    row = models.ForeignKey(Label, on_delete=models.PROTECT, related_name="changes")


class LabelProposal(models.Model):
    """One person's wish to lift a suspension or to withdraw a label; it happens when another one confirms it."""

    label = models.ForeignKey(Label, on_delete=models.PROTECT, related_name="proposals")
    to_state = models.CharField(max_length=12, choices=LabelState.choices)
    reason = models.PositiveSmallIntegerField(choices=LabelReason.choices)
    why = models.CharField(max_length=500, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                name="label_proposal_takes_two",
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
            ),
            models.CheckConstraint(name="label_proposal_of_two_kinds", condition=Q(to_state__in=TWO_DECIDE)),
        ]

    def __str__(self) -> str:
        return f"{self.label_id} → {self.to_state}"
