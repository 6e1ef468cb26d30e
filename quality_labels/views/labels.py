"""A label to print and to fix on its piece."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marketplace.machine import IllegalMove
from quality_labels import actions, queries, schemes
from quality_labels.states import LabelState
from quality_labels.views.access import at_the_centre, done_already, find_label
from shops.access import MemberRequest


@at_the_centre
@require_safe
def label(request: MemberRequest, public_id: str) -> HttpResponse:
    """Show a label ready to print: QR, whole serial, Arabic and French."""
    row = find_label(request, public_id)
    scheme, claims = queries.read_label(row)
    sides = [
        {
            "code": language,
            "grade": schemes.word("grades", claims.grade, language),
            "kind": schemes.word("kinds", claims.kind, language),
            "measured": queries.measured(scheme, claims, language),
            "materials": [schemes.word("materials", code, language) for code in claims.materials or ()],
            "colours": [schemes.word("colours", code, language) for code in claims.colours or ()],
            "not_tested": [names[language] for names in scheme.not_tested],
        }
        for language in ("ar", "fr")
    ]
    context = {
        "label": row,
        "sides": sides,
        "scheme": scheme,
        "qr": queries.qr_svg(row),
        "host": settings.STAMP_HOST.lower(),
        "fresh": row.state in (LabelState.SIGNED, LabelState.PRINTED),
    }
    return render(request, "quality_labels/label.html", context)


@at_the_centre
@require_POST
def affix(request: MemberRequest, public_id: str) -> HttpResponse:
    """Record that a label is on its piece."""
    row = find_label(request, public_id)
    try:
        actions.affix(label=row, by=request.user, now=timezone.now())
    except IllegalMove:
        return done_already(request)
    messages.success(request, _("The label is on the piece, and its grade on the piece's page."))
    return redirect("stamping")
