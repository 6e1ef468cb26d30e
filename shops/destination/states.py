"""Closed sets of where money goes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DestinationKind(models.TextChoices):
    """How a shop is paid."""

    CCP = "ccp", _("Postal account (CCP)")
    BANK = "bank", _("Bank account (RIB)")
    ORDER = "order", _("Postal money order")
    CENTRE = "centre", _("Cash at a centre")
