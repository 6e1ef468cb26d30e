"""Judgements on what is asked of a basket."""

from __future__ import annotations

import re

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace.refusal import Refusal

MAX_LINES = 40
_WHOLE = re.compile(r"[0-9٠-٩]{1,4}")


def parse_quantity(written: str) -> int:
    """Return how many pieces were asked for.

    :raises Refusal: it is not a whole number from 1 up to what one order may hold.
    """
    text = written.strip()
    quantity = int(text) if _WHOLE.fullmatch(text) else 0
    if not 1 <= quantity <= settings.OSCAR_MAX_BASKET_QUANTITY_THRESHOLD:
        raise Refusal(
            _("Write how many pieces you want, from 1 to %(most)s.")
            % {"most": settings.OSCAR_MAX_BASKET_QUANTITY_THRESHOLD},
            field="quantity",
        )
    return quantity


def require_in_stock(*, wanted: int, left: int, title: str) -> None:
    """Refuse more pieces than are left.

    :raises Refusal: none is left, or fewer than wanted.
    """
    if left <= 0:
        raise Refusal(_("“%(title)s” is sold.") % {"title": title}, field="quantity")
    if wanted > left:
        raise Refusal(
            ngettext(
                "Only %(left)s piece of “%(title)s” is left.",
                "Only %(left)s pieces of “%(title)s” are left.",
                left,
            )
            % {"left": left, "title": title},
            field="quantity",
        )


def require_room(*, lines: int, pieces: int) -> None:
    """Refuse a basket beyond what one order may hold.

    :raises Refusal: too many different pieces, or too many altogether.
    """
    if lines > MAX_LINES or pieces > settings.OSCAR_MAX_BASKET_QUANTITY_THRESHOLD:
        raise Refusal(
            _("One order holds at most %(most)s pieces. Please order these first.")
            % {"most": settings.OSCAR_MAX_BASKET_QUANTITY_THRESHOLD}
        )
