"""Looks at pieces: counted in the cache by whoever tells of one, written to the database in bulk (docs/numbers.md).

Counters belong to a *turn*. One look in every `TURN_SECONDS` finds that the turn is over: it opens the next one and
writes down the turn before the last. So a turn rests for a whole turn before it is read, no look is counted while its
turn is being written, and every turn is written by exactly one request, in the process that shares its cache.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from hashlib import blake2b

from django.core.cache import cache
from django.db import transaction
from django.db.models import Case, F, IntegerField, Value, When
from django.utils.timezone import localdate

from catalog.models import Product, ViewCount

TURN_SECONDS = 30
KEPT_SECONDS = 2 * 24 * 3600  # a counter that nobody comes back for
LOOKS_PER_NETWORK_MINUTE = 60
BATCH = 200
ROBOT = re.compile(
    r"(?i)bot\b|crawl|spider|slurp|preview|externalhit|whatsapp/|lighthouse|monitor|curl|python"
)


def is_robot(agent: str) -> bool:
    """Tell whether a program says of itself that it is one; an empty name is no browser either."""
    return not agent or bool(ROBOT.search(agent))


def count(*, product_id: int, network: str, now: datetime) -> None:
    """Count one look at a piece. Beyond LOOKS_PER_NETWORK_MINUTE a network's looks are let go; never fails for want
    of a cache.
    """
    if not _is_within_bounds(network, now):
        return
    turn = cache.get("seen:turn", 0) or 0
    name = f"{product_id}:{localdate(now):%Y%m%d}"
    counter = f"seen:{turn}:{name}"
    if cache.add(counter, 0, KEPT_SECONDS):
        place = _next(f"seen:{turn}:names")
        cache.set(f"seen:{turn}:name:{place}", name, KEPT_SECONDS)
    _next(counter)
    if cache.add("seen:running", 1, TURN_SECONDS):
        write_down(turn=_next("seen:turn") - 2)


def _is_within_bounds(network: str, now: datetime) -> bool:
    told = blake2b(f"{now:%Y%m%d%H%M}:{network}".encode(), digest_size=12).hexdigest()
    return _next(f"seen:network:{told}", seconds=120) <= LOOKS_PER_NETWORK_MINUTE


def _next(name: str, *, seconds: int = KEPT_SECONDS) -> int:
    """Return a counter raised by one; zero when the cache is away or has just lost it."""
    cache.add(name, 0, seconds)
    try:
        return cache.incr(name) or 0
    except ValueError:
        return 0


def write_down(*, turn: int) -> int:
    """Write the looks of a turn that is over into the days they belong to, all or none; return how many they were."""
    names = int(cache.get(f"seen:{turn}:names") or 0)
    if not names:
        return 0
    listed = [f"seen:{turn}:name:{place}" for place in range(1, names + 1)]
    counters = [f"seen:{turn}:{name}" for name in sorted(set(cache.get_many(listed).values()))]
    found = cache.get_many(counters)
    looks = {counter.removeprefix(f"seen:{turn}:"): int(looks) for counter, looks in found.items() if looks}
    record(_by_day(looks.items()))
    cache.delete_many([f"seen:{turn}:names", *listed, *counters])
    return sum(looks.values())


def _by_day(looks: Iterable[tuple[str, int]]) -> dict[date, Counter[int]]:
    days: dict[date, Counter[int]] = {}
    for name, number in looks:
        product_id, _, day = name.partition(":")
        days.setdefault(date(int(day[:4]), int(day[4:6]), int(day[6:])), Counter())[int(product_id)] += number
    return days


@transaction.atomic
def record(days: dict[date, Counter[int]]) -> None:
    """Add looks to the days of pieces that exist; looks at anything else are let go."""
    asked = {product_id for looks in days.values() for product_id in looks}
    known = set(Product.objects.filter(pk__in=asked, is_public=True).values_list("pk", flat=True))
    for day, looks in sorted(days.items()):
        seen = sorted(known & set(looks))
        for start in range(0, len(seen), BATCH):
            _add(day, {product_id: looks[product_id] for product_id in seen[start : start + BATCH]})


def _add(day: date, looks: dict[int, int]) -> None:
    """Add to a day by one statement, after its rows are there: two writers at once both count."""
    ViewCount.objects.bulk_create(
        [ViewCount(product_id=product_id, day=day) for product_id in looks], ignore_conflicts=True
    )
    more = Case(
        *(When(product_id=product_id, then=Value(number)) for product_id, number in looks.items()),
        output_field=IntegerField(),
    )
    ViewCount.objects.filter(day=day, product_id__in=looks).update(views=F("views") + more)
