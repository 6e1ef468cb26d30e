"""What this app does when something was committed elsewhere."""

from datetime import datetime

from marketplace.outbox import handles
from marketplace.settlement import actions


@handles("order.expired")
def close_attempts(*, order_id: int, now: datetime) -> None:
    """Close the attempts of an order nobody paid. Twice is harmless: a closed one stays closed."""
    actions.close_expired_attempts(order_id=order_id, now=now)


@handles("shop_order.refused")
@handles("shop_order.cancelled")
def owe_the_buyer(*, shop_order_id: int, now: datetime) -> None:
    """Post what the buyer is owed. Twice is harmless: the journal is written once."""
    actions.post_refusal(shop_order_id=shop_order_id, now=now)
