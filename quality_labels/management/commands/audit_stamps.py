import sys
from typing import Any

from django.core.management.base import BaseCommand

from quality_labels import audit


class Command(BaseCommand):
    """Compare states, labels, pieces and log; print every difference and exit with 1 if there is one."""

    help = "Check that states, steps, signed labels, pieces and log agree."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(audit.findings())
        for finding in found:
            self.stderr.write(finding)
        if found:
            sys.exit(1)
        self.stdout.write("States, steps, labels, pieces and log agree.")
