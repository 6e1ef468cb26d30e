"""The shop's requests for stamps (A16): where each stands, and what a refusal says."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace.workspace import queries
from quality_labels import queries as label_queries
from shops.access import ShopRequest, require_shop


@require_shop
@require_safe
def stamps(request: ShopRequest) -> HttpResponse:
    """List the shop's requests, the newest first."""
    requests = label_queries.with_progress(label_queries.requests_of(request.shop)[: queries.PAGE])
    return render(request, "workspace/stamps.html", {"shop": request.shop, "applications": requests})
