"""A shop's own changes to what is said and known of a piece, as a table of many pieces brings them in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalog.actions import listing_changed
from catalog.models import Product
from marketplace.refusal import Refusal

WORDS = tuple(f"{name}_{code}" for name in ("title", "description") for code in ("ar", "fr", "en"))
FACTS = ("materials", "technique", "length_mm", "width_mm", "height_mm", "mass_g", "made_year")


@transaction.atomic
def amend(*, product: Product, words: Mapping[str, str], facts: Mapping[str, Any]) -> None:
    """Write words (columns of WORDS) and facts (columns of FACTS) of a piece; the rest stays as it is.

    The page's address follows the name; the old one leads there.

    :raises Refusal: it is stamped, and a fact would change.
    """
    if set(words) - set(WORDS) or set(facts) - set(FACTS):
        raise ValueError(f"not to be amended: {sorted({*words, *facts})}")
    if facts:
        changed = Product.objects.filter(pk=product.pk, stamp_public_id="").update(**facts)
        if changed != 1:
            raise Refusal(_("The piece is stamped: what the centre measured and wrote down does not change."))
    if words:
        fresh = Product.objects.get(pk=product.pk)
        for column, text in words.items():
            setattr(fresh, column, text)
        fresh.slug = fresh.get_slug()
        fresh.save(update_fields=[*words, "slug"])
    listing_changed(product_ids=[product.pk])
