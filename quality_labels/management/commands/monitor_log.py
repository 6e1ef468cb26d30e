"""`monitor_log <address> <vkey> --state seen.note`: replay a log and tell of what does not hold."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.mail import send_mail
from django.core.management.base import BaseCommand

from quality_labels.log import checkpoints, notes
from quality_labels.log.remote import BadLog, Remote


class Command(BaseCommand):
    """Replay a log from its first leaf, compare it with what was seen last, and mail a difference.

    It asks no database and no secret: a university, a chamber or a buyers' union runs it from its own machine.
    """

    help = "Replay a log over the network; print and mail what does not hold."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="where the log is, https://example.org")
        parser.add_argument("vkey", help="the key of the log, from its directory of keys")
        parser.add_argument("--state", type=Path, required=True, help="file with the checkpoint seen last")
        parser.add_argument("--mail", action="append", default=[], help="who is told of a difference")

    def handle(self, *args: Any, **options: Any) -> None:
        key = notes.read_vkey(options["vkey"])
        state: Path = options["state"]
        seen = checkpoints.read(state.read_text("utf-8"), key=key) if state.exists() else None
        try:
            note, head, _told = Remote(options["address"], key).replay(seen=seen)
        except (BadLog, OSError) as error:
            text = f"{options['address']}: {error}"
            self.stderr.write(text)
            if options["mail"]:
                send_mail("A log of stamps does not hold", text, None, options["mail"])
            sys.exit(1)
        keep(state, note)
        new = head.size - (seen.size if seen else 0)
        self.stdout.write(f"{head.origin}: {head.size} leaves hold, {new} new.")


def keep(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(text, "utf-8")
    fresh.replace(path)
