"""One order per purchase, one shop order per shop in it, and the pieces held for it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from oscar.apps.order.abstract_models import AbstractLine, AbstractOrder

from marketplace.machine import Change
from marketplace.order.states import HoldState, ProposalState, ShopOrderState
from marketplace.shipping.states import DeliveryMethod


class Order(AbstractOrder):
    """A purchase: one number, one payment, one follow-up link. `status` stays empty: shop orders tell where it stands.

    `number` is unguessable. Money is in minor units: `dzd_minor` is the truth of settlement, `charge_minor` what is
    asked of the buyer in `charge_currency`; both are sums of the shop orders.
    """

    link_version = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(max_length=2, default="ar")
    contact_name = models.CharField(max_length=150, blank=True)
    contact_phone = models.CharField(max_length=20, blank=True)
    country_code = models.CharField(max_length=2, default="DZ")
    wilaya = models.CharField(max_length=60, blank=True)
    commune = models.CharField(max_length=80, blank=True)  # a slug, as `wilaya` (shipping.places)
    street = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    region = models.CharField(max_length=80, blank=True)
    provider = models.CharField(max_length=20, blank=True)  # payment.states.ProviderCode
    charge_currency = models.CharField(max_length=3, default="DZD")
    charge_minor = models.BigIntegerField(default=0)
    dzd_minor = models.BigIntegerField(default=0)
    paid_at = models.DateTimeField(null=True, blank=True)
    terms_version = models.CharField(max_length=20, blank=True)
    terms_accepted_at = models.DateTimeField(null=True, blank=True)
    placed_session = models.CharField(
        max_length=64, blank=True, db_index=True
    )  # hashed; bounds on free holds
    placed_network = models.CharField(max_length=64, blank=True, db_index=True)  # hashed

    class Meta(AbstractOrder.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["basket"], name="order_once_per_basket"),
            models.CheckConstraint(
                name="order_money_positive", condition=Q(charge_minor__gte=0, dzd_minor__gte=0)
            ),
        ]

    def get_absolute_url(self) -> str:
        """Return the follow-up page behind the order's signed link."""
        from marketplace.order.link import token_of  # noqa: PLC0415  (link reads settings, models must not)

        return reverse("order", args=[self.number, token_of(self)])


class Quote(models.Model):
    """The rate frozen on an order: shown to buyer and artisan, never changed afterwards."""

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="quote")
    charge_currency = models.CharField(max_length=3)
    dinars_per_unit = models.DecimalField(max_digits=14, decimal_places=6)
    rate_on = models.DateField()
    source = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"{self.dinars_per_unit} DZD = 1 {self.charge_currency}"


class ShopOrder(models.Model):
    """One shop's part of an order: its state, delivery, dates, tracking, frozen commission and money."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="shop_orders")
    shop = models.ForeignKey("partner.Partner", on_delete=models.PROTECT, related_name="shop_orders")
    number = models.CharField(max_length=40, unique=True)  # "<reference>-1"
    state = models.CharField(max_length=12, choices=ShopOrderState.choices, default=ShopOrderState.HELD)
    delivery_method = models.CharField(max_length=12, choices=DeliveryMethod.choices)
    lines_dzd_minor = models.BigIntegerField()
    lines_charge_minor = models.BigIntegerField()
    delivery_dzd_minor = models.BigIntegerField()
    delivery_charge_minor = models.BigIntegerField()
    commission_basis_points = models.PositiveSmallIntegerField()
    commission_minor = models.BigIntegerField()  # in dinars
    answer_by_on = models.DateField(null=True, blank=True)
    send_by_on = models.DateField(null=True, blank=True)
    arrives_from_on = models.DateField(null=True, blank=True)
    arrives_until_on = models.DateField(null=True, blank=True)
    carrier = models.CharField(max_length=60, blank=True)
    tracking_number = models.CharField(max_length=60, blank=True)
    handed_to_centre = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)  # of a refusal, as the buyer reads it
    told_at = models.DateTimeField(null=True, blank=True)  # by phone: the clock to answer counts from there
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    packed_at = models.DateTimeField(null=True, blank=True)
    packing_photo = models.CharField(max_length=100, blank=True)  # in private storage, cleaned
    sent_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("order", "number")
        constraints = [
            models.UniqueConstraint(fields=["order", "shop"], name="shop_order_once_per_shop"),
            models.CheckConstraint(
                name="shop_order_money_positive",
                condition=Q(
                    lines_dzd_minor__gte=0,
                    lines_charge_minor__gte=0,
                    delivery_dzd_minor__gte=0,
                    delivery_charge_minor__gte=0,
                    commission_minor__gte=0,
                ),
            ),
        ]
        indexes = [models.Index(fields=["shop", "state", "-id"], name="shop_order_by_shop")]

    def __str__(self) -> str:
        return self.number

    @property
    def dzd_minor(self) -> int:
        """Return lines and delivery in minor units of dinars."""
        return self.lines_dzd_minor + self.delivery_dzd_minor

    @property
    def charge_minor(self) -> int:
        """Return lines and delivery in minor units of the charged currency."""
        return self.lines_charge_minor + self.delivery_charge_minor


class ShopOrderChange(Change):
    """Every step of a shop order."""

    row = models.ForeignKey(ShopOrder, on_delete=models.PROTECT, related_name="changes")


class DateProposal(models.Model):
    """Another day by which a shop could send its part; the buyer answers by the order's link."""

    shop_order = models.ForeignKey(ShopOrder, on_delete=models.PROTECT, related_name="proposals")
    state = models.CharField(
        max_length=10, choices=ProposalState.choices, default=ProposalState.OFFERED, editable=False
    )
    proposed_on = models.DateField()
    why = models.CharField(max_length=300)  # as the buyer reads it
    answer_by_on = models.DateField()  # after this day it lapses
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["shop_order"], condition=Q(state="offered"), name="proposal_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.shop_order_id}: {self.proposed_on} {self.state}"


class DateProposalChange(Change):
    """Every step of a proposal."""

    row = models.ForeignKey(DateProposal, on_delete=models.PROTECT, related_name="changes")


class CounterSale(models.Model):
    """Pieces sold in the shop itself: out of stock at once, the money taken there and nowhere in our books."""

    shop = models.ForeignKey("partner.Partner", on_delete=models.PROTECT, related_name="counter_sales")
    product = models.ForeignKey("catalogue.Product", on_delete=models.PROTECT, related_name="counter_sales")
    quantity = models.PositiveSmallIntegerField(default=1)
    unit_dzd_minor = models.BigIntegerField()  # the price that stood on it
    sold_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sold_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="counter_sale_positive", condition=Q(quantity__gt=0, unit_dzd_minor__gte=0)
            )
        ]
        indexes = [models.Index(fields=["product", "-id"], name="counter_sale_by_piece")]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.product_id} {self.sold_at:%Y-%m-%d}"


class Line(AbstractLine):
    """A line of an order, with its title as it was in three languages and its money in both currencies."""

    shop_order = models.ForeignKey(ShopOrder, null=True, on_delete=models.PROTECT, related_name="lines")
    title_ar = models.CharField(max_length=255, blank=True)
    title_fr = models.CharField(max_length=255, blank=True)
    title_en = models.CharField(max_length=255, blank=True)
    unit_dzd_minor = models.BigIntegerField(default=0)
    dzd_minor = models.BigIntegerField(default=0)
    charge_minor = models.BigIntegerField(default=0)
    packed_label = models.ForeignKey(
        "quality_labels.Label", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # of a stamped piece: the label that was read on it as it went into the parcel

    class Meta(AbstractLine.Meta):
        abstract = False


class StockHold(models.Model):
    """Pieces kept for an order from "pay" until they are claimed (paid) or given back (expired)."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="holds")
    shop_order = models.ForeignKey(ShopOrder, on_delete=models.PROTECT, related_name="holds")
    stockrecord = models.ForeignKey("partner.StockRecord", on_delete=models.PROTECT, related_name="holds")
    quantity = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=HoldState.choices, default=HoldState.HELD)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "stockrecord"], name="hold_once_per_piece"),
            models.CheckConstraint(name="hold_positive", condition=Q(quantity__gt=0)),
        ]
        indexes = [models.Index(fields=["expires_at"], name="hold_due", condition=Q(state="held"))]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.stockrecord_id} {self.state}"


from oscar.apps.order.models import *  # noqa: E402, F403  (Oscar's recipe: own classes first, its own last)
