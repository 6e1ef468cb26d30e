from typing import Any

from django.core.management.base import BaseCommand

from catalog import actions


class Command(BaseCommand):
    help = (
        "Write the crafts and kinds of catalog/kinds.json, and what a listing of each needs; harmless twice."
    )

    def handle(self, **options: Any) -> None:
        """Write them and say how many kinds there are."""
        self.stdout.write(f"{actions.install_kinds()} kinds stand.")
