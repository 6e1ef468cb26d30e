import sys
from typing import Any

from django.core.management.base import BaseCommand

from quality_labels import audit


class Command(BaseCommand):
    """Recompute the whole log from its leaves; print what is wrong and exit with 1 if anything is."""

    help = "Recompute every hash, root and signature of the log from its leaves."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(audit.log_findings())
        for finding in found:
            self.stderr.write(finding)
        if found:
            sys.exit(1)
        self.stdout.write("The log is what was signed.")
