"""Two pieces beside one another: is it another one?"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from marketplace.machine import IllegalMove
from marketplace.refusal import Refusal
from quality_labels import actions
from quality_labels.models import AlikePiece
from quality_labels.views.access import at_the_centre, done_already
from shops.access import MemberRequest


@at_the_centre
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: MemberRequest, pair_pk: int) -> HttpResponse:
    """Show both pieces with their photos, and take what somebody says who has seen them."""
    rows = AlikePiece.objects.select_related(
        "application__product__kind", "application__shop", "application__maker", "other__kind", "other__shop"
    )
    pair = get_object_or_404(rows, pk=pair_pk, application__centre=request.membership.body)
    verdict = request.POST.get("verdict", "")
    if request.method == "POST" and verdict in ("another", "same"):
        try:
            actions.tell_apart(
                pair=pair, is_another=verdict == "another", by=request.user, now=timezone.now()
            )
        except IllegalMove:
            return done_already(request)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Kept. The request goes on from here."))
            return redirect("stamping")
    context = {
        "pair": pair,
        "sides": [
            (pair.application.product, pair.application.product.images.all()),
            (pair.other, pair.other.images.all()),
        ],
    }
    return render(request, "quality_labels/alike.html", context)
