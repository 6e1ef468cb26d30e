"""Closed sets of the people and bodies around the shop."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.machine import Moves


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


class ShopState(models.TextChoices):
    """Whether a shop sells. One that is suspended or closed stays to be seen, and cannot be ordered from."""

    ACTIVE = "active", _("selling")
    SUSPENDED = "suspended", pgettext_lazy("a shop", "suspended")
    CLOSED = "closed", _("closed for good")


SHOP_MOVES: Moves = {
    ShopState.ACTIVE: {
        ShopState.SUSPENDED,  # the operator stops it, with a reason the shop reads
        ShopState.CLOSED,  # the shop itself ends, or the operator ends it
    },
    ShopState.SUSPENDED: {ShopState.ACTIVE, ShopState.CLOSED},  # what was wrong is mended
    ShopState.CLOSED: {ShopState.ACTIVE},  # it comes back, approved anew
}


class GuarantorKind(models.TextChoices):
    """Why somebody else's card answers for a maker who has none (A26)."""

    COOPERATIVE = "cooperative", _("her cooperative")
    ASSOCIATION = "association", _("her association")
    RELATIVE = "relative", _("a relative with a card")
