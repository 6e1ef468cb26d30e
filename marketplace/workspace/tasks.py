"""What the clock does for drafts."""

from celery import shared_task
from django.utils import timezone

from marketplace.workspace import actions


@shared_task(name="workspace.sweep_drafts")
def sweep_drafts() -> int:
    """Throw away drafts nobody came back to. Twice is harmless: each moves once."""
    return actions.sweep_abandoned(now=timezone.now())
