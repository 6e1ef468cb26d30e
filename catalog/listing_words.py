"""A listing in words: the sentence of chips above it, the filters with their links, and what must be said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from catalog.grades import Grade
from catalog.listing import (
    BEST_MATCH,
    CHEAPEST,
    DEAREST,
    DIMENSIONS,
    FINEST,
    NEWEST,
    Cursor,
    Wanted,
    address,
    carried,
)
from catalog.listing_queries import Facet, Listing
from marketplace import formats


@dataclass(frozen=True, slots=True)
class Link:
    """A choice that leads somewhere: its words, its address, and, beside a filter's value, how many pieces it shows."""

    label: str
    address: str
    count: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter with its values."""

    name: str
    label: str
    links: tuple[Link, ...]
    chosen: int


class _Words:
    """The words around one page of a listing."""

    def __init__(self, wanted: Wanted, page: Listing, language: str) -> None:
        self.wanted, self.page, self.language = wanted, page, language
        self.root = f"/{language}/catalog/"

    def to(self, wanted: Wanted) -> str:
        """Return the address of another wish."""
        return self.root + address(wanted)

    def name(self, dimension: str, code: str) -> str:
        """Return the name of a filter's value; an unknown code is its own name."""
        return (
            str(Grade(int(code)).label)
            if dimension == "grade"
            else self.page.names.get((dimension, code), code)
        )

    def chips(self) -> list[Link]:
        """Return what was chosen as the parts of a sentence, each with the address that takes it off."""
        wanted, chips = self.wanted, []
        if wanted.q:
            chips.append(
                Link(_("“%(words)s”") % {"words": wanted.q}, self.to(wanted.at_start(q="", sort="")))
            )
        for dimension, sentence in (
            ("craft", "%(name)s"),
            ("place", _("from %(name)s")),
            ("centre", _("at %(name)s")),
            ("shop", _("by %(name)s")),
            ("grade", "%(name)s"),
        ):
            for code in wanted.chosen(dimension):
                words = sentence % {"name": self.name(dimension, code)}
                chips.append(Link(words, self.to(wanted.toggled(dimension, code))))
        if wanted.stamped:
            chips.append(Link(_("stamped"), self.to(wanted.at_start(stamped=False))))
        if wanted.low is not None:
            price = formats.dinars(wanted.low, self.language)
            chips.append(Link(_("over %(price)s") % {"price": price}, self.to(wanted.at_start(low=None))))
        if wanted.high is not None:
            price = formats.dinars(wanted.high, self.language)
            chips.append(Link(_("under %(price)s") % {"price": price}, self.to(wanted.at_start(high=None))))
        return chips

    def count(self, number: int, *, is_capped: bool) -> str:
        """Return a number as counted: with a plus where counting stopped."""
        return formats.number(number, self.language) + ("+" if is_capped else "")

    def filters(self) -> list[Filter]:
        """Return the filters that have something to choose."""
        labels = {
            "craft": _("Craft"),
            "place": _("Place"),
            "centre": _("Centre"),
            "shop": _("Shop"),
            "grade": _("Grade"),
        }
        made = [
            Filter(name, labels[name], self._links(name), len(self.wanted.chosen(name)))
            for name in DIMENSIONS
        ]
        return [one for one in made if one.links]

    def _links(self, dimension: str) -> tuple[Link, ...]:
        facet: Facet = self.page.facets[dimension]
        return tuple(
            Link(
                self.name(dimension, value.code),
                self.to(self.wanted.toggled(dimension, value.code)),
                self.count(value.count, is_capped=facet.is_capped),
                value.chosen,
            )
            for value in facet.values
        )

    def stamped(self) -> Link:
        """Return the switch that shows stamped pieces only, or all again."""
        return Link(
            _("Stamped only"),
            self.to(self.wanted.at_start(stamped=not self.wanted.stamped)),
            self.count(self.page.stamped, is_capped=self.page.facets["grade"].is_capped),
            self.wanted.stamped,
        )

    def sorts(self) -> list[Link]:
        """Return the offered orders; the best match is offered where something was searched for."""
        offered = [(BEST_MATCH, _("Best match"))] if self.wanted.q else []
        offered += [
            (NEWEST, _("Newest")),
            (CHEAPEST, _("Lowest price")),
            (DEAREST, _("Highest price")),
            (FINEST, _("Highest grade")),
        ]
        usual = BEST_MATCH if self.wanted.q else NEWEST
        return [
            Link(
                label,
                self.to(self.wanted.at_start(sort="" if order == usual else order)),
                chosen=order == self.wanted.order,
            )
            for order, label in offered
        ]

    def said(self) -> list[str]:
        """Return what must be said about how the address was read."""
        sentences = []
        if {"min", "max"} & set(self.wanted.unread):
            sentences.append(_("A price is a whole number of dinars; the other one was left out."))
        if set(self.wanted.unread) - {"min", "max"}:
            sentences.append(_("A part of this address was not understood and was left out."))
        found = self.page.found
        if found is not None:
            sentences += [
                _("Nothing is called “%(typed)s”; these are for “%(read)s”.") % {"typed": typed, "read": read}
                for typed, read in found.corrections
            ]
            if found.some_words_only:
                sentences.append(_("No piece answers all of these words; these answer some of them."))
        return sentences

    def turned(self, *, after: Cursor | None = None, before: Cursor | None = None) -> str:
        """Return the address of a neighbouring page, empty where there is none."""
        return self.to(replace(self.wanted, after=after, before=before, unread=())) if after or before else ""


def in_words(wanted: Wanted, page: Listing, *, language: str) -> dict[str, Any]:
    """Return all that the listing's template shows."""
    words = _Words(wanted, page, language)
    chips = words.chips()
    crafts = [words.name("craft", code) for code in wanted.craft]
    comma = "، " if language == "ar" else ", "
    heading = chips[0].label if wanted.q else comma.join(crafts) or _("All pieces")
    return {
        "cards": page.cards,
        "heading": heading,
        "crumbs": [(_("All pieces"), words.root), (heading, "")] if chips and (wanted.q or crafts) else [],
        "sentence": _sentence(chips, comma, with_all=not (wanted.q or crafts)),
        "total": page.total,
        "counted": words.count(page.total, is_capped=page.is_capped),
        # One choice that is the heading already needs no chip: the trail above leads out of it.
        "chips": chips if len(chips) > 1 or not (wanted.q or crafts) else [],
        "clear": words.root,
        "filters": words.filters(),
        "stamped": words.stamped(),
        "sorts": words.sorts(),
        "said": words.said(),
        "wanted": wanted,
        "carried": carried(wanted, "min", "max"),
        "action": words.root + (f"{wanted.craft[0]}/" if len(wanted.craft) == 1 else ""),
        "previous": words.turned(before=page.previous),
        "next": words.turned(after=page.next),
        "indexed": wanted.is_first_page and not wanted.q and not wanted.sort and wanted.filters <= 1,
    }


def _sentence(chips: Sequence[Link], comma: str, *, with_all: bool) -> str:
    parts = [_("All pieces")] if with_all else []
    return comma.join([*parts, *(chip.label for chip in chips)])
