"""The shop's own part of orders: answered, sent (A5 to A8)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marketplace.machine import IllegalMove
from marketplace.order import actions as order_actions
from marketplace.order.models import ShopOrder
from marketplace.refusal import Refusal
from marketplace.shipping import places
from marketplace.workspace import queries
from marketplace.workspace.forms import RefusalForm, SendingForm
from shops.access import ShopRequest, require_shop


@require_shop
@require_safe
def orders(request: ShopRequest) -> HttpResponse:
    """List the shop's own part of orders, those that wait for it first."""
    found = list(queries.orders_of(request.shop)[: queries.PAGE])
    waiting = [order for order in found if order.state in (*queries.TO_ANSWER, queries.S.ACCEPTED)]
    others = [order for order in found if order not in waiting]
    return render(
        request, "workspace/orders.html", {"shop": request.shop, "waiting": waiting, "others": others}
    )


@require_shop
@require_safe
def order(request: ShopRequest, number: str) -> HttpResponse:
    """Show one shop order with what can be done now."""
    return _order_page(request, queries.order_of(request.shop, number))


def _order_page(
    request: ShopRequest,
    shop_order: ShopOrder,
    *,
    refusal: RefusalForm | None = None,
    sending: SendingForm | None = None,
) -> HttpResponse:
    failed = bool((refusal and refusal.errors) or (sending and sending.errors))
    context = {
        "shop": request.shop,
        "shop_order": shop_order,
        "address": places.address_lines(
            places.Address.of(shop_order.order), get_language() or request.shop.language
        ),
        "can_answer": shop_order.state in queries.TO_ANSWER,
        "can_send": shop_order.state == queries.S.ACCEPTED,
        "refusal": refusal or RefusalForm(),
        "sending": sending or SendingForm(),
    }
    return render(request, "workspace/order.html", context, status=422 if failed else 200)


@require_shop
@require_POST
def accept(request: ShopRequest, number: str) -> HttpResponse:
    """Promise to send it."""
    shop_order = queries.order_of(request.shop, number)
    _moved(
        request,
        lambda: order_actions.accept(shop_order=shop_order, by=request.user, now=timezone.now()),
        _("Accepted. Please send it by the day shown."),
    )
    return redirect("workspace_order", number)


@require_shop
@require_POST
def refuse(request: ShopRequest, number: str) -> HttpResponse:
    """Say no with a reason the buyer reads."""
    shop_order = queries.order_of(request.shop, number)
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return _order_page(request, shop_order, refusal=form)
    reason = form.cleaned_data["reason"]
    _moved(
        request,
        lambda: order_actions.refuse(
            shop_order=shop_order, by=request.user, reason=reason, now=timezone.now()
        ),
        _("Refused. The buyer is told."),
    )
    return redirect("workspace_order", number)


@require_shop
@require_POST
def send(request: ShopRequest, number: str) -> HttpResponse:
    """Say how it left: a tracking number, or handed to the centre."""
    shop_order = queries.order_of(request.shop, number)
    form = SendingForm(request.POST)
    if not form.is_valid():
        return _order_page(request, shop_order, sending=form)
    _moved(
        request,
        lambda: order_actions.send(
            shop_order=shop_order, by=request.user, now=timezone.now(), **form.cleaned_data
        ),
        _("Sent. The buyer is told."),
    )
    return redirect("workspace_order", number)


def _moved(request: ShopRequest, move: Callable[[], Any], said: str) -> None:
    """Make one move and say how it went; a second tap, or a late one, is told and changes nothing."""
    try:
        move()
    except IllegalMove:
        messages.warning(request, _("This order has already moved on. Nothing was changed."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, said)
