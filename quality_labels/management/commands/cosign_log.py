from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from quality_labels import queries
from quality_labels.log import checkpoints, notes
from quality_labels.models import Cosignature


class Command(BaseCommand):
    """Add a witness's line to the newest checkpoint: `cosign_log <the witness's vkey> "<line>"`."""

    help = "Add the cosignature of a witness to the newest checkpoint."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("vkey")
        parser.add_argument("line")

    def handle(self, *args: Any, **options: Any) -> None:
        newest = queries.current_checkpoint()
        if newest is None:
            raise CommandError("There is no checkpoint yet.")
        line = options["line"].strip("\n") + "\n"
        try:
            key = notes.read_vkey(options["vkey"])
            at = checkpoints.verify_cosignature(newest.note + line, key=key)
        except notes.BadNote as error:
            raise CommandError(f"This is no cosignature of the newest checkpoint: {error}") from error
        Cosignature.objects.get_or_create(
            checkpoint=newest, witness=key.name, defaults={"line": line, "cosigned_at": at}
        )
        self.stdout.write(f"{key.name} cosigned {newest.size} leaves.")
