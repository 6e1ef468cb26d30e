"""Arabic and French are complete: a string without a translation, or with a guessed one, stops the house."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog

HERE = Path(__file__).resolve().parents[2]
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def _update() -> ModuleType:
    spec = importlib.util.spec_from_file_location("locale_update", HERE / "locale" / "update.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


update = _update()


@pytest.fixture(scope="module")
def said() -> Catalog:
    return update.extract()


@pytest.mark.parametrize("language", [*update.LANGUAGES, update.OWN_WORDS])
def test_every_string_is_translated(said: Catalog, language: str) -> None:
    catalogue = update.read(language)

    missing = []
    for message in said:
        if not message.id:
            continue
        singular = message.id[0] if isinstance(message.id, tuple) else message.id
        known = catalogue.get(singular, message.context)
        if known is None or known.fuzzy or not update.is_translated(known.string):
            missing.append(singular)

    assert not missing, (
        f"{len(missing)} strings wait in {language}: run python locale/update.py, then translate"
    )


@pytest.mark.parametrize("language", [*update.LANGUAGES, update.OWN_WORDS])
def test_every_translation_keeps_the_names_it_is_given(language: str) -> None:
    wrong = []
    for message in update.read(language):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        names = {name for text in ids for name in PLACEHOLDER.findall(text)}
        for string in strings:
            unknown = set(PLACEHOLDER.findall(string)) - names
            lost = names - set(PLACEHOLDER.findall(string)) if len(strings) == 1 else set()
            if string and (unknown or lost):
                wrong.append((ids[0], string))

    assert not wrong


@pytest.mark.parametrize("language", [*update.LANGUAGES, update.OWN_WORDS])
def test_no_translation_is_guessed(language: str) -> None:
    assert [message.id for message in update.read(language) if message.fuzzy and message.id] == []
