"""The shop's own part of orders: answered, sent (A5 to A8)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog import private_photos
from marketplace.machine import IllegalMove
from marketplace.order import actions as order_actions
from marketplace.order.models import ShopOrder
from marketplace.order.states import ProposalState
from marketplace.refusal import Refusal
from marketplace.shipping import places
from marketplace.shipping.states import DeliveryMethod
from marketplace.workspace import queries
from marketplace.workspace.forms import SendingForm
from marketplace.workspace.order_forms import CARRIERS, CannotSendForm, OtherDayForm, PackingForm
from shops.access import ShopRequest, require_shop

# The drawing of each state; what ended has a cross.
ICONS = {
    queries.S.PAID: "hourglass",
    queries.S.CONFIRMED: "hourglass",
    queries.S.ACCEPTED: "parcel",
    queries.S.SENT: "truck",
    queries.S.DELIVERED: "check",
}


@require_shop
@require_safe
def orders(request: ShopRequest) -> HttpResponse:
    """List the shop's own part of orders, those that wait for it first."""
    found = list(queries.orders_of(request.shop)[: queries.PAGE])
    today = localdate()
    groups = queries.by_what_is_next(found)
    context = {
        "shop": request.shop,
        "groups": {name: [_shown(row, today) for row in rows] for name, rows in groups.items()},
        "nothing": not found,
    }
    return render(request, "workspace/orders.html", context)


def _shown(row: ShopOrder, today: date) -> dict[str, Any]:
    """Return a shop order as lists and pages show it: what it waits for, by when, and how many days that is."""
    proposal = next((one for one in row.proposals.all() if one.state == ProposalState.OFFERED), None)
    answer, deliver = row.state in queries.TO_ANSWER, row.state == queries.S.ACCEPTED
    by = row.answer_by_on if answer else row.send_by_on if deliver else None
    return {
        "shop_order": row,
        "proposal": proposal,
        "can_answer": answer,
        "can_send": deliver,
        "by": by,
        "days_left": (by - today).days if by else None,
        "icon_name": ICONS.get(queries.S(row.state), "cross"),
        "collect": row.delivery_method == DeliveryMethod.COLLECT,
    }


@require_shop
@require_safe
def order(request: ShopRequest, number: str) -> HttpResponse:
    """Show one shop order with what can be done now."""
    return _order_page(request, queries.order_of(request.shop, number))


def _order_page(
    request: ShopRequest,
    shop_order: ShopOrder,
    *,
    refusal: CannotSendForm | None = None,
    other: OtherDayForm | None = None,
    packing: PackingForm | None = None,
    sending: SendingForm | None = None,
) -> HttpResponse:
    today = localdate()
    failed = any(form is not None and form.errors for form in (refusal, other, packing, sending))
    context = {
        **_shown(shop_order, today),
        "shop": request.shop,
        "address": places.address_lines(
            places.Address.of(shop_order.order), get_language() or request.shop.language
        ),
        "refusal": refusal or CannotSendForm(),
        "other": other or OtherDayForm(shop_order=shop_order, today=today),
        "packing": packing or PackingForm(shop_order=shop_order),
        "sending": sending or SendingForm(),
        "carriers": CARRIERS,
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
    form = CannotSendForm(request.POST)
    if not form.is_valid():
        return _order_page(request, shop_order, refusal=form)
    reason = form.sentence(shop_order.order.language)
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
def other_day(request: ShopRequest, number: str) -> HttpResponse:
    """Ask the buyer for another day."""
    shop_order = queries.order_of(request.shop, number)
    form = OtherDayForm(request.POST, shop_order=shop_order, today=localdate())
    if not form.is_valid():
        return _order_page(request, shop_order, other=form)
    try:
        order_actions.propose_day(
            shop_order=shop_order,
            by=request.user,
            proposed_on=form.proposed_on(),
            why=form.sentence(shop_order.order.language),
            now=timezone.now(),
        )
    except Refusal as no:
        form.add_error(no.field if no.field in form.fields else None, str(no))
        return _order_page(request, shop_order, other=form)
    except IllegalMove:
        messages.warning(request, _("This order has already moved on. Nothing was changed."))
    else:
        messages.success(request, _("The buyer is asked. You see the answer here."))
    return redirect("workspace_order", number)


@require_shop
@require_POST
def pack(request: ShopRequest, number: str) -> HttpResponse:
    """Say that everything is in the parcel, with a photo of it if one was taken."""
    shop_order = queries.order_of(request.shop, number)
    form = PackingForm(request.POST, request.FILES, shop_order=shop_order)
    if not form.is_valid():
        return _order_page(request, shop_order, packing=form)
    photo = form.cleaned_data["photo"]
    try:
        order_actions.pack(
            shop_order=shop_order,
            by=request.user,
            ticked=form.cleaned_data["lines"],
            photo=photo,
            size=photo.size if photo else 0,
            read=form.read(),
            now=timezone.now(),
        )
    except Refusal as no:
        form.add_error(no.field if no.field in form.fields else None, str(no))
        return _order_page(request, shop_order, packing=form)
    except IllegalMove:
        messages.warning(request, _("This order has already moved on. Nothing was changed."))
    else:
        messages.success(request, _("It is packed. Now send it."))
    return redirect("workspace_order", number)


@require_shop
@require_safe
def packing_photo(request: ShopRequest, number: str) -> HttpResponse:
    """Show the shop its own photo of a parcel: nobody else's, and no public file."""
    name = queries.order_of(request.shop, number).packing_photo
    if not name:
        raise Http404
    return private_photos.answer(name)


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
