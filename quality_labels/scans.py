"""In how many places a label's QR was read lately: counted without knowing whose phone it was.

A QR can be copied, and a copy is read where the piece is not. So what a page tells of a scan is kept as one row for a
label, a week and a network, under a hash whose key is another one each week: weeks cannot be joined, and a network
that looks again counts once. Nothing is done to a label by it: anybody could scan a rival's.
Source: docs/quality-labels.md, R862 and R863.
"""

from __future__ import annotations

import hmac
from datetime import date, datetime, timedelta
from hashlib import blake2b, sha256

from django.conf import settings
from django.core.cache import cache
from django.utils.timezone import localdate

from quality_labels import queries
from quality_labels.models import Label, Scan
from quality_labels.states import Outcome

SCANS_PER_NETWORK_MINUTE = 20
MISSES_PER_NETWORK_HOUR = 60
MISSES_PER_HOUR = 20_000  # of everybody together: a guess in 5·10⁹ meets a label


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def count(*, digits: str, network: str, now: datetime) -> bool:
    """Count that a QR was read, if it is that of a label of ours; tell whether it was counted.

    Beyond SCANS_PER_NETWORK_MINUTE a network's scans are let go.
    """
    if _counted("scans", network, f"{now:%Y%m%d%H%M}", 120) > SCANS_PER_NETWORK_MINUTE:
        return False
    verdict = queries.verify(digits)
    if verdict.outcome != Outcome.GENUINE or verdict.label is None:
        return False
    week = week_of(localdate(now))
    Scan.objects.bulk_create(
        [Scan(label=verdict.label, week=week, device=_device(network, week))], ignore_conflicts=True
    )
    return True


def _device(network: str, week: date) -> str:
    told = f"scan|{week.isoformat()}|{network}"
    return hmac.new(settings.SECRET_KEY.encode(), told.encode(), sha256).hexdigest()[:24]


def places_of(label: Label, *, on: date) -> int:
    """Return from how many networks a label was read this week or last, whichever is more."""
    this = week_of(on)
    weeks = [Scan.objects.filter(label=label, week=week).count() for week in (this, this - timedelta(days=7))]
    return max(weeks)


def is_seen_in_many_places(label: Label, *, on: date) -> bool:
    """Say whether a label's QR was read in so many places that everybody should compare piece and photo."""
    return places_of(label, on=on) >= settings.SCAN_PLACES


def forget(*, now: datetime) -> int:
    """Throw away the scans of weeks that are over for `SCAN_KEPT_DAYS`. Returns how many there were."""
    eldest = localdate(now) - timedelta(days=settings.SCAN_KEPT_DAYS)
    return Scan.objects.filter(week__lt=week_of(eldest)).delete()[0]


def guesses_too_much(*, network: str, now: datetime) -> bool:
    """Count a number that no label has, and say whether this network, or all together, asked for too many of them.

    Without a cache nobody is held up.
    """
    hour = f"{now:%Y%m%d%H}"
    mine = _counted("misses", network, hour, 3700)
    everybodys = _counted("misses", "everybody", hour, 3700)
    return mine > MISSES_PER_NETWORK_HOUR or everybodys > MISSES_PER_HOUR


def has_guessed_too_much(*, network: str, now: datetime) -> bool:
    """Say whether a network has used up its guesses of this hour, without counting one."""
    hour = f"{now:%Y%m%d%H}"
    return (cache.get(_name("misses", network, hour)) or 0) > MISSES_PER_NETWORK_HOUR


def _name(what: str, network: str, span: str) -> str:
    told = blake2b(f"{what}|{span}|{network}".encode(), digest_size=12).hexdigest()
    return f"stamp:{what}:{told}"


def _counted(what: str, network: str, span: str, seconds: int) -> int:
    name = _name(what, network, span)
    cache.add(name, 0, seconds)
    try:
        return cache.incr(name) or 0
    except ValueError:
        return 0
