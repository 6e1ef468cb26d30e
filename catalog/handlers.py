"""What the catalog does when something was committed elsewhere."""

from datetime import datetime

from catalog import actions
from marketplace.outbox import handles


@handles("catalog.refresh")
def refresh(*, product_ids: list[int], now: datetime) -> None:
    """Make cards anew. Twice is harmless: a card is written from what is true at that moment."""
    actions.refresh_cards(product_ids=product_ids, now=now)
