"""What the processes of race tests run: people of one shop who say yes to the same table."""

from __future__ import annotations

from marketplace.accounts.models import User
from marketplace.workspace import sheet_actions, sheets
from marketplace.workspace.models import Sheet
from tests.factories import NOW


def say_yes(sheet_id: int, user_id: int) -> str:
    """Say yes to a table that was looked through before the start signal."""
    sheet, by = Sheet.objects.select_related("shop__place").get(pk=sheet_id), User.objects.get(pk=user_id)
    try:
        sheet_actions.apply(sheet=sheet, by=by, now=NOW)
    except sheet_actions.SheetGone:
        return "gone"
    return "done"


def say_yes_unclaimed(sheet_id: int, user_id: int) -> str:
    """Say yes with the guard switched off: do what the rows say without claiming the table."""
    sheet, by = Sheet.objects.select_related("shop__place").get(pk=sheet_id), User.objects.get(pk=user_id)
    resource = sheets.PieceResource(shop=sheet.shop, by=by, now=NOW)
    sheets.run(resource, sheet_actions._rows(sheet), dry=False)
    return "done"
