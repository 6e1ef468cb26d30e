"""Who sells, and the bodies around them. The shop itself is `shops.partner.models.Partner`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from marketplace.machine import Change
from shops.states import BodyKind, GuarantorKind, NameConsent, PortraitConsent, Role

if TYPE_CHECKING:
    from shops.people.models import Portrait


class Place(models.Model):
    """A town, ksar or village, keyed by slug; `wilaya` is a slug of today's 69."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)  # translated: name_ar, name_fr, name_en
    wilaya = models.SlugField()
    latitude = models.FloatField()
    longitude = models.FloatField()

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.name


class Body(models.Model):
    """A shop, centre, chamber, directorate, or the operator: something people are members of."""

    kind = models.CharField(max_length=20, choices=BodyKind.choices)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=160)  # translated
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="bodies")
    address = models.CharField(max_length=240, blank=True)  # translated
    opening_hours = models.CharField(max_length=240, blank=True)  # translated
    about = models.TextField(blank=True)  # translated
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    number = models.PositiveSmallIntegerField(null=True, blank=True)  # the two digits of a stamping centre
    joined_on = models.DateField()

    class Meta:
        verbose_name_plural = "bodies"
        ordering = ("slug",)
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="body_number_once_per_kind"),
            models.CheckConstraint(
                name="stamping_centre_has_number",
                condition=~Q(kind="stamping_centre") | Q(number__gte=1, number__lte=99),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships that hold on a day."""

    def on(self, day: date) -> MembershipQuerySet:
        """Keep the memberships that hold on `day`."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gt=day), from_on__lte=day)


class Membership(models.Model):
    """A person's role in a body, from a day until (not including) a day. Roles are never Django groups."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "user", "role"],
                condition=Q(until_on__isnull=True),
                name="membership_open_once",
            ),
            models.CheckConstraint(
                name="membership_ends_after_start",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role} of {self.body}"


class Unit(models.Model):
    """One of a centre's numbered premises (محل)."""

    centre = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="units")
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("centre", "number")
        constraints = [models.UniqueConstraint(fields=["centre", "number"], name="unit_number_once")]

    def __str__(self) -> str:
        return f"{self.centre} {self.number}"


class UnitTenancy(models.Model):
    """Who holds a unit, from a day until (not including) a day; a trigger lets nobody hold it beside another."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="tenancies")
    shop = models.ForeignKey("partner.Partner", on_delete=models.PROTECT, related_name="tenancies")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "unit tenancies"
        constraints = [
            models.CheckConstraint(
                name="tenancy_ends_after_start",
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
            ),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(until_on__isnull=True), name="unit_open_tenancy_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.shop}"


class Artisan(models.Model):
    """A maker. `number` is public and stands in every stamp; how much of the name is shown is theirs to say."""

    number = models.PositiveIntegerField(unique=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="artisan"
    )
    shop = models.ForeignKey("partner.Partner", on_delete=models.PROTECT, related_name="artisans")
    first_name = models.CharField(max_length=60)  # translated
    last_name = models.CharField(max_length=60)  # translated
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="artisans")
    story = models.TextField(blank=True)  # translated
    name_consent = models.CharField(
        max_length=16, choices=NameConsent.choices, default=NameConsent.COOPERATIVE
    )  # least until she says more
    guarantor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="answers_for"
    )  # whose card answers for a maker without one (A26)
    guarantor_kind = models.CharField(max_length=12, choices=GuarantorKind.choices, blank=True)
    portrait_consent = models.CharField(
        max_length=10, choices=PortraitConsent.choices, default=PortraitConsent.NONE
    )

    class Meta:
        ordering = ("number",)
        constraints = [
            models.CheckConstraint(
                name="guarantor_says_why",
                condition=Q(guarantor__isnull=True, guarantor_kind="")
                | (Q(guarantor__isnull=False) & ~Q(guarantor_kind="")),
            ),
            models.CheckConstraint(name="nobody_answers_for_herself", condition=~Q(guarantor=F("pk"))),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def public_name(self) -> str:
        """Return the name as far as the maker consented; empty when only the cooperative is named."""
        match self.name_consent:
            case NameConsent.FULL:
                return f"{self.first_name} {self.last_name}"
            case NameConsent.FIRST_AND_VILLAGE:
                return self.first_name
            case _:
                return ""

    @property
    def public_portrait(self) -> Portrait | None:
        """Return the picture she consents to now; a page that asks has joined `portrait`."""
        kept: Portrait | None = getattr(self, "portrait", None)
        return kept if kept is not None and kept.shows == self.portrait_consent else None


class ArtisanCard(models.Model):
    """The artisan card (بطاقة الحرفي): the gate to selling. The chamber decides on it."""

    artisan = models.ForeignKey(Artisan, on_delete=models.PROTECT, related_name="cards")
    chamber = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="cards")
    number = models.CharField(max_length=30, unique=True)
    craft = models.ForeignKey("catalogue.Craft", on_delete=models.PROTECT, related_name="+")
    issued_on = models.DateField()
    expires_on = models.DateField()
    photo = models.ImageField(upload_to="cards/", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="card_expires_after_issue", condition=Q(expires_on__gt=F("issued_on"))
            )
        ]

    def __str__(self) -> str:
        return self.number

    def is_valid_on(self, day: date) -> bool:
        """Tell whether the card holds on `day`; it is good through its last day."""
        return self.issued_on <= day <= self.expires_on


class ShopChange(Change):
    """Every step of a shop: approved, suspended, reopened, closed."""

    row = models.ForeignKey("partner.Partner", on_delete=models.PROTECT, related_name="changes")


# Rooms of this app that keep rows of their own: Django finds them because they are imported here.
import shops.application.models  # noqa: E402
import shops.destination.models  # noqa: E402
import shops.people.models  # noqa: E402, F401
