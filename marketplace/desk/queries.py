"""What waits at the desk, as its first page counts it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog import queries as listings
from shops.models import Membership
from shops.people import queries as people
from shops.states import Role


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
