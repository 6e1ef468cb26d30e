"""The counter of a centre: take the cash of an order, and hand over what lies there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marketplace.desk.access import require_caller
from marketplace.machine import IllegalMove
from marketplace.money import Money
from marketplace.order import delivering
from marketplace.order.models import Order, ShopOrder
from marketplace.order.states import ShopOrderState as S
from marketplace.refusal import Refusal
from marketplace.settlement import actions as settlement
from marketplace.settlement import queries as money
from marketplace.settlement.actions import Outcome
from shops.access import MemberRequest
from shops.models import Body
from shops.states import Role

LONGEST = 40
MOST_DIGITS = 15


@require_caller
@require_safe
def counter(request: MemberRequest) -> HttpResponse:
    """Find an order by the number its buyer shows."""
    typed = "".join(request.GET.get("number", "")[:LONGEST].split()).upper()
    if typed:
        found = _parts(request).filter(Q(order__number=typed) | Q(number=typed)).first()
        if found is not None:
            return redirect("desk_counter_order", found.order.number)
    return render(request, "desk/counter.html", {"typed": typed})


@require_caller
@require_safe
def order(request: MemberRequest, number: str) -> HttpResponse:
    """Show an order at the counter: what it costs, what lies here, what is still on its way."""
    return _page(request, _find(request, number))


def _page(request: MemberRequest, found: Order) -> HttpResponse:
    parts = list(_parts(request).filter(order=found).prefetch_related("lines"))
    due = money.cash_due(found)
    context: dict[str, Any] = {
        "order": found,
        "parts": parts,
        "due": Money(due or 0),
        "due_minor": due,
        "takes_cash": due is not None and due > 0,
        "ready": [part for part in parts if part.state == S.SENT],
        "gone": [part for part in parts if part.state == S.DELIVERED],
    }
    return render(request, "desk/counter_order.html", context)


@require_caller
@require_POST
def cash(request: MemberRequest, number: str) -> HttpResponse:
    """Record the cash of an order: exactly the sum that was shown."""
    found = _find(request, number)
    if money.cash_due(found) is None:
        raise Http404  # it is paid in another way
    amount = request.POST.get("amount", "")
    shown = int(amount) if amount.isascii() and amount.isdecimal() and len(amount) < MOST_DIGITS else -1
    try:
        outcome = settlement.receive_cash(order=found, by=request.user, now=timezone.now(), shown_minor=shown)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("desk_counter_order", number)
    said = {
        Outcome.PAID: _("Paid. Hand the pieces over now."),
        Outcome.ALREADY: _("It was paid before: do not take the money twice."),
        Outcome.SOLD_OUT: _("It was kept too long and has been sold. Give the money back."),
    }.get(outcome)
    if outcome == Outcome.PAID:
        messages.success(request, str(said))
    else:
        messages.warning(
            request, said or _("This money was not booked. Ask the operator before you take it.")
        )
    return redirect("desk_counter_order", number)


@require_caller
@require_POST
def hand_over(request: MemberRequest, number: str) -> HttpResponse:
    """Record that the buyer has taken the pieces with them."""
    found = _find(request, number)
    try:
        parts = delivering.hand_over(
            order=found, centre=_centre(request), by=request.user, now=timezone.now()
        )
    except IllegalMove:
        messages.warning(request, _("It was handed over before. Nothing was changed."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        numbers = ", ".join(part.number for part in parts)
        messages.success(request, _("Handed over: %(numbers)s") % {"numbers": numbers})
    return redirect("desk_counter_order", number)


def _centre(request: MemberRequest) -> Body | None:
    """Return whose counter this is; the operator stands at every one."""
    return None if request.membership.role == Role.OPERATOR else request.membership.body


def _parts(request: MemberRequest) -> Any:
    return delivering.collected_at(_centre(request))


def _find(request: MemberRequest, number: str) -> Order:
    part: ShopOrder | None = _parts(request).filter(order__number=number).first()
    if part is None:
        raise Http404
    return part.order
