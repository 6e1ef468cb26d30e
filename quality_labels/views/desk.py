"""The desk of the stamping centre: what waits."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marketplace.machine import IllegalMove
from marketplace.refusal import Refusal
from quality_labels import actions, queries
from quality_labels.forms import SendBackForm
from quality_labels.views.access import at_the_centre, done_already, find_application
from shops.access import MemberRequest
from shops.states import Role


@at_the_centre
@require_safe
def desk(request: MemberRequest) -> HttpResponse:
    """Show what waits, by village, the oldest village first and oldest pieces first in it."""
    return desk_page(request)


def desk_page(request: MemberRequest, *, wrong: SendBackForm | None = None, pk: int = 0) -> HttpResponse:
    """Show what waits, with the form of one request shown again when it was `wrong`."""
    waiting = list(queries.waiting(request.membership.body))
    context = {
        "villages": queries.by_village(waiting),
        "count": len(waiting),
        "centre": request.membership.body,
        "decides": request.membership.role == Role.DECIDER,
        "wrong": wrong,
        "wrong_pk": pk,
        "today": timezone.localdate(),
        "complaints": queries.open_complaints(request.membership.body),
        "mine": {
            row.pk
            for row in waiting
            if any(sheet.inspector_id == request.user.pk for sheet in row.evaluations.all())
        },
        "appeals": queries.open_appeals(request.membership.body),
    }
    return render(request, "quality_labels/desk.html", context, status=422 if wrong else 200)


@at_the_centre
@require_POST
def accept(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a request on."""
    application = find_application(request, pk)
    try:
        actions.accept(application=application, by=request.user, now=timezone.now())
    except IllegalMove:
        return done_already(request)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("stamping")
    messages.success(request, _("The piece waits for its inspection."))
    return redirect("stamping")


@at_the_centre
@require_POST
def send_back(request: MemberRequest, pk: int) -> HttpResponse:
    """Give a request back to its shop with a sentence."""
    application = find_application(request, pk)
    form = SendBackForm(request.POST)
    form.is_valid()
    try:
        actions.send_back(
            application=application, by=request.user, why=form.cleaned_data.get("why", ""), now=timezone.now()
        )
    except IllegalMove:
        return done_already(request)
    except Refusal as refusal:
        form.add_error("why", str(refusal))
        return desk_page(request, wrong=form, pk=pk)
    messages.success(request, _("The shop was told what to put right."))
    return redirect("stamping")


@at_the_centre
@require_POST
def begin_appeal(request: MemberRequest, appeal_pk: int) -> HttpResponse:
    """Have a piece read again by people who took no part the first time."""
    rows = queries.waiting_appeals(request.membership.body)
    appeal = get_object_or_404(rows, pk=appeal_pk)
    try:
        actions.begin_appeal(appeal=appeal, by=request.user, now=timezone.now())
    except IllegalMove:
        return done_already(request)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(
            request, _("The piece waits for another reader, who does not see what was read before.")
        )
    return redirect("stamping")
