"""The dated rate, and the ledger: one row is one transfer, so it balances by construction."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class ExchangeRate(models.Model):
    """Dinars for one unit of `currency` at the official rate of a day, typed in by staff with its source."""

    currency = models.CharField(max_length=3)
    rate_on = models.DateField()
    dinars_per_unit = models.DecimalField(max_digits=14, decimal_places=6)
    source = models.CharField(max_length=120)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # of one that leaps: who else read it at its source

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="rate_confirmed_by_another",
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("entered_by")),
            ),
            models.UniqueConstraint(fields=["currency", "rate_on"], name="rate_once_a_day"),
            models.CheckConstraint(name="rate_positive", condition=Q(dinars_per_unit__gt=0)),
            models.CheckConstraint(name="rate_currency", condition=Q(currency__in=["EUR", "USD"])),
        ]

    def __str__(self) -> str:
        return f"{self.dinars_per_unit} DZD = 1 {self.currency} ({self.rate_on})"


class Transfer(models.Model):
    """`amount_minor` moved from account `credit` to account `debit`; never changed, corrected by new transfers.

    `id` is the idempotency key ("sale:<shop order>:goods"), `journal` joins the transfers of one event.
    Accounts are names: demo_clearing, cash_centre:<id>, shop_payable:<id>, commission, delivery:<id>.
    """

    id = models.CharField(max_length=120, primary_key=True)
    journal = models.CharField(max_length=100, db_index=True)
    debit = models.CharField(max_length=60)
    credit = models.CharField(max_length=60)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    order = models.ForeignKey("order.Order", on_delete=models.PROTECT, related_name="transfers")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="transfer_positive", condition=Q(amount_minor__gt=0)),
            models.CheckConstraint(name="transfer_between_two", condition=~Q(debit=F("credit"))),
        ]

    def __str__(self) -> str:
        return self.id
