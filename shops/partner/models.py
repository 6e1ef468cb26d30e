"""Oscar's Partner is the shop, its StockRecord the one price and stock of a piece."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from oscar.apps.partner.abstract_models import AbstractPartner, AbstractStockRecord

from shops.states import ShopState


class Partner(AbstractPartner):
    """A shop: a unit of the commercial centre, a home workshop, or a cooperative. `users` stays empty."""

    body = models.OneToOneField(
        "shops.Body", null=True, on_delete=models.PROTECT, related_name="shop"
    )  # null only for rows of Oscar's own tests
    slug = models.SlugField(unique=True, null=True)  # noqa: DJ001  (null: as body)
    place = models.ForeignKey("shops.Place", null=True, on_delete=models.PROTECT, related_name="shops")
    centre = models.ForeignKey(
        "shops.Body", null=True, blank=True, on_delete=models.PROTECT, related_name="centre_shops"
    )
    is_cooperative = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=ShopState.choices, default=ShopState.ACTIVE)
    state_why = models.CharField(
        max_length=500, blank=True
    )  # the sentence of its last change of state: its own people read it on every page of the panel
    first_listing_approved_at = models.DateTimeField(
        null=True, blank=True
    )  # until then a piece waits for the operator's look (O1)
    story = models.TextField(blank=True)  # translated
    language = models.CharField(max_length=2, default="ar")
    notify_email = models.EmailField(blank=True)
    closed_from_on = models.DateField(null=True, blank=True)
    closed_until_on = models.DateField(null=True, blank=True)
    commission_basis_points = models.PositiveSmallIntegerField(
        null=True, blank=True
    )  # null: the default holds

    class Meta(AbstractPartner.Meta):
        abstract = False

    def get_absolute_url(self) -> str:
        """Return the shop's public page."""
        return reverse("shop", args=[self.slug])

    def is_closed_on(self, day: date) -> bool:
        """Tell whether the shop is on holiday on `day`: pieces stay visible and cannot be ordered (A14)."""
        if self.closed_from_on is None or day < self.closed_from_on:
            return False
        return self.closed_until_on is None or day <= self.closed_until_on


class StockRecord(AbstractStockRecord):
    """One price in whole dinars and one stock per piece. Stock moves by guarded statements only (order.holds)."""

    class Meta(AbstractStockRecord.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(name="stock_in_dinars", condition=Q(price_currency="DZD")),
            models.CheckConstraint(
                name="stock_never_oversold",
                condition=Q(num_in_stock__isnull=True)
                | Q(num_allocated__isnull=True)
                | Q(num_allocated__lte=F("num_in_stock")),
            ),
            models.CheckConstraint(
                name="stock_not_negative", condition=Q(num_allocated__isnull=True) | Q(num_allocated__gte=0)
            ),
            models.CheckConstraint(
                name="stock_price_positive", condition=Q(price__isnull=True) | Q(price__gt=0)
            ),
            models.UniqueConstraint(fields=["product"], name="stock_one_per_product"),
        ]


from oscar.apps.partner.models import *  # noqa: E402, F403  (Oscar's recipe: own classes first, its own last)

Shop = Partner
