"""The six grade codes. Their names, and what reaches them, are data of a scheme (quality_labels)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Grade(models.IntegerChoices):
    """Six grades with gaps, higher is better; the words are the house's until the centre adopts its own."""

    ORIGINAL_MATERIALS = 10, _("Hand-made, original materials")
    COMMON = 20, _("Common")
    GOOD = 30, _("Good")
    FINE = 40, _("Fine")
    SUPERIOR = 50, _("Superior")
    EXCELLENT = 60, _("Excellent")
