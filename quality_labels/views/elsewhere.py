"""The card of another centre: recorded, shown, and taken back when it was a mistake."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog import private_photos
from marketplace.machine import IllegalMove
from marketplace.refusal import Refusal
from quality_labels import actions, queries
from quality_labels.forms import ElsewhereForm, EndRecordForm
from quality_labels.models import Application, ForeignStamp
from quality_labels.states import RECORDABLE, ApplicationState
from quality_labels.views.access import at_the_centre, done_already, find_application, piece_context
from shops.access import MemberRequest


@at_the_centre
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: MemberRequest, pk: int) -> HttpResponse:
    """Record the card of another centre, or show what was recorded."""
    application = find_application(request, pk)
    if application.state not in (*RECORDABLE, ApplicationState.RECORDED):
        raise Http404
    form = ElsewhereForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.record_elsewhere(
                application=application,
                by=request.user,
                centre=given["centre"],
                card_number=given["card_number"],
                photo=given["photo"].file,
                size=given["photo"].size,
                now=timezone.now(),
            )
        except IllegalMove:
            return done_already(request)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Recorded. The page of the piece says who stamped it."))
            return redirect("stamping_elsewhere", pk)
    return _page(request, application, form)


def _page(
    request: MemberRequest,
    application: Application,
    form: ElsewhereForm | None = None,
    ending: EndRecordForm | None = None,
) -> HttpResponse:
    context = piece_context(application) | {
        "form": form or ElsewhereForm(),
        "ending": ending or EndRecordForm(),
        "stamp": queries.foreign_stamp_of(application.product),
        "recordable": application.state in RECORDABLE,
    }
    failed = (form and form.errors) or (ending and ending.errors)
    return render(request, "quality_labels/elsewhere.html", context, status=422 if failed else 200)


@at_the_centre
@require_POST
def end(request: MemberRequest, pk: int) -> HttpResponse:
    """End a record that was made by mistake."""
    application = find_application(request, pk)
    stamp = queries.foreign_stamp_of(application.product)
    form = EndRecordForm(request.POST)
    form.is_valid()
    if stamp is None:
        return done_already(request)
    try:
        actions.end_record(
            stamp=stamp, by=request.user, why=form.cleaned_data.get("why", ""), now=timezone.now()
        )
    except IllegalMove:
        return done_already(request)
    except Refusal as refusal:
        form.add_error("why", str(refusal))
        return _page(request, application, ending=form)
    messages.success(request, _("Ended. The shop may ask for a stamp again."))
    return redirect("stamping")


@at_the_centre
@require_safe
def card(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the photo of a card to the people of the centre that recorded it."""
    asked = Application.objects.filter(centre=request.membership.body, state=ApplicationState.RECORDED)
    row = get_object_or_404(ForeignStamp, pk=pk, product__stamp_applications__in=asked)
    return private_photos.answer(row.photo)
