"""Wilayas, communes and countries as people write them; wilayas are keyed by slug, because their numbers have moved.

Algeria's come from the kept package `algeria-wilayas-communes` (69 wilayas, 1,541 communes), countries from the CLDR.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

import algeria_wilayas_communes
from babel import Locale
from django.utils.text import slugify

ALGERIA = "DZ"
# Where parcels go in zone "europe"; the rest of the list below is zone "rest". The operator's list (O8).
EUROPE = (
    *(
        "AT",
        "BE",
        "BG",
        "CH",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GB",
        "GR",
        "HR",
        "HU",
        "IE",
        "IS",
    ),
    *("IT", "LI", "LT", "LU", "LV", "MC", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK", "SM"),
)
REST = (
    *(
        "AE",
        "AR",
        "AU",
        "BH",
        "BR",
        "CA",
        "CL",
        "CN",
        "EG",
        "HK",
        "IN",
        "JO",
        "JP",
        "KR",
        "KW",
        "LB",
        "MA",
        "MR",
    ),
    *("MX", "MY", "NZ", "OM", "QA", "SA", "SG", "SN", "TN", "TR", "US", "ZA"),
)
DELIVERABLE = frozenset({ALGERIA, *EUROPE, *REST})


@dataclass(frozen=True, slots=True)
class Place:
    """A wilaya or commune: its slug and its name in three languages."""

    slug: str
    ar: str
    fr: str
    en: str

    def name(self, language: str) -> str:
        """Return the name as written in `language`."""
        return {"ar": self.ar, "fr": self.fr}.get(language, self.en)


def fold(text: str) -> str:
    """Return `text` as it is compared: without accents, harakat, case and the letters that people mix up."""
    plain = "".join(
        char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char)
    )
    letters = str.maketrans(
        {"ة": "ه", "ى": "ي", "ڨ": "ق", "ڤ": "ق", "گ": "ق", "ـ": "", "’": " ", "'": " ", "-": " "}
    )
    return " ".join(plain.translate(letters).split())


@cache
def _wilayas() -> dict[str, Place]:
    rows = algeria_wilayas_communes.get_wilayas()
    return {
        slugify(row["nom_fr"]): Place(slugify(row["nom_fr"]), row["nom_ar"], row["nom_fr"], row["nom_en"])
        for row in rows
    }


@cache
def _communes() -> dict[str, dict[str, Place]]:
    found: dict[str, dict[str, Place]] = {slug: {} for slug in _wilayas()}
    for row in algeria_wilayas_communes.get_communes():
        slug = slugify(row["nom_fr"])
        found[slugify(row["wilaya_fr"])][slug] = Place(slug, row["nom_ar"], row["nom_fr"], row["nom_en"])
    return found


@cache
def wilayas() -> tuple[Place, ...]:
    """Return the 69 wilayas in the official order, which is how people look for theirs."""
    return tuple(_wilayas().values())


@cache
def wilaya_choices(language: str) -> tuple[tuple[str, str], ...]:
    """Return (slug, name) of every wilaya, as a select offers them."""
    return tuple((place.slug, place.name(language)) for place in wilayas())


@cache
def communes(wilaya: str, language: str) -> tuple[Place, ...]:
    """Return the communes of a wilaya by name; empty for an unknown one."""
    return tuple(sorted(_communes().get(wilaya, {}).values(), key=lambda place: fold(place.name(language))))


def wilaya(slug: str) -> Place | None:
    """Return the wilaya of this slug, or nothing."""
    return _wilayas().get(slug)


@cache
def _spellings(wilaya_slug: str) -> dict[str, Place]:
    return {
        fold(spelling): place
        for place in _communes().get(wilaya_slug, {}).values()
        for spelling in (place.ar, place.fr, place.en, place.slug)
    }


def commune(wilaya_slug: str, written: str) -> Place | None:
    """Return the commune of that wilaya that `written` names, by slug or in any of the three languages."""
    return _spellings(wilaya_slug).get(fold(written))


def wilaya_name(slug: str, language: str) -> str:
    """Return the name of a wilaya, or the slug itself when it is not known any more."""
    known = wilaya(slug)
    return known.name(language) if known else slug


def commune_name(wilaya_slug: str, slug: str, language: str) -> str:
    """Return the name of a commune, or what was kept of it when it is not known any more."""
    known = commune(wilaya_slug, slug)
    return known.name(language) if known else slug


@cache
def _territories(language: str) -> dict[str, str]:
    return dict(Locale.parse(language).territories)


def country_name(code: str, language: str) -> str:
    """Return the name of a country in `language`."""
    return _territories(language).get(code, code)


@cache
def countries(language: str) -> tuple[tuple[str, str], ...]:
    """Return (code, name) of every country we deliver to: Algeria first, then by name."""
    others = sorted(
        ((country_name(code, language), code) for code in DELIVERABLE - {ALGERIA}),
        key=lambda row: fold(row[0]),
    )
    return ((ALGERIA, country_name(ALGERIA, language)), *((code, name) for name, code in others))


@dataclass(frozen=True, slots=True)
class Address:
    """Where something goes; wilaya and commune are slugs."""

    country: str
    wilaya: str = ""
    commune: str = ""
    street: str = ""
    city: str = ""
    postcode: str = ""
    region: str = ""

    @classmethod
    def of(cls, where: Any) -> Address:
        """Take the address out of an order (`country_code`) or a buyer (`country`)."""
        country = getattr(where, "country_code", "") or where.country
        rest = ("wilaya", "commune", "street", "city", "postcode", "region")
        return cls(country, *(getattr(where, name) for name in rest))


def address_lines(where: Address, language: str) -> list[str]:
    """Return an address as it is read aloud, line by line, the country last."""
    if where.country == ALGERIA:
        commune = commune_name(where.wilaya, where.commune, language)
        lines = [where.street, commune, wilaya_name(where.wilaya, language)]
    else:
        lines = [where.street, f"{where.postcode} {where.city}".strip(), where.region]
    return [line for line in (*lines, country_name(where.country, language)) if line]
