"""What one shop sees of itself. Every queryset starts from the shop: another shop's rows do not exist here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, Model, Prefetch, Q, QuerySet, Sum
from django.http import Http404
from django.utils import timezone

from catalog.models import Product, ProductImage
from marketplace.order.models import CounterSale, ShopOrder
from marketplace.order.queries import undoable_sales
from marketplace.order.states import ProposalState, ShopOrderState
from marketplace.settlement import queries as settlement
from marketplace.workspace.models import DraftPhoto, PieceDraft, Sheet
from marketplace.workspace.states import DraftState
from shops.models import Artisan, Membership
from shops.partner.models import Partner
from shops.people import queries as people
from shops.people.models import AssistanceConsent

Row = TypeVar("Row", bound=Model)
S = ShopOrderState
TO_ANSWER = (S.PAID, S.CONFIRMED)
VISIBLE = (S.PAID, S.CONFIRMED, S.ACCEPTED, S.SENT, S.DELIVERED, S.REFUSED, S.CANCELLED, S.RETURNED, S.LOST)
COMING = (S.PAID, S.ACCEPTED, S.SENT, S.DELIVERED)
PAGE = 50


def counts(shop: Partner) -> dict[str, int]:
    """Return the numbers of the first screen: pieces, unfinished pieces, orders to answer, orders to send."""
    orders = ShopOrder.objects.filter(shop=shop).aggregate(
        to_answer=Count("pk", filter=Q(state__in=TO_ANSWER)), to_send=Count("pk", filter=Q(state=S.ACCEPTED))
    )
    return {
        "pieces": Product.objects.filter(shop=shop).count(),
        "drafts": PieceDraft.objects.filter(shop=shop, state=DraftState.OPEN).count(),
        **orders,
    }


def orders_of(shop: Partner) -> QuerySet[ShopOrder]:
    """Return the shop's own part of orders it may know of, newest first: nothing before it is paid or confirmed."""
    return (
        ShopOrder.objects.filter(shop=shop, state__in=VISIBLE)
        .select_related("order")
        .prefetch_related("lines__product__card", "changes", "proposals")
        .order_by("-pk")
    )


def by_what_is_next(rows: Iterable[ShopOrder]) -> dict[str, list[ShopOrder]]:
    """Return shop orders by what they wait for: the shop's answer, the buyer's, being sent, or nothing any more."""
    groups: dict[str, list[ShopOrder]] = {"answer": [], "buyer": [], "send": [], "done": []}
    for row in rows:
        if any(proposal.state == ProposalState.OFFERED for proposal in row.proposals.all()):
            groups["buyer"].append(row)
        elif row.state in TO_ANSWER:
            groups["answer"].append(row)
        else:
            groups["send" if row.state == S.ACCEPTED else "done"].append(row)
    for name in ("answer", "send"):  # what is due first stands first
        groups[name].sort(key=lambda row: ((row.send_by_on or date.max), row.pk))
    return groups


def order_of(shop: Partner, number: str) -> ShopOrder:
    """Return one shop order of `shop`.

    :raises Http404: there is none, or it is another shop's.
    """
    return _one(orders_of(shop).filter(number=number))


def pieces_of(shop: Partner) -> QuerySet[Product]:
    """Return the shop's pieces, newest first, with stock and photos."""
    return (
        Product.objects.filter(shop=shop)
        .select_related("kind")
        .prefetch_related("stockrecords", "images", _undoable_sales(shop))
        .order_by("-date_created", "-pk")
    )


def _undoable_sales(shop: Partner) -> Prefetch:
    """Read with each piece what was sold of it in the shop so lately that the tap can be taken back."""
    return Prefetch(
        "counter_sales", queryset=undoable_sales(shop, now=timezone.now()), to_attr="undoable_sales"
    )


def sale_of(shop: Partner, pk: int, sale_pk: int) -> CounterSale:
    """Return one sale of a piece in the shop itself.

    :raises Http404: there is none, or it is another shop's.
    """
    return _one(CounterSale.objects.filter(shop=shop, product_id=pk, pk=sale_pk))


def piece_of(shop: Partner, pk: int) -> Product:
    """Return one piece of `shop`.

    :raises Http404: there is none, or it is another shop's.
    """
    return _one(pieces_of(shop).filter(pk=pk))


def photo_of(shop: Partner, pk: int, photo_pk: int) -> ProductImage:
    """Return one photo of a piece of `shop`.

    :raises Http404: there is none, or it is another shop's.
    """
    return _one(ProductImage.objects.filter(product__shop=shop, product_id=pk, pk=photo_pk))


def open_drafts_of(shop: Partner) -> QuerySet[PieceDraft]:
    """Return the shop's pieces that are still being prepared, the last one touched first."""
    return (
        PieceDraft.objects.filter(shop=shop, state=DraftState.OPEN)
        .prefetch_related("photos")
        .order_by("-updated_at")
    )


def draft_of(shop: Partner, uuid: UUID) -> PieceDraft:
    """Return one draft of `shop`, whatever became of it.

    :raises Http404: there is none, or it is another shop's.
    """
    return _one(PieceDraft.objects.filter(shop=shop, pk=uuid).select_related("shop", "product"))


def draft_photo_of(shop: Partner, uuid: UUID, photo: UUID) -> DraftPhoto:
    """Return one photo of a draft of `shop`.

    :raises Http404: there is none, or it is another shop's.
    """
    return _one(DraftPhoto.objects.filter(draft__shop=shop, draft_id=uuid, uuid=photo))


def lock_draft(draft: PieceDraft) -> PieceDraft:
    """Return the draft as the database has it now, for nobody else to change until this transaction ends.

    Alone, without rows beside it: PostgreSQL reads only the locked row anew after waiting for it.
    """
    return PieceDraft.objects.select_for_update().get(pk=draft.pk)


def coming_to(shop: Partner) -> tuple[list[ShopOrder], int]:
    """Return the newest paid sales that are not over, and what the shop receives of all of them, in minor units.

    What is held back because a stamp is in doubt is among the sales, and not in the sum.
    """
    rows = ShopOrder.objects.filter(shop=shop, state__in=COMING)
    receives = _share(rows.exclude(pk__in=settlement.held_back(shop)))
    newest = rows.select_related("order").prefetch_related("lines__product__card").order_by("-pk")
    return list(newest[:PAGE]), receives


def held_back(shop: Partner) -> tuple[set[int], int]:
    """Return the sales of a shop whose share waits because a stamp is in doubt, and their sum in minor units."""
    rows = ShopOrder.objects.filter(pk__in=settlement.held_back(shop), state__in=COMING)
    return set(rows.values_list("pk", flat=True)), _share(rows)


def _share(rows: QuerySet[ShopOrder]) -> int:
    total = rows.aggregate(
        goods=Sum("lines_dzd_minor"), delivery=Sum("delivery_dzd_minor"), commission=Sum("commission_minor")
    )
    return (total["goods"] or 0) + (total["delivery"] or 0) - (total["commission"] or 0)


def maker_of(shop: Partner, pk: int) -> Artisan:
    """Return one maker of `shop`.

    :raises Http404: there is none, or she is another shop's.
    """
    return _one(people.makers_of(shop).filter(pk=pk))


def member_of(shop: Partner, pk: int) -> Membership:
    """Return one person's role in `shop`.

    :raises Http404: there is none, or it is another shop's.
    """
    return _one(Membership.objects.filter(body=shop.body, pk=pk))


def consent_of(shop: Partner, pk: int) -> AssistanceConsent:
    """Return one consent that `shop` gave.

    :raises Http404: there is none, or it is another shop's.
    """
    return _one(people.consents_of_shop(shop).filter(pk=pk))


def sheet_of(shop: Partner, pk: int) -> Sheet:
    """Return one table that `shop` sent.

    :raises Http404: there is none, or it is another shop's.
    """
    return _one(Sheet.objects.filter(shop=shop, pk=pk).select_related("shop__place"))


def _one(rows: QuerySet[Row]) -> Row:
    found = rows.first()
    if found is None:
        raise Http404
    return found
