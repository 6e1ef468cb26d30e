"""Delivery by zone: what it costs a shop's parcel to reach a zone, and how many days."""

from django.db import models
from oscar.apps.shipping.models import *  # noqa: F403  (Oscar's tables stay; ours stands beside them)


class DeliveryRate(models.Model):
    """One way to one zone: `zone` is "wilaya:<slug>", "dz" (every other wilaya), "europe" or "rest"."""

    zone = models.CharField(max_length=60)
    method = models.CharField(max_length=20)  # states.DeliveryMethod
    price_dinars = models.PositiveIntegerField()
    days_min = models.PositiveSmallIntegerField()
    days_max = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "method"], name="delivery_rate_once")]

    def __str__(self) -> str:
        return f"{self.zone} {self.method}"
