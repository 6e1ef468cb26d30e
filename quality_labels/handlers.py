"""What the stamping centre does when something was committed."""

from datetime import datetime

from marketplace.outbox import handles
from quality_labels import signer
from quality_labels.models import Decision


@handles("label.sign")
def sign(*, decision_id: int, now: datetime) -> None:
    """Sign the label of a granted decision. Twice is harmless: a decision has one label."""
    signer.sign(decision=Decision.objects.get(pk=decision_id), now=now)
