from typing import Any

from django.core.management.base import BaseCommand

from marketplace.shipping import actions


class Command(BaseCommand):
    help = (
        "Add the delivery rates an installation starts with; rates that stand already are left as they are."
    )

    def handle(self, **options: Any) -> None:
        """Add what is missing and say how much."""
        self.stdout.write(f"{actions.install_default_rates()} delivery rates added.")
