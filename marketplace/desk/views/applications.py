"""Applications for a shop: the card beside what was typed, a list to tick, one answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.desk.access import require_operator
from marketplace.desk.shop_forms import SentenceForm
from marketplace.refusal import Refusal
from shops import card_photos
from shops.access import MemberRequest
from shops.application import actions, queries
from shops.application.models import ShopApplication
from shops.application.states import ApplicationState, Standing

ANSWERED = 30


@require_operator
@require_safe
def applications(request: MemberRequest) -> HttpResponse:
    """List what waits, the oldest first, and what was answered lately."""
    context = {"waiting": queries.waiting(), "answered": queries.answered(limit=ANSWERED)}
    return render(request, "desk/applications.html", context)


@require_operator
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one application; approve it, send it back, or refuse it, each with what she is told."""
    row = _found(pk)
    do = request.POST.get("do", "")
    form = SentenceForm(request.POST if do in ("return", "refuse") else None)
    problem = ""
    if request.method == "POST" and (do == "approve" or form.is_valid()):
        try:
            return _answer(request, row, do, form)
        except Refusal as refusal:
            problem, row = str(refusal), _found(pk)
    judged = queries.judged(row, today=timezone.localdate())
    ticked = request.POST.getlist("seen")
    context = {
        "application": row,
        "judged": judged,
        "to_tick": [one for one in judged if one.by_person and one.standing != Standing.DONE],
        "ticked": ticked,
        "can_answer": row.state == ApplicationState.SUBMITTED,
        "changes": row.changes.select_related("by"),
        "words": dict(ApplicationState.choices),
        "form": form,
        "problem": problem,
    }
    bad = problem or (form.is_bound and form.errors)
    return render(request, "desk/application.html", context, status=422 if bad else 200)


def _answer(request: MemberRequest, row: ShopApplication, do: str, form: SentenceForm) -> HttpResponse:
    now, by = timezone.now(), request.user
    if do == "approve":
        actions.approve(application=row, by=by, seen=request.POST.getlist("seen"), now=now)
        messages.success(request, _("The shop is open. The artisan is told."))
    elif do == "return":
        actions.send_back(application=row, by=by, why=form.cleaned_data["why"], now=now)
        messages.success(request, _("Sent back. The artisan is told."))
    else:
        actions.refuse(application=row, by=by, why=form.cleaned_data["why"], now=now)
        messages.success(request, _("Refused. The artisan is told."))
    return redirect("desk_applications")


@require_operator
@require_safe
def card_photo(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the photo of the card of an application."""
    return card_photos.answer(_found(pk).card_photo.name)


def _found(pk: int) -> ShopApplication:
    row = queries.application(pk)
    if row is None:
        raise Http404
    return row
