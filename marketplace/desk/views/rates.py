"""The official rates: typed in with their source, and one that leaps confirmed by a second person."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.desk.access import require_operator
from marketplace.desk.forms import RateForm
from marketplace.machine import AlreadyThere
from marketplace.refusal import Refusal
from marketplace.settlement import queries
from marketplace.settlement import rates as official
from marketplace.settlement.models import ExchangeRate
from shops.access import MemberRequest


@require_operator
@require_http_methods(["GET", "HEAD", "POST"])
def rates(request: MemberRequest) -> HttpResponse:
    """Show the last rates and whether they are charged at, and keep a new one."""
    form = RateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            rate = official.enter_rate(by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            if queries.is_held_up(rate):
                messages.warning(
                    request,
                    _(
                        "Kept. It is far from the last one: a colleague confirms it before anybody pays by it."
                    ),
                )
            else:
                messages.success(request, _("Kept. Prices follow it from now on."))
            return redirect("desk_rates")
    today = localdate()
    usable = {rate.pk for rate in queries.current_rates(today).values()}
    rows = [(rate, rate.pk in usable, queries.is_held_up(rate)) for rate in queries.last_rates()]
    context = {"form": form, "rows": rows, "missing": queries.missing_currencies(today), "me": request.user}
    return render(request, "desk/rates.html", context, status=422 if form.errors else 200)


@require_operator
@require_POST
def confirm(request: MemberRequest, pk: int) -> HttpResponse:
    """Confirm a rate that leaps."""
    rate = get_object_or_404(ExchangeRate, pk=pk)
    try:
        official.confirm_rate(rate=rate, by=request.user)
    except AlreadyThere:
        messages.warning(request, _("It was confirmed before. Nothing was changed."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Confirmed. Prices follow it from now on."))
    return redirect("desk_rates")
