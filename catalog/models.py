"""What is sold: pieces with typed facts, their photos, and one denormalised card row per piece for listings."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import slugify
from oscar.apps.catalogue.abstract_models import AbstractProduct, AbstractProductImage

from catalog.grades import Grade
from catalog.kinds import Needs
from catalog.states import (
    ListingState,
    Material,
    OtherCentre,
    PauseCause,
    PhotoState,
    ReportReason,
    ReportState,
    RevisionState,
    Technique,
    View,
)
from marketplace.machine import Change


class Craft(models.Model):
    """Pottery, jewellery, textiles, palm products, or another craft; its code stands in addresses."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=80)  # translated
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "code")

    def __str__(self) -> str:
        return self.name


class Kind(models.Model):
    """A kind of piece (carpet.knotted, pottery.jar …): which facts and views a listing of it needs, as data."""

    code = models.CharField(max_length=40, unique=True)
    craft = models.ForeignKey(Craft, on_delete=models.PROTECT, related_name="kinds")
    name = models.CharField(max_length=80)  # translated
    hs_code = models.CharField(max_length=10, blank=True)
    needs = models.JSONField(
        default=dict, blank=True
    )  # as catalog/kinds.json has it: {"views": [...], "facts": [...], …}

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name

    @property
    def listing_needs(self) -> Needs:
        """Return what a listing of this kind needs, what was left out filled in."""
        return Needs.of(self.needs)


class Product(AbstractProduct):
    """A piece. Its grade and stamp are projections of its label, written by `catalog.actions.project_stamp` alone."""

    shop = models.ForeignKey("partner.Partner", null=True, on_delete=models.PROTECT, related_name="products")
    maker = models.ForeignKey(
        "shops.Artisan", null=True, blank=True, on_delete=models.PROTECT, related_name="pieces"
    )
    kind = models.ForeignKey(Kind, null=True, on_delete=models.PROTECT, related_name="pieces")
    place = models.ForeignKey(
        "shops.Place", null=True, blank=True, on_delete=models.PROTECT, related_name="pieces"
    )

    materials = models.JSONField(default=list, blank=True)  # codes of states.Material, main one first
    colours = models.JSONField(default=list, blank=True)  # codes of states.Colour
    care = models.JSONField(default=list, blank=True)  # codes of states.Care
    technique = models.CharField(max_length=20, choices=Technique.choices, blank=True)
    length_mm = models.PositiveIntegerField(null=True, blank=True)
    width_mm = models.PositiveIntegerField(null=True, blank=True)
    height_mm = models.PositiveIntegerField(null=True, blank=True)
    mass_g = models.PositiveIntegerField(null=True, blank=True)
    made_year = models.PositiveSmallIntegerField(
        null=True, blank=True
    )  # the age statement: new, made in that year
    lead_days = models.PositiveSmallIntegerField(default=2)
    made_to_order = models.BooleanField(
        default=False
    )  # it is made once somebody orders it, within `lead_days`

    state = models.CharField(
        max_length=12, choices=ListingState.choices, default=ListingState.LISTED, editable=False
    )
    paused_for = models.CharField(
        max_length=8, choices=PauseCause.choices, blank=True, editable=False
    )  # a projection: catalog.actions.refresh_pauses
    owner_paused_at = models.DateTimeField(null=True, blank=True, editable=False)

    voice_key = models.CharField(
        max_length=40, blank=True, editable=False
    )  # `voices/<key>.<format>`; empty: none
    voice_format = models.CharField(max_length=4, blank=True, editable=False)
    voice_seconds = models.PositiveSmallIntegerField(default=0, editable=False)

    is_illustrated = models.BooleanField(default=False)  # the pictures are drawings, and the page says so
    stamp_grade = models.PositiveSmallIntegerField(
        null=True, blank=True, choices=Grade.choices, editable=False
    )
    stamp_public_id = models.CharField(max_length=32, blank=True, editable=False)
    stamped_at = models.DateTimeField(null=True, blank=True, editable=False)
    stamp_suspended_at = models.DateTimeField(
        null=True, blank=True, editable=False
    )  # its stamp is in doubt or gone since then: the centre says so, the listing hides it
    stamped_elsewhere = models.PositiveSmallIntegerField(
        null=True, blank=True, choices=OtherCentre.choices, editable=False
    )  # a projection of the record of its card: no stamp of ours, and no grade

    class Meta(AbstractProduct.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                name="stamp_projection_whole",
                condition=Q(stamp_grade__isnull=True, stamp_public_id="", stamped_at__isnull=True)
                | (Q(stamp_grade__isnull=False, stamped_at__isnull=False) & ~Q(stamp_public_id="")),
            ),
            models.CheckConstraint(
                name="public_only_while_listed",
                condition=Q(is_public=False) | Q(state=ListingState.LISTED),
            ),
            models.CheckConstraint(
                name="made_in_a_year",
                condition=Q(made_year__isnull=True) | Q(made_year__gte=1950, made_year__lte=2200),
            ),
        ]

    def get_absolute_url(self) -> str:
        """Return the product page in the active language."""
        return reverse("product", args=[self.slug, self.pk])

    def get_slug(self) -> str:
        """Return the slug from the French or English title, so that addresses stay readable in every script."""
        for title in (self.title_fr, self.title_en, self.title):
            slug = slugify(title or "")[:80]
            if slug:
                return slug
        return "piece"

    @property
    def main_material(self) -> str:
        """Return the label of the first material; empty when none is known."""
        return str(Material(self.materials[0]).label) if self.materials else ""


class ProductChange(Change):
    """Every step of a listing."""

    row = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="changes")


class ProductImage(AbstractProductImage):
    """A photo of a piece: the cleaned original, and derivatives at fixed widths made by a worker.

    `key` names the folder `photos/<key>/` of derivatives `<width>.<avif|webp>`; `derivatives` lists those that
    exist as {"w": 360, "h": 480, "f": "webp"}, so a page shows what is there.
    """

    key = models.CharField(max_length=40, unique=True, null=True)  # noqa: DJ001  (null: no file yet)
    view = models.CharField(max_length=10, choices=View.choices, default=View.WHOLE)
    state = models.CharField(max_length=10, choices=PhotoState.choices, default=PhotoState.WAITING)
    is_shown = models.BooleanField(default=True)  # false: it waits for a look, or it was taken out
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    derivatives = models.JSONField(default=list, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=200, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)

    class Meta(AbstractProductImage.Meta):
        abstract = False
        indexes = [models.Index(fields=["due_at"], name="photo_due", condition=Q(state="waiting"))]


class ListingRevision(models.Model):
    """A change to a stamped piece that waits for a look: what it was, and what the shop wants it to be.

    `before` and `after` hold the facts that differ, {"technique": "knotted", …}, by their columns; photos are named by
    their rows: `add` are kept out of sight until then, `remove` are shown until then. `edits` counts what the shop put
    into it, so that nobody approves what they have not seen.
    """

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="revisions")
    state = models.CharField(
        max_length=10, choices=RevisionState.choices, default=RevisionState.WAITING, editable=False
    )
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    add = models.JSONField(default=list)  # ids of ProductImage
    remove = models.JSONField(default=list)
    edits = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["product"], condition=Q(state="waiting"), name="revision_waits_once"
            ),
        ]

    def __str__(self) -> str:
        return f"change of piece {self.product_id}"


class ListingRevisionChange(Change):
    """Every step of a change to a stamped piece."""

    row = models.ForeignKey(ListingRevision, on_delete=models.PROTECT, related_name="changes")


class ListingReport(models.Model):
    """What somebody says is wrong with a listing. `place_in_hour` bounds what one network sends within an hour."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="reports")
    state = models.CharField(
        max_length=10, choices=ReportState.choices, default=ReportState.OPEN, editable=False
    )
    reason = models.CharField(max_length=16, choices=ReportReason.choices)
    text = models.CharField(max_length=500, blank=True)
    contact = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2)
    made_at = models.DateTimeField()
    place_in_hour = models.CharField(max_length=40, unique=True)  # a keyed hash, not the address itself

    class Meta:
        ordering = ("pk",)
        indexes = [models.Index(fields=["made_at"], name="report_open", condition=Q(state="open"))]

    def __str__(self) -> str:
        return f"report on piece {self.product_id}"


class ListingReportChange(Change):
    """Every step of a report."""

    row = models.ForeignKey(ListingReport, on_delete=models.PROTECT, related_name="changes")


class TextWritten(models.Model):
    """Who wrote the texts of a piece in one language, each time: the shop, or staff of `body` for it. Append-only."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="texts_written")
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(
        "shops.Body", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # null: the shop itself
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        indexes = [models.Index(fields=["product", "language"], name="text_written")]

    def __str__(self) -> str:
        return f"{self.language} of piece {self.product_id}"


class Card(models.Model):
    """One row per listed piece with everything a card shows, kept by the outbox (`catalog.refresh`).

    A listing is one indexed query on this table. `available` is false when sold, paused or the shop is closed:
    such pieces stay listed last, marked.
    """

    product = models.OneToOneField(Product, primary_key=True, on_delete=models.CASCADE, related_name="card")
    title_ar = models.CharField(max_length=255, blank=True)
    title_fr = models.CharField(max_length=255, blank=True)
    title_en = models.CharField(max_length=255, blank=True)
    slug = models.CharField(max_length=255)
    kind = models.CharField(max_length=40)
    craft = models.CharField(max_length=50)
    place = models.CharField(max_length=50)
    place_ar = models.CharField(max_length=80, blank=True)
    place_fr = models.CharField(max_length=80, blank=True)
    place_en = models.CharField(max_length=80, blank=True)
    shop = models.CharField(max_length=50)
    shop_ar = models.CharField(max_length=128, blank=True)
    shop_fr = models.CharField(max_length=128, blank=True)
    shop_en = models.CharField(max_length=128, blank=True)
    centre = models.CharField(max_length=50, blank=True)
    price_dinars = models.PositiveIntegerField()
    grade = models.PositiveSmallIntegerField(default=0)  # 0: no stamp
    stamp_public_id = models.CharField(max_length=32, blank=True)
    image_key = models.CharField(max_length=40, blank=True)
    image_width = models.PositiveIntegerField(default=0)
    image_height = models.PositiveIntegerField(default=0)
    image_files = models.JSONField(default=list, blank=True)  # as ProductImage.derivatives
    available = models.BooleanField(default=True)
    popularity = models.PositiveIntegerField(default=0)
    listed_at = models.DateTimeField()

    class Meta:
        indexes = [
            # One per offered order, read forwards or backwards; what is for sale stands before what is not.
            models.Index(fields=["available", "listed_at", "product"], name="card_newest"),
            models.Index(fields=["available", "price_dinars", "product"], name="card_price"),
            models.Index(fields=["available", "grade", "product"], name="card_grade"),
            models.Index(fields=["craft", "available", "listed_at", "product"], name="card_craft"),
            models.Index(fields=["craft", "available", "price_dinars", "product"], name="card_craft_price"),
            models.Index(fields=["place", "available", "listed_at", "product"], name="card_place"),
            models.Index(fields=["shop", "available", "listed_at", "product"], name="card_shop"),
            models.Index(fields=["centre", "available", "listed_at", "product"], name="card_centre"),
        ]

    def __str__(self) -> str:
        return self.title_fr or self.title_ar or self.title_en


class ViewCount(models.Model):
    """How often a piece's page was seen on a day (in Algiers), and nothing of who saw it: docs/numbers.md."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="view_counts")
    day = models.DateField()
    views = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "day"], name="views_once_per_day")]

    def __str__(self) -> str:
        return f"{self.product_id} {self.day}: {self.views}"


from oscar.apps.catalogue.models import *  # noqa: E402, F403  (Oscar's recipe: own classes first, its own last)
