"""A foreseen "no": one sentence for the person, no log entry, nothing half done."""

from django.utils.functional import Promise


class Refusal(Exception):
    """Say no with a translated sentence that tells what to do next.

    A view shows `sentence` in its form with status 422. `field` names the form field it belongs to, if one does.
    """

    def __init__(self, sentence: str | Promise, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field

    def __str__(self) -> str:
        return str(self.sentence)
