"""A shop's own numbers: who looked, what was sold, what it receives (docs/numbers.md).

Every sum is of the rows that the lists show: a sale is a shop order that is paid or confirmed and has not fallen
through, on the day it was placed; what the shop receives is what the order's page says it receives.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from catalog.models import Product, ViewCount
from marketplace import charts, formats
from marketplace.money import MINOR_PER_MAJOR
from marketplace.order.models import Line, ShopOrder
from marketplace.order.states import ShopOrderState as S
from shops.partner.models import Partner

SOLD = (S.PAID, S.CONFIRMED, S.ACCEPTED, S.SENT, S.DELIVERED)
PERIODS = {"weeks": 28, "year": 365}
WEEK_ENDS = 7
BEST = 5


@dataclass(frozen=True)
class Step:
    """One bar's stretch of time: from a day until (not including) a day, its name, and its short name."""

    from_on: date
    until_on: date
    name: str
    short: str


@dataclass(frozen=True)
class Best:
    """A piece among the best of a period."""

    product: Product
    views: int
    sold: int
    dinars: int
    share: int  # of a hundred, of the best one


@dataclass(frozen=True)
class Numbers:
    """What the page shows of one period."""

    views: charts.Chart
    sales: charts.Chart
    received: charts.Chart
    best: Sequence[Best]
    from_on: date

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened at all."""
        return self.views.is_empty and self.sales.is_empty


def days(today: date, count: int, language: str) -> list[Step]:
    """Return the last `count` days, today's included; every seventh bears its name."""
    steps = []
    for back in range(count - 1, -1, -1):
        day = today - timedelta(days=back)
        short = f"{day.day}/{day.month}" if back % WEEK_ENDS == 0 else ""
        steps.append(Step(day, day + timedelta(days=1), formats.day(day, language), short))
    return steps


def weeks(today: date, count: int, language: str) -> list[Step]:
    """Return the last `count` times seven days, the last one ending today."""
    steps = []
    for back in range(count - 1, -1, -1):
        last = today - timedelta(days=WEEK_ENDS * back)
        first = last - timedelta(days=WEEK_ENDS - 1)
        name = f"{formats.short_day(first, language)} – {formats.short_day(last, language)}"
        steps.append(Step(first, last + timedelta(days=1), name, f"{first.day}/{first.month}"))
    return steps


def months(today: date, count: int, language: str) -> list[Step]:
    """Return the last `count` months, this one included."""
    steps = []
    first = today.replace(day=1)
    for _back in range(count):
        until = (first + timedelta(days=32)).replace(day=1)
        steps.append(Step(first, until, formats.month(first, language), str(first.month)))
        first = (first - timedelta(days=1)).replace(day=1)
    return steps[::-1]


def numbers_of(shop: Partner, *, period: str, now: datetime, language: str) -> Numbers:
    """Return the numbers of a shop for a period of PERIODS, in words of `language`: five queries."""
    today = localdate(now)
    if period == "weeks":
        seen_steps, sold_steps = days(today, PERIODS["weeks"], language), weeks(today, 4, language)
    else:
        seen_steps = sold_steps = months(today, 12, language)
    from_on = min(seen_steps[0].from_on, sold_steps[0].from_on)
    orders = list(sales_of(shop, from_on=from_on).select_related("order"))
    placed = [(localdate(order.order.date_placed), order) for order in orders]
    pieces = _pieces_sold(orders)
    views = ViewCount.objects.filter(product__shop=shop, day__gte=from_on)
    by_day = dict(views.order_by("day").values_list("day").annotate(looks=Sum("views")))

    def drawn(
        title: str,
        unit: str,
        steps: list[Step],
        values: Iterable[tuple[date, int]],
        write: Callable[[int, str], str] = formats.number,
    ) -> charts.Chart:
        return charts.bars(
            _summed(steps, values),
            title=title,
            unit=unit,
            rtl=language == "ar",
            write=lambda value: write(value, language),
        )

    sold = ((day, pieces[order.pk]) for day, order in placed)
    paid = ((day, received(order)) for day, order in placed)
    return Numbers(
        views=drawn(_("Looks at your pieces"), _("Looks"), seen_steps, by_day.items()),
        sales=drawn(_("Pieces sold"), _("Pieces"), sold_steps, sold),
        received=drawn(_("You receive"), _("Dinars"), sold_steps, paid, formats.dinars),
        best=_best(shop, orders, from_on=from_on),
        from_on=from_on,
    )


def sales_of(shop: Partner, *, from_on: date) -> QuerySet[ShopOrder]:
    """Return the shop's own part of orders that count as sold, placed on a day or later."""
    midnight = timezone.make_aware(datetime.combine(from_on, time.min)).astimezone(UTC)
    return ShopOrder.objects.filter(shop=shop, state__in=SOLD, order__date_placed__gte=midnight)


def received(order: ShopOrder) -> int:
    """Return what a shop receives of an order in whole dinars, as the order's page says it."""
    return (order.dzd_minor - order.commission_minor) // MINOR_PER_MAJOR


def _pieces_sold(orders: Sequence[ShopOrder]) -> Counter[int]:
    lines = (
        Line.objects.filter(shop_order__in=orders).values_list("shop_order").annotate(sold=Sum("quantity"))
    )
    return Counter(dict(lines.order_by("shop_order")))


def _summed(steps: list[Step], values: Iterable[tuple[date, int]]) -> list[charts.Point]:
    sums: Counter[int] = Counter()
    for day, value in values:
        for place, step in enumerate(steps):
            if step.from_on <= day < step.until_on:
                sums[place] += value
                break
    return [charts.Point(step.name, step.short, sums[place]) for place, step in enumerate(steps)]


def _best(shop: Partner, orders: Sequence[ShopOrder], *, from_on: date) -> list[Best]:
    """Return the pieces that sold best, then those most looked at."""
    sold = {
        pk: (number, minor)
        for pk, number, minor in Line.objects.filter(shop_order__in=orders, product__isnull=False)
        .values_list("product")
        .annotate(number=Sum("quantity"), minor=Sum("dzd_minor"))
        .order_by("product")
    }
    seen = dict(
        ViewCount.objects.filter(product__shop=shop, day__gte=from_on)
        .values_list("product")
        .annotate(looks=Sum("views"))
        .order_by("product")
    )
    ranked = sorted(
        {*sold, *seen},
        key=lambda pk: (-sold.get(pk, (0, 0))[0], -sold.get(pk, (0, 0))[1], -seen.get(pk, 0), pk),
    )[:BEST]
    products = Product.objects.filter(shop=shop).in_bulk(ranked)
    most_seen = max((seen.get(pk, 0) for pk in ranked), default=0) or 1
    return [
        Best(
            product=products[pk],
            views=seen.get(pk, 0),
            sold=sold.get(pk, (0, 0))[0],
            dinars=sold.get(pk, (0, 0))[1] // MINOR_PER_MAJOR,
            share=round(100 * seen.get(pk, 0) / most_seen),
        )
        for pk in ranked
        if pk in products
    ]
