"""Reads and locks of orders."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Count, Prefetch, QuerySet, Sum

from marketplace.accounts.models import User
from marketplace.order.link import is_token_of
from marketplace.order.models import (
    CounterSale,
    DateProposal,
    Line,
    Order,
    ShopOrder,
    ShopOrderChange,
    StockHold,
)
from marketplace.order.states import HoldState, ProposalState
from marketplace.order.states import ShopOrderState as S
from quality_labels import queries as stamps
from quality_labels.models import Label
from quality_labels.states import FIXED_LABEL
from shops.models import Membership
from shops.partner.models import Partner
from shops.people.queries import assists
from shops.states import Role

TO_ANSWER = (S.PAID, S.CONFIRMED)
UNDO_WITHIN = timedelta(minutes=10)  # how long a tap on "sold in the shop" can be taken back


def labels_of_lines(shop_order: ShopOrder) -> dict[Line, Label]:
    """Return the labels of the stamped pieces in a part, by line."""
    lines = list(shop_order.lines.all())
    held = stamps.labels_for_products([line.product_id for line in lines if line.product_id])
    fixed = {pk: label for pk, label in held.items() if label.state in FIXED_LABEL}
    return {line: fixed[line.product_id] for line in lines if line.product_id in fixed}


def lock(order_id: int) -> Order:
    """Return the order under its row lock: whoever moves its holds or shop orders takes this first."""
    return Order.objects.select_for_update().get(pk=order_id)


def lock_shop_order(shop_order_id: int) -> ShopOrder:
    """Return a shop order whose order is locked, so that it stands still."""
    order_id = ShopOrder.objects.values_list("order_id", flat=True).get(pk=shop_order_id)
    lock(order_id)
    return ShopOrder.objects.select_related("shop__body", "order").get(pk=shop_order_id)


def sells_for(user: User, shop_order: ShopOrder, *, on: date) -> bool:
    """Tell whether `user` is of the shop on that day, or of staff who may act for it by its consent."""
    return works_for(user, shop_order.shop, on=on)


def works_for(user: User, shop: Partner, *, on: date) -> bool:
    """Tell whether `user` may act for the shop on that day: its owner, a seller, or staff by its consent."""
    return (
        Membership.objects.on(on)
        .filter(user=user, body=shop.body, role__in=(Role.OWNER, Role.SELLER))
        .exists()
    ) or assists(user, shop, on=on)


def unanswered(*, due_before: date, limit: int) -> list[int]:
    """Return shop orders whose day to answer was before that day, and no other day is proposed; oldest first."""
    return list(
        late(on=due_before)
        .exclude(proposals__state=ProposalState.OFFERED)
        .order_by("answer_by_on", "pk")
        .values_list("pk", flat=True)[:limit]
    )


def late(*, on: date) -> QuerySet[ShopOrder]:
    """Return shop orders that wait for an answer whose day is over on that day."""
    return ShopOrder.objects.filter(state__in=TO_ANSWER, answer_by_on__lt=on)


def open_proposal(shop_order_id: int) -> DateProposal | None:
    """Return the other day that waits for the buyer's answer."""
    return DateProposal.objects.filter(shop_order=shop_order_id, state=ProposalState.OFFERED).first()


def lapsed_proposals(*, on: date, limit: int) -> list[int]:
    """Return the shop orders whose proposal waited longer than the buyer was given."""
    rows = DateProposal.objects.filter(state=ProposalState.OFFERED, answer_by_on__lt=on).order_by("pk")
    return list(rows.values_list("shop_order", flat=True)[:limit])


def undoable_sales(shop: Partner, *, now: datetime) -> QuerySet[CounterSale]:
    """Return what was sold in the shop so lately that it can still be taken back, newest first."""
    return CounterSale.objects.filter(
        shop=shop, undone_at__isnull=True, sold_at__gt=now - UNDO_WITHIN
    ).order_by("-pk")


def by_link(number: str, token: str) -> Order | None:
    """Return the order that this number and token open, with all that its page shows; nothing for a changed link."""
    order = Order.objects.filter(number=number).prefetch_related(*_parts()).select_related("quote").first()
    return order if order is not None and is_token_of(order, token) else None


def payment_page(order: Order, *, now: datetime) -> str:
    """Return where the order can still be paid; empty once it is paid or its time is over."""
    attempt = order.attempts.order_by("-pk").first()
    if order.paid_at is not None or attempt is None or attempt.expires_at <= now:
        return ""
    return str(attempt.url)


def of_user(user: User) -> QuerySet[Order]:
    """Return a person's own orders, newest first."""
    return (
        Order.objects.filter(user=user).prefetch_related("shop_orders__shop").order_by("-date_placed", "-pk")
    )


_LANGUAGES = ("ar", "fr", "en")
# What the page shows of each part; shops, bodies and pieces have many columns more.
_PART = (
    *(field.attname for field in ShopOrder._meta.concrete_fields),
    *(f"shop__name_{code}" for code in _LANGUAGES),
    "shop__slug",
    "shop__centre",
    *(f"shop__centre__{text}_{code}" for text in ("name", "address", "opening_hours") for code in _LANGUAGES),
)
_LINE = (
    *("order", "shop_order", "product", "quantity", "charge_minor", "dzd_minor"),
    *(f"title_{code}" for code in _LANGUAGES),
    *(f"product__card__{name}" for name in ("image_key", "image_files", "image_width", "image_height")),
    "product__slug",
)


def _parts() -> tuple[Prefetch, ...]:
    lines = Line.objects.select_related("product__card").only(*_LINE).order_by("pk")
    shop_orders = ShopOrder.objects.select_related("shop__centre").only(*_PART).order_by("number")
    return (
        Prefetch("shop_orders", queryset=shop_orders),
        Prefetch("shop_orders__lines", queryset=lines),
        Prefetch("shop_orders__changes", queryset=ShopOrderChange.objects.order_by("pk")),
        Prefetch("shop_orders__proposals", queryset=DateProposal.objects.order_by("pk")),
        Prefetch("holds", queryset=StockHold.objects.order_by("pk")),
    )


def due_orders(*, now: datetime, limit: int) -> list[int]:
    """Return orders with a hold that ran out, oldest first."""
    rows = StockHold.objects.filter(state=HoldState.HELD, expires_at__lt=now).order_by("expires_at")
    return list(dict.fromkeys(rows.values_list("order_id", flat=True)[:limit]))


def open_pieces_of_contact(email: str, phone: str, provider: str) -> int:
    """Return how many pieces are held for a contact without any money, by e-mail or by phone, whichever is more."""
    held = StockHold.objects.filter(state=HoldState.HELD, order__provider=provider)

    def pieces(**contact: str) -> int:
        return held.filter(**contact).aggregate(pieces=Sum("quantity"))["pieces"] or 0

    # Who ordered by telephone may have no e-mail, and is not everybody else without one.
    return max(
        pieces(order__guest_email=email) if email else 0, pieces(order__contact_phone=phone) if phone else 0
    )


def unpaid_of_session(session: str, provider: str) -> int:
    """Return how many unpaid orders of this visitor hold pieces now."""
    held = StockHold.objects.filter(
        state=HoldState.HELD,
        order__placed_session=session,
        order__provider=provider,
        order__paid_at__isnull=True,
    )
    return held.aggregate(orders=Count("order", distinct=True))["orders"]


def unpaid_of_network(network: str, provider: str, *, since: datetime) -> int:
    """Return how many orders this network placed since then and did not pay."""
    return Order.objects.filter(
        placed_network=network, provider=provider, paid_at__isnull=True, date_placed__gte=since
    ).count()
