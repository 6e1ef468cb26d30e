"""Ask the index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog.search import analysis
from catalog.search.backend import Hit, backend, spellings
from catalog.search.documents import filter_term


@dataclass(frozen=True, slots=True)
class Found:
    """What a question found, best first; how it was read when it was read otherwise than typed."""

    hits: tuple[Hit, ...]
    corrections: tuple[tuple[str, str], ...] = ()  # (typed, read)
    some_words_only: bool = False  # nothing answers all words; these answer some
    is_capped: bool = False  # more pieces may answer than were looked at


def search(text: str, *, only: Mapping[str, Sequence[str]] | None = None) -> Found | None:
    """Return the pieces that answer `text`, or None when it holds no word to search for.

    `only` limits them to values of filters, e.g. {"place": ["timimoun", "fatis"]}. Words are read as typed first;
    only when nothing answers is a mistyped word looked for, and after that any of the words will do.
    """
    asked = analysis.question(text)
    if not asked.groups:
        return None
    required = [
        [filter_term(dimension, value) for value in values]
        for dimension, values in (only or {}).items()
        if values
    ]
    engine = backend()
    hits, is_capped = engine.find([group.terms for group in asked.groups], required=required)
    if hits:
        return Found(tuple(hits), is_capped=is_capped)
    read = _corrected(asked)
    groups = [group.terms for group in read.groups]
    if read != asked:
        hits, is_capped = engine.find(groups, required=required)
        if hits:
            return Found(tuple(hits), corrections=read.corrections, is_capped=is_capped)
    if len(groups) > 1:
        hits, is_capped = engine.find_any(groups, required=required)
        if hits:
            return Found(tuple(hits), corrections=read.corrections, some_words_only=True, is_capped=is_capped)
    return Found(())


def _corrected(asked: analysis.Question) -> analysis.Question:
    """Return `asked` with words that no piece holds read as their nearest neighbours."""
    unknown = [group for group in asked.groups if not group.known]
    if not unknown:
        return asked
    of_word = {group.word: analysis.variants(group.word) | set(group.terms) for group in unknown}
    pairs = spellings(sorted(set().union(*of_word.values())))
    held = frozenset(variant for variant, word in pairs if variant == word)
    neighbours = {
        typed: {word for variant, word in pairs if variant in variants} for typed, variants in of_word.items()
    }
    return analysis.correct(asked, neighbours, held)
