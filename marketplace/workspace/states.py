"""Closed sets of the artisan's panel."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.machine import Moves


class DraftState(models.TextChoices):
    """Whether a piece is still being prepared."""

    OPEN = "open", _("being prepared")
    PUBLISHED = "published", _("sent")
    DISCARDED = "discarded", _("thrown away")


DRAFT_MOVES: Moves = {
    DraftState.OPEN: {
        DraftState.PUBLISHED,  # it became one piece, once
        DraftState.DISCARDED,  # its shop threw it away, or nobody came back to it
    }
}


class Screen(models.TextChoices):
    """The five questions of a new piece, in their order."""

    PHOTO = "photo", _("Photo")
    WHAT = "what", _("What is it?")
    PRICE = "price", _("Price")
    COUNT = "count", _("How many?")
    CHECK = "check", _("Check and send")


class Age(models.TextChoices):
    """What a shop says of a piece's age: what is old is not sold here."""

    NEW = "new", _("It is new")
    LOOKS_OLD = "looks_old", _("It is new, and looks old")
    OLD = "old", _("It is old")


class Lead(models.IntegerChoices):
    """How long until a piece can leave, in days."""

    READY = 2, _("It is ready")
    WEEK = 7, _("One week")
    FORTNIGHT = 14, _("Two weeks")
    MONTH = 30, _("One month")
