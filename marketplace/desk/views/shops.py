"""Shops as the operator sees them: who, what happened, suspending, reopening and closing, and their accounts."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog import shop_moves
from marketplace.desk import queries
from marketplace.desk.access import require_operator
from marketplace.desk.shop_forms import SentenceForm
from marketplace.refusal import Refusal
from shops.access import MemberRequest
from shops.destination import actions as destination_actions
from shops.destination import queries as destinations
from shops.states import SHOP_MOVES, ShopState

MOVES = {
    "suspend": (ShopState.SUSPENDED, shop_moves.suspend),
    "reopen": (ShopState.ACTIVE, shop_moves.reopen),
    "close": (ShopState.CLOSED, shop_moves.close),
}


@require_operator
@require_safe
def shops(request: MemberRequest) -> HttpResponse:
    """List shops by state and by what is typed."""
    state, text = request.GET.get("state", ""), request.GET.get("q", "").replace("\0", "").strip()[:80]
    context = {
        "shops": queries.shops(state=state, text=text)[: queries.SHOPS_SHOWN],
        "state": state,
        "states": ShopState.choices,
        "text": text,
    }
    return render(request, "desk/shops.html", context)


@require_operator
@require_http_methods(["GET", "HEAD", "POST"])
def shop(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a shop with its history; suspend, reopen or close it for a reason it reads."""
    row = queries.shop(pk)
    if row is None:
        raise Http404
    do = request.POST.get("do", "")
    form = SentenceForm(request.POST if request.method == "POST" else None)
    problem = ""
    if request.method == "POST" and do in MOVES and form.is_valid():
        try:
            MOVES[do][1](shop=row, by=request.user, why=form.cleaned_data["why"], now=timezone.now())
            messages.success(request, _("Done. The shop is told."))
            return redirect("desk_shop", pk)
        except Refusal as refusal:
            problem = str(refusal)
    context = {
        "shop": row,
        "words": dict(ShopState.choices),
        "history": destinations.history_of(row),
        "present": destinations.destination_of(row),
        "moves": [name for name, (to, _act) in MOVES.items() if to in SHOP_MOVES.get(row.state, set())],
        "form": form,
        "problem": problem,
    }
    bad = problem or (form.is_bound and form.errors)
    return render(request, "desk/shop.html", context, status=422 if bad else 200)


@require_operator
@require_safe
def accounts(request: MemberRequest) -> HttpResponse:
    """List the changes of where money goes whose holder is not named like the card."""
    return render(request, "desk/accounts.html", {"waiting": destinations.waiting()})


@require_operator
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one such change beside the names on the cards; let it hold, or not."""
    row = destinations.waiting().filter(pk=pk).first()
    if row is None:
        raise Http404
    do = request.POST.get("do", "")
    form = SentenceForm(request.POST if do == "refuse" else None)
    problem = ""
    if do == "accept" or (do == "refuse" and form.is_valid()):
        try:
            destination_actions.decide_holder(
                destination=row,
                holds=do == "accept",
                why=form.cleaned_data["why"] if do == "refuse" else "",
                by=request.user,
                now=timezone.now(),
            )
            messages.success(request, _("Done. The shop is told."))
            return redirect("desk_accounts")
        except Refusal as refusal:
            problem = str(refusal)
    context = {
        "account": row,
        "names": destinations.names_of(row.shop),
        "present": destinations.destination_of(row.shop),
        "form": form,
        "problem": problem,
    }
    bad = problem or (form.is_bound and form.errors)
    return render(request, "desk/account.html", context, status=422 if bad else 200)
