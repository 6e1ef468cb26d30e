"""`witness_log <address> <vkey> --key witness.pem --name witness.example/w1 --state seen.note`: cosign a checkpoint."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from quality_labels import signer
from quality_labels.log import checkpoints, notes
from quality_labels.log.remote import BadLog, Remote
from quality_labels.management.commands.monitor_log import keep
from quality_labels.refusals import NoSigningKey


class Command(BaseCommand):
    """Cosign the newest checkpoint of a log (C2SP cosignature/v1) after replaying all of it since the last one seen.

    What was seen is kept before anything is signed, so that a witness that dies never signs two histories. The line it
    prints goes to the log's operator, who adds it with `cosign_log`.
    """

    help = "Replay a log and sign that its newest checkpoint follows the one seen last."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address")
        parser.add_argument("vkey")
        parser.add_argument(
            "--key", type=Path, required=True, help="the witness's own private key (PEM, Ed25519)"
        )
        parser.add_argument("--name", required=True, help="the witness's name, such as witness.example/w1")
        parser.add_argument("--state", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        log_key = notes.read_vkey(options["vkey"])
        state: Path = options["state"]
        seen = checkpoints.read(state.read_text("utf-8"), key=log_key) if state.exists() else None
        try:
            private = signer.read_private(options["key"])
            note, _head, _told = Remote(options["address"], log_key).replay(seen=seen)
        except NoSigningKey as error:
            raise CommandError(str(error)) from error
        except (BadLog, OSError) as error:
            self.stderr.write(f"Not cosigned: {error}")
            sys.exit(1)
        keep(state, note)
        line = checkpoints.cosign(note, name=options["name"], key=private, at=timezone.now())
        self.stdout.write(line, ending="")
