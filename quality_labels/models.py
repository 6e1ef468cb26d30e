"""Rows of the stamping centre. What must hold whatever the code does stands in the database:
constraints here, triggers in marketplace/guards.py (migration 0002).
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from catalog.grades import Grade
from marketplace.machine import Change
from quality_labels import cose, payload, schemes, serial
from quality_labels.states import OPEN_APPLICATION, STANDING_LABEL, ApplicationState, LabelState

if TYPE_CHECKING:
    from quality_labels.progress import Progress


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
        """Return the rules in the shape the engine grades with."""
        return schemes.read(self.document)


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


class Application(models.Model):
    """A shop's request that the centre stamp one piece. One open request per piece."""

    centre = models.ForeignKey("shops.Body", on_delete=models.PROTECT, related_name="applications")
    product = models.ForeignKey(
        "catalogue.Product", on_delete=models.PROTECT, related_name="stamp_applications"
    )
    shop = models.ForeignKey("partner.Partner", on_delete=models.PROTECT, related_name="stamp_applications")
    maker = models.ForeignKey("shops.Artisan", on_delete=models.PROTECT, related_name="stamp_applications")
    scheme_version = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="applications")
    state = models.CharField(
        max_length=12, choices=ApplicationState.choices, default=ApplicationState.SUBMITTED
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField()
    previous = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="later"
    )  # the request that was refused before this one
    progress: Progress  # how it went, put there by `queries.with_progress`

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["product"], condition=Q(state__in=OPEN_APPLICATION), name="application_open_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["centre", "state", "requested_at"], name="application_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.product_id}: {self.state}"


class ApplicationChange(Change):
    """Every step of an application."""

    row = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="changes")


class Evaluation(models.Model):
    """One inspector's sheet on one piece, and what the engine made of it: append-only.

    `confirmed` and `defects` are what was answered, `failures` the reason codes of failed gates; `proposed` is
    the engine's grade, empty when a gate failed. `sha256` is of the sheet's canonical JSON.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="evaluations")
    inspector = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="evaluations"
    )
    scheme_version = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    confirmed = models.JSONField(default=list, blank=True)
    defects = models.JSONField(default=dict, blank=True)
    values = models.JSONField(default=dict)  # measure code to decimal text
    asymmetry_pct = models.DecimalField(max_digits=6, decimal_places=2)
    failures = models.JSONField(default=list, blank=True)
    borderline = models.JSONField(default=list, blank=True)
    uneven = models.JSONField(default=list, blank=True)
    proposed = models.PositiveSmallIntegerField(null=True, blank=True, choices=Grade.choices)
    note = models.CharField(max_length=500, blank=True)
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "inspector"], name="evaluation_once_per_inspector")
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.proposed}"

    @property
    def is_doubtful(self) -> bool:
        """Whether a value is borderline or readings scatter, so that another inspector must read."""
        return bool(self.borderline or self.uneven)


class Reading(models.Model):
    """One reading of one measure, as the instrument said it: append-only."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="readings")
    measure = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=12, decimal_places=3)
    unit = models.CharField(max_length=20)

    class Meta:
        ordering = ("evaluation", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["evaluation", "measure", "position"], name="reading_once")
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.value} {self.unit}"


class Decision(models.Model):
    """What the centre decided, by somebody who took no reading of the piece (a trigger sees to it): append-only.

    `grade` is empty in a refusal, which has `reasons` instead: codes of the scheme.
    """

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="decision")
    decider = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions")
    grade = models.PositiveSmallIntegerField(null=True, blank=True, choices=Grade.choices)
    reasons = models.JSONField(default=list, blank=True)
    why = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="decision_has_grade_or_reasons",
                condition=(Q(grade__isnull=False) & Q(reasons=[])) | (Q(grade__isnull=True) & ~Q(reasons=[])),
            ),
            models.CheckConstraint(
                name="decision_grade_known", condition=Q(grade__isnull=True) | Q(grade__in=Grade.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.grade}"


class Label(models.Model):
    """A signed label. Its bytes never change (a trigger sees to it); `public_id` stands in addresses, the
    serial only on the physical label and on the buyer's order.
    """

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="label")
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


class LabelChange(Change):
    """Every step of a label."""

    row = models.ForeignKey(Label, on_delete=models.PROTECT, related_name="changes")
