"""Looking again at many pieces at once: when a day begins, a card, a maker or a shop's days change.

Only the pieces whose row is no longer true are asked for, a few hundred in a message: a hundred thousand pieces are
never read into one process.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from catalog.models import Card, Product
from catalog.states import PauseCause
from marketplace import outbox
from shops.models import ArtisanCard

BATCH = 500


@transaction.atomic
def begin_day(*, today: date) -> None:
    """Ask for the pieces whose card ended or came back overnight, and for those whose shop closed or opened today.

    Harmless twice, and after days that were missed: what is asked for is what is wrong now.
    """
    for ids in _batches(_wrongly_paused(today)):
        outbox.emit("catalog.pauses", product_ids=ids)
    for ids in _batches(_wrongly_available(today)):
        outbox.emit("catalog.refresh", product_ids=ids)


@transaction.atomic
def card_changed(*, artisan_id: int) -> None:
    """Ask for the pieces of a maker, and of those she answers for, to be paused or brought back."""
    makers = Q(maker=artisan_id) | Q(maker__guarantor=artisan_id)
    for ids in _batches(Product.objects.filter(makers)):
        outbox.emit("catalog.pauses", product_ids=ids)


@transaction.atomic
def maker_changed(*, artisan_id: int) -> None:
    """Ask for the cards and search rows of a maker's pieces to be made anew."""
    for ids in _batches(Product.objects.filter(maker=artisan_id)):
        outbox.emit("catalog.refresh", product_ids=ids)


@transaction.atomic
def shop_days_changed(*, shop_id: int) -> None:
    """Ask for the cards of a shop's pieces to be made anew."""
    for ids in _batches(Product.objects.filter(shop=shop_id)):
        outbox.emit("catalog.refresh", product_ids=ids)


def _wrongly_paused(today: date) -> QuerySet[Product]:
    """Return the pieces whose pause may no longer agree with the cards; `rules.pause_of` judges them."""
    valid = ArtisanCard.objects.filter(issued_on__lte=today, expires_on__gte=today)
    carded = Exists(valid.filter(artisan=OuterRef("maker"))) | Exists(
        valid.filter(artisan=OuterRef("maker__guarantor"))
    )
    made = Product.objects.filter(maker__isnull=False, shop__isnull=False)
    lapsed = Q(~carded) & ~Q(paused_for__in=(PauseCause.CARD, PauseCause.SHOP))
    return made.filter(lapsed | (Q(carded) & Q(paused_for=PauseCause.CARD)))


def _wrongly_available(today: date) -> QuerySet[Card]:
    """Return the cards whose shop is on holiday and that say "to be had", and the other way round."""
    shop = "product__shop__"
    begun = Q(**{f"{shop}closed_from_on__lte": today})
    running = Q(**{f"{shop}closed_until_on__isnull": True}) | Q(**{f"{shop}closed_until_on__gte": today})
    over = Q(**{f"{shop}closed_from_on__gt": today}) | Q(**{f"{shop}closed_until_on__lt": today})
    held = Coalesce(F("product__stockrecords__num_allocated"), 0)
    in_stock = Q(product__stockrecords__num_in_stock__gt=held)
    closed = begun & running & Q(available=True)
    return Card.objects.filter(closed | (over & in_stock & Q(available=False, product__paused_for="")))


def _batches(rows: QuerySet[Any]) -> Iterator[list[int]]:
    """Give the keys of `rows`, a few hundred at a time, in the order of their keys."""
    last = 0
    while ids := list(
        rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True).distinct()[:BATCH]
    ):
        yield ids
        last = ids[-1]
