"""What a basket holds, as its page, the check page and placing an order read it: prices are the stock records' own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from catalog.models import Card, Product
from catalog.rules import ready_on
from marketplace.basket.models import Basket, Line
from marketplace.money import Money
from marketplace.prepared import Prepared
from marketplace.shipping.places import ALGERIA
from marketplace.shipping.queries import rates_to
from marketplace.shipping.rates import Option, Rate, choose, options
from shops.partner.models import Partner

_LANGUAGES = ("ar", "fr", "en")
# What a group shows: pieces and shops have some sixty columns each, and reading them costs more than the query.
_SHOWN = (
    *("basket", "quantity", "price_incl_tax", "line_reference", "date_created"),
    *(
        f"stockrecord__{name}"
        for name in ("product", "price", "num_in_stock", "num_allocated", "partner_sku")
    ),
    *(
        f"product__{name}"
        for name in ("slug", "is_public", "paused_for", "lead_days", "shop", "structure", "parent")
    ),
    *(f"product__title_{code}" for code in _LANGUAGES),
    *(f"product__card__{name}" for name in ("image_key", "image_files", "image_width", "image_height")),
    *(f"product__shop__name_{code}" for code in _LANGUAGES),
    *(
        f"product__shop__{name}"
        for name in (
            "slug",
            "centre",
            "place",
            "closed_from_on",
            "closed_until_on",
            "commission_basis_points",
        )
    ),
    *(f"product__shop__place__name_{code}" for code in _LANGUAGES),
)


@dataclass(slots=True)
class BasketLine:
    """A line as it stands now: `was` is the price when it was put in, where that has changed since."""

    pk: int
    product: Product
    card: Card | None
    stockrecord_id: int
    sku: str
    quantity: int
    unit: Money | None
    was: Money | None
    left: int
    shop_closed: bool
    paused: bool = False

    @property
    def fits(self) -> bool:
        """Tell whether it can be ordered as it is."""
        return (
            self.unit is not None and self.left >= self.quantity and not self.shop_closed and not self.paused
        )

    @property
    def is_sold(self) -> bool:
        """Tell whether nothing of it is left to order."""
        return self.unit is None or self.left <= 0

    @property
    def total(self) -> Money:
        """Return quantity times price; nothing while it has no price."""
        return (self.unit or Money(0)) * self.quantity


@dataclass(slots=True)
class Group:
    """One shop's pieces in a basket: its lines, the ways they can arrive, and the one chosen."""

    shop: Partner
    lines: list[BasketLine]
    lead_days: int
    offered: tuple[Option, ...] = ()
    chosen: Option | None = None

    @property
    def goods(self) -> Money:
        """Return what the orderable lines cost."""
        return sum((line.total for line in self.lines if line.fits), Money(0))

    @property
    def delivery(self) -> Money:
        """Return what the chosen way costs."""
        return self.chosen.price if self.chosen else Money(0)

    @property
    def total(self) -> Money:
        """Return goods and delivery."""
        return self.goods + self.delivery


@dataclass(slots=True)
class Contents:
    """A basket read once: groups by shop, where it is going, and what is in the way of ordering it."""

    basket: Basket | None
    country: str
    wilaya: str
    groups: list[Group] = field(default_factory=list)

    @property
    def lines(self) -> list[BasketLine]:
        """Return every line, group by group."""
        return [line for group in self.groups for line in group.lines]

    @property
    def count(self) -> int:
        """Return how many pieces the badge shows."""
        return sum(line.quantity for line in self.lines)

    @property
    def goods(self) -> Money:
        """Return what all orderable lines cost."""
        return sum((group.goods for group in self.groups), Money(0))

    @property
    def delivery(self) -> Money:
        """Return what all chosen ways cost."""
        return sum((group.delivery for group in self.groups), Money(0))

    @property
    def total(self) -> Money:
        """Return what would be paid, in dinars."""
        return self.goods + self.delivery

    @property
    def can_be_ordered(self) -> bool:
        """Tell whether every line fits and every group can reach the buyer."""
        return (
            bool(self.groups)
            and all(line.fits for line in self.lines)
            and all(group.chosen is not None for group in self.groups)
        )


_OPEN = Prepared(Basket, lambda pk: Basket.objects.filter(pk=pk, status=Basket.OPEN), pk=int)


def open_basket(basket_id: int | None) -> Basket | None:
    """Return the basket while it can still be changed."""
    if basket_id is None:
        return None
    return _OPEN.first(pk=basket_id)


def count_of(basket_id: int) -> int:
    """Return how many pieces are in a basket: the number on the badge."""
    return Line.objects.filter(basket_id=basket_id).aggregate(pieces=Sum("quantity"))["pieces"] or 0


def lines_of(basket: Basket) -> QuerySet[Line]:
    """Return its lines with all that a group shows: one query, however many there are."""
    return _lines_of(basket.pk)


def _lines_of(pk: int) -> QuerySet[Line]:
    return (
        Line.objects.filter(basket_id=pk)
        .select_related("stockrecord", "product__card", "product__shop__place")
        .only(*_SHOWN)
        .order_by("date_created", "pk")
    )


_LINES = Prepared(Line, _lines_of, pk=int)


def contents(basket: Basket | None, *, today: date, country: str = "", wilaya: str | None = None) -> Contents:
    """Read `basket` as it stands on `today`: three queries, whatever it holds.

    `country` and `wilaya` say where it would go, when that is not what the basket remembers.
    """
    draft = basket.draft if basket else {}
    country = country or (basket.country if basket else ALGERIA)
    wilaya = draft.get("wilaya", "") if wilaya is None else wilaya
    read = Contents(basket=basket, country=country, wilaya=wilaya if country == ALGERIA else "")
    if basket is None:
        return read
    read.groups = _groups(_LINES.rows(pk=basket.pk), today)
    if read.groups:
        deliver(read.groups, rates_to(country, read.wilaya), read, draft.get("delivery", {}), today)
    return read


def deliver(
    groups: Sequence[Group], rates: Sequence[Rate], to: Contents, wanted: dict[str, str], today: date
) -> None:
    """Offer each group the ways that reach its buyer, and choose the wanted one."""
    for group in groups:
        group.offered = options(
            rates,
            country=to.country,
            wilaya=to.wilaya,
            at_centre=group.shop.centre_id is not None,
            ready_on=ready_on(group.lead_days, today=today),
        )
        group.chosen = choose(group.offered, wanted.get(str(group.shop.pk), ""))


def _groups(rows: Sequence[Any], today: date) -> list[Group]:
    groups: dict[int, Group] = {}
    for row in rows:
        shop = row.product.shop
        group = groups.setdefault(shop.pk, Group(shop=shop, lines=[], lead_days=0))
        group.lines.append(_line(row, closed=shop.is_closed_on(today)))
        group.lead_days = max(group.lead_days, row.product.lead_days)
    return list(groups.values())


def _line(row: Any, *, closed: bool) -> BasketLine:
    stock = row.stockrecord
    unit = Money.from_decimal(stock.price) if stock.price is not None and row.product.is_public else None
    then = Money.from_decimal(row.price_incl_tax) if row.price_incl_tax is not None else None
    return BasketLine(
        pk=row.pk,
        product=row.product,
        card=getattr(row.product, "card", None),
        stockrecord_id=stock.pk,
        sku=stock.partner_sku,
        quantity=row.quantity,
        unit=unit,
        was=then if then != unit else None,
        left=(stock.num_in_stock or 0) - (stock.num_allocated or 0),
        shop_closed=closed,
        paused=bool(row.product.paused_for),
    )
