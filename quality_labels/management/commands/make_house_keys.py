from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from quality_labels import signer
from quality_labels.states import KeyPurpose


class Command(BaseCommand):
    """Make the keys of the log and of the status list for one year: `make_house_keys [year]`."""

    help = "Make the keys with which the house signs its log and its status list for one year."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "year", nargs="?", type=int, help="the year they sign in; this year when left out"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        zone = timezone.get_default_timezone()
        year = options["year"] or timezone.localdate(now).year
        for purpose in (KeyPurpose.LOG, KeyPurpose.STATUS):
            key = signer.make_key(
                purpose=purpose,
                use_from_at=datetime(year, 1, 1, tzinfo=zone),
                use_until_at=datetime(year + 1, 1, 1, tzinfo=zone),
                now=now,
            )
            self.stdout.write(f"Key {key.kid} signs the {purpose.value} in {year}")
