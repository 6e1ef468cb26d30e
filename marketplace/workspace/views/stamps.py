"""The shop's requests for stamps (A16): where each stands, and what a refusal says."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marketplace.refusal import Refusal
from marketplace.workspace import queries
from quality_labels import actions as label_actions
from quality_labels import queries as label_queries
from shops.access import ShopRequest, require_shop


@require_shop
@require_safe
def stamps(request: ShopRequest) -> HttpResponse:
    """List the shop's requests, the newest first."""
    requests = label_queries.with_progress(label_queries.requests_of(request.shop)[: queries.PAGE])
    return render(request, "workspace/stamps.html", {"shop": request.shop, "applications": requests})


@require_shop
@require_POST
def appeal(request: ShopRequest, request_pk: int) -> HttpResponse:
    """Appeal against a refusal, in the shop's own words."""
    application = get_object_or_404(label_queries.requests_of(request.shop), pk=request_pk)
    try:
        label_actions.lodge_appeal(
            application=application,
            by=request.user,
            why=request.POST.get("why", "")[:500],
            now=timezone.now(),
        )
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Your appeal is with the centre. Somebody else will read the piece."))
    return redirect("workspace_piece", application.product_id)
