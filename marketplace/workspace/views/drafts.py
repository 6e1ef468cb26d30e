"""A new piece, photo first, one question a screen: plain forms here, and what the phone sends by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any, TypeVar, cast
from uuid import UUID, uuid4

from csp.decorators import csp_update
from django import forms
from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog import photos as catalog_photos
from catalog import queries as catalog_queries
from catalog.forbidden import DOUBTS
from catalog.models import Craft, Kind, Product
from catalog.states import ListingState
from marketplace.machine import IllegalMove
from marketplace.refusal import Refusal
from marketplace.same_site import same_site_only
from marketplace.settlement import rules as settlement
from marketplace.workspace import actions, draft_forms, queries, rules, words
from marketplace.workspace.models import PieceDraft
from marketplace.workspace.states import DraftState, Screen
from shops.access import ShopRequest, require_shop
from shops.models import Artisan
from shops.people import queries as people

View = TypeVar("View", bound=Callable[..., HttpResponse])


def with_voice(view: View) -> View:
    """Let a recording be heard on this page before it is sent."""
    return cast(View, csp_update({"media-src": ["'self'", "blob:"]})(view))


@require_shop
@with_voice
@require_http_methods(["GET", "HEAD", "POST"])
def new_piece(request: ShopRequest) -> HttpResponse:
    """Ask for the first photo; with it a draft begins. Also the page the phone keeps for when there is no network."""
    if request.method != "POST":
        return _page(request, None, Screen.PHOTO)
    form = draft_forms.PhotoScreen(request.POST, request.FILES)
    uuid = _uuid(request.POST.get("draft"))
    if not form.is_valid() or not form.chosen():
        if not form.errors:
            form.add_error("camera", _("Please take a photo first, or choose one."))
        return _page(request, None, Screen.PHOTO, form)
    try:
        draft = actions.open_draft(uuid=uuid, shop=request.shop, by=request.user, now=timezone.now())
        actions.add_photos(
            draft=draft, uploads=[(uuid4(), file) for file in form.chosen()], now=timezone.now()
        )
    except Refusal as refusal:
        form.add_error("photos", str(refusal))
        return _page(request, None, Screen.PHOTO, form)
    return redirect("workspace_draft", draft.pk, Screen.WHAT.value)


def _uuid(text: str | None) -> UUID:
    """Return the uuid a form carries: the same form sent twice is one draft. A new one where it carries none."""
    try:
        return UUID(text or "")
    except ValueError:
        return uuid4()


@require_shop
@with_voice
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: ShopRequest, draft: UUID, screen: str) -> HttpResponse:
    """Show one question of a draft, and keep its answer."""
    row = queries.draft_of(request.shop, draft)
    if screen not in Screen.values:
        raise Http404
    here = Screen(screen)
    if row.state != DraftState.OPEN:
        return _closed(row)
    if request.method != "POST":
        if not row.photos.exists():
            here = Screen.PHOTO
        return _page(request, row, here)
    answer = {Screen.PHOTO: _answer_photos, Screen.CHECK: _answer_check}.get(here, _answer)
    return answer(request, row, here)


def _closed(row: PieceDraft) -> HttpResponse:
    if row.product_id:
        return redirect("workspace_piece", row.product_id)
    return redirect("workspace_pieces")


def _answer(request: ShopRequest, row: PieceDraft, here: Screen) -> HttpResponse:
    form = _form(request, here, row, request.POST)
    if not form.is_valid():
        return _page(request, row, here, form)
    row = actions.save_answers(draft=row, answers=form.cleaned_data, now=timezone.now())
    if here == Screen.PRICE and _instead(row) is not None:
        return _page(request, row, here, status=422)
    return redirect("workspace_draft", row.pk, rules.after(here).value)


def _answer_photos(request: ShopRequest, row: PieceDraft, here: Screen) -> HttpResponse:
    if "remove" in request.POST:
        actions.remove_photo(draft=row, uuid=_uuid(request.POST["remove"]), now=timezone.now())
        return redirect("workspace_draft", row.pk, here.value)
    form = draft_forms.PhotoScreen(request.POST, request.FILES)
    if form.is_valid() and form.chosen():
        try:
            actions.add_photos(
                draft=row, uploads=[(uuid4(), file) for file in form.chosen()], now=timezone.now()
            )
        except Refusal as refusal:
            form.add_error("photos", str(refusal))
        else:
            return redirect("workspace_draft", row.pk, rules.after(here).value)
    elif not form.errors:
        form.add_error("camera", _("Please take a photo first, or choose one."))
    return _page(request, row, here, form)


def _answer_check(request: ShopRequest, row: PieceDraft, here: Screen) -> HttpResponse:
    form, voice = draft_forms.CheckScreen(request.POST), draft_forms.VoiceForm(request.POST, request.FILES)
    if not form.is_valid() or not voice.is_valid():
        return _page(request, row, here, form, voice)
    try:
        row = actions.save_answers(draft=row, answers=form.cleaned_data, now=timezone.now())
        if upload := voice.cleaned_data["voice"]:
            actions.set_voice(
                draft=row,
                content=upload.read(),
                seconds=voice.cleaned_data["seconds"] or 0,
                now=timezone.now(),
            )
        product = actions.publish(draft=row, by=request.user, now=timezone.now())
    except Refusal as refusal:
        (voice if refusal.field == "voice" else form).add_error(
            "voice" if refusal.field == "voice" else None, str(refusal)
        )
        return _page(request, row, here, form, voice)
    _say_sent(request, product)
    return redirect("workspace_piece", product.pk)


def _say_sent(request: ShopRequest, product: Product) -> None:
    if product.state == ListingState.REVIEW:
        messages.success(request, _("The piece is kept. It is shown as soon as somebody has looked at it."))
    else:
        messages.success(request, _("The piece is listed. Its photos appear in a moment."))


def _instead(row: PieceDraft) -> int | None:
    known = catalog_queries.price_ranges().get(str(row.answer("kind")))
    return rules.price_question(row.answers, median=known.median if known else None)


def _form(request: ShopRequest, screen: Screen, row: PieceDraft | None, typed: Any) -> forms.Form:
    return draft_forms.screen_form(
        screen,
        typed,
        kinds=list(catalog_queries.kinds_by_craft()),
        makers=list(people.makers_of(request.shop)),
        answers=row.answers if row else None,
    )


def _page(
    request: ShopRequest,
    row: PieceDraft | None,
    screen: Screen,
    form: forms.Form | None = None,
    voice: forms.Form | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Show one screen, with all five beside it for the page's script to take over."""
    failed = bool((form and form.errors) or (voice and voice.errors))
    kinds, makers = list(catalog_queries.kinds_by_craft()), list(people.makers_of(request.shop))
    blank = {
        each.value: draft_forms.screen_form(
            each, kinds=kinds, makers=makers, answers=row.answers if row else {}
        )
        for each in Screen
    }
    answers = row.answers if row else {}
    ranges = catalog_queries.price_ranges()
    basis_points = settlement.basis_points(request.shop.commission_basis_points)
    price = answers.get("price")
    context = {
        "shop": request.shop,
        "draft": row,
        "new_uuid": uuid4(),
        "photos": list(row.photos.all()) if row else [],
        "screen": screen.value,
        "before": rules.before(screen),
        "form": form or blank[screen.value],
        "voice": voice or draft_forms.VoiceForm(),
        "blank": blank,
        "crafts": _offered(kinds, makers, chosen=str(answers.get("kind"))),
        "kind": next((kind for kind in kinds if kind.code == answers.get("kind")), None),
        "similar": ranges.get(str(answers.get("kind"))),
        "share": rules.share_of(int(price), basis_points=basis_points) if price else None,
        "basis_points": basis_points,
        "instead": _instead(row) if row and screen == Screen.PRICE and "again" not in request.GET else None,
        "doubts": [DOUBTS[ground] for ground in rules.judge(answers).doubted],
        "year": timezone.localdate().year,
        "for_script": words.for_script(request, row, kinds, ranges, basis_points),
    }
    return render(request, "workspace/new_piece.html", context, status=422 if failed else status)


def _offered(
    kinds: Sequence[Kind], makers: Sequence[Artisan], *, chosen: str
) -> list[tuple[Craft, list[Kind]]]:
    """Return the kinds to choose from, by craft: of what the makers' cards are for, so that nobody answers five
    questions about a piece that will be refused; all of them where no card holds, as the reason is told then.
    """
    held = people.crafts_of_shop(makers, on=timezone.localdate())
    shown = [kind for kind in kinds if not held or kind.craft_id in held or kind.code == chosen]
    return [(craft, list(of)) for craft, of in groupby(shown, key=lambda kind: kind.craft)]


@require_shop
@require_POST
def throw_away(request: ShopRequest, draft: UUID) -> HttpResponse:
    """Throw an unfinished piece away."""
    row = queries.draft_of(request.shop, draft)
    try:
        actions.discard(draft=row, by=request.user, now=timezone.now())
    except IllegalMove:
        messages.warning(request, _("This piece was already sent or thrown away. Nothing was changed."))
    else:
        messages.success(request, _("The unfinished piece is thrown away."))
    return redirect("workspace_pieces")


# What the phone sends by itself, each safe to send again.


@require_shop
@require_safe
def token(request: ShopRequest) -> HttpResponse:
    """Tell a page that may be days old who is logged in, and for which shop, and give it a token that holds now."""
    return JsonResponse({"token": get_token(request), "user": words.sender_of(request)})


@require_shop
@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
def draft_photo(request: ShopRequest, draft: UUID, photo: UUID) -> HttpResponse:
    """Show a photo of a draft small; keep one (again: the same answer); or take it off."""
    if request.method == "POST":
        return _take_photo(request, draft, photo)
    if request.method == "DELETE":
        row = queries.draft_of(request.shop, draft)
        return _told(lambda: actions.remove_photo(draft=row, uuid=photo, now=timezone.now()))
    kept = queries.draft_photo_of(request.shop, draft, photo)
    with default_storage.open(kept.file) as original:
        small = catalog_photos.thumbnail(original)
    return HttpResponse(small, content_type="image/webp")


def _take_photo(request: ShopRequest, draft: UUID, photo: UUID) -> HttpResponse:
    upload = request.FILES.get("photo")

    def take() -> None:
        if upload is None:
            raise Refusal(_("The photo is empty. Please choose it again."), field="photo")
        row = actions.open_draft(uuid=draft, shop=request.shop, by=request.user, now=timezone.now())
        view = request.POST.get("view", "")
        actions.add_photo(
            draft=row,
            uuid=photo,
            upload=upload,
            size=upload.size or 0,
            view=view if view in ("whole", "detail") else "detail",
            now=timezone.now(),
        )

    if upload is None:  # says "no such draft" of another shop's, as every address does
        queries.draft_of(request.shop, draft)
    return _told(take)


@require_shop
@require_POST
def draft_voice(request: ShopRequest, draft: UUID) -> HttpResponse:
    """Keep the voice note of a draft; without a file, take it off."""
    row = queries.draft_of(request.shop, draft)
    upload = request.FILES.get("voice")
    seconds = request.POST.get("seconds", "")
    if upload is None and "remove" in request.POST:
        return _told(lambda: actions.remove_voice(draft=row, now=timezone.now()))
    return _told(
        lambda: actions.set_voice(
            draft=row,
            content=upload.read() if upload else b"",
            seconds=int(seconds[:6]) if seconds.isascii() and seconds.isdigit() else 0,
            now=timezone.now(),
        )
    )


@require_shop
@require_POST
def draft_answers(request: ShopRequest, draft: UUID) -> HttpResponse:
    """Keep what was answered so far; what a screen does not accept is left out and told."""
    row = queries.draft_of(request.shop, draft)
    accepted, errors = _answers(request)
    if not accepted:
        return _no(errors)
    return _told(lambda: actions.save_answers(draft=row, answers=accepted, now=timezone.now()), errors=errors)


def _answers(request: ShopRequest) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the answers of every screen that has one, and what is wrong with the others."""
    accepted: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for screen, asked in rules.ASKED.items():
        if not request.POST.get(asked):
            continue
        form = _form(request, screen, None, request.POST)
        if form.is_valid():
            accepted |= form.cleaned_data
        else:
            errors |= {name: str(found[0]) for name, found in form.errors.items()}
    return accepted, errors


@require_shop
@require_POST
def draft_publish(request: ShopRequest, draft: UUID) -> HttpResponse:
    """Make the piece of a draft; asked again, answer with the same piece."""
    row = queries.draft_of(request.shop, draft)
    accepted, errors = _answers(request)
    if errors and row.state == DraftState.OPEN:
        return _no(errors)
    try:
        product = actions.publish(draft=row, by=request.user, now=timezone.now(), answers=accepted)
    except Refusal as refusal:
        return _no({refusal.field or "": str(refusal)})
    return JsonResponse(
        {
            "address": reverse("workspace_piece", args=[product.pk]),
            "waits": product.state == ListingState.REVIEW,
        }
    )


def _told(act: Any, *, errors: dict[str, str] | None = None) -> HttpResponse:
    """Do one thing and answer 200, or 422 with the sentence."""
    try:
        act()
    except Refusal as refusal:
        return _no({refusal.field or "": str(refusal), **(errors or {})})
    return _no(errors) if errors else JsonResponse({"kept": True})


def _no(errors: dict[str, str]) -> HttpResponse:
    return JsonResponse({"errors": errors}, status=422)


# An app on the phone: what it is called, what it keeps, and photos shared into it.


@same_site_only
@require_shop
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: ShopRequest) -> HttpResponse:
    """Make a draft of the photos another app shared; it carries no token (a phone cannot know one)."""
    files = request.FILES.getlist("photos")[: rules.MAX_PHOTOS]
    if request.method != "POST" or not files:
        return redirect("workspace_new_piece")
    try:
        row = actions.open_draft(uuid=uuid4(), shop=request.shop, by=request.user, now=timezone.now())
        actions.add_photos(draft=row, uploads=[(uuid4(), file) for file in files], now=timezone.now())
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("workspace_new_piece")
    return redirect("workspace_draft", row.pk, Screen.WHAT.value)
