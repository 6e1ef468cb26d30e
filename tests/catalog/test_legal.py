"""The legal texts say the same in three languages, and the version an order keeps is the one that was read (T29)."""

import re

import pytest
from django.conf import settings
from django.test import Client

from catalog.legal import CONTACT, PAGES

pytestmark = pytest.mark.django_db
LANGUAGES = ("ar", "fr", "en")


def text_of(language: str, page: str) -> str:
    """Return a legal page without its head and foot."""
    return Client().get(f"/{language}/{page}/").content.decode().partition("<main")[2].partition("</main>")[0]


def test_terms_an_order_keeps_are_the_ones_in_force() -> None:
    assert PAGES["terms"].version == settings.TERMS_VERSION


@pytest.mark.parametrize("page", PAGES)
def test_text_has_its_version_and_as_many_parts_in_each_language(page: str) -> None:
    texts = [text_of(language, page) for language in LANGUAGES]

    assert [PAGES[page].version in text for text in texts] == [True] * 3
    assert len({text.count("<h2") for text in texts}) == 1
    assert len({text.count("<li>") for text in texts}) == 1
    assert texts[0].count("<h2") >= 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_complaints_have_an_address_that_the_terms_lead_to(language: str) -> None:
    assert f'href="mailto:{CONTACT}"' in text_of(language, "legal")
    assert f'href="/{language}/legal/"' in text_of(language, "terms")


@pytest.mark.parametrize("language", LANGUAGES)
def test_terms_tell_the_three_steps_of_an_order(language: str) -> None:
    steps = re.search(r"<ol>(.*?)</ol>", text_of(language, "terms"), re.DOTALL)

    assert steps is not None
    assert steps[1].count("<li>") == 3
