"""The foreseen "no" of the stamping centre that callers tell apart; each carries its sentence."""

from marketplace.refusal import Refusal


class NotReady(Refusal):
    """The piece cannot be asked a stamp for, or be inspected, as it is."""


class ConflictOfInterest(Refusal):
    """This person took a reading of the piece, or has a part in its shop."""


class NotAccredited(Refusal):
    """This person may not read the pieces of this craft on this day."""


class SecondReadingNeeded(Refusal):
    """A value is borderline or readings scatter, and one inspector alone has read."""


class UnsupportedGrade(Refusal):
    """The readings reach a lower grade only, or none."""


class CardExpired(Refusal):
    """The maker's artisan card does not hold on this day."""


class WrongLabel(Refusal):
    """What was read is not the label of this piece."""


class NeedsAnother(Refusal):
    """The same person may not do both steps."""


class BadKeys(Refusal):
    """A key, or the directory of keys, is not as it has to be."""


class NoSigningKey(Refusal):
    """The centre has no key that may sign on this day."""
