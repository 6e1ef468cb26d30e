"""A stamping session: a day, a place, a team, and the pieces that are announced to it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from quality_labels.models.applications import Application
from quality_labels.models.changes import StampChange
from quality_labels.states import PieceEnding, SeatRole, SessionState


class StampingSession(models.Model):
    """The centre goes to a village, or waits at home, on a day. Day and place never change (a trigger sees to it):
    another day is another session, so that nobody holds a letter that says something else.
    """

    centre = models.ForeignKey("shops.Body", on_delete=models.PROTECT, related_name="stamping_sessions")
    held_on = models.DateField()
    begins = models.TimeField(null=True, blank=True)  # by the clock of the place
    place = models.ForeignKey("shops.Place", on_delete=models.PROTECT, related_name="stamping_sessions")
    venue = models.CharField(max_length=120, blank=True)  # where in the village, as people there call it
    state = models.CharField(max_length=10, choices=SessionState.choices, default=SessionState.PLANNED)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()

    class Meta:
        ordering = ("held_on", "pk")
        indexes: ClassVar = [models.Index(fields=["centre", "state", "held_on"], name="session_by_day")]

    def __str__(self) -> str:
        return f"{self.held_on:%Y-%m-%d} {self.place_id}"


class SessionChange(StampChange):
    """Every step of a session."""

    row = models.ForeignKey(StampingSession, on_delete=models.PROTECT, related_name="changes")


class SessionSeat(models.Model):
    """A person in the team of a session. Who leaves it keeps the row, with the day of leaving."""

    session = models.ForeignKey(StampingSession, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=8, choices=SeatRole.choices)
    seated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    seated_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    left_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["session", "person"], condition=Q(left_at=None), name="session_seat_once"
            ),
            models.UniqueConstraint(
                fields=["session"],
                condition=Q(left_at=None, role=SeatRole.HEAD),
                name="session_led_by_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.person_id} {self.role}"


class SessionPiece(models.Model):
    """A request announced to a session: to one at a time that is still to be held (a constraint sees to it).

    `ending` is empty while the announcement stands.
    """

    session = models.ForeignKey(StampingSession, on_delete=models.PROTECT, related_name="pieces")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="session_pieces")
    announced_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    announced_at = models.DateTimeField()
    ending = models.CharField(max_length=10, choices=PieceEnding.choices, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(ending=""), name="session_piece_announced_once"
            ),
            models.CheckConstraint(
                name="session_piece_ends_once",
                condition=Q(ending="", ended_at=None) | (~Q(ending="") & Q(ended_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.application_id}"
