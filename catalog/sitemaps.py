"""What crawlers are told of: the pages of the house, its shops and centres, and every piece, in three languages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import override

from catalog import queries
from catalog.legal import PAGES
from catalog.models import Card, Craft
from shops.models import Body
from shops.partner.models import Partner

LANGUAGES = ("ar", "fr", "en")


class InThreeLanguages(Sitemap):
    """One address per language, each naming the other two, under the house's public origin."""

    limit = 10_000  # times three languages: below the 50,000 addresses a file may hold

    def path(self, item: Any) -> str:
        """Return the address of an item in the active language."""
        raise NotImplementedError

    def changed_at(self, item: Any) -> datetime | None:
        """Return when an item last changed, where that is known."""
        return None

    def get_urls(
        self, page: int | str = 1, site: Any = None, protocol: str | None = None
    ) -> list[dict[str, Any]]:
        """Return the rows of one file."""
        rows = []
        for item in self.paginator.page(page).object_list:
            addresses = {}
            for code in LANGUAGES:
                with override(code):
                    addresses[code] = settings.PUBLIC_ORIGIN + self.path(item)
            alternates = [{"location": address, "lang_code": code} for code, address in addresses.items()]
            alternates.append({"location": addresses["en"], "lang_code": "x-default"})
            rows += [
                {
                    "item": item,
                    "location": address,
                    "lastmod": self.changed_at(item),
                    "changefreq": None,
                    "priority": "",
                    "alternates": alternates,
                }
                for address in addresses.values()
            ]
        return rows


class House(InThreeLanguages):
    """Pages that are always there, and one listing per craft."""

    def items(self) -> Iterable[str]:
        """Return paths without their language."""
        always = ["", "catalog/", "shops/", "centres/", *(f"{slug}/" for slug in PAGES)]
        return [*always, *(f"catalog/{code}/" for code in Craft.objects.values_list("code", flat=True))]

    def path(self, item: str) -> str:
        """Return the path in the active language."""
        return reverse("home") + item


class Shops(InThreeLanguages):
    """The shops."""

    def items(self) -> QuerySet[Partner]:
        """Return the shops that sell."""
        return Partner.objects.filter(slug__isnull=False, place__isnull=False).order_by("slug")

    def path(self, item: Partner) -> str:
        """Return a shop's page."""
        return item.get_absolute_url()


class Centres(InThreeLanguages):
    """The eleven craft centres and the commercial centre."""

    def items(self) -> list[Body]:
        """Return the centres."""
        return list(queries.centres())

    def path(self, item: Body) -> str:
        """Return a centre's page."""
        return reverse("centre", args=[item.slug])


class Pieces(InThreeLanguages):
    """Every public piece, sold ones too: they stay as their maker's archive."""

    def items(self) -> QuerySet[Card]:
        """Return the cards, oldest first, so that full files do not change."""
        return Card.objects.only("slug", "listed_at").order_by("product_id")

    def path(self, item: Card) -> str:
        """Return a piece's page."""
        return reverse("product", args=[item.slug, item.pk])

    def changed_at(self, item: Card) -> datetime:
        """Return when it was listed."""
        return item.listed_at


SITEMAPS = {"house": House, "shops": Shops, "centres": Centres, "pieces": Pieces}
