"""Complaints: a public form beside each stamp, and the desk that answers them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog import private_photos
from marketplace.machine import IllegalMove
from marketplace.network import network_of
from marketplace.public_pages import public_page
from marketplace.refusal import Refusal
from marketplace.same_site import same_site_only
from quality_labels import actions, queries, scans
from quality_labels.complaint_forms import AnswerForm, ComplaintForm
from quality_labels.models import Complaint, Label
from quality_labels.states import ComplaintState
from quality_labels.views.access import at_the_centre, done_already
from shops.access import MemberRequest


@same_site_only
def complain(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Show the form of a stamp, take what was written in it, or say thanks (`?sent=1`)."""
    if request.method == "POST":
        return _take(request, _label(public_id))
    return _page(request, public_id=public_id)


@public_page
def _page(request: HttpRequest, public_id: str) -> HttpResponse:
    return _shown(request, _label(public_id), ComplaintForm(), sent="sent" in request.GET)


def _take(request: HttpRequest, label: Label) -> HttpResponse:
    form = ComplaintForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data
        try:
            if not given["website"]:
                actions.complain(
                    label=label,
                    kind=given["kind"],
                    place=given["place"],
                    text=given["text"],
                    contact=given["contact"],
                    language=get_language() or "ar",
                    network=network_of(request),
                    now=timezone.now(),
                    photo=given["photo"].file if given["photo"] else None,
                    size=given["photo"].size if given["photo"] else 0,
                )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            response = redirect("stamp_complain", label.public_id)
            response["Location"] += "?sent=1"
            return response
    return _shown(request, label, form, sent=False)


def _label(public_id: str) -> Label:
    label = queries.register().filter(public_id=public_id).first()
    if label is None:
        raise Http404
    return label


def _shown(request: HttpRequest, label: Label, form: ComplaintForm, *, sent: bool) -> HttpResponse:
    context = {"label": label, "form": form, "sent": sent}
    return render(request, "quality_labels/complain.html", context, status=422 if form.errors else 200)


@at_the_centre
@require_safe
def complaints(request: MemberRequest) -> HttpResponse:
    """List what strangers said, what waits first."""
    rows = queries.complaints_of(request.membership.body)
    return render(request, "quality_labels/complaints.html", {"rows": rows[:200]})


@at_the_centre
@require_http_methods(["GET", "HEAD", "POST"])
def complaint(request: MemberRequest, complaint_pk: int) -> HttpResponse:
    """Show one complaint, and answer it."""
    row = _find(request, complaint_pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_complaint(
                complaint=row,
                to=ComplaintState(form.cleaned_data["to"]),
                by=request.user,
                why=form.cleaned_data["why"],
                now=timezone.now(),
            )
        except IllegalMove:
            return done_already(request)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Answered. What becomes of the stamp is your next step."))
            return redirect("stamping_complaints")
    context = {
        "row": row,
        "form": form,
        "last": row.changes.order_by("-pk").first(),
        "photo": queries.front_photo(row.label.product),
        "places": scans.places_of(row.label, on=timezone.localdate()),
    }
    return render(request, "quality_labels/complaint.html", context, status=422 if form.errors else 200)


@at_the_centre
@require_safe
def photo(request: MemberRequest, complaint_pk: int) -> HttpResponse:
    """Show the photo of a complaint to the people of the centre."""
    row = _find(request, complaint_pk)
    if not row.photo:
        raise Http404
    return private_photos.answer(row.photo)


def _find(request: MemberRequest, pk: int) -> Complaint:
    rows = Complaint.objects.select_related("label__product", "label__centre", "label__decision__application")
    return get_object_or_404(rows, pk=pk, label__centre=request.membership.body)


@same_site_only
@require_POST
def seen(request: HttpRequest, digits: str) -> HttpResponse:
    """Count that a QR was read, as the verifier tells by a beacon: no cookie is set, nobody is kept."""
    scans.count(digits=digits, network=network_of(request), now=timezone.now())
    return HttpResponse(status=204)
