"""Use cases of the catalog: what is listed, and what a stamp puts on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from catalog import queries
from catalog.grades import Grade
from catalog.models import Card, Product
from marketplace import outbox

CARD_COLUMNS = [field.name for field in Card._meta.concrete_fields if not field.primary_key]


@transaction.atomic
def project_stamp(
    *, product_id: int, grade: Grade | None, public_id: str, stamped_at: datetime | None
) -> None:
    """Write a label's grade and public id on its piece; `grade` None takes the stamp off.

    Called by quality_labels alone: nobody types these columns.
    """
    Product.objects.filter(pk=product_id).update(
        stamp_grade=grade,
        stamp_public_id=public_id if grade else "",
        stamped_at=stamped_at if grade else None,
    )
    listing_changed(product_ids=[product_id])


def listing_changed(*, product_ids: Iterable[int]) -> None:
    """Ask for the cards and search rows of these pieces to be made anew; must run in a transaction."""
    ids = sorted(set(product_ids))
    if ids:
        outbox.emit("catalog.refresh", product_ids=ids)


@transaction.atomic
def refresh_cards(*, product_ids: Iterable[int], now: datetime) -> None:
    """Make the card rows of these pieces anew from what is true now; pieces no longer public lose theirs."""
    wanted = set(product_ids)
    cards = queries.build_cards(wanted, now=now)
    Card.objects.bulk_create(
        cards, update_conflicts=True, unique_fields=["product"], update_fields=CARD_COLUMNS, batch_size=200
    )
    Card.objects.filter(product_id__in=wanted - {card.product_id for card in cards}).delete()
