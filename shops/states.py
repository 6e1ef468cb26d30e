"""Closed sets of the people and bodies around the shop."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BodyKind(models.TextChoices):
    """What a body is; each has its own staff, records and figures."""

    SHOP = "shop", _("shop")
    COMMERCIAL_CENTRE = "commercial_centre", _("craft trade centre")
    CRAFT_CENTRE = "craft_centre", _("craft centre")
    STAMPING_CENTRE = "stamping_centre", _("stamping centre")
    CHAMBER = "chamber", _("Chamber of Crafts and Trades")
    DIRECTORATE = "directorate", _("directorate")
    OPERATOR = "operator", _("operator")


class Role(models.TextChoices):
    """What a person is in a body, from a day to a day."""

    OWNER = "owner", _("owner")
    SELLER = "seller", _("seller")
    INSPECTOR = "inspector", _("inspector")
    DECIDER = "decider", _("decider")
    CLERK = "clerk", _("clerk")
    CHAMBER_OFFICER = "chamber_officer", _("chamber officer")
    OPERATOR = "operator", _("operator")
    APPROVER = "approver", _("payout approver")


class NameConsent(models.TextChoices):
    """How much of a maker's name is public: chosen alone, and reversible (A21)."""

    FULL = "full", _("full name")
    FIRST_AND_VILLAGE = "first_village", _("first name and village")
    COOPERATIVE = "cooperative", _("cooperative only")


class PortraitConsent(models.TextChoices):
    """What of a maker is shown in pictures."""

    PORTRAIT = "portrait", _("portrait")
    HANDS = "hands", _("hands")
    NONE = "none", _("none")
