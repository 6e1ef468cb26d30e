"""Closed sets of how people prove who they are."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CodePurpose(models.TextChoices):
    """What a one-time code is good for: one for each, so that none opens another's door."""

    ENTER = "enter", _("coming in to open a shop")
    DESTINATION = "destination", _("changing where money goes")
