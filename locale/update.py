"""Bring the three catalogues up to the words the code and the templates say: `python locale/update.py`.

A string that changed is empty until somebody translates it: nothing is guessed (no fuzzy entries), and the suite fails
meanwhile. English is the language of the code; its catalogue says every string as it stands, because otherwise Oscar's
English would answer for the words we share with it ("Basket" would read "Cart").
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).resolve().parent
LANGUAGES = ("ar", "fr")
OWN_WORDS = "en"
FIRST_DAY = datetime(2026, 11, 22, tzinfo=UTC)
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def extract() -> Catalog:
    """Return every string the code and the templates say, with the files that say it."""
    with (HERE / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    catalog = Catalog(project="Damgha", charset="utf-8")
    found = extract_from_dir(
        HERE.parent,
        methods,
        options,
        keywords=KEYWORDS,
        comment_tags=("Translators:",),
        strip_comment_tags=True,
        directory_filter=lambda _path: (
            True
        ),  # Babel by itself passes over `_macros`, as over any name with "_"
    )
    for name, _line, message, comments, context in found:
        catalog.add(message, locations=[(name, None)], auto_comments=comments, context=context)
    return catalog


def path_of(language: str) -> Path:
    """Return where the catalogue of `language` lies."""
    return HERE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """Return the catalogue of `language` as it stands; an empty one when there is none yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def main() -> None:
    """Add new strings as empty, drop those nobody says any more, and say how many wait for a translation."""
    said = extract()
    for language in (*LANGUAGES, OWN_WORDS):
        catalog = read(language)
        catalog.update(said, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        _sign(catalog)
        if language == OWN_WORDS:
            _say_as_it_stands(catalog)
        path_of(language).parent.mkdir(parents=True, exist_ok=True)
        with path_of(language).open("wb") as file:
            write_po(file, catalog, width=110, sort_output=True, include_lineno=False, ignore_obsolete=True)
        waiting = sum(1 for message in catalog if message.id and not is_translated(message.string))
        sys.stdout.write(f"{language}: {len(catalog)} strings, {waiting} to translate\n")


def _sign(catalog: Catalog) -> None:
    """Write a head that names no person and no hour, so that a run that changes nothing changes no file."""
    catalog.fuzzy = False
    catalog.header_comment = "# Words of Damgha. Terms: docs/glossary.md."
    catalog.project, catalog.version = "Damgha", "1"
    catalog.last_translator = catalog.language_team = "Damgha"
    catalog.msgid_bugs_address = ""
    catalog.creation_date = catalog.revision_date = FIRST_DAY


def _say_as_it_stands(catalog: Catalog) -> None:
    for message in catalog:
        if message.id:
            message.string = message.id


def is_translated(string: str | tuple[str, ...] | list[str]) -> bool:
    """Tell whether every form of a translation is there."""
    return all(string) if isinstance(string, (tuple, list)) else bool(string)


if __name__ == "__main__":
    main()
