"""The end of a shop, by its owner: asked twice, told by letter, and nothing that was made is lost."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog import shop_moves
from marketplace.refusal import Refusal
from shops.access import ShopRequest, require_shop
from shops.states import Role


@require_shop
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: ShopRequest) -> HttpResponse:
    """Say what closing means, and close the shop when the owner ticks that she wants it."""
    if request.membership.role != Role.OWNER:
        raise Http404
    problem = ""
    if request.method == "POST":
        try:
            if not request.POST.get("sure"):
                raise Refusal(_("Tick that you want to close the shop."))
            shop_moves.close(
                shop=request.shop, by=request.user, why=_("Closed by its owner."), now=timezone.now()
            )
            messages.success(request, _("The shop is closed. You can still send the orders you have."))
            return redirect("workspace")
        except Refusal as refusal:
            problem = str(refusal)
    context = {"shop": request.shop, "problem": problem}
    return render(request, "workspace/close.html", context, status=422 if problem else 200)
