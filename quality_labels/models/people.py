"""Who may do what at a centre: what it has settled for itself, who may read which craft, and who declared a part."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from quality_labels.states import Craft, Interest


class CentrePolicy(models.Model):
    """Which seats a centre keeps apart beyond what nobody may join: append-only, the newest row holds.

    That reader and decider differ, that withdrawing takes two and that an appeal is answered by others is no choice:
    the database sees to it.
    """

    centre = models.ForeignKey("shops.Body", on_delete=models.PROTECT, related_name="stamp_policies")
    printer_apart = models.BooleanField(default=False)  # who decided does not print
    fixer_apart = models.BooleanField(default=False)  # who printed does not fix
    readers_alternate = models.BooleanField(default=False)  # nobody reads two pieces of a maker in a row
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "centre policies"

    def __str__(self) -> str:
        return f"{self.centre_id} since {self.set_at:%Y-%m-%d}"


class Accreditation(models.Model):
    """That a person may read the pieces of a craft at a centre, from a day to a day, by somebody else's word."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="accreditations"
    )
    centre = models.ForeignKey("shops.Body", on_delete=models.PROTECT, related_name="accreditations")
    craft = models.CharField(max_length=12, choices=Craft.choices)
    from_on = models.DateField()
    until_on = models.DateField()  # the last day
    evidence = models.CharField(max_length=500)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.CheckConstraint(name="accreditation_by_another", condition=~Q(given_by=F("person"))),
            models.CheckConstraint(name="accreditation_has_days", condition=Q(until_on__gte=F("from_on"))),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.craft} until {self.until_on}"


class AccreditationEnd(models.Model):
    """That an accreditation was taken back before its last day: append-only. What was read until then stays."""

    accreditation = models.OneToOneField(Accreditation, on_delete=models.PROTECT, related_name="end")
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField()
    why = models.CharField(max_length=500)

    def __str__(self) -> str:
        return f"end of {self.accreditation_id}"


class InterestDeclaration(models.Model):
    """That a person of a centre has a part in a shop, and keeps away from its pieces until a day: append-only."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="stamp_interests"
    )
    shop = models.ForeignKey("partner.Partner", on_delete=models.PROTECT, related_name="declared_interests")
    kind = models.CharField(max_length=12, choices=Interest.choices)
    declared_at = models.DateTimeField()
    until_on = models.DateField()  # the first day on which it counts no more

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.person_id} in {self.shop_id} until {self.until_on}"
