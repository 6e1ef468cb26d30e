"""What waits at the desk, as its first page counts it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from catalog import queries as listings
from marketplace.notifications.models import Delivery
from marketplace.notifications.recipients import calls_of
from marketplace.notifications.rules import ESCALATED_AFTER
from marketplace.notifications.states import Channel
from marketplace.order.models import Order, ShopOrder
from marketplace.order.queries import late
from marketplace.order.states import ProposalState
from marketplace.settlement.queries import missing_currencies
from shops.application import queries as applications
from shops.destination import queries as destinations
from shops.models import Membership
from shops.partner.models import Partner
from shops.people import queries as people
from shops.states import Role, ShopState


class Queue(NamedTuple):
    """One tile of the first page: a drawing, its words, where it leads, for whom, and how many wait."""

    icon: str
    name: Promise
    url_name: str
    roles: frozenset[str]
    waiting: Callable[[Membership], int | None]  # none: a door, not a queue


PAGE = 100
_CALLERS = frozenset({Role.OPERATOR, Role.CLERK})


def any_call_of(membership: Membership, pk: int, *, now: datetime) -> Delivery | None:
    """Return a call of this member's list, also one that is done: a second tap is told so."""
    calls = Delivery.objects.filter(channel=Channel.CALL, pk=pk)
    if membership.role != Role.OPERATOR:
        calls = calls.filter(call_list=membership.body)
    else:
        calls = calls.filter(Q(call_list__isnull=True) | Q(created_at__lt=now - ESCALATED_AFTER))
    return calls.first()


def who_is_called(call: Delivery) -> str:
    """Return the name of whom a call goes to: the shop, or the buyer."""
    part = ShopOrder.objects.select_related("shop", "order").filter(pk=call.payload.get("shop_order_id"))
    found = part.first()
    if ":buyer:" in call.key:
        order = found.order if found else Order.objects.filter(pk=call.payload.get("order_id")).first()
        return order.contact_name if order else ""
    return str(found.shop.name) if found else ""


def late_of(membership: Membership, *, on: date) -> QuerySet[ShopOrder]:
    """Return the unanswered shop orders this member looks after, the longest waiting first."""
    rows = late(on=on).exclude(proposals__state=ProposalState.OFFERED)
    if membership.role != Role.OPERATOR:
        rows = rows.filter(shop__centre=membership.body)
    owners = Membership.objects.on(on).filter(role=Role.OWNER).select_related("user").order_by("pk")
    return (
        rows.select_related("shop__body", "order")
        .prefetch_related("lines", Prefetch("shop__body__memberships", queryset=owners, to_attr="owners"))
        .order_by("answer_by_on", "pk")
    )


class LateShop(NamedTuple):
    """A shop that is late with its answer: since how many days, whom to call, and when the clock refuses for it."""

    row: ShopOrder
    days: int
    phones: list[str]
    refused_on: date


def late_shown(row: ShopOrder, *, today: date) -> LateShop:
    """Return a late shop order as its list shows it."""
    since = row.answer_by_on or today
    body: Any = row.shop.body
    phones = [owner.user.phone for owner in body.owners if owner.user.phone] if body else []
    if not phones and body and body.phone:
        phones = [body.phone]
    refused_on = since + timedelta(days=settings.UNANSWERED_DAYS - settings.ANSWER_DAYS)
    return LateShop(row, (today - since).days, phones, refused_on)


OPERATOR = frozenset({Role.OPERATOR})
STAFF = frozenset({Role.OPERATOR, Role.CLERK, Role.CHAMBER_OFFICER})

# What waits, the most urgent first: who loses an order or a phone today comes before what may wait until tomorrow.
QUEUES: Sequence[Queue] = (
    Queue(
        "phone",
        _("Calls to make"),
        "desk_calls",
        _CALLERS,
        lambda member: calls_of(member, now=timezone.now()).count(),
    ),
    Queue(
        "hourglass",
        _("Shops that are late"),
        "desk_late",
        _CALLERS,
        lambda member: late_of(member, on=localdate()).count(),
    ),
    Queue("phone", _("Lost phones"), "desk_phones", STAFF, people.phones_to_approve),
    Queue(
        "warning",
        _("Reports on pieces"),
        "desk_reports",
        OPERATOR,
        lambda _member: listings.open_reports().count(),
    ),
    Queue(
        "money",
        _("Accounts to check"),
        "desk_accounts",
        OPERATOR,
        lambda _member: destinations.waiting().count(),
    ),
    Queue(
        "edit",
        _("Applications"),
        "desk_applications",
        OPERATOR,
        lambda _member: applications.waiting().count(),
    ),
    Queue(
        "card", _("Cards to enter"), "desk_cards", STAFF, lambda member: people.renewals_for(member).count()
    ),
    Queue(
        "eye",
        _("Pieces to look at"),
        "desk_pieces",
        OPERATOR,
        lambda _member: listings.pieces_to_look_at().count(),
    ),
    Queue(
        "stamp",
        _("Changes to stamped pieces"),
        "desk_revisions",
        OPERATOR,
        lambda _member: listings.revisions_to_compare().count(),
    ),
    Queue(
        "globe",
        _("Texts to translate"),
        "desk_texts",
        STAFF,
        lambda _member: listings.untranslated().count(),
    ),
)

# What nobody waits for: doors to work that begins here. Their numbers tell what stands, not what is to be done.
DOORS: Sequence[Queue] = (
    Queue(
        "money",
        _("Official rates"),
        "desk_rates",
        OPERATOR,
        lambda _member: len(missing_currencies(localdate())),
    ),
    Queue("money", _("Counter"), "desk_counter", _CALLERS, lambda _member: None),
    Queue("basket", _("Order by telephone"), "desk_phone_order", _CALLERS, lambda _member: None),
    Queue("hand", _("Help an artisan"), "desk_help", STAFF, people.shops_helped),
    Queue("print", _("Print a first login"), "desk_slips", STAFF, people.slips_open),
    Queue(
        "shop",
        _("Shops"),
        "desk_shops",
        OPERATOR,
        lambda _member: Partner.objects.filter(state=ShopState.SUSPENDED).count(),
    ),
)


class Shown(NamedTuple):
    """A tile with its number."""

    icon: str
    name: Promise
    url_name: str
    number: int | None


def queues_of(membership: Membership, *, of: Sequence[Queue] = QUEUES) -> list[Shown]:
    """Return those `of` them that this member of staff works through, each with how many wait."""
    return [
        Shown(queue.icon, queue.name, queue.url_name, queue.waiting(membership))
        for queue in of
        if membership.role in queue.roles
    ]


SHOPS_SHOWN = 100


def shops(*, state: str, text: str) -> QuerySet[Partner]:
    """Return shops in `state` (any, where empty) whose name, address, number of a maker or contact holds `text`."""
    rows = Partner.objects.filter(slug__isnull=False).select_related("place")
    if state in ShopState.values:
        rows = rows.filter(state=state)
    if text:
        found = Q(slug__icontains=text) | Q(notify_email__icontains=text)
        for code in ("ar", "fr", "en"):
            found |= Q(**{f"name_{code}__icontains": text})
        if text.isascii() and text.isdecimal() and len(text) < 10:
            found |= Q(artisans__number=int(text))
        rows = rows.filter(found).distinct()
    return rows.order_by("slug")


def shop(pk: int) -> Partner | None:
    """Return one shop with its makers, their cards and its people."""
    rows = Partner.objects.filter(pk=pk, slug__isnull=False).select_related("place", "body", "centre")
    return rows.prefetch_related(
        "artisans__cards", "artisans__guarantor", "changes__by", "body__memberships__user"
    ).first()
