"""Celery entry points of the demonstration."""

from celery import shared_task
from django.utils import timezone

from marketplace.demo import photos

VIEWS_AT_ONCE = 4  # under a second of one processor, so that letters and orders never wait long


@shared_task(name="catalog.draw_demo_views")
def draw_demo_views() -> int:
    """Draw some of the missing views. Twice is harmless: what is there is not drawn again."""
    return photos.draw_further(now=timezone.now(), limit=VIEWS_AT_ONCE)
