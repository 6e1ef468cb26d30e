"""What an artisan says of herself before she has a shop; one open application per person."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from marketplace.machine import Change
from shops.application.states import OPEN, ApplicationState, Proof
from shops.destination.states import DestinationKind
from shops.states import GuarantorKind


class ShopApplication(models.Model):
    """An application for a shop. Every column may be empty while it is written: each step is kept as it is typed."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="shop_applications"
    )
    state = models.CharField(
        max_length=12, choices=ApplicationState.choices, default=ApplicationState.DRAFT, editable=False
    )
    language = models.CharField(max_length=2, default="ar")
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    proof = models.CharField(max_length=10, choices=Proof.choices, blank=True)
    card_number = models.CharField(max_length=30, blank=True)
    card_chamber = models.ForeignKey(
        "shops.Body", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    card_issued_on = models.DateField(null=True, blank=True)
    card_expires_on = models.DateField(null=True, blank=True)
    card_photo = models.ImageField(upload_to="cards/", blank=True)  # never served as a file: see the views
    guarantor = models.ForeignKey(
        "shops.Artisan", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    guarantor_kind = models.CharField(max_length=12, choices=GuarantorKind.choices, blank=True)

    first_name = models.CharField(max_length=60, blank=True)
    last_name = models.CharField(max_length=60, blank=True)
    first_name_latin = models.CharField(max_length=60, blank=True)  # as the card writes it beside the Arabic
    last_name_latin = models.CharField(max_length=60, blank=True)
    craft = models.ForeignKey(
        "catalogue.Craft", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    place = models.ForeignKey(
        "shops.Place", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    unit = models.ForeignKey("shops.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    shop_name = models.CharField(max_length=60, blank=True)

    destination_kind = models.CharField(max_length=10, choices=DestinationKind.choices, blank=True)
    account = models.CharField(max_length=20, blank=True)
    account_key = models.CharField(max_length=2, blank=True)
    holder = models.CharField(max_length=120, blank=True)
    destination_centre = models.ForeignKey(
        "shops.Body", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    shop = models.OneToOneField(
        "partner.Partner", null=True, blank=True, on_delete=models.PROTECT, related_name="application"
    )  # what came of it

    class Meta:
        app_label = "shops"
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(state__in=OPEN), name="shop_application_open_once"
            ),
            models.CheckConstraint(
                name="shop_application_approved_has_shop",
                condition=Q(state="approved", shop__isnull=False)
                | (~Q(state="approved") & Q(shop__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shop_name or self.pk}: {self.state}"

    @property
    def names(self) -> tuple[str, str]:
        """Return the name as it was written, and in Latin letters; either may be empty."""
        return (
            f"{self.first_name} {self.last_name}".strip(),
            f"{self.first_name_latin} {self.last_name_latin}".strip(),
        )


class ShopApplicationChange(Change):
    """Every step of an application; `why` is the sentence she read."""

    row = models.ForeignKey(ShopApplication, on_delete=models.PROTECT, related_name="changes")

    class Meta(Change.Meta):
        app_label = "shops"
        abstract = False


class RequirementCheck(models.Model):
    """Who promised or checked a requirement, and when; append-only, the newest of a code counts."""

    application = models.ForeignKey(ShopApplication, on_delete=models.PROTECT, related_name="checks")
    code = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        app_label = "shops"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.application_id}: {self.code}"
