"""Where the shop's money goes: shown masked, changed by the owner with a code on the channel we knew before."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from marketplace.accounts.rules import masked
from marketplace.refusal import Refusal
from marketplace.workspace.apply_forms import CodeForm, DestinationForm
from shops.access import ShopRequest, require_shop
from shops.destination import actions, queries
from shops.destination.states import DestinationKind
from shops.states import Role

ASKED = "destination_code"  # in the session: which code was sent for a change

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_shop
@get_or_post
def destination(request: ShopRequest) -> HttpResponse:
    """Show where money goes and whether payouts wait; take another account, and send a code to the old channel."""
    owner = request.membership.role == Role.OWNER
    kind = request.GET.get("kind", "")
    if kind not in DestinationKind.values:
        return render(request, "workspace/destination/destination.html", _now(request, is_owner=owner))
    _require_owner(request)
    form = DestinationForm(request.POST if request.method == "POST" else None, kind=kind)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.ask_change(
                shop=request.shop,
                owner=request.user,
                destination=form.destination(),
                language=(get_language() or "ar")[:2],
                now=timezone.now(),
            )
            request.session[ASKED] = row.pk
            return redirect("workspace_destination_code")
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"shop": request.shop, "form": form, "kind_name": DestinationKind(kind).label}
    return render(request, "workspace/destination/change.html", context, status=_status(form))


def _now(request: ShopRequest, *, is_owner: bool) -> dict[str, Any]:
    shop, today = request.shop, timezone.localdate()
    present = queries.destination_of(shop)
    return {
        "shop": shop,
        "present": present,
        "waiting": queries.waiting_of(shop),
        "paused": queries.are_paused(shop, on=today),
        "kinds": DestinationKind.choices,
        "is_owner": is_owner,
    }


@require_shop
@get_or_post
def code(request: ShopRequest) -> HttpResponse:
    """Take the code that came to the old channel; the right one changes where money goes."""
    _require_owner(request)
    asked = request.session.get(ASKED)
    if not asked:
        return redirect("workspace_destination")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        changed = actions.confirm_change(
            shop=request.shop,
            owner=request.user,
            code_id=asked,
            written=form.cleaned_data["code"],
            now=timezone.now(),
        )
        if changed is not None:
            del request.session[ASKED]
            messages.success(
                request, _("It is changed. For seven days nothing is paid out; then your money goes there.")
            )
            return redirect("workspace_destination")
        form.add_error(
            "code", _("This is not the code, or its time is over. Look again, or ask for a new one.")
        )
    context = {
        "shop": request.shop,
        "form": form,
        "contact": masked(request.user.email or request.user.phone or ""),
        "again": reverse("workspace_destination"),
    }
    return render(request, "workspace/destination/code.html", context, status=_status(form))


def _require_owner(request: ShopRequest) -> None:
    """Let only an owner change where money goes.

    :raises Http404: for those who sell in the shop.
    """
    if request.membership.role != Role.OWNER:
        raise Http404


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200
