"""The shop's pieces as a table, out and in (A18): saved, looked through, done."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from marketplace import jinja
from marketplace.refusal import Refusal
from marketplace.workspace import queries, sheet_actions, tables
from marketplace.workspace.sheet_forms import TableForm
from marketplace.workspace.sheets import COLUMNS, Done, PieceResource, rows_out
from shops.access import ShopRequest, require_shop

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_shop
@require_http_methods(["GET", "HEAD", "POST"])
def sheets(request: ShopRequest) -> HttpResponse:
    """Show how the pieces go out and come in as a table; keep a table that was sent and show what it would do."""
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["table"]
        try:
            # One byte more than may be: a larger file is refused without being read whole.
            content = upload.read(tables.MAX_BYTES + 1)
            kept = sheet_actions.keep(
                shop=request.shop, by=request.user, name=upload.name, content=content, now=timezone.now()
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return redirect("workspace_sheet", kept.pk)
    context = {"shop": request.shop, "form": form, "columns": COLUMNS.values()}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "workspace/sheets.html", context, status=status)


@require_shop
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: ShopRequest, sheet_pk: int) -> HttpResponse:
    """Show row by row what a kept table would do; do it when its shop says yes."""
    kept = queries.sheet_of(request.shop, sheet_pk)
    now = timezone.now()
    try:
        if request.method == "POST":
            sheet_actions.apply(sheet=kept, by=request.user, now=now)
            return redirect("workspace_sheet", sheet_pk)
        done = kept.applied_at is not None
        outcomes = (
            Done.of(kept.outcome)
            if done
            else sheet_actions.look_through(sheet=kept, by=request.user, now=now)
        )
    except sheet_actions.SheetGone as refusal:
        messages.warning(request, str(refusal))
        return redirect("workspace_sheets")
    context = {"shop": request.shop, "sheet": kept, "done": done, "outcomes": outcomes}
    return render(request, "workspace/sheet.html", context)


@require_shop
@require_safe
def as_csv(request: ShopRequest) -> HttpResponse:
    """Send the shop's pieces as CSV."""
    return _file(tables.write_csv(_rows(request)), "text/csv; charset=utf-8", "damgha.csv")


@require_shop
@require_safe
def as_xlsx(request: ShopRequest) -> HttpResponse:
    """Send the shop's pieces as an Excel workbook."""
    return _file(tables.write_xlsx(_rows(request), rtl=jinja.direction() == "rtl"), XLSX, "damgha.xlsx")


def _rows(request: ShopRequest) -> list[tables.Row]:
    return rows_out(PieceResource(shop=request.shop, by=request.user, now=timezone.now()))


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
