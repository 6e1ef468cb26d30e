from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from quality_labels import queries


class Command(BaseCommand):
    """Write the next directory of keys, unsigned: `propose_directory > keys.txt`, to be carried to the root key."""

    help = "Write the next directory of keys, for the holders of the root key to sign."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(queries.directory_to_sign(now=timezone.now()), ending="")
