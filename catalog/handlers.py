"""What the catalog does when something was committed elsewhere."""

from datetime import date, datetime

from django.utils.timezone import localdate

from catalog import actions, rounds
from catalog.search import actions as search
from marketplace.outbox import handles


@handles("catalog.refresh")
def refresh(*, product_ids: list[int], now: datetime) -> None:
    """Make cards and search rows anew. Twice is harmless: both are written from what is true at that moment."""
    actions.refresh_cards(product_ids=product_ids, now=now)
    search.index(product_ids=product_ids, now=now)


@handles("catalog.pauses")
def refresh_pauses(*, product_ids: list[int], now: datetime) -> None:
    """Pause pieces or bring them back. Twice is harmless: wanted minus recorded."""
    actions.refresh_pauses(product_ids=product_ids, today=localdate(now))


@handles("day.began")
def begin_day(*, day: str, now: datetime) -> None:
    """Ask for the pieces that a new day changes. Twice is harmless: what is asked for is what is wrong then."""
    rounds.begin_day(today=date.fromisoformat(day))


@handles("card.changed")
def card_changed(*, artisan_id: int, now: datetime) -> None:
    """Have the pieces looked at that hang on a maker's cards. Twice is harmless, as above."""
    rounds.card_changed(artisan_id=artisan_id)


@handles("maker.changed")
def maker_changed(*, artisan_id: int, now: datetime) -> None:
    """Have a maker's pieces filed anew. Twice is harmless: they are made from what is true then."""
    rounds.maker_changed(artisan_id=artisan_id)


@handles("shop.days_changed")
def shop_days_changed(*, shop_id: int, now: datetime) -> None:
    """Have a shop's pieces filed anew. Twice is harmless, as above."""
    rounds.shop_days_changed(shop_id=shop_id)
