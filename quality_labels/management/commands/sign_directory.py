from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from quality_labels import directory, queries, signer
from quality_labels.log import notes
from quality_labels.refusals import NoSigningKey


class Command(BaseCommand):
    """Sign a directory of keys: `sign_directory keys.txt --root root.pem > keys.note`; it asks no database."""

    help = "Sign a directory of keys with the root key, on a machine that is on no network."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("text", type=Path)
        parser.add_argument("--root", type=Path, required=True, help="the private half of the root key")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text = options["text"].read_text("utf-8")
            directory.read(text)
            note = notes.sign(text, name=queries.root_name(), key=signer.read_private(options["root"]))
        except (OSError, directory.BadDirectory, notes.BadNote, NoSigningKey) as error:
            raise CommandError(f"Not signed: {error}") from error
        self.stdout.write(note, ending="")
