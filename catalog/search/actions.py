"""Keep the index: what is listed is found, what is not is forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from catalog.models import Card, Product
from catalog.search import analysis, documents
from catalog.search.models import SearchDocument, Spelling

BATCH = 500
_WRITTEN = ["strong", "title", "facts", "terms", "indexed_at"]


@transaction.atomic
def index(*, product_ids: Sequence[int], now: datetime) -> int:
    """File each of these pieces as its card and rows stand, or forget it when it has no card; return how many are.

    Safe to run again, in any order: the document is made from the rows as they are now.
    """
    wanted = sorted(set(product_ids))
    pieces = Product.objects.select_related(
        "kind__craft", "place", "shop__centre", "shop__place", "maker"
    ).in_bulk(wanted)
    cards = Card.objects.in_bulk(wanted)
    filed, words = [], set()
    for product_id in wanted:
        piece, card = pieces.get(product_id), cards.get(product_id)
        if piece is None or card is None:
            continue
        centre = piece.shop.centre if piece.shop else None
        filed.append(documents.document(piece, card, centre=centre, now=now))
        words |= documents.vocabulary(piece, centre=centre)
    SearchDocument.objects.bulk_create(
        filed, update_conflicts=True, unique_fields=["product"], update_fields=_WRITTEN, batch_size=BATCH
    )
    gone = set(wanted) - {document.product_id for document in filed}
    if gone:
        SearchDocument.objects.filter(product_id__in=gone).delete()
    _learn(words)
    return len(filed)


def _learn(words: Iterable[str]) -> None:
    """Add words to the vocabulary that it does not hold yet."""
    asked = sorted({word[: analysis.LONGEST_TERM] for word in words})
    known: set[str] = set()
    for start in range(0, len(asked), BATCH):
        some = asked[start : start + BATCH]
        known.update(Spelling.objects.filter(variant__in=some, word__in=some).values_list("word", flat=True))
    Spelling.objects.bulk_create(
        [
            Spelling(variant=variant, word=word)
            for word in asked
            if word not in known
            for variant in sorted(analysis.variants(word))
        ],
        ignore_conflicts=True,
        batch_size=BATCH * 4,
    )


def rebuild(*, now: datetime) -> int:
    """File every listed piece anew and forget every other, and learn the vocabulary again; return how many are.

    Works in batches of their own transactions: the shop stays open, and a run that was cut off is simply run again.
    """
    Spelling.objects.all().delete()
    filed, last = 0, 0
    while True:
        batch = list(Card.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH])
        if not batch:
            break
        filed += index(product_ids=batch, now=now)
        last = batch[-1]
    SearchDocument.objects.exclude(product__card__isnull=False).delete()
    return filed
