import sys
from typing import Any

from django.core.management.base import BaseCommand

from marketplace.settlement import audit


class Command(BaseCommand):
    help = "Check that stock, holds, orders and ledger agree; print every breach and exit with 1 if there is one."

    def handle(self, **options: Any) -> None:
        """Say what was found."""
        found = audit.findings()
        for finding in found:
            self.stderr.write(finding)
        if found:
            sys.exit(1)
        self.stdout.write("Stock, holds, orders and ledger agree.")
