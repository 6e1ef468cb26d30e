import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand

from marketplace import clips

ROOMS = ("templates/workspace/", "marketplace/workspace/")


class Command(BaseCommand):
    help = "List the sentences of the panel that nobody has recorded yet, as CSV: file name, sentence."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("language", choices=[code for code, _name in settings.LANGUAGES])

    def handle(self, *_args: Any, **options: Any) -> None:
        language = options["language"]
        recorded = {path.stem.partition(".")[0] for path in clips.files(language)}
        out = csv.writer(self.stdout)
        for sentence in _sentences(language):
            if (name := clips.name_of(sentence)) not in recorded:
                out.writerow([name, sentence])


def _sentences(language: str) -> list[str]:
    """Return what the panel says in `language` as it stands; a sentence with blanks is read by the phone's voice."""
    path = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        catalog = read_po(file, locale=language)
    return [
        message.string
        for message in catalog
        if isinstance(message.string, str)
        and message.string
        and "%(" not in message.string
        and any(place.startswith(ROOMS) for place, _line in message.locations)
    ]
