"""Use cases of a shop as a whole: suspended, reopened, closed. Its pieces stop, or go on, in the same transaction."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from catalog.actions import refresh_pauses
from catalog.models import Product
from marketplace import outbox
from marketplace.accounts.models import User
from marketplace.machine import IllegalMove, advance
from marketplace.refusal import Refusal
from shops.partner.models import Partner
from shops.states import SHOP_MOVES, ShopState


def suspend(*, shop: Partner, by: User, why: str, now: datetime) -> None:
    """Stop a shop for a reason it reads: its pieces stay in sight and cannot be ordered; orders taken go on.

    :raises Refusal: it does not sell now.
    """
    _move(shop, ShopState.SUSPENDED, by=by, why=why, now=now)


def reopen(*, shop: Partner, by: User, why: str, now: datetime) -> None:
    """Let a shop sell again; what is paused for another reason stays paused.

    :raises Refusal: it sells already.
    """
    _move(shop, ShopState.ACTIVE, by=by, why=why, now=now)


def close(*, shop: Partner, by: User, why: str, now: datetime) -> None:
    """End a shop, by its owner's wish or the operator's; its page and pieces stay, as what was made.

    :raises Refusal: it is closed already.
    """
    _move(shop, ShopState.CLOSED, by=by, why=why, now=now)


@transaction.atomic
def _move(shop: Partner, to: ShopState, *, by: User, why: str, now: datetime) -> None:
    try:
        advance(shop, to, moves=SHOP_MOVES, by=by, at=now, why=why, state_why=why)
    except IllegalMove as error:
        raise Refusal(_("The shop is in that state already.")) from error
    pieces = Product.objects.filter(shop=shop).values_list("pk", flat=True)
    refresh_pauses(product_ids=pieces, today=localdate(now))
    change = shop.changes.order_by("-pk").first()
    outbox.emit(f"shop.{to}", change_id=change.pk if change else 0)
