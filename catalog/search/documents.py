"""What a piece is filed under: from its rows to a search document. Judgement only; `actions` reads and writes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from django.utils import translation

from catalog.models import Card, Product
from catalog.search import analysis
from catalog.search.backend import shelf_term
from catalog.search.concepts import CRAFT_CODES
from catalog.search.models import SearchDocument
from catalog.states import Colour, Material, Technique

LANGUAGES = ("ar", "fr", "en")


def filter_term(dimension: str, value: object) -> str:
    """Return the term that stands for one value of a filter, so that candidates can be taken among its pieces."""
    return f"f_{dimension}_{re.sub('[^a-z0-9]', '_', str(value).lower())}"


def _texts(row: object, *attributes: str) -> Iterable[tuple[str, str]]:
    """Give (language, text) for translated attributes of `row`, leaving out what is not there."""
    for attribute in attributes:
        for language in LANGUAGES:
            text = getattr(row, f"{attribute}_{language}", None)
            if text:
                yield language, text


def _labels(values: Iterable[str], choices: type[Material | Colour | Technique]) -> Iterable[tuple[str, str]]:
    """Give the words of codes, in each language; a code that is no longer known says nothing."""
    known = {value: label for value, label in choices.choices if value in set(values)}
    for language in LANGUAGES:
        with translation.override(language):
            for label in known.values():
                yield language, str(label)


def _terms(texts: Iterable[tuple[str, str]]) -> set[str]:
    return {term for language, text in texts for term in analysis.terms(text, language=language)}


def _words(texts: Iterable[tuple[str, str]]) -> set[str]:
    """Return the terms of texts without their concepts."""
    return {term for term in _terms(texts) if not analysis.is_concept(term)}


def _concepts(codes: Iterable[str]) -> set[str]:
    return {analysis.term_of(code) for code in codes}


def _with_broader(codes: Iterable[str]) -> set[str]:
    """Return concepts with all they also are."""
    return {wider for code in codes for wider in (code, *analysis.broader(code))}


def _joined(terms: Iterable[str]) -> str:
    """Return terms as the ranking reads them: single spaces between and around."""
    return f" {' '.join(sorted(terms))} "


def _maker_names(piece: Product) -> list[tuple[str, str]]:
    """Return the maker's name as far as it is public: what is not shown is not found either."""
    if piece.maker is None:
        return []
    names = []
    for language in LANGUAGES:
        with translation.override(language):
            names.append((language, piece.maker.public_name))
    return [(language, name) for language, name in names if name]


def document(piece: Product, card: Card, *, centre: object | None, now: datetime) -> SearchDocument:
    """Return the document of `piece`, unsaved.

    `piece` comes with `kind`, `place`, `shop` and `maker`; `centre` is the body its shop belongs to.
    """
    place = piece.place or (piece.shop.place if piece.shop else None)
    kind_names, place_names = list(_texts(piece.kind, "name")), list(_texts(place, "name"))
    craft_names = list(_texts(piece.kind.craft, "name")) if piece.kind else []
    titles, stories = list(_texts(piece, "title")), list(_texts(piece, "description"))
    shop_names, centre_names = list(_texts(piece.shop, "name")), list(_texts(centre, "name"))
    makers = _maker_names(piece)

    kinds = {code for _, name in kind_names for code in analysis.concepts(name)}
    crafts = {code for _, name in craft_names for code in analysis.concepts(name)} & CRAFT_CODES
    places = {code for _, name in place_names for code in analysis.places(name)}
    strong = _words(kind_names) | _words(place_names) | _concepts(_with_broader(kinds) | crafts | places)
    strong.add(analysis.term_of("stamped" if card.grade else "unstamped"))

    titled = {code for _, text in titles for code in analysis.concepts(text)}
    # What lies in Gourara is found under Gourara, after what is called so.
    title = _words(titles) | _concepts(_with_broader(titled | places))

    facts = _words(craft_names) | _terms([*shop_names, *centre_names, *makers])
    facts |= _terms(_labels(piece.materials, Material)) | _terms(_labels(piece.colours, Colour))
    facts |= _terms(_labels([piece.technique], Technique))
    for _, name in [*shop_names, *makers, *place_names]:
        facts |= analysis.names(name)

    filters = {
        filter_term("craft", card.craft),
        filter_term("place", card.place),
        filter_term("shop", card.shop),
        filter_term("centre", card.centre),
        filter_term("grade", card.grade),
        shelf_term(piece.pk),
    }
    # A story may speak of a stamp, or of carpets from elsewhere: the stamp is said by the row alone.
    said = (_terms(stories) | title | facts) - {analysis.term_of("stamped"), analysis.term_of("unstamped")}
    return SearchDocument(
        product_id=piece.pk,
        strong=_joined(strong),
        title=_joined(title - strong),
        facts=_joined(facts - strong - title),
        terms=" ".join(sorted(said | strong | filters)),
        indexed_at=now,
    )


def vocabulary(piece: Product, *, centre: object | None) -> set[str]:
    """Return the words of `piece` that a mistyped word may have meant; makers' names are not kept as words."""
    texts = [
        *_texts(piece, "title", "description"),
        *_texts(piece.kind, "name"),
        *_texts(piece.place or (piece.shop and piece.shop.place), "name"),
        *_texts(piece.shop, "name"),
        *_texts(centre, "name"),
    ]
    return {word for _, text in texts for word in analysis.vocabulary(text)}
