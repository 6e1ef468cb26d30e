"""Use cases of the desk: whether a piece is shown, changes to stamped pieces, and reports on listings."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from catalog import actions, queries, rules
from catalog.actions import LANGUAGES
from catalog.editing import FACTS
from catalog.models import ListingReport, ListingRevision, Product, ProductImage
from catalog.states import (
    REPORT_MOVES,
    REVISION_MOVES,
    ListingState,
    ReportState,
    RevisionState,
)
from marketplace import outbox
from marketplace.accounts.models import User
from marketplace.machine import AlreadyThere, IllegalMove, advance, begin
from marketplace.refusal import Refusal
from shops.partner.models import Partner
from shops.people.queries import require_not_own

# Is a piece shown?


def look_of(product: Product) -> str:
    """Return what stands for words, facts and photos of a piece as they are: another text whenever one changes."""
    words = [getattr(product, f"{name}_{code}") for name in ("title", "description") for code in LANGUAGES]
    facts = [getattr(product, name) for name in FACTS]
    shown = ProductImage.objects.filter(product=product, is_shown=True).order_by("pk")
    said = json.dumps([words, facts, list(shown.values_list("pk", flat=True)), product.voice_key])
    return hashlib.blake2b(said.encode(), digest_size=12).hexdigest()


@transaction.atomic
def approve(*, product: Product, by: User, now: datetime, seen: str | None = None) -> None:
    """Show a piece that waited for a look; with its first, a shop's later pieces are shown at once (O1).

    `seen` is its `look_of` on the page that was read.

    :raises Refusal: the shop changed it meanwhile, or `by` works there.
    :raises IllegalMove: it does not wait (AlreadyThere: somebody looked first).
    """
    product = _lock_waiting(product, to=ListingState.LISTED)
    require_not_own(by, product.shop, on=localdate(now))
    if seen is not None and seen != look_of(product):
        raise Refusal(_("The shop changed this meanwhile. Please compare again."))
    actions.move_listing(product=product, to=ListingState.LISTED, by=by, now=now)
    Partner.objects.filter(pk=product.shop_id, first_listing_approved_at__isnull=True).update(
        first_listing_approved_at=now
    )


@transaction.atomic
def refuse(*, product: Product, by: User, why: str, now: datetime) -> None:
    """Do not show a piece that waited for a look; the shop reads `why` and can send it again.

    :raises Refusal: there is no sentence for the shop.
    :raises IllegalMove: it does not wait (AlreadyThere: somebody looked first).
    """
    product = _lock_waiting(product, to=ListingState.REFUSED)
    actions.move_listing(product=product, to=ListingState.REFUSED, by=by, now=now, why=_sentence(why))


def _lock_waiting(product: Product, *, to: ListingState) -> Product:
    product = queries.lock_piece(product.pk)
    if product.state == to:
        raise AlreadyThere(f"piece {product.pk} is already {to}")
    if product.state != ListingState.REVIEW:
        raise IllegalMove(f"piece {product.pk} does not wait for a look")
    return product


def _sentence(why: str) -> str:
    """Return the sentence a shop reads.

    :raises Refusal: there is none.
    """
    if not why.strip():
        raise Refusal(_("Please write one sentence for the shop."), field="why")
    return why.strip()[:500]


@transaction.atomic
def take_down(*, product: Product, by: User, why: str, now: datetime) -> None:
    """Take a piece out of sight; its page says that it was taken down, and the shop reads `why`.

    :raises Refusal: there is no sentence for the shop.
    :raises IllegalMove: it is not there to be taken down (AlreadyThere: it is down).
    """
    actions.move_listing(product=product, to=ListingState.TAKEN_DOWN, by=by, now=now, why=_sentence(why))


@transaction.atomic
def bring_back(*, product: Product, by: User, why: str, now: datetime) -> None:
    """Show a piece again that was taken down and should not have been.

    :raises Refusal: there is no sentence for the shop, or `by` works there.
    :raises IllegalMove: it was not taken down (AlreadyThere: it is shown).
    """
    locked = queries.lock_piece(product.pk)
    require_not_own(by, locked.shop, on=localdate(now))
    if locked.state not in (ListingState.TAKEN_DOWN, ListingState.LISTED):
        raise IllegalMove(f"piece {product.pk} was not taken down")
    actions.move_listing(product=locked, to=ListingState.LISTED, by=by, now=now, why=_sentence(why))


# Changes to stamped pieces


@transaction.atomic
def approve_revision(*, revision: ListingRevision, seen: int, by: User, now: datetime) -> None:
    """Apply a change to a stamped piece, all of it at once; `seen` is its count of edits on the page that was read.

    :raises Refusal: the shop changed it meanwhile, the piece is no longer what it was compared with, or `by` works in
        that shop.
    :raises IllegalMove: it waits no more (AlreadyThere: somebody approved it first).
    """
    product = queries.lock_piece(revision.product_id)
    require_not_own(by, product.shop, on=localdate(now))
    advance(revision, RevisionState.APPROVED, moves=REVISION_MOVES, by=by, at=now)
    revision.refresh_from_db()
    if revision.edits != seen:
        raise Refusal(_("The shop changed this meanwhile. Please compare again."))
    if any(getattr(product, name) != value for name, value in revision.before.items()):
        raise Refusal(_("The piece itself changed meanwhile. Please ask the shop to send its change again."))
    if revision.after:
        Product.objects.filter(pk=product.pk).update(**revision.after)
    photos = ProductImage.objects.filter(product=product)
    photos.filter(pk__in=revision.add).update(is_shown=True)
    photos.filter(pk__in=revision.remove).update(is_shown=False)
    actions.listing_changed(product_ids=[product.pk])
    _tell_of_revision(revision)


@transaction.atomic
def refuse_revision(*, revision: ListingRevision, by: User, why: str, now: datetime) -> None:
    """Leave a stamped piece as it is; the shop reads `why`.

    :raises Refusal: there is no sentence for the shop.
    :raises IllegalMove: it waits no more (AlreadyThere: somebody refused it first).
    """
    advance(revision, RevisionState.REFUSED, moves=REVISION_MOVES, by=by, at=now, why=_sentence(why))
    _tell_of_revision(revision)


def _tell_of_revision(revision: ListingRevision) -> None:
    change = revision.changes.order_by("-pk").values_list("pk", flat=True)[0]
    outbox.emit(f"listing_change.{revision.state}", product_id=revision.product_id, change_id=change)


# Reports


def report(
    *,
    product: Product,
    reason: str,
    text: str,
    contact: str,
    language: str,
    network: str,
    now: datetime,
) -> ListingReport:
    """Keep what somebody says is wrong with a listing; a network may say so few times within an hour.

    :raises Refusal: it said so often enough.
    """
    for nth in range(rules.REPORTS_PER_NETWORK_HOUR):
        place = rules.place_in_hour(network=network, now=now, nth=nth, key=settings.SECRET_KEY)
        if ListingReport.objects.filter(place_in_hour=place).exists():
            continue
        try:
            with transaction.atomic():
                row = ListingReport.objects.create(
                    product=product,
                    reason=reason,
                    text=text[:500],
                    contact=contact[:120],
                    language=language,
                    made_at=now,
                    place_in_hour=place,
                )
                begin(row, by=None, at=now)
        except IntegrityError:
            continue  # somebody of the same network took this place: the next one
        return row
    raise Refusal(_("Several reports came from your network. Please try again in an hour."))


@transaction.atomic
def uphold(*, report: ListingReport, by: User, why: str, now: datetime) -> None:
    """Say that a report was right: the piece is taken down, and its other open reports are settled with it.

    :raises Refusal: there is no sentence for the shop.
    :raises IllegalMove: it is settled (AlreadyThere: somebody upheld it first).
    """
    why = _sentence(why)
    product = queries.lock_piece(report.product_id)
    advance(report, ReportState.UPHELD, moves=REPORT_MOVES, by=by, at=now, why=why)
    others = ListingReport.objects.filter(product=product, state=ReportState.OPEN).select_for_update()
    for other in others.order_by("pk"):
        advance(other, ReportState.UPHELD, moves=REPORT_MOVES, by=by, at=now, why=why)
    if product.state != ListingState.TAKEN_DOWN:
        actions.move_listing(product=product, to=ListingState.TAKEN_DOWN, by=by, now=now, why=why)


@transaction.atomic
def dismiss(*, report: ListingReport, by: User, why: str, now: datetime) -> None:
    """Say that a report was not right: the piece stays, the reason is kept.

    :raises Refusal: there is no reason, or `by` works in that shop.
    :raises IllegalMove: it is settled (AlreadyThere: somebody dismissed it first).
    """
    require_not_own(by, report.product.shop, on=localdate(now))
    if not why.strip():
        raise Refusal(_("Please write why the piece stays."), field="why")
    advance(report, ReportState.DISMISSED, moves=REPORT_MOVES, by=by, at=now, why=why.strip()[:500])
