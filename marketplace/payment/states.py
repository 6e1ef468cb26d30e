"""How money comes, and where one attempt at it stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.machine import Moves


class ProviderCode(models.TextChoices):
    """Who takes the money."""

    DEMO = "demo", _("demonstration payment")
    CASH_AT_CENTRE = "cash_at_centre", _("cash at the centre")


class AttemptState(models.TextChoices):
    """An attempt to be paid."""

    CREATED = "created", _("created")
    STARTED = "started", _("started")
    PAID = "paid", _("paid")
    DECLINED = "declined", _("declined")
    EXPIRED = "expired", _("expired")


A = AttemptState
ATTEMPT_MOVES: Moves = {
    A.CREATED: {A.STARTED, A.EXPIRED},  # the provider answered with its page
    A.STARTED: {A.PAID, A.DECLINED, A.EXPIRED},  # the provider's word, or the clock's
    A.DECLINED: {A.PAID, A.EXPIRED},  # a later try on the same page
    A.EXPIRED: {A.PAID},  # money that came late: re-held or given back
}
