"""Closed sets of applications for a shop."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.machine import Moves


class ApplicationState(models.TextChoices):
    """Where an application for a shop stands."""

    DRAFT = "draft", pgettext_lazy("application for a shop", "being written")
    SUBMITTED = "submitted", pgettext_lazy("application for a shop", "waiting for an answer")
    RETURNED = "returned", pgettext_lazy("application for a shop", "sent back to be mended")
    APPROVED = "approved", pgettext_lazy("application for a shop", "approved")
    REFUSED = "refused", pgettext_lazy("application for a shop", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("application for a shop", "taken back")


S = ApplicationState
SHOP_APPLICATION_MOVES: Moves = {
    S.DRAFT: {S.SUBMITTED, S.WITHDRAWN},  # the artisan sends it, or lets it be
    S.SUBMITTED: {
        S.DRAFT,  # she takes it back to change something
        S.RETURNED,  # the operator says what is missing
        S.APPROVED,  # every requirement is met: the shop opens
        S.REFUSED,  # it cannot become a shop, with a sentence she reads
        S.WITHDRAWN,
    },
    S.RETURNED: {S.SUBMITTED, S.WITHDRAWN},  # mended and sent again
}
EDITABLE = (S.DRAFT, S.RETURNED)
OPEN = (S.DRAFT, S.SUBMITTED, S.RETURNED)


class Proof(models.TextChoices):
    """What lets a maker sell: a card of her own, or somebody's who answers for her (A26)."""

    CARD = "card", _("I have an artisan card")
    GUARANTOR = "guarantor", _("I have no card: somebody with a card answers for me")


class How(models.TextChoices):
    """How it is found out that a requirement is met."""

    COMPUTED = "computed", _("checked by the site")
    ATTESTED = "attested", _("promised by the artisan")
    STAFF = "staff", _("checked by a person")


class Standing(models.TextChoices):
    """Where one requirement stands; never told by colour alone."""

    DONE = "done", _("Done")
    MISSING = "missing", _("Missing")
    WAITING = "waiting", _("We check it")
