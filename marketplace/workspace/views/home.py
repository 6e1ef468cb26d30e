"""The first screen of the panel."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from marketplace.workspace import queries, words
from shops.access import ASSISTING, ShopRequest, memberships_of, require_shop


@require_safe
@ensure_csrf_cookie
def door(request: HttpRequest) -> HttpResponse:
    """Open the panel to whoever has a shop, and lead a person who is of nothing yet to her application for one.

    It brings the cookie of forms along: the script that sends drafts asks for a token at once, and its answer, late on
    a slow network, would otherwise make a new secret under a form that the person has opened meanwhile.
    """
    nobody_yet = request.user.is_authenticated and not memberships_of(request)
    if nobody_yet and ASSISTING not in request.session:
        return redirect("workspace_apply")
    return home(request)


@require_shop
def home(request: ShopRequest) -> HttpResponse:
    """Show the four tiles: a new piece, my pieces, orders to send, my money; and what is unfinished."""
    counts = queries.counts(request.shop)
    _sales, receives = queries.coming_to(request.shop)
    context = {
        "shop": request.shop,
        "closed": request.shop.is_closed_on(localdate()),
        "counts": counts,
        "orders": counts["to_answer"] + counts["to_send"],
        "coming_dinars": receives // 100,
        "sending": words.for_sending(request),
    }
    return render(request, "workspace/home.html", context)
