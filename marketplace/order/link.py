"""The follow-up link of an order: signed, revocable, the same in every letter: docs/orders.md."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from marketplace.order.models import Order

_TOKEN_LENGTH = 26
_REFERENCE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_REFERENCE_LENGTH = 10


def new_reference() -> str:
    """Return an unguessable order number that can be read over the phone: ten characters, no 0/O, 1/I/L, U."""
    return "".join(secrets.choice(_REFERENCE_ALPHABET) for _ in range(_REFERENCE_LENGTH))


def _token(key: str, order: Order) -> str:
    text = f"order-link:{order.pk}:{order.link_version}".encode()
    digest = hmac.new(key.encode(), text, hashlib.sha256).digest()
    return base64.b32encode(digest).decode()[:_TOKEN_LENGTH].lower()


def token_of(order: Order) -> str:
    """Return the token that stands in every letter; raising `order.link_version` revokes it."""
    return _token(settings.LINK_KEYS[0], order)


def is_token_of(order: Order, token: str) -> bool:
    """Tell, in constant time, whether `token` opens `order`; older link keys still do."""
    return any(hmac.compare_digest(_token(key, order).encode(), token.encode()) for key in settings.LINK_KEYS)
