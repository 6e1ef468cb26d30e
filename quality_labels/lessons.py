"""What each refusal teaches: a short lesson to a code, in three languages.

The texts are data (`schemes/lessons.json`); the centre and the chamber correct them there. Source: R870.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from quality_labels import schemes


@dataclass(frozen=True)
class Lesson:
    """One lesson in one language: why the centre looks at this, and three steps to do it well."""

    code: str
    title: str
    why: str
    steps: Sequence[str]


@cache
def _texts() -> Mapping[str, Mapping[str, Any]]:
    texts: dict[str, dict[str, Any]] = json.loads((schemes.FOLDER / "lessons.json").read_text("utf-8"))
    return texts


def codes() -> frozenset[str]:
    """Return the refusal codes that have a lesson."""
    return frozenset(_texts())


def lesson(code: str, language: str) -> Lesson | None:
    """Return the lesson of a refusal code, None where there is none."""
    text = _texts().get(code)
    if text is None:
        return None
    return Lesson(
        code=code,
        title=text["title"][language],
        why=text["why"][language],
        steps=[step[language] for step in text["steps"]],
    )


def lessons(language: str) -> list[Lesson]:
    """Return every lesson, in the order of the file."""
    return [found for code in _texts() if (found := lesson(code, language))]
