"""Sentences of the panels that a person has recorded, for who reads little (docs/languages.md).

A clip is `static/clips/<language>/<name>.<webm|m4a>`, at most 20 kB; its name is the first sixteen hexadecimal digits
of the SHA-256 of the sentence as the page shows it. A sentence without one is read by the phone's own voice.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static

MAX_BYTES = 20_000
ENDINGS = (".webm", ".m4a")


def name_of(sentence: str) -> str:
    """Return the file name, without ending, under which a recording of `sentence` is found."""
    return hashlib.sha256(" ".join(sentence.split()).encode()).hexdigest()[:16]


def files(language: str) -> list[Path]:
    """Return the recordings there are in a language."""
    folder = Path(settings.BASE_DIR) / "static" / "clips" / language
    return sorted(path for path in folder.glob("*") if path.suffix in ENDINGS)


@cache
def addresses(language: str) -> str:
    """Return the addresses of a language's recordings, parted by spaces; they do not change while a process lives."""
    return " ".join(static(f"clips/{language}/{path.name}") for path in files(language))
