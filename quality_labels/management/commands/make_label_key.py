from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from quality_labels import signer
from shops.models import Body
from shops.states import BodyKind


class Command(BaseCommand):
    """Make the label key of a stamping centre for one year: `make_label_key <centre slug> [year]`."""

    help = "Make the key with which a stamping centre signs its labels for one year."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("centre", help="slug of the stamping centre")
        parser.add_argument("year", nargs="?", type=int, help="the year it signs in; this year when left out")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        zone = timezone.get_default_timezone()
        year = options["year"] or timezone.localdate(now).year
        centre = Body.objects.filter(kind=BodyKind.STAMPING_CENTRE, slug=options["centre"]).first()
        if centre is None:
            raise CommandError(f"No stamping centre has the slug {options['centre']!r}.")
        key = signer.make_label_key(
            centre=centre,
            use_from_at=datetime(year, 1, 1, tzinfo=zone),
            use_until_at=datetime(year + 1, 1, 1, tzinfo=zone),
            now=now,
        )
        self.stdout.write(f"Key {key.kid} signs for {centre.slug} in {year}: {signer.key_path(key.kid)}")
