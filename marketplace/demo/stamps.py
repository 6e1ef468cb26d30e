"""Take the demonstration's pieces through the stamping centre, by the centre's own use cases.

Nothing is written past them: every label was asked for, accepted, read by an inspector, decided by somebody else,
signed with the centre's key and fixed to its piece. What is made up are the readings and the days.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.timezone import get_default_timezone, localdate

from catalog.grades import Grade
from catalog.models import Product
from marketplace.accounts.models import User
from marketplace.demo.pieces import PieceSeed, pieces
from marketplace.demo.region import STAMPING_CENTRE_SLUG
from marketplace.outbox.models import Message
from quality_labels import actions, queries, rules, schemes, signer
from quality_labels.log import notes
from quality_labels.models import Application, Label, SigningKey
from quality_labels.schemes import Measure, Scheme
from quality_labels.states import Craft, KeyPurpose, Layout, SeatRole
from shops.models import Body

# Days before today on which the centre held its sessions, and how the grades fall.
SESSIONS_DAYS_AGO = (118, 96, 71, 44, 19, 5)
DAYS_TO_SESSION = 6
GRADES = (
    Grade.EXCELLENT,
    Grade.SUPERIOR,
    Grade.SUPERIOR,
    Grade.FINE,
    Grade.FINE,
    Grade.FINE,
    Grade.GOOD,
    Grade.GOOD,
    Grade.COMMON,
    Grade.ORIGINAL_MATERIALS,
)
# What the last pieces in the row end as, so that the centre's desk and the makers' panels have work on them.
UNFINISHED = (
    "submitted",
    "submitted",
    "submitted",
    "accepted",
    "accepted",
    "accepted",
    "evaluated",
    "evaluated",
    "doubtful",
    "refused",
    "refused",
    "returned",
    "granted",
)
LOOKED_AT_TWICE_EVERY = 12
WAITING_LABELS = UNFINISHED.count("granted")  # signed, and not on their piece
LABELS_A_RUN = 50
ACCREDITED_DAYS = 2 * 365
WEIGHED = 1800  # g, where the shop did not say


@dataclass(frozen=True, slots=True)
class Centre:
    """Who works at the stamping centre of the demonstration."""

    body: Body
    inspectors: tuple[User, User]
    decider: User


def stamps_stand(_now: datetime) -> bool:
    """Tell whether every piece that wants the stamp has asked for it."""
    codes = [piece.code for piece in pieces() if piece.asks_stamp]
    asked = Application.objects.filter(product__upc__in=codes).values("product_id").distinct().count()
    return asked == len(codes)


@transaction.atomic
def make_stamps(now: datetime) -> int:
    """Let the centre adopt its schemes, hold its sessions and sign its labels; return how many stand."""
    centre = _centre()
    first = now - timedelta(days=SESSIONS_DAYS_AGO[0] + 2)
    for document in schemes.shipped().values():
        actions.adopt_scheme(document=document, owner=centre.body, by=centre.decider, now=first)
    _accredit(centre, first)
    _make_keys(centre.body, first, now)
    asked = set(Application.objects.values_list("product__upc", flat=True))
    wanted = [piece for piece in pieces() if piece.asks_stamp]
    random.Random("sessions").shuffle(wanted)
    wanted.sort(
        key=lambda piece: piece.kind.startswith(("carpet", "pottery"))
    )  # whose readings can be doubtful
    products = {
        product.upc: product
        for product in Product.objects.filter(upc__in=[piece.code for piece in wanted]).select_related(
            "kind", "maker", "shop"
        )
    }
    emitted_before = Message.objects.aggregate(last=Max("pk"))["last"] or 0
    endings = _endings(len(wanted))
    for position, (piece, ending) in enumerate(zip(wanted, endings, strict=True)):
        if piece.code in asked:
            continue
        day = _session(now, position, len(wanted) - len(UNFINISHED), ending)
        _walk(centre, piece, products[piece.code], ending, position, day)
    _print_and_affix(centre, now)
    _plan_session(centre, now)
    signer.refresh_status_list(now=now)
    signer.publish(now=now)
    _done_already(emitted_before, now)
    return Label.objects.count()


def _accredit(centre: Centre, first: datetime) -> None:
    """Let both inspectors read every craft, by the decider's word, before the first session."""
    until_on = localdate(first) + timedelta(days=ACCREDITED_DAYS)
    for person in centre.inspectors:
        for craft in Craft:
            actions.accredit(
                person=person,
                centre=centre.body,
                craft=craft,
                until_on=until_on,
                evidence="تكوين في مركز الدمغ",
                by=centre.decider,
                now=first,
            )


def _print_and_affix(centre: Centre, now: datetime) -> None:
    """Print the labels in runs, and fix all but the last to its piece; those wait for the log first, as anywhere."""
    signer.publish(now=now)
    labels = list(queries.printable(centre.body))[: -WAITING_LABELS or None]
    for start in range(0, len(labels), LABELS_A_RUN):
        run = labels[start : start + LABELS_A_RUN]
        actions.print_labels(centre=centre.body, labels=run, layout=Layout.SHEET, by=centre.decider, now=now)
        for label in run:
            actions.affix(label=label, by=centre.inspectors[0], now=now, said=label.serial)


def _plan_session(centre: Centre, now: datetime) -> None:
    """Plan the next session where most of the waiting pieces are, and announce those of that village."""
    waiting = list(queries.announceable(centre.body))
    villages = Counter(place for row in waiting if (place := queries.village_of(row)))
    if not villages or queries.coming_sessions(centre.body).exists():
        return
    ((place, _count),) = villages.most_common(1)
    session = actions.plan_session(
        centre=centre.body,
        held_on=localdate(now) + timedelta(days=DAYS_TO_SESSION),
        begins=time(9),
        place=place,
        by=centre.decider,
        now=now,
    )
    seats = ((centre.inspectors[0], SeatRole.HEAD), (centre.decider, SeatRole.CLERK))
    for person, role in seats:
        actions.seat(session=session, person=person, role=role, by=centre.decider, now=now)
    near = [row for row in waiting if queries.village_of(row) == place]
    actions.announce(session=session, applications=near, by=centre.decider, now=now)


def _done_already(emitted_before: int, now: datetime) -> None:
    """Mark the messages of this step as done: its labels are signed above, and the next step makes every card.

    Two hundred messages to do again what stands would keep the first worker busy while the first visitor waits.
    """
    mine = Message.objects.filter(pk__gt=emitted_before, done_at__isnull=True)
    mine.filter(kind="catalog.refresh").update(done_at=now)


def _centre() -> Centre:
    people = {
        user.email: user
        for user in User.objects.filter(
            email__in=("inspector@demo.test", "inspector2@demo.test", "decider@demo.test")
        )
    }
    return Centre(
        body=Body.objects.get(slug=STAMPING_CENTRE_SLUG),
        inspectors=(people["inspector@demo.test"], people["inspector2@demo.test"]),
        decider=people["decider@demo.test"],
    )


def _make_keys(body: Body, first: datetime, now: datetime) -> None:
    """Make the keys of centre and house for each year they signed in, and have the root key sign for them.

    In a demonstration the root key lies beside the database; anywhere else it is on no machine of ours.
    """
    root = Path(settings.ROOT_KEY).parent
    if not Path(settings.ROOT_KEY).exists():
        signer.make_root(root)
    signer.forget_log()  # of a database that stood here before and was deleted
    zone = get_default_timezone()
    for year in range(localdate(first).year, localdate(now).year + 1):
        opens, closes = datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
        if not SigningKey.objects.filter(centre=body, use_from_at=opens).exists():
            signer.make_label_key(centre=body, use_from_at=opens, use_until_at=closes, now=now)
            for purpose in (KeyPurpose.LOG, KeyPurpose.STATUS):
                signer.make_key(purpose=purpose, use_from_at=opens, use_until_at=closes, now=now)
    private = signer.read_private(root / "root.pem")
    text = queries.directory_to_sign(now=now)
    actions.publish_directory(note=notes.sign(text, name=queries.root_name(), key=private), now=now)


def _endings(count: int) -> Iterator[str]:
    """Say how far each piece in the row gets: nearly all to the end."""
    finished = count - len(UNFINISHED)
    yield from ["affixed"] * finished
    yield from UNFINISHED


def _session(now: datetime, position: int, finished: int, ending: str) -> datetime:
    """Return when a piece was on the table: finished ones over all sessions, the others at or after the last."""
    if ending != "affixed":
        return now - timedelta(days=3, minutes=-7 * (position - finished))
    days = SESSIONS_DAYS_AGO[position * len(SESSIONS_DAYS_AGO) // max(1, finished)]
    return now - timedelta(days=days) + timedelta(minutes=7 * (position % 20))


def _walk(
    centre: Centre, piece: PieceSeed, product: Product, ending: str, position: int, day: datetime
) -> None:
    """Take one piece as far as its ending says."""
    application = actions.submit(product=product, by=None, now=day - timedelta(days=1))
    if ending == "submitted":
        return
    for pair in application.alike.filter(
        told_at=None
    ):  # drawings of one recipe are alike; the pieces are not
        actions.tell_apart(pair=pair, is_another=True, by=centre.decider, now=day)
    if ending == "returned":
        actions.send_back(
            application=application,
            by=centre.inspectors[0],
            why="الصورة لا تُظهر ظهر القطعة. أضيفوا صورة للظهر ثم أعيدوا الطلب.",
            now=day,
        )
        return
    application = actions.accept(application=application, by=centre.inspectors[0], now=day)
    if ending == "accepted":
        return
    twice = ending != "doubtful" and position % LOOKED_AT_TWICE_EVERY == 0
    _read(centre, piece, application, ending, doubtful=twice or ending == "doubtful", day=day)
    if ending in ("evaluated", "doubtful"):
        return
    if twice and queries.evaluations_of(application)[0].is_doubtful:
        _read_again(centre, piece, application, day)
    decided = day + timedelta(hours=3)
    if ending == "refused":
        actions.refuse(
            application=application,
            decider=centre.decider,
            reasons=["redhibitory_defect"],
            why="حاشية مرتخية في طرف واحد؛ تُشدّ ثم تُعرض القطعة من جديد."
            if piece.craft == "textiles"
            else "شق صغير عند الحافة.",
            now=decided,
        )
        return
    reachable = rules.grade_to_decide(row.proposed for row in application.evaluations.all())
    if reachable is None:
        raise RuntimeError(
            f"the readings made up for {piece.code} pass no gate: sheet_for and its scheme disagree"
        )
    decision = actions.grant(application=application, decider=centre.decider, grade=reachable, now=decided)
    signer.sign(decision=decision, now=decided + timedelta(minutes=5))


def _read(
    centre: Centre, piece: PieceSeed, application: Application, ending: str, *, doubtful: bool, day: datetime
) -> None:
    """Let the first inspector read the piece."""
    scheme = application.scheme_version.read()
    sheet = sheet_for(scheme, piece, doubtful=doubtful, defect=ending == "refused")
    actions.evaluate(application=application, inspector=centre.inspectors[0], sheet=sheet, now=day)
    application.refresh_from_db()


def _read_again(centre: Centre, piece: PieceSeed, application: Application, day: datetime) -> None:
    """Let the second inspector read a doubtful piece, after the first and without his sheet."""
    sheet = sheet_for(application.scheme_version.read(), piece, doubtful=True, defect=False)
    actions.evaluate(
        application=application,
        inspector=centre.inspectors[1],
        sheet=sheet,
        now=day + timedelta(hours=1),
    )


# --- Readings that could be true ----------------------------------------------------------------------------------


def sheet_for(scheme: Scheme, piece: PieceSeed, *, doubtful: bool, defect: bool) -> rules.Sheet:
    """Return what an inspector may have read on this piece: near its listed measures, clear of every threshold.

    `doubtful` lets the counted measure lie on a threshold, `defect` adds an excluding defect.
    """
    chance = random.Random(f"sheet:{piece.code}:{scheme.code}")
    target = chance.choice(GRADES)
    counted = _counted_measure(scheme)
    readings = {
        measure.code: _readings(measure, scheme, piece, target, counted, chance, doubtful=doubtful)
        for measure in scheme.read_measures
    }
    confirmed = frozenset(gate.code for gate in scheme.gates if gate.form == "confirm") | frozenset(
        f"{gate.code}={gate.options[0][0]}" for gate in scheme.gates if gate.form == "one_of"
    )
    faults = next((gate for gate in scheme.gates if gate.form == "none_of"), None)
    defects = {faults.code: frozenset({faults.options[-1][0]})} if defect and faults else {}
    return rules.Sheet(readings=readings, confirmed=confirmed, defects=defects)


def _counted_measure(scheme: Scheme) -> str:
    """Return the measure whose least value makes the grade (knots, weft threads), empty when defects alone do."""
    for band in scheme.bands:
        for condition in band.conditions:
            if condition.at_least is not None:
                return condition.measure
    return ""


def _readings(
    measure: Measure,
    scheme: Scheme,
    piece: PieceSeed,
    target: Grade,
    counted: str,
    chance: random.Random,
    *,
    doubtful: bool,
) -> list[Decimal]:
    """Return the readings of one measure, each a little off the last as an instrument gives them."""
    listed = {
        "length_mm": piece.length_mm,
        "width_mm": piece.width_mm,
        "diameter_mm": piece.length_mm,
        "height_mm": piece.height_mm,
        "mass_g": piece.mass_g or WEIGHED,
    }.get(measure.code)
    if listed is not None:
        return [_near(Decimal(listed), measure, chance, "0.004") for _nth in range(measure.readings)]
    if measure.code == counted:
        middle = _between(scheme, counted, target, doubtful=doubtful) / measure.factor
        return [
            _near(middle, measure, chance, "0.004" if doubtful else "0.02")
            for _nth in range(measure.readings)
        ]
    if measure.code == "minor_defects_count":
        allowed = 0 if counted else _defects_allowed(scheme, target)
        return [Decimal(allowed)] * measure.readings
    if measure.ticks:
        held = max(4, min(9, int(target) // 10 + 3))
        return [Decimal(position < held) for position in range(measure.readings)]
    usual = {
        "solder_flaws_count": "0",
        "symmetry_mm": "0.3",
        "lead": "0.1",
        "cadmium": "0.01",
        "rocking_mm": "1.0" if doubtful else "0.2",
        "wall_mm": "7.5",
        "warp_per_dm": "46",
        "weft_per_cm": "9",
        "pile_mm": "11",
        "height_mm": "150",
    }
    return [_near(Decimal(usual[measure.code]), measure, chance, "0.03") for _nth in range(measure.readings)]


def _between(scheme: Scheme, code: str, target: Grade, *, doubtful: bool) -> Decimal:
    """Return a value in the middle of the target grade's band, or on its lower edge when it is to be doubtful."""
    edges = sorted(
        (condition.at_least, band.grade)
        for band in scheme.bands
        for condition in band.conditions
        if condition.measure == code and condition.at_least is not None
    )
    lower = max((edge for edge, grade in edges if grade <= target), default=edges[0][0] * 7 / 10)
    upper = min((edge for edge, grade in edges if grade > target), default=lower * 12 / 10)
    if doubtful:
        return edges[0][0] if target <= edges[0][1] else lower
    return (lower + upper) / 2


def _defects_allowed(scheme: Scheme, target: Grade) -> int:
    """Return how many minor defects a piece of this grade has at most."""
    limits: Sequence[Decimal] = [
        condition.at_most
        for band in scheme.bands
        if band.grade == target
        for condition in band.conditions
        if condition.measure == "minor_defects_count" and condition.at_most is not None
    ]
    most = max(
        condition.at_most
        for band in scheme.bands
        for condition in band.conditions
        if condition.measure == "minor_defects_count" and condition.at_most is not None
    )
    return int(limits[0]) if limits else int(most) + 1


def _near(value: Decimal, measure: Measure, chance: random.Random, spread: str) -> Decimal:
    """Return `value` as one reading gives it: off by up to `spread` of itself, in steps of the instrument."""
    off = value * Decimal(spread) * Decimal(chance.randint(-100, 100)) / 100
    step = Decimal(1).scaleb(-min(measure.decimals, 1))
    return max(measure.lowest, min(measure.highest, (value + off).quantize(step)))
