"""Which change is told to whom by which letter, and when a letter that failed is tried again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

from marketplace.notifications.states import Letter, To


class Notice(NamedTuple):
    """One letter that follows from a change."""

    letter: Letter
    to: To


# A kind that tells nobody stands here too: it is known, and it was decided that way.
NOTICES: Mapping[str, tuple[Notice, ...]] = {
    "order.paid": (Notice(Letter.ORDER_PAID, To.BUYER), Notice(Letter.SHOP_NEW_ORDER, To.SHOPS)),
    "order.confirmed": (Notice(Letter.ORDER_CONFIRMED, To.BUYER), Notice(Letter.SHOP_NEW_ORDER, To.SHOPS)),
    "order.expired": (Notice(Letter.ORDER_EXPIRED, To.BUYER),),
    "order.paid_sold_out": (Notice(Letter.ORDER_SOLD_OUT, To.BUYER),),
    "shop_order.accepted": (),  # the order page shows it; the next letter is the one that says "sent"
    "shop_order.sent": (Notice(Letter.PARCEL_SENT, To.BUYER),),
    "shop_order.refused": (Notice(Letter.PARCEL_REFUSED, To.BUYER),),
    "listing.listed": (Notice(Letter.LISTING_SHOWN, To.SHOPS),),  # not when the shop itself put it back
    "listing.refused": (Notice(Letter.LISTING_REFUSED, To.SHOPS),),
    "listing.taken_down": (Notice(Letter.LISTING_TAKEN_DOWN, To.SHOPS),),
    "listing.review": (),  # the shop sent it; the desk has its queue
    "listing.withdrawn": (),  # the shop did it
    "listing_change.approved": (Notice(Letter.LISTING_CHANGE, To.SHOPS),),
    "listing_change.refused": (Notice(Letter.LISTING_CHANGE, To.SHOPS),),
    "shop_order.cancelled": (
        Notice(Letter.PARCEL_CANCELLED, To.BUYER),
        Notice(Letter.SHOP_ENDED, To.SHOPS),
    ),
    "shop_order.unanswered": (
        Notice(Letter.SHOP_ENDED, To.SHOPS),
    ),  # beside "refused", which tells the buyer
    "shop_order.day_proposed": (Notice(Letter.DAY_PROPOSED, To.BUYER),),
    "shop_order.day_agreed": (Notice(Letter.SHOP_DAY_AGREED, To.SHOPS),),
    "shop_order.day_lapsed": (Notice(Letter.SHOP_DAY_LAPSED, To.SHOPS),),
}

# What is told to an applicant of her application, and to a shop of itself: to each person on every channel they have.
SHOP_NOTICES: Mapping[str, Letter] = {
    "application.approved": Letter.APPLICATION_APPROVED,
    "application.returned": Letter.APPLICATION_RETURNED,
    "application.refused": Letter.APPLICATION_REFUSED,
    "shop.suspended": Letter.SELLING_SUSPENDED,
    "shop.active": Letter.SELLING_ACTIVE,
    "shop.closed": Letter.SELLING_CLOSED,
    "destination.changed": Letter.DESTINATION_CHANGED,
    "destination.decided": Letter.DESTINATION_DECIDED,
}

# What becomes of a request for a stamp is told to the shop that asked.
STAMP_LETTERS: Mapping[str, Letter] = {
    "stamp.granted": Letter.STAMP_GRANTED,
    "stamp.refused": Letter.STAMP_REFUSED,
    "stamp.returned": Letter.STAMP_RETURNED,
}

# Which day a shop is to come to the centre, and when it need not.
SESSION_LETTERS: Mapping[str, Letter] = {
    "session.called": Letter.SESSION_CALLED,
    "session.dropped": Letter.SESSION_DROPPED,
}

# Told again when it happens again: another day may be proposed twice.
REPEATED = frozenset({Letter.DAY_PROPOSED, Letter.SHOP_DAY_AGREED, Letter.SHOP_DAY_LAPSED})
# What nobody is called for: the caller has just heard it, or it opens something and is read by one person alone.
NOT_CALLED = frozenset(
    {
        Letter.ORDER_CONFIRMED,
        Letter.CONTACT_CODE,
        Letter.LOGIN_CODE,
        Letter.PASSWORD_LINK,
        Letter.DESTINATION_CODE,
    }
)
# What is said on the telephone where the subject alone would say too little: <letter>.call.txt.
SPOKEN = frozenset({Letter.SHOP_NEW_ORDER})
# A part that has gone on needs no call about its arrival any more.
STILL_NEW = frozenset({"order.paid", "order.confirmed", "order.paid_sold_out"})
ESCALATED_AFTER = timedelta(days=1)
# After which call that nobody answered the next is made, and so on from the last.
CALL_AGAIN_AFTER = (timedelta(hours=1), timedelta(hours=3), timedelta(hours=20))

# A letter that opens something: what opens it is not kept once the letter is out.
FORGOTTEN = frozenset({Letter.LOGIN_CODE, Letter.PASSWORD_LINK, Letter.DESTINATION_CODE})

# After which failure a letter waits how long: quick at first, then through a night of a mail server that is down.
_MINUTES = (5, 15, 30, 60, 120, 240, 360, 360, 480)
RETRY_AFTER = (timedelta(seconds=5), timedelta(seconds=30), *(timedelta(minutes=wait) for wait in _MINUTES))
MAX_ATTEMPTS = len(RETRY_AFTER) + 1  # twelve

_NOT_IN_A_HEADER = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029\u202a-\u202e\u2066-\u2069\s]+")


def wait_after(attempts: int) -> timedelta | None:
    """Return how long a letter waits after its `attempts`-th failure; None when it is dead."""
    return RETRY_AFTER[attempts - 1] if attempts < MAX_ATTEMPTS else None


def call_again_after(tried: int) -> timedelta:
    """Return how long a call waits that was not answered for the `tried`-th time."""
    return CALL_AGAIN_AFTER[min(tried, len(CALL_AGAIN_AFTER)) - 1]


def message_id(key: str, sender: str) -> str:
    """Return the Message-ID of the letter `key`: the same on every try, so that a second copy is known as one."""
    host = sender.rpartition("@")[2].strip("> ") or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{host}>"


def header(text: str) -> str:
    """Return `text` on one line, without what could begin another header or turn the writing direction round."""
    return _NOT_IN_A_HEADER.sub(" ", text).strip()


def delivery_key(event: str, whom: str, address: str) -> str:
    """Return the key that makes a letter unique: what happened, to whom in it, and at which address."""
    return f"{event}:{whom}:{hashlib.sha256(address.encode()).hexdigest()[:12]}"
