"""What checkout must remember before there is an order."""

from django.conf import settings
from django.db import models


class ContactCode(models.Model):
    """A six-digit code sent to an e-mail or phone, which confirms the contact of an order that is paid in cash."""

    contact = models.CharField(max_length=254, db_index=True)
    code_hash = models.CharField(max_length=128)
    basket = models.ForeignKey("basket.Basket", null=True, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=2)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.contact


class PhoneOrder(models.Model):
    """Who took an order for a caller, and for which body: the call itself confirmed the contact.

    `nonce` comes with the form, so that a second tap of it is the same order.
    """

    nonce = models.UUIDField(unique=True)
    order = models.OneToOneField("order.Order", on_delete=models.PROTECT, related_name="by_phone")
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey("shops.Body", on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.order_id} by {self.taken_by_id}"
