"""The day's pieces by village, and what keeps that one page on the phone for where there is no network."""

from __future__ import annotations

import json
from hashlib import blake2b

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from marketplace import jinja
from quality_labels import queries
from quality_labels.states import ApplicationState
from quality_labels.views.access import at_the_centre, field_kit
from shops.access import MemberRequest

SOURCE = settings.BASE_DIR / "static" / "js" / "stamping-worker.js"
KEPT = ("css/app.css", "icons.svg", "js/day.js", "js/inspect.js", "js/basket-badge.js", "favicon.svg")
KEPT_IN_ARABIC = ("fonts/arabic-400.woff2", "fonts/arabic-600.woff2")
KEPT_DAYS = 3  # a sortie and the way back; an older list is thrown away unseen


@at_the_centre
@require_safe
def day(request: MemberRequest) -> HttpResponse:
    """List what waits, village by village, the oldest first in each, on a page that opens without network too."""
    centre = request.membership.body
    waiting = list(queries.day_list(centre))
    today = timezone.localdate()
    context = {
        "villages": queries.by_village(waiting),
        "count": len(waiting),
        "now": timezone.now(),
        "sessions": [row for row in queries.coming_sessions(centre) if row.held_on <= today],
        "days": KEPT_DAYS,
        "field": field_kit(request),
        "sheets": [
            reverse("stamping_evaluation", args=[row.pk])
            for row in waiting
            if row.state == ApplicationState.ACCEPTED
        ],
    }
    return render(request, "quality_labels/day.html", context)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Serve the worker from where its scope is the desk, with the list of files this version keeps."""
    names = KEPT + (KEPT_IN_ARABIC if jinja.lang() == "ar" else ())
    house = {
        "home": reverse("stamping"),
        "day": reverse("stamping_day"),
        "days": KEPT_DAYS,
        "files": [static(name) for name in names],
    }
    source = SOURCE.read_text(encoding="utf-8")
    written = json.dumps(house)
    version = blake2b((written + source).encode(), digest_size=6).hexdigest()
    text = f'const VERSION = "{version}";\nconst HOUSE = {written};\n{source}'
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    patch_cache_control(response, no_cache=True)
    return response
