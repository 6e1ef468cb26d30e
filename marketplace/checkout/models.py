"""What checkout must remember before there is an order."""

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
