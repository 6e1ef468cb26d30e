"""Reads of checkout."""

from __future__ import annotations

from datetime import datetime, timedelta

from catalog.models import Card, Product
from marketplace.checkout import rules
from marketplace.checkout.models import ContactCode


def similar_pieces(product: Product, *, limit: int = 3) -> list[Card]:
    """Return pieces still to be had that are like `product`: its kind first, then its craft."""
    card = Card.objects.filter(product_id=product.pk).first()
    if card is None:
        return []
    rows = (
        Card.objects.filter(available=True)
        .exclude(product_id=product.pk)
        .order_by("-listed_at", "-product_id")
    )
    found = list(rows.filter(kind=card.kind)[:limit])
    if len(found) < limit:
        rest = rows.filter(craft=card.craft).exclude(pk__in=[row.pk for row in found])
        found += list(rest[: limit - len(found)])
    return found


def open_code(basket_id: int, contact: str, *, now: datetime) -> ContactCode | None:
    """Return the newest code that may still be typed in."""
    return (
        ContactCode.objects.filter(
            basket_id=basket_id,
            contact=contact,
            used_at__isnull=True,
            expires_at__gt=now,
            tries__lt=rules.CODE_TRIES,
        )
        .order_by("-pk")
        .first()
    )


def is_confirmed(basket_id: int, contact: str, *, now: datetime) -> bool:
    """Tell whether this contact was confirmed for this basket within the hour."""
    return ContactCode.objects.filter(
        basket_id=basket_id, contact=contact, used_at__gt=now - rules.CONFIRMED_FOR
    ).exists()


def codes_sent(contact: str, *, now: datetime) -> int:
    """Return how many codes went to this contact within the hour."""
    return ContactCode.objects.filter(contact=contact, created_at__gt=now - timedelta(hours=1)).count()


def code_for_letter(contact_code_id: int) -> tuple[ContactCode, str]:
    """Return a code row and its six digits, for the letter that carries them."""
    row = ContactCode.objects.get(pk=contact_code_id)
    return row, rules.code_of(row)
