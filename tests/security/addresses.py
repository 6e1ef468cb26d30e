"""Every address of the house, read from the URL conf: what a test generates over it holds for tomorrow's pages too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import LocalePrefixPattern
from django.utils import translation

SITES = ("admin",)  # Django's admin has tests of its own (test_admin.py)
# Patterns without a name: static routes that `paths` writes by hand.
UNNAMED = {
    "^media/photos/(?P<path>.*)$": "/media/photos/nothing/360.webp",
    "^media/voices/(?P<path>.*)$": "/media/voices/nothing.webm",
    "account/email/": "/account/email/",
    "account/confirm-email/": "/account/confirm-email/",
    "account/confirm-email/<str:key>/": "/account/confirm-email/nobodys/",
}

# What stands for each parameter of a route when a test has nothing better: well-formed, and nobody's.
NOBODYS: Mapping[str, object] = {
    "pk": 987654,
    "photo_pk": 987654,
    "sale_pk": 987654,
    "artisan_pk": 987654,
    "member_pk": 987654,
    "consent_pk": 987654,
    "slug": "nobodys",
    "craft": "nobodys",
    "number": "NOBODYS234",
    "token": "abcdefghijklmnopqrstuvwxyz",
    "reference": "nobodys-reference",
    "public_id": "nobodys",
    "digits": "01234567890123456789",
    "key": "nobodys",
    "uidb36": "1",
    "section": "pieces",
    "code": "ZZZZG",
    "scheme_code": "nobodys",
    "accreditation_pk": 987654,
    "complaint_pk": 987654,
    "pair_pk": 987654,
    "version_pk": 987654,
    "draft_pk": 987654,
    "position": 1,
    "lesson_code": "nobodys",
    "sheet_pk": 987654,
    "draft": "0b5c1c5e-0000-4000-8000-00000000000a",
    "photo": "0b5c1c5e-0000-4000-8000-00000000000b",
    "screen": "price",
    "level": "0",
    "proposal_pk": 987654,
    "run_pk": 987654,
    "appeal_pk": 987654,
    "request_pk": 987654,
    "session_pk": 987654,
    "seat_pk": 987654,
    "piece_pk": 987654,
    "index": "000",
    "width": "1",
    "leaf_hash": "0" * 64,
    "sha256": "0" * 64,
}


class Address(NamedTuple):
    """One route: its name (empty where it has none), its pattern, and the parameters it takes."""

    name: str
    route: str
    parameters: tuple[str, ...]
    defaults: Mapping[str, object]

    def path(self, values: Mapping[str, object] = NOBODYS, *, language: str = "en") -> str:
        """Return the path with `values` for its parameters."""
        if not self.name:
            localized = self.route.startswith("account/")
            path = UNNAMED[self.route].replace(str(NOBODYS["key"]), str(values["key"]))
            return (f"/{language}" if localized else "") + path
        with translation.override(language):
            return reverse(self.name, kwargs={name: values[name] for name in self.parameters})


def addresses() -> list[Address]:
    """Return every route outside the admin."""
    return list(_walk(get_resolver().url_patterns, ""))


def named(*names: str) -> list[Address]:
    """Return the routes of these names, each of which must exist."""
    found = [address for address in addresses() if address.name in names]
    assert {address.name for address in found} == set(names)
    return found


def _walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[Address]:
    for entry in patterns:
        route = before + ("" if isinstance(entry.pattern, LocalePrefixPattern) else str(entry.pattern))
        if isinstance(entry, URLResolver):
            if entry.namespace not in SITES:
                yield from _walk(entry.url_patterns, route)
            continue
        parameters = tuple(entry.pattern.converters) or tuple(re.findall(r"\(\?P<(\w+)>", str(entry.pattern)))
        yield Address(entry.name or "", route, parameters, entry.default_args or {})
