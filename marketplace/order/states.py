"""Where a shop's part of an order stands, and every arrow with the trade's reason."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.machine import Moves


class ShopOrderState(models.TextChoices):
    """The life of a shop order; what is shown of the whole order is derived from these."""

    HELD = "held", _("waiting for payment")
    PAID = "paid", _("paid")
    CONFIRMED = "confirmed", _("confirmed")
    ACCEPTED = "accepted", _("accepted")
    SENT = "sent", _("sent")
    DELIVERED = "delivered", _("delivered")
    EXPIRED = "expired", _("expired")
    REFUSED = "refused", _("refused")
    CANCELLED = "cancelled", _("cancelled")
    RETURNED = "returned", _("returned")
    LOST = "lost", _("lost")


S = ShopOrderState

SHOP_ORDER_MOVES: Moves = {
    S.HELD: {
        S.PAID,  # the provider says the money is there
        S.CONFIRMED,  # paid on collection or delivery: the contact was confirmed
        S.EXPIRED,  # nobody paid in time
        S.CANCELLED,  # the buyer walked away
    },
    S.PAID: {
        S.ACCEPTED,  # the shop will send it
        S.REFUSED,  # the shop cannot
        S.CANCELLED,  # the buyer asked before it was sent
    },
    S.CONFIRMED: {S.ACCEPTED, S.REFUSED, S.CANCELLED, S.EXPIRED},  # as paid; expired: never collected
    S.ACCEPTED: {
        S.SENT,  # a tracking number, or handed to the centre
        S.CANCELLED,
        S.EXPIRED,  # to be paid at the centre, and never collected
    },
    S.SENT: {
        S.DELIVERED,  # confirmed, or by the clock
        S.RETURNED,
        S.LOST,
        S.EXPIRED,  # handed to the centre, and neither paid nor collected
    },
    S.DELIVERED: {S.RETURNED},
    S.EXPIRED: {S.PAID},  # the money came late, and the pieces were still there
}


class NoReason(models.TextChoices):
    """Why a shop cannot send, ready to tap; the buyer reads the sentence in their own language."""

    SOLD = "sold", _("The piece was sold in the shop.")
    DAMAGED = "damaged", _("The piece is damaged.")
    UNREADY = "unready", _("The piece cannot be ready in time.")


class LaterReason(models.TextChoices):
    """Why a shop asks for another day, ready to tap; the buyer reads the sentence in their own language."""

    WORK = "work", _("The piece needs more days of work.")
    ROAD = "road", _("There is no transport these days.")
    ILLNESS = "illness", _("Someone in the family is ill.")
    FEAST = "feast", _("It is a feast these days.")


class ProposalState(models.TextChoices):
    """What became of another day that a shop proposed."""

    OFFERED = "offered", _("waits for the buyer")
    AGREED = "agreed", _("agreed")
    DECLINED = "declined", pgettext_lazy("another day", "declined")
    LAPSED = "lapsed", _("lapsed")


PROPOSAL_MOVES: Moves = {
    ProposalState.OFFERED: {
        ProposalState.AGREED,  # the buyer takes the new day
        ProposalState.DECLINED,  # the buyer does not: that part ends, and is owed back
        ProposalState.LAPSED,  # nobody answered in time, or the part went another way meanwhile
    },
}


class HoldState(models.TextChoices):
    """What became of a piece kept for a buyer."""

    HELD = "held", _("held")
    CLAIMED = "claimed", _("claimed")
    RELEASED = "released", _("released")
