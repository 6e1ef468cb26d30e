"""Who is to be told by telephone, and which shops are late with their answer (A6, A7)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marketplace.desk import queries
from marketplace.desk.access import require_caller
from marketplace.machine import AlreadyThere
from marketplace.notifications import actions, letters
from marketplace.notifications.models import Delivery
from shops.access import MemberRequest


@require_caller
@require_safe
def calls(request: MemberRequest) -> HttpResponse:
    """List the calls to make, those of now first."""
    now = timezone.now()
    rows = [_shown(call) for call in queries.calls_of(request.membership, now=now)[: queries.PAGE]]
    context = {
        "due": [row for row in rows if row["call"].due_at <= now],
        "later": [row for row in rows if row["call"].due_at > now],
    }
    return render(request, "desk/calls.html", context)


def _shown(call: Delivery) -> dict[str, Any]:
    """Return a call as the list shows it: whom, and the sentence to say in her language."""
    return {"call": call, "who": queries.who_is_called(call), "say": letters.write(call).text}


def _call(request: MemberRequest, pk: int) -> Delivery:
    """Return a call of this member's list, whether it is still to be made or done.

    :raises Http404: it is on nobody's list, or on another's.
    """
    found = queries.any_call_of(request.membership, pk, now=timezone.now())
    if found is None:
        raise Http404
    return found


@require_caller
@require_POST
def told(request: MemberRequest, pk: int) -> HttpResponse:
    """Say that it was told by phone: a new order's clock starts."""
    try:
        actions.told_by_phone(delivery=_call(request, pk), by=request.user, now=timezone.now())
    except AlreadyThere:
        messages.warning(request, _("This call is done already. Nothing was changed."))
    else:
        messages.success(request, _("Told by phone. The days to answer count from today."))
    return redirect("desk_calls")


@require_caller
@require_POST
def not_reached(request: MemberRequest, pk: int) -> HttpResponse:
    """Say that nobody answered: the call is to be made again later."""
    call, tried = _call(request, pk), request.POST.get("tried", "")
    try:
        actions.not_reached(
            delivery=call,
            tried=int(tried) if tried.isascii() and tried.isdigit() and len(tried) < 5 else -1,
            now=timezone.now(),
        )
    except AlreadyThere:
        messages.warning(request, _("This call was noted by somebody else meanwhile. Nothing was changed."))
    else:
        messages.success(request, _("Noted. It comes back when it is time to try again."))
    return redirect("desk_calls")


@require_caller
@require_safe
def late(request: MemberRequest) -> HttpResponse:
    """List the shops that did not answer by their day, the latest first; the clock refuses for them in the end."""
    today = localdate()
    rows = queries.late_of(request.membership, on=today)[: queries.PAGE]
    return render(request, "desk/late.html", {"rows": [queries.late_shown(row, today=today) for row in rows]})
