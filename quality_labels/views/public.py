"""What everybody may see: the register and its sheets."""

from __future__ import annotations

from dataclasses import asdict
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.timezone import localdate

from catalog.grades import Grade
from marketplace import jinja
from marketplace.public_pages import LIFETIME, public_file, public_page
from quality_labels import queries, scans, schemes
from quality_labels.register import Question, statistics, table, wilayas
from quality_labels.states import LabelState

PER_PAGE = 50


@public_page
def register(request: HttpRequest) -> HttpResponse:
    """Show the public register, newest first: last digits only, and what the centre refused."""
    question = Question.read(request.GET)
    page = Paginator(question.rows(), PER_PAGE).get_page(request.GET.get("page"))
    asked = urlencode({name: value for name, value in asdict(question).items() if value})
    context = {
        "page": page,
        "counts": queries.state_counts(),
        "question": question,
        "asked": asked,
        "wilayas": wilayas(),
        "grades": [(str(grade.value), jinja.grade_word(grade.value)) for grade in reversed(Grade)],
        "states": [(state.value, state.label) for state in queries.REGISTERED],
    }
    return render(request, "quality_labels/stamps.html", context)


@public_file
def register_table(request: HttpRequest) -> HttpResponse:
    """Serve the register, or what is asked of it, as CSV: codes and numbers, nobody's name, no whole number."""
    lines = table(Question.read(request.GET).rows(), origin=settings.PUBLIC_ORIGIN)
    response = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="stamps.csv"'
    patch_cache_control(response, public=True, max_age=LIFETIME)
    return response


@public_file
def figures(request: HttpRequest) -> HttpResponse:
    """Serve what each centre granted and refused, and where its labels stand, as JSON."""
    response = JsonResponse({"centres": statistics()})
    patch_cache_control(response, public=True, max_age=LIFETIME)
    return response


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
        "many_places": scans.is_seen_in_many_places(row, on=localdate()),
        "successor": queries.successor_of(row) if row.state == LabelState.SUPERSEDED else None,
    }
    return render(request, "quality_labels/stamp.html", context)
