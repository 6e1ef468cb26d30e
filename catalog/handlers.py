"""What the catalog does when something was committed elsewhere."""

from datetime import datetime

from catalog import actions
from catalog.search import actions as search
from marketplace.outbox import handles


@handles("catalog.refresh")
def refresh(*, product_ids: list[int], now: datetime) -> None:
    """Make cards and search rows anew. Twice is harmless: both are written from what is true at that moment."""
    actions.refresh_cards(product_ids=product_ids, now=now)
    search.index(product_ids=product_ids, now=now)
