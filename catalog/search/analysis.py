"""Text to terms: the one reading of words that the index and the query share. Pure, no database.

A text of any of the three languages becomes *terms*: concepts (`c_carpet`) that mean the same in each language,
and stems of the remaining words. A question becomes *groups*, one per word that matters; a piece answers a group
when it has any of its terms.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

import snowballstemmer

from catalog.search.concepts import CONCEPTS, PLACE_CODES, STOPWORDS, Concept

LONGEST_QUESTION = 200  # characters; what is longer is cut, a search is not a letter
MOST_GROUPS = 8  # words of a question that are looked at
SHORTEST_CORRECTED = 4  # a word of three letters has too many neighbours to be guessed at
LONGEST_TERM = 40

_WORD = re.compile(r"[^\W_]+")
_ARABIC = re.compile(r"[\u0600-\u06ff]")

# Letters that readers of the region write for one another. Every line is a choice of spelling, not of sound:
# hamza seats, final ya and ta marbuta, and the five ways of writing the g/q of Gourara and Ahaggar.
_FOLD = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ٲ": "ا", "ٳ": "ا",
        "ى": "ي", "ئ": "ي", "ی": "ي", "ې": "ي",
        "ؤ": "و", "ء": None, "ـ": None,
        "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه",
        "ک": "ك", "ڪ": "ك",
        "ڤ": "ق", "ڨ": "ق", "گ": "ق", "غ": "ق", "ڭ": "ق", "ݣ": "ق", "ٯ": "ق",
        "پ": "ب", "چ": "ج", "ژ": "ز",
        "œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ı": "i", "ł": "l",
    }
)  # fmt: skip


def fold(text: str) -> str:
    """Return `text` as every reader would type it: no accents or vowel signs, one shape per letter, digits 0 to 9.

    Returns lower-case text in which words are still separated as they were.
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize(
        "NFKD", unicodedata.normalize("NFKC", text.translate(_FOLD)).casefold()
    )
    bare = "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character
        for character in decomposed
        if not unicodedata.combining(character)
    )
    return unicodedata.normalize("NFKC", bare).translate(_FOLD)


def words(text: str) -> list[str]:
    """Return the folded words of `text`, in order."""
    return [word[:LONGEST_TERM] for word in _WORD.findall(fold(text))]


_stemmers = threading.local()


@lru_cache(maxsize=20_000)
def _stem(language: str, word: str) -> str:
    """Return the stem of `word`; a snowball stemmer keeps state, so each thread has its own."""
    kept = getattr(_stemmers, language, None)
    if kept is None:
        kept = snowballstemmer.stemmer({"ar": "arabic", "fr": "french", "en": "english"}[language])
        setattr(_stemmers, language, kept)
    return str(kept.stemWord(word))


def stems(word: str, *, languages: tuple[str, ...] = ("fr", "en")) -> frozenset[str]:
    """Return what a folded `word` is filed under: itself and its stem in each language its script allows."""
    spoken = ("ar",) if _ARABIC.search(word) else tuple(code for code in languages if code != "ar")
    return frozenset({word, *(fold(_stem(language, word)) for language in spoken)} - {""})


STOPPED: frozenset[str] = frozenset(words(STOPWORDS))

# What Arabic writes in one piece with the next word: the article and the one-letter prepositions.
_PREFIXES = ("وال", "بال", "فال", "كال", "لل", "ال", "و", "ب", "ل", "ف", "ك")


def _spellings(word: str) -> Iterator[str]:
    """Give the shapes under which a folded word may stand in the table of concepts."""
    yield word
    if _ARABIC.search(word):
        for prefix in _PREFIXES:
            if word.startswith(prefix) and len(word) - len(prefix) >= 3:
                yield word[len(prefix) :]
    elif len(word) > 3 and word.endswith(("s", "x")):
        yield word[:-1]


def _without_articles(phrase: list[str]) -> tuple[str, ...]:
    """Return the words of a phrase, those after the first without the Arabic article."""
    return (
        phrase[0],
        *(word[2:] if word.startswith("ال") and len(word) > 4 else word for word in phrase[1:]),
    )


@dataclass(frozen=True)
class _Table:
    """The concepts, folded and ready to be looked up."""

    by_form: dict[tuple[str, ...], frozenset[str]]
    longest: int
    broader: dict[str, frozenset[str]]
    neighbours: dict[str, frozenset[str]]


def term_of(code: str) -> str:
    """Return the term under which a concept is filed; no word can collide with it, `_` never stands in one."""
    return f"c_{code}"


def is_concept(term: str) -> bool:
    """Tell whether a term stands for a concept rather than for a word."""
    return term.startswith("c_")


def _ancestors(concept: Concept, by_code: dict[str, Concept]) -> frozenset[str]:
    """Return every concept that `concept` also is, however far up."""
    found: set[str] = set()
    waiting = list(concept.broader)
    while waiting:
        code = waiting.pop()
        if code not in found:
            found.add(code)
            waiting.extend(by_code[code].broader)
    return frozenset(found)


@cache
def _table() -> _Table:
    """Fold the table of concepts once per process."""
    by_code = {concept.code: concept for concept in CONCEPTS}
    by_form: dict[tuple[str, ...], set[str]] = {}
    for concept in CONCEPTS:
        for form in concept.forms:
            by_form.setdefault(_without_articles(words(form)), set()).add(concept.code)
    neighbours: dict[str, set[str]] = {}
    for phrase in by_form:
        if len(phrase) == 1 and len(phrase[0]) >= SHORTEST_CORRECTED:
            for variant in variants(phrase[0]):
                neighbours.setdefault(variant, set()).add(phrase[0])
    return _Table(
        by_form={form: frozenset(codes) for form, codes in by_form.items()},
        longest=max(len(form) for form in by_form),
        broader={concept.code: _ancestors(concept, by_code) for concept in CONCEPTS},
        neighbours={variant: frozenset(forms) for variant, forms in neighbours.items()},
    )


def broader(code: str) -> frozenset[str]:
    """Return the codes of what the concept `code` also is: a dokkali is a carpet and a textile."""
    return _table().broader[code]


def _concepts_at(folded: list[str], start: int) -> tuple[frozenset[str], int]:
    """Return the concepts that begin at word `start` and how many words they take: the longest reading wins."""
    table = _table()
    for length in range(min(table.longest, len(folded) - start), 0, -1):
        phrase = _without_articles(folded[start : start + length])
        for first in _spellings(folded[start]):
            codes = table.by_form.get((first, *phrase[1:]))
            if codes:
                return codes, length
    return frozenset(), 1


@lru_cache(maxsize=4096)  # names of kinds, places, shops and materials come again with every piece
def concepts(text: str) -> frozenset[str]:
    """Return the codes of the concepts named in `text`, without what they also are.

    A word that is a kind and a place (fatis, woven in the ksar of Fatis) is read as the kind.
    """
    found: set[str] = set()
    folded, position = words(text), 0
    while position < len(folded):
        codes, length = _concepts_at(folded, position)
        found |= (codes - PLACE_CODES) or codes
        position += length
    return frozenset(found)


@lru_cache(maxsize=1024)
def places(text: str) -> frozenset[str]:
    """Return the codes of the places that the name of a place stands for."""
    codes, _ = _concepts_at(words(text), 0) if words(text) else (frozenset(), 0)
    return codes & PLACE_CODES


@lru_cache(maxsize=4096)
def terms(text: str, *, language: str) -> frozenset[str]:
    """Return the terms a piece is filed under for `text`, written in `language`."""
    found = {term_of(code) for code in concepts(text)}
    for word in _plain_words(text):
        found |= stems(word, languages=(language,))
    for accented in _WORD.findall(unicodedata.normalize("NFC", text).casefold()):
        # A stemmer knows accents: "tissée" and "tissees" meet only if both readings are filed.
        if not accented.isascii() and fold(accented) not in STOPPED and not _ARABIC.search(accented):
            found.add(fold(_stem(language if language != "ar" else "fr", accented))[:LONGEST_TERM])
    return frozenset(found - {""})


def _plain_words(text: str) -> list[str]:
    """Return the folded words of `text` that carry meaning."""
    return [word for word in words(text) if word not in STOPPED]


def vocabulary(text: str) -> frozenset[str]:
    """Return the words of `text` that a mistyped word may have meant."""
    return frozenset(
        word for word in _plain_words(text) if len(word) >= SHORTEST_CORRECTED and not word.isdecimal()
    )


# ---- a question ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Group:
    """One word of a question and the terms that answer it; `known` when it is a word of the trade."""

    word: str
    terms: tuple[str, ...]
    known: bool = False
    corrected_to: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, as groups that must all be answered."""

    groups: tuple[Group, ...] = field(default=())

    @property
    def corrections(self) -> tuple[tuple[str, str], ...]:
        """The words that were read as another one, as (typed, read)."""
        return tuple((group.word, group.corrected_to) for group in self.groups if group.corrected_to)


def question(text: str) -> Question:
    """Return what `text` asks for.

    A word of the trade stands for its concept alone, so `tapis timimoun` and `carpet from Timimoun` are the same
    question and are answered in the same order. `text` may be anything a person or a robot sends.
    """
    folded = words(text[:LONGEST_QUESTION])
    groups: dict[tuple[str, ...], Group] = {}
    position = 0
    while position < len(folded) and len(groups) < MOST_GROUPS:
        codes, length = _concepts_at(folded, position)
        word = " ".join(folded[position : position + length])
        position += length
        if codes:
            group = _known(word, codes)
        elif word in STOPPED or (len(word) == 1 and not _ARABIC.search(word) and not word.isdecimal()):
            continue
        else:
            group = Group(word, tuple(sorted(stems(word))))
        groups.setdefault(group.terms, group)
    return Question(tuple(sorted(groups.values(), key=lambda group: group.terms)))


def _known(word: str, codes: Iterable[str], *, corrected_to: str = "") -> Group:
    """Return the group of a word of the trade."""
    return Group(word, tuple(sorted(term_of(code) for code in codes)), known=True, corrected_to=corrected_to)


# ---- a wrong letter --------------------------------------------------------------------------------------------


def variants(word: str) -> frozenset[str]:
    """Return `word` and every word with one of its letters left out.

    Two words within one edit of each other share a variant, so a plain index on variants finds every neighbour of
    a mistyped word on any database (the idea of SymSpell, W. Garbe).
    """
    return frozenset({word, *(word[:i] + word[i + 1 :] for i in range(len(word)))})


def within_one_edit(first: str, second: str) -> bool:
    """Say whether one letter added, dropped, changed or swapped with its neighbour makes one word of the other."""
    if abs(len(first) - len(second)) > 1:
        return False
    start = 0
    while start < min(len(first), len(second)) and first[start] == second[start]:
        start += 1
    first, second = first[start:], second[start:]
    while first and second and first[-1] == second[-1]:
        first, second = first[:-1], second[:-1]
    return (len(first) <= 1 and len(second) <= 1) or (len(first) == 2 and first == second[::-1])


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that `word` most likely meant, or None when none is within one edit."""
    near = [candidate for candidate in candidates if candidate != word and within_one_edit(word, candidate)]
    # People get the first letter right, and drop letters oftener than they invent them.
    return min(near, key=lambda other: (other[0] != word[0], -len(other), other), default=None)


def correct(asked: Question, neighbours: dict[str, set[str]], held: frozenset[str]) -> Question:
    """Return `asked` with each word that no piece holds read as the nearest one that exists.

    `held` are the terms of the question that some piece holds; `neighbours` gives for a word the words of the
    index that share a variant with it. Words of the trade are tried before words of the index, and a foreign
    spelling of a name (`Khedidja`, `خديجة`) last.
    """
    table, read = _table(), []
    for group in asked.groups:
        if group.known or held.intersection(group.terms) or len(group.word) < SHORTEST_CORRECTED:
            read.append(group)
            continue
        forms = {form for variant in variants(group.word) for form in table.neighbours.get(variant, ())}
        trade = nearest(group.word, forms)
        other = nearest(group.word, neighbours.get(group.word, ()))
        if trade is not None:
            read.append(_known(group.word, table.by_form[(trade,)], corrected_to=trade))
        elif other is not None:
            read.append(Group(group.word, tuple(sorted(stems(other))), corrected_to=other))
        else:
            sound = skeleton(group.word)
            read.append(Group(group.word, (*group.terms, sound)) if sound else group)
    unique = {group.terms: group for group in read}
    return Question(tuple(sorted(unique.values(), key=lambda group: group.terms)))


# ---- a name in another script ----------------------------------------------------------------------------------

_SOUNDS = (
    ("kh", "x"), ("ch", "$"), ("sh", "$"), ("gh", "k"), ("dj", "j"), ("tch", "$"), ("th", "t"), ("dh", "d"),
    ("ph", "f"), ("ou", "w"), ("oo", "w"), ("q", "k"), ("g", "k"), ("c", "k"), ("p", "b"), ("v", "f"),
)  # fmt: skip
_LATIN_OF = str.maketrans(
    {
        "خ": "x", "ش": "$", "ق": "k", "ك": "k", "ج": "j", "ب": "b", "ت": "t", "ث": "t", "ط": "t", "د": "d", "ذ": "d",
        "ض": "d", "ظ": "d", "ر": "r", "ز": "z", "س": "s", "ص": "s", "ف": "f", "ل": "l", "م": "m", "ن": "n",
        "ح": None, "ه": None, "ع": None, "ا": None, "و": None, "ي": None,
    }
)  # fmt: skip


def skeleton(word: str) -> str:
    """Return the term for how a folded name sounds, the same from Arabic and from Latin letters, or "" if too short.

    Vowels, h and doubled letters go, since no two people write them alike: Khadidja, Khedija and خديجة are `s_xdj`.
    """
    if _ARABIC.search(word):
        bare = word.removeprefix("ال").translate(_LATIN_OF)
    else:
        bare = word
        for written, sound in _SOUNDS:
            bare = bare.replace(written, sound)
    bare = re.sub(r"[aeiouywh]", "", bare)
    bare = re.sub(r"(.)\1+", r"\1", bare).replace("$", "c")
    return f"s_{bare}" if len(bare) >= 3 and bare.isascii() and bare.isalnum() else ""


def names(text: str) -> frozenset[str]:
    """Return the sound terms of a name: of a shop, a maker, a village."""
    return frozenset(skeleton(word) for word in _plain_words(text)) - {""}
