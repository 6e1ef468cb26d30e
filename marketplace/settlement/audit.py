"""What must be true of all money and stock at any moment; empty means it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.db.models import Count, F, Q, Sum

from marketplace.order.models import Line, Order, ShopOrder, StockHold
from marketplace.order.states import HoldState
from marketplace.order.states import ShopOrderState as S
from marketplace.payment.models import PaymentAttempt
from marketplace.payment.states import AttemptState
from marketplace.settlement import rules
from marketplace.settlement.models import Transfer
from shops.partner.models import StockRecord

CLEARING = ("demo_clearing", "cash_centre:")


def findings() -> list[str]:
    """Return every breach found, one sentence each."""
    return [*_stock(), *_sums(), *_journals(), *_attempts(), *_holds()]


def _stock() -> Iterator[str]:
    held = dict(
        StockHold.objects.filter(state=HoldState.HELD)
        .values_list("stockrecord")
        .annotate(pieces=Sum("quantity"))
        .order_by()
    )
    for pk, in_stock, allocated in StockRecord.objects.values_list("pk", "num_in_stock", "num_allocated"):
        if (allocated or 0) != held.get(pk, 0):
            yield f"stock record {pk}: {allocated} allocated, {held.get(pk, 0)} held"
        if (in_stock or 0) < (allocated or 0) or (allocated or 0) < 0:
            yield f"stock record {pk}: {in_stock} in stock, {allocated} allocated"


def _sums() -> Iterator[str]:
    parts = _sums_by_order(
        dzd=Sum(F("lines_dzd_minor") + F("delivery_dzd_minor")),
        charge=Sum(F("lines_charge_minor") + F("delivery_charge_minor")),
    )
    for pk, dzd, charge in Order.objects.exclude(shop_orders=None).values_list(
        "pk", "dzd_minor", "charge_minor"
    ):
        if parts.get(pk) != (dzd, charge):
            yield f"order {pk}: {(dzd, charge)} is not the sum of its shop orders {parts.get(pk)}"
    lines = {
        row["shop_order"]: (row["dzd"], row["charge"])
        for row in Line.objects.values("shop_order")
        .annotate(dzd=Sum("dzd_minor"), charge=Sum("charge_minor"))
        .order_by()
    }
    for part in ShopOrder.objects.all():
        if lines.get(part.pk) != (part.lines_dzd_minor, part.lines_charge_minor):
            yield f"shop order {part}: its lines do not add up"


def _sums_by_order(**sums: Sum) -> dict[int, tuple[int, ...]]:
    rows = ShopOrder.objects.order_by().values("order").annotate(**sums).values_list("order", *sums)
    return {pk: tuple(rest) for pk, *rest in rows}


def _journals() -> Iterator[str]:
    """Hold every paid order to one sale journal that takes in what was charged and gives out as much."""
    paid = Order.objects.filter(paid_at__isnull=False)
    journals = set(Transfer.objects.values_list("journal", flat=True).distinct())
    for order in paid.prefetch_related("shop_orders"):
        told = {f"sale:{order.pk}", f"late:{order.pk}"} & journals
        if len(told) != 1:
            yield f"order {order.pk}: paid, and has {len(told)} journals of it"
            continue
        yield from _journal(order, told.pop())
    for order_id in (
        Transfer.objects.filter(order__paid_at__isnull=True).values_list("order", flat=True).distinct()
    ):
        yield f"order {order_id}: money moved for an order nobody paid"
    if Transfer.objects.filter(Q(amount_minor__lte=0) | Q(debit=F("credit"))).exists():
        yield "a transfer moves nothing, or moves it nowhere"


def _journal(order: Order, journal: str) -> Iterator[str]:
    net: Counter[tuple[str, str]] = Counter()
    rows = list(Transfer.objects.filter(journal=journal))
    for row in rows:
        net[row.debit, row.currency] += row.amount_minor
        net[row.credit, row.currency] -= row.amount_minor
    ids = {row.id for row in rows}
    late = journal.startswith("late:")
    parts = [part for part in order.shop_orders.all() if late or f"sale:{part.pk}:goods" in ids]
    charged, dinars = sum(part.charge_minor for part in parts), sum(part.dzd_minor for part in parts)
    arrived = sum(minor for (account, _), minor in net.items() if account.startswith(CLEARING))
    if arrived != charged:
        yield f"{journal}: {arrived} arrived where {charged} was charged"
    owed = -sum(
        minor for (account, _), minor in net.items() if not account.startswith((*CLEARING, rules.EXCHANGE))
    )
    if owed != dinars:
        yield f"{journal}: {owed} is owed where {dinars} was sold"
    for part in parts:
        earned = -net[rules.payable(part.shop_id), "DZD"]
        if not late and earned != part.lines_dzd_minor - part.commission_minor:
            yield f"{journal}: shop order {part} earns {earned}"


def _attempts() -> Iterator[str]:
    for pk in PaymentAttempt.objects.filter(state=AttemptState.PAID, order__paid_at__isnull=True).values_list(
        "pk", flat=True
    ):
        yield f"attempt {pk} is paid and its order is not"
    twice = (
        PaymentAttempt.objects.filter(state=AttemptState.PAID)
        .values_list("order")
        .annotate(times=Count("pk"))
        .filter(times__gt=1)
        .order_by()
    )
    for order_id, times in twice:
        yield f"order {order_id} was paid {times} times"


def _holds() -> Iterator[str]:
    unpaid_and_gone = StockHold.objects.filter(state=HoldState.CLAIMED, order__paid_at__isnull=True).exclude(
        shop_order__state__in=(S.REFUSED, S.CANCELLED)
    )
    for pk in unpaid_and_gone.values_list("pk", flat=True):
        yield f"hold {pk} is claimed and nobody paid"
    for pk in StockHold.objects.filter(
        state=HoldState.HELD, shop_order__state__in=(S.EXPIRED, S.PAID, S.REFUSED, S.CANCELLED)
    ).values_list("pk", flat=True):
        yield f"hold {pk} is still held for a shop order that is done with"
