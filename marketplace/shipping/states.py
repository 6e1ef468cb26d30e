"""How a shop's part reaches the buyer."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeliveryMethod(models.TextChoices):
    """How a shop's part reaches the buyer."""

    HOME = "home", _("home delivery")
    DESK = "desk", _("carrier's desk")
    POST = "post", _("international post")
    COLLECT = "collect", _("collect at the centre")
