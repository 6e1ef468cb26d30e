from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand

from marketplace import errors, jinja


class Command(BaseCommand):
    help = "Write the maintenance and error page of each language into a folder, for the proxy."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **options: object) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for language in jinja.NATIVE_NAMES:
            for name in ("maintenance", "broken"):
                path = folder / f"{name}.{language}.html"
                path.write_text(errors.static_page(name, language), encoding="utf-8")
                self.stdout.write(str(path))
