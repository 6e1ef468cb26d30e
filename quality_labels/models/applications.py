"""A request for a stamp on its way: what was read, and what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from catalog.grades import Grade
from quality_labels.states import OPEN_APPLICATION, ApplicationState

if TYPE_CHECKING:
    from quality_labels.models.labels import Label
    from quality_labels.models.sessions import SessionPiece
    from quality_labels.progress import Progress
from quality_labels.models.changes import StampChange
from quality_labels.models.schemes import SchemeVersion


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
    announced_to: list[SessionPiece]  # where it is to be brought: one or none, put there by the same

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


class ApplicationChange(StampChange):
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
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )  # the own earlier sheet in whose place this one counts
    why = models.CharField(max_length=500, blank=True)  # what was wrong in it
    draft = models.UUIDField(
        null=True, blank=True, unique=True
    )  # given by the phone: sent twice, it is kept once
    read_at = models.DateTimeField(
        null=True, blank=True
    )  # as the phone's clock said: evidence, never the order

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "inspector"],
                condition=Q(corrects__isnull=True),
                name="evaluation_once_per_inspector",
            ),
            models.CheckConstraint(
                name="correction_says_why", condition=Q(corrects__isnull=True) | ~Q(why="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.proposed}"

    @property
    def first_pk(self) -> int:
        """The row of the sheet this one stands for: its own, or that of the first of its corrections."""
        return self.corrects.first_pk if self.corrects else self.pk

    @property
    def is_doubtful(self) -> bool:
        """Whether a value is borderline or readings scatter, so that another inspector must read."""
        return bool(self.borderline or self.uneven)


class EvaluationPhoto(models.Model):
    """A photo the inspector took of the piece, in private storage and cleaned: append-only.

    `sha256` is of the file as it was sent, so that the same one cannot stand for two pieces.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="photos")
    position = models.PositiveSmallIntegerField()
    file = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, db_index=True)

    class Meta:
        ordering = ("evaluation", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["evaluation", "position"], name="evaluation_photo_position")
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id}: {self.position}"


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

    @property
    def label(self) -> Label | None:
        """The newest label made of it; earlier ones were replaced."""
        return next(iter(self.labels.all()), None)
