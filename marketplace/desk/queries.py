"""What waits at the desk, as its first page counts it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog import queries as listings
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
    waiting: Callable[[Membership], int]


OPERATOR = frozenset({Role.OPERATOR})
STAFF = frozenset({Role.OPERATOR, Role.CLERK, Role.CHAMBER_OFFICER})

QUEUES: Sequence[Queue] = (
    Queue(
        "card", _("Cards to enter"), "desk_cards", STAFF, lambda member: people.renewals_for(member).count()
    ),
    Queue("phone", _("Lost phones"), "desk_phones", STAFF, people.phones_to_approve),
    Queue("hand", _("Help an artisan"), "desk_help", STAFF, people.shops_helped),
    Queue("print", _("Print a first login"), "desk_slips", STAFF, people.slips_open),
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
        "warning",
        _("Reports on pieces"),
        "desk_reports",
        OPERATOR,
        lambda _member: listings.open_reports().count(),
    ),
    Queue(
        "globe",
        _("Texts to translate"),
        "desk_texts",
        STAFF,
        lambda _member: listings.untranslated().count(),
    ),
    Queue(
        "edit",
        _("Applications"),
        "desk_applications",
        frozenset({Role.OPERATOR}),
        lambda _membership: applications.waiting().count(),
    ),
    Queue(
        "money",
        _("Accounts to check"),
        "desk_accounts",
        frozenset({Role.OPERATOR}),
        lambda _membership: destinations.waiting().count(),
    ),
    Queue(
        "shop",
        _("Shops"),
        "desk_shops",
        frozenset({Role.OPERATOR}),
        lambda _membership: Partner.objects.filter(state=ShopState.SUSPENDED).count(),
    ),
)


class Shown(NamedTuple):
    """A tile with its number."""

    icon: str
    name: Promise
    url_name: str
    number: int


def queues_of(membership: Membership) -> list[Shown]:
    """Return the tiles this member of staff works through, each with how many wait."""
    return [
        Shown(queue.icon, queue.name, queue.url_name, queue.waiting(membership))
        for queue in QUEUES
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
