from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from quality_labels import signer


class Command(BaseCommand):
    """Make the root key: `make_root_key <folder>` writes root.pem, to be carried away, and root.vkey for everybody."""

    help = "Make the key that signs the directory of keys. Run it on a machine that is on no network."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            public = signer.make_root(options["folder"])
        except FileExistsError as error:
            raise CommandError(f"There is a root key in {options['folder']} already.") from error
        self.stdout.write(public.vkey)
