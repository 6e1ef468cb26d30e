"""Where a shop's money goes, as rows that never change: the newest one that holds is the present one."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from shops.destination.states import DestinationKind


class PayoutDestination(models.Model):
    """One account, or place, money was asked to go to. Append-only.

    It holds at once when its holder is the person on the card (`holder_matches`); else when a person said so
    (`verdict`). Until `paused_until` (that day excluded) nothing is paid out: it has just changed.
    """

    shop = models.ForeignKey("partner.Partner", on_delete=models.PROTECT, related_name="destinations")
    kind = models.CharField(max_length=10, choices=DestinationKind.choices)
    account = models.CharField(max_length=20, blank=True)  # digits: CCP up to 10, RIB 20
    key = models.CharField(max_length=2, blank=True)  # of a CCP
    holder = models.CharField(max_length=120)
    centre = models.ForeignKey(
        "shops.Body", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    holder_matches = models.BooleanField()
    paused_until = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        app_label = "shops"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.shop_id}: {self.kind} {self.masked}"

    @property
    def masked(self) -> str:
        """Return the account with all but its last three digits hidden; empty where there is no number."""
        return f"•••{self.account[-3:]}" if self.account else ""


class DestinationVerdict(models.Model):
    """What a person found about a holder whose name is not the card's; one per row, append-only."""

    destination = models.OneToOneField(PayoutDestination, on_delete=models.PROTECT, related_name="verdict")
    holds = models.BooleanField()
    why = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        app_label = "shops"

    def __str__(self) -> str:
        return f"{self.destination_id}: {self.holds}"
