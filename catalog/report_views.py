"""Report a listing: a public page with a form, the same for everybody, so that it carries no token (docs/adr/0011)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from catalog import queries, reviewing
from catalog.forms import ReportForm
from catalog.models import Product
from marketplace.network import network_of
from marketplace.public_pages import public_page
from marketplace.refusal import Refusal
from marketplace.same_site import same_site_only


@same_site_only
def report(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """Show the form of a piece, take what was written in it, or say thanks (`?sent=1`)."""
    if request.method == "POST":
        return _take(request, _piece(pk))
    return _page(request, slug=slug, pk=pk)


@public_page
def _page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    piece = _piece(pk)
    if slug != piece.slug:
        return redirect("report_piece", piece.slug, pk, permanent=True)
    return _shown(request, piece, ReportForm(), sent="sent" in request.GET)


def _take(request: HttpRequest, piece: Product) -> HttpResponse:
    form = ReportForm(request.POST)
    if form.is_valid():
        try:
            if not form.is_by_a_machine:
                reviewing.report(
                    product=piece,
                    reason=form.cleaned_data["reason"],
                    text=form.cleaned_data["text"],
                    contact=form.cleaned_data["contact"],
                    language=get_language() or "ar",
                    network=network_of(request),
                    now=timezone.now(),
                )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            response = redirect("report_piece", piece.slug, piece.pk)
            response["Location"] += "?sent=1"
            return response
    return _shown(request, piece, form, sent=False)


def _piece(pk: int) -> Product:
    piece = queries.piece(pk)
    if piece is None:
        raise Http404
    return piece


def _shown(request: HttpRequest, piece: Product, form: ReportForm, *, sent: bool) -> HttpResponse:
    context = {"piece": piece, "form": form, "sent": sent}
    return render(request, "catalog/report.html", context, status=422 if form.errors else 200)
