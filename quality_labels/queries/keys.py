"""Which key signs."""

from __future__ import annotations

from datetime import datetime

from quality_labels.models import SigningKey
from shops.models import Body


def signing_key(centre: Body, *, at: datetime) -> SigningKey | None:
    """Return the key with which a centre signs at a moment: the newest that may."""
    keys = SigningKey.objects.filter(centre=centre, use_from_at__lte=at, use_until_at__gt=at)
    return keys.order_by("-use_from_at", "-pk").first()
