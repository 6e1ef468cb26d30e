"""What waits at the desk, as its first page counts it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.utils.functional import Promise

from shops.models import Membership


class Queue(NamedTuple):
    """One tile of the first page: a drawing, its words, where it leads, for whom, and how many wait."""

    icon: str
    name: Promise
    url_name: str
    roles: frozenset[str]
    waiting: Callable[[Membership], int]


QUEUES: Sequence[Queue] = ()


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
