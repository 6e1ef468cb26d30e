from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from catalog.search import actions


class Command(BaseCommand):
    """File every listed piece anew: after new synonyms, or on a restored database."""

    help = "Rebuild the search index from the cards."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild and say how many pieces are filed."""
        self.stdout.write(f"{actions.rebuild(now=timezone.now())} pieces filed.")
