"""The facts of a piece in words of the active language, for pages that list or compare them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalog.states import Care, Colour, Material, Technique
from marketplace import formats
from marketplace.jinja import comma

NAMES: Mapping[str, Promise] = {
    "materials": _("Material"),
    "technique": _("Made by"),
    "colours": _("Colours"),
    "made_year": _("Year it was made"),
    "length_mm": _("Length"),
    "width_mm": _("Width"),
    "height_mm": _("Height"),
    "mass_g": _("Weight"),
    "care": _("Care"),
}
_CHOICES = {"materials": Material, "colours": Colour, "care": Care}


def say(name: str, value: Any) -> str:
    """Return one fact in words; empty when it is not known."""
    language = get_language() or "ar"
    if value in (None, "", []):
        return ""
    if name in _CHOICES:
        between = " " if name == "care" else comma()
        return between.join(str(_CHOICES[name](code).label) for code in value)
    if name == "technique":
        return str(Technique(value).label)
    if name == "mass_g":
        return formats.mass(value, language)
    if name == "made_year":
        return str(value)
    return formats.size([value], language=language)


def known(facts: Mapping[str, Any]) -> list[tuple[Promise, str]]:
    """Return the names and words of what is known."""
    rows = [(NAMES[name], say(name, facts[name])) for name in NAMES if name in facts]
    return [(name, words) for name, words in rows if words]


def compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[Promise, str, str]]:
    """Return for each fact that differs its name, what it was and what it shall be."""
    return [
        (NAMES[name], say(name, before.get(name)), say(name, after[name])) for name in NAMES if name in after
    ]
