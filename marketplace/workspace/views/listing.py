"""The page of a piece and its rooms: photos, words, facts, care, and whether it is offered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from catalog import actions as catalog_actions
from catalog import completeness, editing, fact_words, rules, to_scale
from catalog import queries as catalog_queries
from catalog.models import ListingRevision, Product, ProductImage
from marketplace.machine import AlreadyThere, IllegalMove
from marketplace.refusal import Refusal
from marketplace.workspace import queries
from marketplace.workspace.forms import PriceAndStockForm
from marketplace.workspace.listing_forms import (
    CareForm,
    FactsForm,
    LeadForm,
    MadeForm,
    MeasuresForm,
    SlotForm,
    WordsForm,
)
from quality_labels import queries as label_queries
from shops.access import ShopRequest, require_shop

reads_and_writes = require_http_methods(["GET", "HEAD", "POST"])


class Room(NamedTuple):
    """One room of a piece: a drawing, its name, its address, and what is missing in it."""

    icon: str
    name: Promise
    url_name: str
    missing: tuple[completeness.Step, ...]


ROOMS: Mapping[str, tuple[str, Promise, str]] = {
    completeness.PHOTOS: ("camera", gettext_lazy("Photos"), "workspace_add_photo"),
    completeness.WORDS: ("edit", gettext_lazy("Name and story"), "workspace_words"),
    completeness.MADE: ("technique", gettext_lazy("How it is made"), "workspace_made"),
    completeness.MEASURED: ("size", gettext_lazy("Size and weight"), "workspace_measures"),
    completeness.KEPT: ("care", gettext_lazy("Care"), "workspace_care"),
}


# The page


@require_shop
@reads_and_writes
def piece(request: ShopRequest, pk: int) -> HttpResponse:
    """Show a piece with the next best step; change its price and stock."""
    product = queries.piece_of(request.shop, pk)
    if request.method != "POST":
        return _piece_page(request, product)
    form = PriceAndStockForm(request.POST)
    if form.is_valid():
        try:
            catalog_actions.reprice_and_count(
                product=product, dinars=form.cleaned_data["price"], count=form.cleaned_data["stock"]
            )
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("workspace_piece", pk)
    return _piece_page(request, product, prices=form)


def _piece_page(request: ShopRequest, product: Product, *, prices: forms.Form | None = None) -> HttpResponse:
    photos = catalog_queries.photos_for_its_shop(product)
    revision = catalog_queries.waiting_revision(product)
    judged = _judge(product, photos)
    stock = next(iter(product.stockrecords.all()), None)
    history = list(product.changes.order_by("-pk")[:20])
    context = {
        "shop": request.shop,
        "product": product,
        "stock": stock,
        "photos": photos,
        "judged": judged,
        "next_room": ROOMS[judged.next_step.room] if judged.next_step else None,
        "rooms": [Room(*shown, judged.in_room(room)) for room, shown in ROOMS.items()],
        "prices": prices or PriceAndStockForm(initial=_price_and_stock(stock)),
        "revision": revision,
        "differences": fact_words.compared(revision.before, revision.after) if revision else [],
        "history": history,
        "last_word": next((change.why for change in history if change.to_state == product.state), ""),
        "application": label_queries.latest_application(product),
        "label": label_queries.label_of(product),
    }
    failed = bool(prices is not None and prices.errors)
    return render(request, "workspace/piece.html", context, status=422 if failed else 200)


def _price_and_stock(stock: Any) -> dict[str, Any]:
    if stock is None or stock.price is None:
        return {}
    return {"price": int(stock.price), "stock": stock.num_in_stock}


def _judge(product: Product, photos: list[ProductImage]) -> completeness.Completeness:
    return completeness.judge_piece(
        product, views={photo.view for photo in photos if photo.state != "failed"}
    )


def _drawing(product: Product) -> to_scale.Drawing | None:
    return to_scale.draw(
        kind=product.kind.code if product.kind else "",
        length_mm=product.length_mm,
        width_mm=product.width_mm,
        height_mm=product.height_mm,
    )


# Photos


@require_shop
@reads_and_writes
def photos(request: ShopRequest, pk: int) -> HttpResponse:
    """Show a slot for each view with what to photograph; take a photo for one of them."""
    product = queries.piece_of(request.shop, pk)
    if request.method != "POST":
        return _photos_page(request, product)
    form = SlotForm(request.POST, request.FILES, product=product)
    if form.is_valid():
        upload = form.cleaned_data["photo"]
        try:
            photo = editing.put_photo(
                product=product,
                upload=upload,
                size=upload.size,
                view=form.cleaned_data["view"],
                replaces=form.cleaned_data["replaces"],
                by=request.user,
                now=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error("photo", str(refusal))
        else:
            if photo.is_shown:
                messages.success(request, _("The photo is kept. It appears in a moment."))
            else:
                messages.success(request, _waits())
            return redirect("workspace_piece", pk)
    return _photos_page(request, product, failed=form)


def _waits() -> str:
    return _("Kept. The piece is stamped, so somebody compares this first; then buyers see it.")


def _photos_page(request: ShopRequest, product: Product, *, failed: SlotForm | None = None) -> HttpResponse:
    own = catalog_queries.photos_for_its_shop(product)
    revision = catalog_queries.waiting_revision(product)
    needs = product.kind.listing_needs if product.kind else completeness.Needs()
    views = [*needs.views, *needs.helpful_views]
    views += [view for view in dict.fromkeys(photo.view for photo in own) if view not in views]
    slots = [
        {
            "view": view,
            "step": completeness.PHOTO_STEPS[view],
            "is_needed": view in needs.views,
            "photos": [photo for photo in own if photo.view == view],
            "form": SlotForm(product=product, initial={"view": view}, auto_id=f"id_{view}_%s"),
        }
        for view in views
    ]
    context = {
        "shop": request.shop,
        "product": product,
        "slots": slots,
        "failed": failed,
        "first_pk": next((photo.pk for photo in own if photo.is_shown), None),
        "leaving": revision.remove if revision else [],
        "shape": to_scale.shape_of(product.kind.code if product.kind else ""),
    }
    return render(request, "workspace/piece_photos.html", context, status=422 if failed else 200)


@require_shop
@require_POST
def retry_photo(request: ShopRequest, pk: int, photo_pk: int) -> HttpResponse:
    """Try a failed photo once more."""
    catalog_actions.retry_photo(photo=queries.photo_of(request.shop, pk, photo_pk), now=timezone.now())
    messages.success(request, _("The photo is being tried again."))
    return redirect("workspace_piece", pk)


@require_shop
@require_POST
def put_photo_first(request: ShopRequest, pk: int, photo_pk: int) -> HttpResponse:
    """Put one photo before the others."""
    photo = queries.photo_of(request.shop, pk, photo_pk)
    editing.put_photo_first(product=queries.piece_of(request.shop, pk), photo=photo)
    messages.success(request, _("This photo stands first now."))
    return redirect("workspace_add_photo", pk)


@require_shop
@require_POST
def take_out_photo(request: ShopRequest, pk: int, photo_pk: int) -> HttpResponse:
    """Show one photo no more."""
    photo = queries.photo_of(request.shop, pk, photo_pk)
    product = queries.piece_of(request.shop, pk)
    try:
        editing.take_out_photo(product=product, photo=photo, by=request.user, now=timezone.now())
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _waits() if product.stamp_public_id else _("The photo is taken out."))
    return redirect("workspace_add_photo", pk)


# Words


@require_shop
@reads_and_writes
def words(request: ShopRequest, pk: int) -> HttpResponse:
    """Change name and story; the languages of others may stay empty."""
    product = queries.piece_of(request.shop, pk)
    language = request.shop.language
    initial = {
        f"{name}_{code}": getattr(product, f"{name}_{code}") or ""
        for name in ("title", "description")
        for code in completeness.LANGUAGES
    }
    form = WordsForm(request.POST or None, language=language, initial=initial)
    if request.method == "POST" and form.is_valid():
        for code, (title, description) in form.words().items():
            editing.write_words(
                product=product,
                language=code,
                title=title,
                description=description,
                by=request.user,
                now=timezone.now(),
            )
        messages.success(request, _("Saved."))
        return redirect("workspace_piece", pk)
    written = catalog_queries.texts_written(product)
    context = {
        "shop": request.shop,
        "product": product,
        "form": form,
        "own": language,
        "others": [code for code in form.languages if code != language],
        "written": {code: row for code, row in written.items() if row.body_id},
    }
    failed = request.method == "POST"
    return render(request, "workspace/piece_words.html", context, status=422 if failed else 200)


# Facts


@require_shop
@reads_and_writes
def made(request: ShopRequest, pk: int) -> HttpResponse:
    """Change what it is made of, how, in which colours and when."""
    product = queries.piece_of(request.shop, pk)
    facts = _facts_as_wanted(product)
    form = MadeForm(request.POST if request.method == "POST" else None, initial=facts)
    return _facts_page(request, product, form, name=completeness.MADE)


@require_shop
@reads_and_writes
def measures(request: ShopRequest, pk: int) -> HttpResponse:
    """Change how large and heavy it is."""
    product = queries.piece_of(request.shop, pk)
    form = MeasuresForm(
        request.POST if request.method == "POST" else None,
        needs=product.kind.listing_needs if product.kind else completeness.Needs(),
        initial=MeasuresForm.initial_of(_facts_as_wanted(product)),
    )
    return _facts_page(request, product, form, name=completeness.MEASURED)


@require_shop
@reads_and_writes
def care(request: ShopRequest, pk: int) -> HttpResponse:
    """Change how it is kept well, and whether it may hold food."""
    product = queries.piece_of(request.shop, pk)
    held = _facts_as_wanted(product)["care"]
    form = CareForm(
        request.POST if request.method == "POST" else None,
        needs=product.kind.listing_needs if product.kind else completeness.Needs(),
        held=held,
        initial=CareForm.initial_of(held),
    )
    return _facts_page(request, product, form, name=completeness.KEPT)


def _facts_as_wanted(product: Product) -> dict[str, Any]:
    """Return the facts as the shop wants them: as they are, or as the change that waits has them."""
    revision = catalog_queries.waiting_revision(product)
    return {name: getattr(product, name) for name in editing.FACTS} | (revision.after if revision else {})


def _facts_page(request: ShopRequest, product: Product, form: FactsForm, *, name: str) -> HttpResponse:
    facts = {fact: getattr(product, fact) for fact in editing.FACTS}
    form.fix(rules.fixed_by_stamp(facts, is_stamped=bool(product.stamp_public_id)))
    if request.method == "POST" and form.is_valid():
        try:
            waiting = editing.change_facts(
                product=product, facts=form.facts(), by=request.user, now=timezone.now()
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _waits() if waiting else _("Saved."))
            return redirect("workspace_piece", product.pk)
    icon, title, url_name = ROOMS[name]
    context = {
        "shop": request.shop,
        "product": product,
        "form": form,
        "title": title,
        "icon_name": icon,
        "address_name": url_name,
        "drawing": _drawing(product) if name == completeness.MEASURED else None,
    }
    failed = request.method == "POST"
    return render(request, "workspace/piece_facts.html", context, status=422 if failed else 200)


# Whether and how it is offered


@require_shop
@reads_and_writes
def ready(request: ShopRequest, pk: int) -> HttpResponse:
    """Say whether it is there or made to order, and how long that takes."""
    product = queries.piece_of(request.shop, pk)
    initial = {"made_to_order": "yes" if product.made_to_order else "no", "lead_days": product.lead_days}
    form = LeadForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        editing.set_lead(product=product, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("workspace_piece", pk)
    context = {
        "shop": request.shop,
        "product": product,
        "form": form,
        "title": _("When it can leave"),
        "icon_name": "calendar",
        "address_name": "workspace_ready",
        "drawing": None,
        "usual_days": product.kind.listing_needs.lead_days if product.kind else None,
    }
    failed = request.method == "POST"
    return render(request, "workspace/piece_facts.html", context, status=422 if failed else 200)


@require_shop
@require_POST
def pause(request: ShopRequest, pk: int) -> HttpResponse:
    """Keep a piece in sight that cannot be ordered for now."""
    editing.pause(product=queries.piece_of(request.shop, pk), now=timezone.now())
    messages.success(request, _("Buyers see it and cannot order it for now."))
    return redirect("workspace_piece", pk)


@require_shop
@require_POST
def resume(request: ShopRequest, pk: int) -> HttpResponse:
    """Let it be ordered again."""
    editing.resume(product=queries.piece_of(request.shop, pk), now=timezone.now())
    messages.success(request, _("It can be ordered again."))
    return redirect("workspace_piece", pk)


@require_shop
@require_POST
def withdraw(request: ShopRequest, pk: int) -> HttpResponse:
    """Take a piece out of the shop window."""
    product = queries.piece_of(request.shop, pk)
    now = timezone.now()
    _moved(
        request,
        lambda: editing.withdraw(product=product, by=request.user, now=now),
        _("Taken out. Buyers no longer see it."),
    )
    return redirect("workspace_piece", pk)


@require_shop
@require_POST
def put_back(request: ShopRequest, pk: int) -> HttpResponse:
    """Put a piece back, or send it again after it was not accepted."""
    product = queries.piece_of(request.shop, pk)
    now = timezone.now()
    _moved(
        request,
        lambda: editing.put_back(product=product, by=request.user, now=now),
        _("Sent. You see here where it stands."),
    )
    return redirect("workspace_piece", pk)


@require_shop
@require_POST
def take_back(request: ShopRequest, pk: int) -> HttpResponse:
    """Leave a stamped piece as it is."""
    product = queries.piece_of(request.shop, pk)
    revision: ListingRevision | None = catalog_queries.waiting_revision(product)
    if revision is not None:
        waiting, now = revision, timezone.now()
        _moved(
            request,
            lambda: editing.take_back_revision(revision=waiting, by=request.user, now=now),
            _("Taken back. The piece stays as it is."),
        )
    return redirect("workspace_piece", pk)


def _moved(request: ShopRequest, move: Callable[[], object], done: str) -> None:
    """Make a move and say so; somebody who was quicker, or a page that is old, is no error."""
    try:
        move()
    except AlreadyThere:
        messages.success(request, done)
    except IllegalMove:
        messages.warning(
            request, _("That is not possible any more. The page shows where the piece stands now.")
        )
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, done)
