"""What the processes of race tests run: operators and owners at the same moment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError

from marketplace.accounts.models import User
from marketplace.refusal import Refusal
from shops.application import actions
from shops.application.models import ShopApplication
from shops.destination import actions as destinations
from shops.partner.models import Partner

NOW = datetime.fromisoformat("2026-11-22T09:00:00+00:00")


def approve(application_id: int, operator_id: int, seen: list[str]) -> str:
    """Approve what was read before the start signal."""
    row = ShopApplication.objects.get(pk=application_id)
    operator = User.objects.get(pk=operator_id)
    try:
        actions.approve(application=row, by=operator, seen=seen, now=NOW)
    except Refusal:
        return "refused"
    except IntegrityError:
        return "broken"
    return "approved"


def approve_unguarded(application_id: int, operator_id: int, seen: list[str]) -> str:
    """Approve with the guards off: no lock, what was looked at before, a move without its condition."""

    def as_it_was(pk: int) -> ShopApplication:
        row = ShopApplication.objects.select_related("user", "place", "craft", "unit").get(pk=pk)
        row.state = "submitted"
        return row

    def move(row: Any, to: str, **rest: Any) -> None:
        columns = {name: rest[name] for name in ("shop",) if name in rest}
        type(row).objects.filter(pk=row.pk).update(state=to, **columns)

    actions.queries.lock = as_it_was
    actions.queries.judged = lambda _row, **_day: []
    actions._require_no_artisan = lambda _user: None
    actions.advance = move
    return approve(application_id, operator_id, seen)


def confirm(shop_id: int, owner_id: int, code_id: int, code: str) -> str:
    """Type the right code into one of two windows."""
    changed = destinations.confirm_change(
        shop=Partner.objects.get(pk=shop_id),
        owner=User.objects.get(pk=owner_id),
        code_id=code_id,
        written=code,
        now=NOW,
    )
    return "changed" if changed else "not"
