"""What everybody may see: the register and its sheets."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from marketplace import jinja
from marketplace.public_pages import public_page
from quality_labels import queries, schemes

PER_PAGE = 50


@public_page
def register(request: HttpRequest) -> HttpResponse:
    """Show the public register, newest first: last digits only, and what the centre refused."""
    page = Paginator(queries.register(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "quality_labels/stamps.html", {"page": page, "counts": queries.state_counts()})


@public_page
def sheet(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the sheet of one stamp: what was measured, and what was not tested."""
    row = (
        queries.register()
        .select_related("scheme_version", "product__maker")
        .filter(public_id=public_id)
        .first()
    )
    if row is None:
        raise Http404
    scheme, claims = queries.read_label(row)
    language = jinja.lang()
    context = {
        "label": row,
        "product": row.product,
        "photo": queries.front_photo(row.product),
        "scheme": scheme,
        "kind": schemes.word("kinds", claims.kind, language),
        "measured": queries.measured(scheme, claims, language),
        "materials": [schemes.word("materials", code, language) for code in claims.materials or ()],
        "colours": [schemes.word("colours", code, language) for code in claims.colours or ()],
        "not_tested": [names[language] for names in scheme.not_tested],
        "set_by_centre": not all(band.official for band in scheme.bands),
        "artisan_no": claims.artisan_no,
    }
    return render(request, "quality_labels/stamp.html", context)
