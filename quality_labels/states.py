"""Closed sets of the stamping centre, and the arrows between them.

Application, label, appeal, complaint and session are five machines. Every arrow says who walks it.
Source: docs/quality-labels.md, R10 to R13 and R851.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ApplicationState(models.TextChoices):
    """Where a request for a stamp stands."""

    SUBMITTED = "submitted", _("waiting for the centre")
    RETURNED = "returned", _("sent back to the shop")
    ACCEPTED = "accepted", _("waiting for inspection")
    EVALUATED = "evaluated", _("waiting for a decision")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", pgettext_lazy("request for a stamp", "refused")
    RECORDED = "recorded", _("stamped by another centre, and recorded")


APPLICATION_MOVES: dict[str, set[str]] = {
    ApplicationState.SUBMITTED: {
        ApplicationState.ACCEPTED,  # the desk finds photos, card and kind in order
        ApplicationState.RETURNED,  # or says what is missing
        ApplicationState.RECORDED,  # or another centre has stamped it
    },
    ApplicationState.RETURNED: {ApplicationState.SUBMITTED},  # the shop has put it right
    ApplicationState.ACCEPTED: {
        ApplicationState.EVALUATED,  # an inspector has read every measure
        ApplicationState.RECORDED,  # or finds another centre's card on it
    },
    ApplicationState.EVALUATED: {
        ApplicationState.GRANTED,  # somebody else decides: a grade the readings reach
        ApplicationState.REFUSED,  # or a refusal with its reasons
    },
}
OPEN_APPLICATION = (
    ApplicationState.SUBMITTED,
    ApplicationState.RETURNED,
    ApplicationState.ACCEPTED,
    ApplicationState.EVALUATED,
)


RECORDABLE = (ApplicationState.SUBMITTED, ApplicationState.ACCEPTED)


class AppealState(models.TextChoices):
    """Where an appeal against a refusal stands."""

    LODGED = "lodged", _("waiting for another reader")
    READING = "reading", _("being read by others")
    UPHELD = "upheld", _("appeal upheld")
    REJECTED = "rejected", _("appeal rejected")


APPEAL_MOVES: dict[str, set[str]] = {
    AppealState.LODGED: {AppealState.READING},  # somebody who took no part the first time can read it
    AppealState.READING: {
        AppealState.UPHELD,  # a grade was granted after all
        AppealState.REJECTED,  # refused again, with its reasons
    },
}
OPEN_APPEAL = (AppealState.LODGED, AppealState.READING)


class ComplaintKind(models.TextChoices):
    """What a stranger says is wrong with a stamped piece."""

    MISMATCH = "mismatch", _("the piece is not the one of the label")
    BROKEN = "broken", _("label or seal is torn, opened or stuck on anew")
    DANGER = "danger", _("the piece may be dangerous in use")
    OTHER = "other", _("something else")


class ComplaintState(models.TextChoices):
    """Where a complaint stands."""

    OPEN = "open", pgettext_lazy("complaint", "waits for an answer")
    UPHELD = "upheld", pgettext_lazy("complaint", "it was right")
    DISMISSED = "dismissed", pgettext_lazy("complaint", "it was not right")


COMPLAINT_MOVES: dict[str, set[str]] = {
    ComplaintState.OPEN: {
        ComplaintState.UPHELD,  # somebody who took no part in the stamp has looked
        ComplaintState.DISMISSED,
    },
}


class SessionState(models.TextChoices):
    """Where a stamping session stands."""

    PLANNED = "planned", pgettext_lazy("stamping session", "planned")
    OPEN = "open", pgettext_lazy("stamping session", "open")
    CLOSED = "closed", pgettext_lazy("stamping session", "closed")
    CANCELLED = "cancelled", pgettext_lazy("stamping session", "cancelled")


SESSION_MOVES: dict[str, set[str]] = {
    SessionState.PLANNED: {
        SessionState.OPEN,  # its day has come and its team is there
        SessionState.CANCELLED,  # it will not be held; shops are told why
    },
    SessionState.OPEN: {SessionState.CLOSED},  # its minutes are written
}
LIVE_SESSION = (SessionState.PLANNED, SessionState.OPEN)
ANNOUNCEABLE = (ApplicationState.ACCEPTED, ApplicationState.EVALUATED)  # to be read, once or again


class SeatRole(models.TextChoices):
    """What a person does in the team of a session."""

    HEAD = "head", _("leads the session")
    READER = "reader", _("reads the pieces")
    CLERK = "clerk", _("writes the minutes")


class PieceEnding(models.TextChoices):
    """Why a piece is announced to a session no more."""

    RELEASED = "released", _("taken off the list")
    HELD = "held", _("the session was held")
    CANCELLED = "cancelled", _("the session was cancelled")


class Craft(models.TextChoices):
    """A craft an inspector is accredited for; the first word of the codes of its schemes."""

    CARPET = "carpet", _("carpets and weaving")
    POTTERY = "pottery", _("pottery")
    JEWELLERY = "jewellery", _("jewellery")
    PALM = "palm", _("palm work")


class Interest(models.TextChoices):
    """What part a person of the centre has in a shop."""

    KIN = "kin", _("a relative works there")
    OWNER = "owner", _("I own a part of it, or did")
    ADVISER = "adviser", _("I advise it or am paid by it, or was")
    OTHER = "other", _("another part")


class LabelState(models.TextChoices):
    """Where a label stands, from its signature to its end."""

    SIGNED = "signed", _("signed, not yet on the piece")
    PRINTED = "printed", _("printed, not yet on the piece")
    ACTIVE = "active", _("valid")
    SUSPENDED = "suspended", _("suspended")
    WITHDRAWN = "withdrawn", _("withdrawn")
    EXPIRED = "expired", _("expired")
    SUPERSEDED = "superseded", _("replaced by a new label")
    VOIDED = "voided", _("spoilt, never used")


LABEL_MOVES: dict[str, set[str]] = {
    LabelState.SIGNED: {
        LabelState.PRINTED,  # once the log shows it
        LabelState.VOIDED,  # it is not to be used
    },
    LabelState.PRINTED: {
        LabelState.ACTIVE,  # it is fixed to the piece
        LabelState.VOIDED,  # it was spoilt in printing
    },
    LabelState.ACTIVE: {
        LabelState.SUSPENDED,  # a complaint, a doubt: one certifier is enough
        LabelState.WITHDRAWN,  # two certifiers; for good
        LabelState.EXPIRED,  # its date has passed
        LabelState.SUPERSEDED,  # its tag is torn or lost: another one is made of the same decision
    },
    LabelState.SUSPENDED: {
        LabelState.ACTIVE,  # two certifiers lift it
        LabelState.WITHDRAWN,
    },
}


class LabelReason(models.IntegerChoices):
    """Why a label changed its state. The number stands in the log for good, the sentence in the register."""

    FIXED = 1, _("It was fixed to its piece.")
    COMPLAINT = 2, _("A complaint is being looked into.")
    SEEN_TWICE = 3, _("Its QR was seen in several places.")
    MISMATCH = 4, _("A piece was found that does not match its label.")
    DANGER = 5, _("The piece may be dangerous in use.")
    MISTAKE = 6, _("The centre made a mistake.")
    CLEARED = 7, _("The doubt was cleared up.")
    EXPIRED = 8, _("Its time has passed.")
    REPLACED = 9, _("Another label took its place.")
    SPOILT = 10, _("It was spoilt before it came to its piece.")


SUSPENSION_REASONS = (
    LabelReason.COMPLAINT,
    LabelReason.SEEN_TWICE,
    LabelReason.MISMATCH,
    LabelReason.DANGER,
    LabelReason.MISTAKE,
)
WITHDRAWAL_REASONS = (LabelReason.MISMATCH, LabelReason.DANGER, LabelReason.MISTAKE)
TWO_DECIDE = (LabelState.ACTIVE, LabelState.WITHDRAWN)  # lifting a suspension, and withdrawing
STANDING_LABEL = (LabelState.SIGNED, LabelState.PRINTED, LabelState.ACTIVE, LabelState.SUSPENDED)

FIXED_LABEL = (LabelState.ACTIVE, LabelState.SUSPENDED)  # on its piece


class Layout(models.TextChoices):
    """On what a label is printed."""

    SHEET = "sheet", _("A4 sheet, to cut and fold")
    ROLL = "roll", _("roll of 58 mm, for cloth")
    TAG = "tag", _("small tag, for jewellery")


class Outcome(models.TextChoices):
    """What checking a number can say; only a verified QR is ever genuine."""

    GENUINE = "genuine", _("valid")
    ALTERED = "altered", _("altered")
    UNKNOWN = "unknown", _("unknown")
    NOT_RECORDED = "not_recorded", _("signed, but not on record")
    KEY_REVOKED = "key_revoked", _("signed with a revoked key")
    RECORD_EXISTS = "record_exists", _("a record exists")


class KeyPurpose(models.TextChoices):
    """What a key signs. No key has two purposes."""

    LABEL = "label", _("labels")
    STATUS = "status", _("status list")
    LOG = "log", _("log")


class KeyState(models.TextChoices):
    """Whether a key is trusted; out of its days it signs nothing whatever its state."""

    ACTIVE = "active", _("in use")
    RETIRED = "retired", _("signs no more")
    COMPROMISED = "compromised", _("left its owner's hands")


class Leaf(models.IntegerChoices):
    """What a leaf of the log tells (the first number of its CBOR)."""

    ISSUED = 1, _("a label was signed")
    STATUS = 2, _("a label changed its state")
    SCHEME = 3, _("a scheme was adopted")
    KEY = 4, _("a key was made or ended")
    ACCREDITATION = 5, _("an accreditation was given or ended")
    STATUS_LIST = 6, _("a status list was signed")
