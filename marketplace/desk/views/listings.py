"""What the operator looks at: new pieces, changes to stamped ones, reports; and texts that staff writes for shops."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog import completeness, editing, fact_words, queries, reviewing
from catalog.models import ListingReport, ListingRevision, Product, ProductImage
from catalog.states import ListingState, ReportState, RevisionState
from marketplace.desk.access import require_desk, require_operator
from marketplace.desk.listing_forms import ReasonForm, SentenceForm, TextForm
from marketplace.machine import IllegalMove
from marketplace.refusal import Refusal
from shops.access import MemberRequest

PAGE = 50


# Pieces


@require_operator
@require_safe
def pieces(request: MemberRequest) -> HttpResponse:
    """List the pieces that wait for a look, each with why."""
    waiting = queries.pieces_to_look_at().select_related("shop", "kind").prefetch_related("changes")
    rows = [{"piece": piece, "why": _why_it_waits(piece)} for piece in waiting[:PAGE]]
    return render(request, "desk/pieces.html", {"rows": rows})


def _why_it_waits(piece: Product) -> str:
    """Return the doubts that were written when it came to wait; empty when it is a shop's first."""
    steps = [change for change in piece.changes.all() if change.to_state == ListingState.REVIEW]
    return steps[-1].why if steps else ""


@require_operator
@require_safe
def piece(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a piece as large as it is, with its facts and what is missing."""
    return _piece_page(request, _piece(pk))


def _piece(pk: int) -> Product:
    wanted = Product.objects.select_related("shop__place", "kind", "maker__place", "place")
    return get_object_or_404(wanted, pk=pk, shop__isnull=False)


def _piece_page(request: MemberRequest, product: Product, form: forms.Form | None = None) -> HttpResponse:
    photos = _photos(product)
    context = {
        "product": product,
        "photos": photos,
        "why": _why_it_waits(product),
        "seen": reviewing.look_of(product),
        "stock": product.stockrecords.first(),
        "facts": _known(product),
        "judged": completeness.judge_piece(product, views={photo.view for photo in photos}),
        "reports": list(product.reports.order_by("-pk")[:20]),
        "form": form or SentenceForm(),
        "history": _history(product),
        "others": _others(product),
    }
    return render(request, "desk/piece.html", context, status=422 if form else 200)


def _photos(product: Product) -> list[ProductImage]:
    return list(product.images.filter(is_shown=True).order_by("display_order", "pk"))


def _known(product: Product) -> list[Any]:
    return fact_words.known({name: getattr(product, name) for name in editing.FACTS})


def _history(product: Product) -> list[Any]:
    return list(product.changes.select_related("by").order_by("-pk")[:20])


def _others(product: Product) -> dict[str, int]:
    """Return how a shop stands: its pieces, those taken down, and reports that were right."""
    return {
        "pieces": Product.objects.filter(shop=product.shop_id).count(),
        "taken_down": Product.objects.filter(shop=product.shop_id, state=ListingState.TAKEN_DOWN).count(),
        "upheld": ListingReport.objects.filter(
            product__shop=product.shop_id, state=ReportState.UPHELD
        ).count(),
    }


@require_operator
@require_POST
def approve(request: MemberRequest, pk: int) -> HttpResponse:
    """Show it to buyers, if it is still what was seen."""
    product = _piece(pk)
    seen, now = request.POST.get("seen", ""), timezone.now()
    done = _moved(
        request,
        lambda: reviewing.approve(product=product, by=request.user, now=now, seen=seen),
        _("Shown to buyers. The shop is told."),
    )
    return redirect("desk_pieces") if done else redirect("desk_piece", pk)


@require_operator
@require_POST
def refuse(request: MemberRequest, pk: int) -> HttpResponse:
    """Do not show it, with a sentence for the shop."""
    return _with_sentence(request, _piece(pk), reviewing.refuse, _("Not accepted. The shop is told."))


@require_operator
@require_POST
def take_down(request: MemberRequest, pk: int) -> HttpResponse:
    """Take it out of sight, with a sentence for the shop."""
    return _with_sentence(request, _piece(pk), reviewing.take_down, _("Taken down. The shop is told."))


@require_operator
@require_POST
def bring_back(request: MemberRequest, pk: int) -> HttpResponse:
    """Show it again, with a sentence for the shop."""
    return _with_sentence(request, _piece(pk), reviewing.bring_back, _("Shown again. The shop is told."))


def _with_sentence(
    request: MemberRequest, product: Product, act: Callable[..., None], done: str
) -> HttpResponse:
    form = SentenceForm(request.POST)
    if not form.is_valid():
        return _piece_page(request, product, form)
    now = timezone.now()
    _moved(
        request,
        lambda: act(product=product, by=request.user, why=form.cleaned_data["why"], now=now),
        done,
    )
    return redirect("desk_piece", product.pk)


# Changes to stamped pieces


@require_operator
@require_safe
def revisions(request: MemberRequest) -> HttpResponse:
    """List the changes that wait to be compared."""
    rows = queries.revisions_to_compare().select_related("product__shop")[:PAGE]
    return render(request, "desk/revisions.html", {"revisions": list(rows)})


@require_operator
@require_safe
def revision(request: MemberRequest, pk: int) -> HttpResponse:
    """Show what is and what shall be, side by side."""
    return _revision_page(request, _revision(pk))


def _revision(pk: int) -> ListingRevision:
    return get_object_or_404(ListingRevision.objects.select_related("product__shop", "product__kind"), pk=pk)


def _revision_page(
    request: MemberRequest, row: ListingRevision, form: forms.Form | None = None
) -> HttpResponse:
    photos = ProductImage.objects.filter(product=row.product_id).order_by("display_order", "pk")
    context = {
        "revision": row,
        "product": row.product,
        "waits": row.state == RevisionState.WAITING,
        "differences": fact_words.compared(row.before, row.after),
        "added": [photo for photo in photos if photo.pk in row.add],
        "removed": [photo for photo in photos if photo.pk in row.remove],
        "kept": [photo for photo in photos if photo.is_shown and photo.pk not in (*row.add, *row.remove)],
        "form": form or SentenceForm(),
        "history": list(row.changes.select_related("by")),
    }
    return render(request, "desk/revision.html", context, status=422 if form else 200)


@require_operator
@require_POST
def approve_revision(request: MemberRequest, pk: int) -> HttpResponse:
    """Apply it, if it is still what was seen."""
    row = _revision(pk)
    typed = request.POST.get("seen", "")
    seen = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1
    now = timezone.now()
    done = _moved(
        request,
        lambda: reviewing.approve_revision(revision=row, seen=seen, by=request.user, now=now),
        _("Accepted: buyers see it. The shop is told."),
    )
    return redirect("desk_revisions") if done else redirect("desk_revision", pk)


@require_operator
@require_POST
def refuse_revision(request: MemberRequest, pk: int) -> HttpResponse:
    """Leave the piece as it is, with a sentence for the shop."""
    row = _revision(pk)
    form = SentenceForm(request.POST)
    if not form.is_valid():
        return _revision_page(request, row, form)
    now = timezone.now()
    _moved(
        request,
        lambda: reviewing.refuse_revision(
            revision=row, by=request.user, why=form.cleaned_data["why"], now=now
        ),
        _("Not accepted. The shop is told."),
    )
    return redirect("desk_revisions")


# Reports


@require_operator
@require_safe
def reports(request: MemberRequest) -> HttpResponse:
    """List the open reports, oldest first."""
    rows = queries.open_reports().select_related("product__shop")[:PAGE]
    return render(request, "desk/reports.html", {"reports": list(rows)})


@require_operator
@require_safe
def report(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a report with its piece, earlier reports and how the shop stands."""
    return _report_page(request, _report(pk))


def _report(pk: int) -> ListingReport:
    return get_object_or_404(ListingReport.objects.select_related("product__shop"), pk=pk)


def _report_page(
    request: MemberRequest,
    row: ListingReport,
    *,
    sentence: forms.Form | None = None,
    reason: forms.Form | None = None,
) -> HttpResponse:
    context = {
        "report": row,
        "is_open": row.state == ReportState.OPEN,
        "product": row.product,
        "photos": _photos(row.product),
        "facts": _known(row.product),
        "earlier": list(
            row.product.reports.exclude(pk=row.pk).prefetch_related("changes").order_by("-pk")[:20]
        ),
        "others": _others(row.product),
        "history": list(row.changes.select_related("by")),
        "sentence": sentence or SentenceForm(auto_id="id_sentence_%s"),
        "reason": reason or ReasonForm(auto_id="id_reason_%s"),
    }
    return render(request, "desk/report.html", context, status=422 if sentence or reason else 200)


@require_operator
@require_POST
def uphold(request: MemberRequest, pk: int) -> HttpResponse:
    """Take the piece down, with a sentence for the shop."""
    row = _report(pk)
    form = SentenceForm(request.POST, auto_id="id_sentence_%s")
    if not form.is_valid():
        return _report_page(request, row, sentence=form)
    now = timezone.now()
    _moved(
        request,
        lambda: reviewing.uphold(report=row, by=request.user, why=form.cleaned_data["why"], now=now),
        _("Taken down. The shop is told."),
    )
    return redirect("desk_reports")


@require_operator
@require_POST
def dismiss(request: MemberRequest, pk: int) -> HttpResponse:
    """Leave the piece, with a reason that is kept."""
    row = _report(pk)
    form = ReasonForm(request.POST, auto_id="id_reason_%s")
    if not form.is_valid():
        return _report_page(request, row, reason=form)
    now = timezone.now()
    _moved(
        request,
        lambda: reviewing.dismiss(report=row, by=request.user, why=form.cleaned_data["why"], now=now),
        _("The piece stays."),
    )
    return redirect("desk_reports")


# Texts


@require_desk
@require_safe
def texts(request: MemberRequest) -> HttpResponse:
    """List the pieces whose words are missing in a language."""
    rows = queries.untranslated().select_related("shop")[:PAGE]
    shown = [(product, completeness.judge_piece(product, views=()).untranslated) for product in rows]
    return render(request, "desk/texts.html", {"rows": shown})


@require_desk
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: MemberRequest, pk: int) -> HttpResponse:
    """Write the words of a piece in a language its shop does not write; the page of the shop says who did."""
    product = _piece(pk)
    if not product.is_public:  # one that nobody is shown is no body's to read but the operator's, elsewhere
        raise Http404
    language = request.POST.get("language", "")
    typed = None
    if request.method == "POST" and language in completeness.LANGUAGES:
        typed = TextForm(request.POST, language=language)
        if typed.is_valid():
            try:
                editing.write_words(
                    product=product,
                    language=language,
                    title=typed.cleaned_data["title"],
                    description=typed.cleaned_data["description"],
                    by=request.user,
                    body=request.membership.body,
                    now=timezone.now(),
                )
            except Refusal as refusal:
                typed.add_error(None, str(refusal))
            else:
                messages.success(request, _("Saved."))
                return redirect("desk_text", pk)
    return _text_page(request, product, typed=typed, language=language)


def _text_page(
    request: MemberRequest, product: Product, *, typed: TextForm | None, language: str
) -> HttpResponse:
    own = product.shop.language if product.shop else "ar"
    written = queries.texts_written(product)
    open_ones = [
        code
        for code in completeness.LANGUAGES
        if code != own
        and (written[code].body_id if code in written else not getattr(product, f"title_{code}"))
    ]
    sheets = [
        {
            "language": code,
            "form": typed
            if typed is not None and code == language
            else TextForm(
                language=code,
                initial={
                    "title": getattr(product, f"title_{code}") or "",
                    "description": getattr(product, f"description_{code}") or "",
                    "language": code,
                },
            ),
        }
        for code in open_ones
    ]
    readable = [code for code in completeness.LANGUAGES if code not in open_ones]
    given = [
        (code, getattr(product, f"title_{code}") or "", getattr(product, f"description_{code}") or "")
        for code in readable
    ]
    context = {"product": product, "sheets": sheets, "given": [row for row in given if row[1]]}
    return render(request, "desk/text.html", context, status=422 if request.method == "POST" else 200)


def _moved(request: MemberRequest, move: Callable[[], object], done: str) -> bool:
    """Make a move and say how it went; a colleague who was quicker is named by the page, and nothing changes."""
    try:
        move()
    except IllegalMove:
        messages.warning(request, _("Somebody was quicker, or this has moved on. Nothing was changed."))
        return False
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return False
    messages.success(request, done)
    return True
