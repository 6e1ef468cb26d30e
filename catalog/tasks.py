"""Celery entry points of the catalog."""

from celery import shared_task
from django.utils import timezone

from catalog import actions


@shared_task(name="catalog.process_due_photos")
def process_due_photos() -> int:
    """Make the files of waiting photos. Twice is harmless: each is claimed by a lease and written in its place."""
    return actions.process_due_photos(now=timezone.now())
