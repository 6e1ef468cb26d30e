"""What the glossary forbids, and the signs each language writes: docs/glossary.md, docs/languages.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

HERE = Path(__file__).resolve().parents[2]
LEGAL = HERE / "templates" / "catalog" / "legal"
# Said elsewhere; the house says منتوج، زربية، حلي، تكوين، تحسيس، معاينة, and leaves وسم to the mark of the State.
WORDS_NOT_OURS = ("منتج", "منتجات", "سجادة", "مجوهرات", "تدريب", "توعية", "تفتيش", "مفتش", "وسم", "توسيم")
ORDERS_TO_A_MAN = (
    "اضغط",
    "أضف",
    "اختر",
    "اكتب",
    "افتح",
    "أدخل",
    "قارن",
    "انظر",
    "احذف",
    "تأكد",
    "أرسل رمز",
    "شاهد",
)
SPACE_BEFORE_A_SIGN = re.compile(r"\u0020[:;?!»]|«\u0020|n°\u0020")
TYPED_APOSTROPHE = re.compile(r"\w'\w")
EASTERN_DIGIT_OR_LATIN_SIGN = re.compile("[٠-٩۰-۹?;]|(?<=[؀-ۿ]),")


def _catalogue(language: str) -> Iterator[str]:
    with (HERE / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        for message in read_po(file, locale=language):
            if message.id:
                yield from message.string if isinstance(message.string, (tuple, list)) else (message.string,)


def _legal(language: str) -> Iterator[str]:
    for page in sorted(LEGAL.glob(f"*.{language}.html")):
        yield from re.split(r"\{[%{].*?[%}]\}|<[^>]*>", page.read_text(encoding="utf-8"))


def _said(language: str) -> list[str]:
    return [*_catalogue(language), *_legal(language)]


def test_french_parts_its_signs_by_a_space_that_does_not_break() -> None:
    wrong = [
        text for text in _said("fr") if SPACE_BEFORE_A_SIGN.search(text) or TYPED_APOSTROPHE.search(text)
    ]

    assert wrong == []


def test_arabic_writes_its_own_signs_and_the_digits_of_algeria() -> None:
    assert [text for text in _said("ar") if EASTERN_DIGIT_OR_LATIN_SIGN.search(text)] == []


@pytest.mark.parametrize("word", WORDS_NOT_OURS)
def test_arabic_keeps_to_the_words_of_the_glossary(word: str) -> None:
    whole = re.compile(rf"(?<![ء-ي])(?:ال|وال|بال|لل|و|ب|ل)?{word}(?![ء-ي])")

    assert [text for text in _said("ar") if whole.search(text)] == []


@pytest.mark.parametrize("word", ORDERS_TO_A_MAN)
def test_arabic_tells_nobody_what_to_do_as_if_she_were_a_man(word: str) -> None:
    whole = re.compile(rf"(?<![ء-ي]){word}(?![ء-ي])")

    assert [text for text in _said("ar") if whole.search(text)] == []


def test_french_calls_a_stamp_by_one_name() -> None:
    other = re.compile(r"(?i)\b(?:timbre|tampon|label)")

    assert [text for text in _said("fr") if other.search(text)] == []
