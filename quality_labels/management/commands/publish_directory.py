from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from quality_labels import actions
from quality_labels.refusals import BadKeys


class Command(BaseCommand):
    """Publish the directory of keys that the root key signed: `publish_directory keys.note`."""

    help = "Publish the directory of keys that the holders of the root key signed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("note", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = actions.publish_directory(note=options["note"].read_text("utf-8"), now=timezone.now())
        except (OSError, BadKeys) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The directory of keys is version {made.version}.")
