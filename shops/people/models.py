"""Rows about makers and the people of a shop: cards, consent, help, slips and lost phones."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from marketplace.machine import Change
from shops.people.states import ConsentMeans, ConsentPart, RecoveryState, RenewalState
from shops.states import PortraitConsent

PERSON = settings.AUTH_USER_MODEL
MAX_TRIES = 5


class CardReminder(models.Model):
    """One reminder of one card: `threshold` days before it expires, 0 when it has expired."""

    card = models.ForeignKey("shops.ArtisanCard", on_delete=models.PROTECT, related_name="reminders")
    threshold = models.PositiveSmallIntegerField()
    expires_on = models.DateField()  # of the card as it was: a renewed card is reminded of anew
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["card", "expires_on", "threshold"], name="card_reminder_once_per_threshold"
            )
        ]

    def __str__(self) -> str:
        return f"{self.card}: {self.threshold}"


class CardRenewal(models.Model):
    """The photo of a renewed card, sent in by the shop; the chamber enters what stands on it."""

    artisan = models.ForeignKey("shops.Artisan", on_delete=models.PROTECT, related_name="renewals")
    chamber = models.ForeignKey("shops.Body", on_delete=models.PROTECT, related_name="renewals")
    photo = models.ImageField(upload_to="cards/")
    state = models.CharField(max_length=12, choices=RenewalState.choices, default=RenewalState.WAITING)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["artisan"], condition=Q(state=RenewalState.WAITING), name="renewal_one_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.artisan}: {self.state}"


class CardRenewalChange(Change):
    """Every step of a renewal."""

    row = models.ForeignKey(CardRenewal, on_delete=models.PROTECT, related_name="changes")


class ConsentChange(models.Model):
    """One choice of a maker about what of her is public. Append-only."""

    artisan = models.ForeignKey("shops.Artisan", on_delete=models.PROTECT, related_name="consent_changes")
    part = models.CharField(max_length=10, choices=ConsentPart.choices)
    from_value = models.CharField(max_length=16)
    to_value = models.CharField(max_length=16)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.part}: {self.from_value} → {self.to_value}"


class Portrait(models.Model):
    """The one picture of a maker, or of her hands; it is gone, file and row, when she takes it back.

    Its files lie beside the photos of pieces, under a `key` nobody guesses (see catalog.photos).
    """

    artisan = models.OneToOneField("shops.Artisan", on_delete=models.CASCADE, related_name="portrait")
    shows = models.CharField(max_length=10, choices=PortraitConsent.choices)
    key = models.CharField(max_length=40, unique=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    derivatives = models.JSONField(default=list)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class AssistanceConsentQuerySet(models.QuerySet["AssistanceConsent"]):
    """Consents that hold on a day."""

    def on(self, day: date) -> AssistanceConsentQuerySet:
        """Keep the consents that hold on `day` and were not taken back."""
        return self.filter(ended_at__isnull=True, from_on__lte=day, until_on__gte=day)


class AssistanceConsent(models.Model):
    """A shop's word that the staff of a body may act for it, from a day through a day, until taken back."""

    shop = models.ForeignKey("partner.Partner", on_delete=models.PROTECT, related_name="assistance")
    body = models.ForeignKey("shops.Body", on_delete=models.PROTECT, related_name="assists")
    means = models.CharField(max_length=10, choices=ConsentMeans.choices)
    paper_number = models.CharField(max_length=40, blank=True)
    from_on = models.DateField()
    until_on = models.DateField()
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    ended_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AssistanceConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shop", "body"], condition=Q(ended_at__isnull=True), name="assistance_open_once"
            ),
            models.CheckConstraint(
                name="assistance_on_paper_has_number",
                condition=~Q(means=ConsentMeans.PAPER) | ~Q(paper_number=""),
            ),
            models.CheckConstraint(
                name="assistance_ends_after_start", condition=Q(until_on__gte=F("from_on"))
            ),
            models.CheckConstraint(
                name="assistance_ended_by_somebody",
                condition=Q(ended_at__isnull=True) | Q(ended_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} for {self.shop}"


class AssistedAct(models.Model):
    """One thing done for a shop by somebody else: who, by which consent, when, and what came of it. Append-only."""

    consent = models.ForeignKey(AssistanceConsent, on_delete=models.PROTECT, related_name="acts")
    staff = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    method = models.CharField(max_length=10)
    route = models.CharField(max_length=80)  # the name of the address
    object_id = models.CharField(max_length=60, blank=True)  # what stood in the address
    status = models.PositiveSmallIntegerField()  # of the answer: 302 done, 422 refused

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.method} {self.route} {self.object_id}: {self.status}"


class ActivationSlip(models.Model):
    """A printed way in, once: an address in a QR and a PIN, of which only hashes are kept."""

    user = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="slips")
    body = models.ForeignKey("shops.Body", on_delete=models.PROTECT, related_name="+")
    issued_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    token_hash = models.CharField(max_length=64, unique=True)
    pin_hash = models.CharField(max_length=64)  # of token and PIN together: the table alone opens nothing
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)  # a later slip takes its place

    class Meta:
        constraints = [
            models.CheckConstraint(name="slip_tries_bounded", condition=Q(tries__lte=MAX_TRIES)),
            models.CheckConstraint(
                name="slip_used_or_cancelled",
                condition=Q(used_at__isnull=True) | Q(cancelled_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_at__isnull=True, cancelled_at__isnull=True),
                name="slip_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"slip {self.pk} of {self.user}"


class Recovery(models.Model):
    """A new phone for somebody who lost the old one: asked for by one member of staff, approved by another."""

    user = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="recoveries")
    body = models.ForeignKey("shops.Body", on_delete=models.PROTECT, related_name="+")
    identity_seen = models.CharField(max_length=60)  # the number of the card that was shown
    old_phone = models.CharField(max_length=20, blank=True)
    old_email = models.EmailField(blank=True)
    new_phone = models.CharField(max_length=20)
    state = models.CharField(max_length=12, choices=RecoveryState.choices, default=RecoveryState.REQUESTED)
    requested_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    approved_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    effective_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "recoveries"
        constraints = [
            models.CheckConstraint(
                name="recovery_by_two_people",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("requested_by")),
            ),
            models.CheckConstraint(
                name="recovery_nobody_for_herself",
                condition=~Q(requested_by=F("user"))
                & (Q(approved_by__isnull=True) | ~Q(approved_by=F("user"))),
            ),
            models.CheckConstraint(
                name="recovery_takes_effect_approved",
                condition=~Q(state__in=(RecoveryState.APPROVED, RecoveryState.DONE))
                | Q(approved_by__isnull=False, effective_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(state__in=(RecoveryState.REQUESTED, RecoveryState.APPROVED)),
                name="recovery_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"recovery {self.pk} of {self.user}: {self.state}"


class RecoveryChange(Change):
    """Every step of a recovery."""

    row = models.ForeignKey(Recovery, on_delete=models.PROTECT, related_name="changes")
