"""Closed sets of cards being renewed, phones being replaced, and consent."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.machine import Moves


class RenewalState(models.TextChoices):
    """Where the photo of a renewed card stands."""

    WAITING = "waiting", _("waiting for the chamber")
    ACCEPTED = "accepted", _("entered")
    REFUSED = "refused", _("sent back")


RENEWAL_MOVES: Moves = {
    RenewalState.WAITING: {
        RenewalState.ACCEPTED,  # the chamber has read the new expiry from the card
        RenewalState.REFUSED,  # it cannot be read, or is no card of hers; the maker reads why
    },
    RenewalState.ACCEPTED: set(),
    RenewalState.REFUSED: set(),  # she sends another photo
}


class RecoveryState(models.TextChoices):
    """Where the replacement of a lost phone stands."""

    REQUESTED = "requested", _("waiting for a second person")
    APPROVED = "approved", _("told, and waiting")
    DONE = "done", _("the new phone holds")
    STOPPED = "stopped", _("stopped")


RECOVERY_MOVES: Moves = {
    RecoveryState.REQUESTED: {
        RecoveryState.APPROVED,  # a second member of staff has seen the same card
        RecoveryState.STOPPED,  # and did not agree
    },
    RecoveryState.APPROVED: {
        RecoveryState.DONE,  # nobody objected while every old channel was told
        RecoveryState.STOPPED,  # the person said from an old channel: this is not me
    },
    RecoveryState.DONE: set(),
    RecoveryState.STOPPED: set(),
}


class ConsentPart(models.TextChoices):
    """What a maker decides by herself: each alone."""

    NAME = "name", _("name")
    PORTRAIT = "portrait", _("portrait")


class ConsentMeans(models.TextChoices):
    """How an artisan said that a body may act for her."""

    PAPER = "paper", _("a signed paper")
    HERSELF = "herself", _("in her own workspace")
