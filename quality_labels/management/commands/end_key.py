from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from quality_labels import actions
from quality_labels.models import SigningKey
from quality_labels.refusals import BadKeys


class Command(BaseCommand):
    """End a key: `end_key <kid>` retires it, `end_key <kid> --compromised-since 2026-11-26T12:00+01:00` revokes it.

    Afterwards a new directory of keys has to be signed and published, so that offline verifiers learn of it.
    """

    help = "End a key before its time, or say since when it was in other hands."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kid")
        parser.add_argument("--compromised-since", type=datetime.fromisoformat, default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        now, since = timezone.now(), options["compromised_since"]
        key = SigningKey.objects.filter(kid=options["kid"]).first()
        if key is None:
            raise CommandError(f"There is no key {options['kid']!r}.")
        if since is not None and since.tzinfo is None:
            since = timezone.make_aware(since)
        try:
            if since is None:
                key = actions.retire_key(key=key, now=now)
            else:
                key = actions.revoke_key(key=key, since=since, now=now)
        except BadKeys as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Key {key.kid} is {key.state}. Now have the directory of keys signed anew.")
