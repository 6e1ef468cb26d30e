"""Use cases of a table of pieces: kept when it was looked through, and done once when its shop says yes."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.refusal import Refusal
from marketplace.workspace import sheets, tables
from marketplace.workspace.models import Sheet
from shops.partner.models import Partner

KEPT_FOR = timedelta(hours=1)


class SheetGone(Refusal):
    """The table waited too long, or was done already."""


@transaction.atomic
def keep(*, shop: Partner, by: User, name: str, content: bytes, now: datetime) -> Sheet:
    """Keep a table that can be read, for an hour; those that waited longer go.

    :raises Refusal: it cannot be read, or its heading names no columns of ours.
    """
    rows = tables.read(content)
    sheets.columns_of(rows[0][1])
    Sheet.objects.filter(created_at__lt=now - KEPT_FOR).delete()
    return Sheet.objects.create(
        shop=shop,
        by=by,
        name=name[-120:],
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        created_at=now,
    )


def look_through(*, sheet: Sheet, by: User, now: datetime) -> sheets.Outcomes:
    """Return what a kept table would do, writing nothing.

    :raises SheetGone: it waited too long.
    """
    if now - sheet.created_at > KEPT_FOR:
        raise _gone()
    resource = sheets.PieceResource(shop=sheet.shop, by=by, now=now)
    return sheets.run(resource, _rows(sheet), dry=True)


@transaction.atomic
def apply(*, sheet: Sheet, by: User, now: datetime) -> sheets.Outcomes:
    """Do what the good rows of a kept table say, once; the bad ones are left out and named.

    `sheet` may be stale: the first of two who say yes marks it by one guarded statement, and the other does nothing.

    :raises SheetGone: it was done already, or waited too long.
    """
    claimed = Sheet.objects.filter(
        pk=sheet.pk, applied_at__isnull=True, created_at__gte=now - KEPT_FOR
    ).update(applied_at=now)
    if claimed != 1:
        raise _gone()
    resource = sheets.PieceResource(shop=sheet.shop, by=by, now=now)
    outcomes = sheets.run(resource, _rows(sheet), dry=False)
    Sheet.objects.filter(pk=sheet.pk).update(outcome=outcomes.kept())
    return outcomes


def _rows(sheet: Sheet) -> list[tuple[int, tables.Row]]:
    """Return the rows of the very bytes that were looked through."""
    content = bytes(sheet.content)
    if hashlib.sha256(content).hexdigest() != sheet.sha256:
        raise _gone()
    return tables.read(content)


def _gone() -> SheetGone:
    return SheetGone(_("This table was done already, or waited longer than an hour. Please send it again."))
