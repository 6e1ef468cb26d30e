"""The four legal texts: when each came into force, and under which version a buyer accepted it.

A text is a template per language, `templates/catalog/legal/<page>.<language>.html`. Changing what one says means a new
version here; the accepted version of the terms stays with each order. What a lawyer must confirm stands in
docs/legal-open-points.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class LegalPage:
    """One text: its address, its name, and the day its present version came into force."""

    slug: str
    name: Promise
    in_force_on: date

    @property
    def version(self) -> str:
        """Return what an order keeps of the version it accepted: the day it came into force."""
        return self.in_force_on.isoformat()


CONTACT = "contact@damgha.test"  # the operator's own before opening: docs/legal-open-points.md, L1

PAGES = {
    page.slug: page
    for page in (
        LegalPage("terms", _("Terms of sale"), date(2026, 11, 1)),
        LegalPage("privacy", _("Privacy"), date(2026, 11, 1)),
        LegalPage("returns", _("Returns"), date(2026, 11, 1)),
        LegalPage("legal", _("Legal notice"), date(2026, 11, 1)),
    )
}
