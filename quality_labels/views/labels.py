"""A label to print and to fix on its piece."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marketplace.machine import IllegalMove
from marketplace.refusal import Refusal
from quality_labels import actions, queries, schemes
from quality_labels.forms import AffixForm, ReasonForm
from quality_labels.models import Label, LabelProposal
from quality_labels.refusals import NeedsAnother
from quality_labels.states import (
    LABEL_MOVES,
    SUSPENSION_REASONS,
    WITHDRAWAL_REASONS,
    LabelReason,
    LabelState,
)
from quality_labels.views.access import at_the_centre, done_already, find_label
from shops.access import MemberRequest

PER_PAGE = 50
REPLACEABLE = (LabelState.SIGNED, LabelState.PRINTED, LabelState.ACTIVE)


@at_the_centre
@require_safe
def label(request: MemberRequest, public_id: str) -> HttpResponse:
    """Show a label ready to print: QR, whole serial, Arabic and French."""
    return label_page(request, find_label(request, public_id))


def label_page(
    request: MemberRequest,
    row: Label,
    wrong: dict[str, ReasonForm] | None = None,
    affixing: AffixForm | None = None,
) -> HttpResponse:
    """Show a label with its forms; `wrong` are those to be shown again with their errors."""
    scheme, claims = queries.read_label(row)
    sides = [
        {
            "code": language,
            "grade": schemes.word("grades", claims.grade, language),
            "kind": schemes.word("kinds", claims.kind, language),
            "measured": queries.measured(scheme, claims, language),
            "materials": [schemes.word("materials", code, language) for code in claims.materials or ()],
            "colours": [schemes.word("colours", code, language) for code in claims.colours or ()],
            "not_tested": [names[language] for names in scheme.not_tested],
        }
        for language in ("ar", "fr")
    ]
    context = {
        "label": row,
        "sides": sides,
        "scheme": scheme,
        "qr": queries.qr_svg(row),
        "host": settings.STAMP_HOST.lower(),
        "fresh": row.state in (LabelState.SIGNED, LabelState.PRINTED),
        "proposals": queries.open_proposals(row),
        "forms": _forms(row) | (wrong or {}),
        "me": request.user,
        "affixing": affixing or AffixForm(),
        "printed": row.state == LabelState.PRINTED,
        "replaceable": row.state in REPLACEABLE,
    }
    status = 422 if wrong or affixing else 200
    return render(request, "quality_labels/label.html", context, status=status)


def _forms(row: Label) -> dict[str, ReasonForm]:
    """Return the forms that fit where a label is, by what they do."""
    moves = LABEL_MOVES.get(row.state, set())
    fitting = {
        "suspend": (LabelState.SUSPENDED in moves, SUSPENSION_REASONS),
        "withdraw": (LabelState.WITHDRAWN in moves, WITHDRAWAL_REASONS),
        "lift": (row.state == LabelState.SUSPENDED, (LabelReason.CLEARED,)),
    }
    return {name: ReasonForm(reasons, prefix=name) for name, (fits, reasons) in fitting.items() if fits}


@at_the_centre
@require_safe
def find(request: MemberRequest) -> HttpResponse:
    """Find a label of this centre by its number, or its last digits."""
    rows = queries.find_at(request.membership.body, request.GET.get("q", "")[:40])
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "quality_labels/labels.html", {"page": page, "q": request.GET.get("q", "")[:40]})


@at_the_centre
@require_POST
def suspend(request: MemberRequest, public_id: str) -> HttpResponse:
    """Put a label in doubt."""
    row = find_label(request, public_id)
    form = ReasonForm(SUSPENSION_REASONS, request.POST, prefix="suspend")
    if not form.is_valid():
        return label_page(request, row, {"suspend": form})
    try:
        actions.suspend(label=row, by=request.user, now=timezone.now(), **form.cleaned_data)
    except IllegalMove:
        return done_already(request)
    messages.success(request, _("The stamp is suspended, and its piece is out of the listing."))
    return redirect("stamping_label", public_id)


@at_the_centre
@require_POST
def propose(request: MemberRequest, public_id: str) -> HttpResponse:
    """Propose to withdraw a label, or to lift its suspension."""
    row = find_label(request, public_id)
    name = "withdraw" if "withdraw-reason" in request.POST else "lift"
    reasons = WITHDRAWAL_REASONS if name == "withdraw" else (LabelReason.CLEARED,)
    form = ReasonForm(reasons, request.POST, prefix=name)
    if not form.is_valid():
        return label_page(request, row, {name: form})
    to = LabelState.WITHDRAWN if name == "withdraw" else LabelState.ACTIVE
    try:
        actions.propose(label=row, to=to, by=request.user, now=timezone.now(), **form.cleaned_data)
    except IllegalMove:
        return done_already(request)
    messages.success(request, _("Proposed. It holds when a colleague has confirmed it."))
    return redirect("stamping_label", public_id)


@at_the_centre
@require_POST
def confirm(request: MemberRequest, public_id: str, proposal_pk: int) -> HttpResponse:
    """Confirm what a colleague proposed."""
    row = find_label(request, public_id)
    proposal = get_object_or_404(LabelProposal, pk=proposal_pk, label=row)
    try:
        actions.confirm(proposal=proposal, by=request.user, now=timezone.now())
    except IllegalMove:
        return done_already(request)
    except NeedsAnother as refusal:
        messages.error(request, str(refusal))
        return redirect("stamping_label", public_id)
    messages.success(request, _("Confirmed."))
    return redirect("stamping_label", public_id)


@at_the_centre
@require_POST
def void(request: MemberRequest, public_id: str) -> HttpResponse:
    """Record that a label was spoilt before it came to its piece."""
    row = find_label(request, public_id)
    try:
        actions.void(label=row, by=request.user, now=timezone.now())
    except IllegalMove:
        return done_already(request)
    messages.success(request, _("The label is void and will never hold. Destroy the paper."))
    return redirect("stamping")


@at_the_centre
@require_POST
def replace(request: MemberRequest, public_id: str) -> HttpResponse:
    """Have another label made for one that was spoilt, torn or lost."""
    row = find_label(request, public_id)
    try:
        actions.replace(label=row, by=request.user, now=timezone.now())
    except IllegalMove:
        return done_already(request)
    messages.success(request, _("This label never holds again. Print the new one as soon as it is signed."))
    return redirect("stamping")


@at_the_centre
@require_POST
def affix(request: MemberRequest, public_id: str) -> HttpResponse:
    """Record that a label is on its piece."""
    row = find_label(request, public_id)
    form = AffixForm(request.POST, request.FILES)
    if not form.is_valid():
        return label_page(request, row, affixing=form)
    photo = form.cleaned_data["photo"]
    try:
        actions.affix(
            label=row,
            by=request.user,
            now=timezone.now(),
            said=form.cleaned_data["said"],
            seal_no=form.cleaned_data["seal_no"],
            photo=photo.file if photo else None,
            size=photo.size if photo else 0,
        )
    except IllegalMove:
        return done_already(request)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return label_page(request, row, affixing=form)
    messages.success(request, _("The label is on the piece, and its grade on the piece's page."))
    return redirect("stamping")
