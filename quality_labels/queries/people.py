"""Who may read what at a centre, what it has settled, and how its readers agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q, QuerySet

from marketplace.accounts.models import User
from quality_labels.models import (
    Accreditation,
    Appeal,
    Application,
    CentrePolicy,
    Evaluation,
    InterestDeclaration,
)
from quality_labels.states import Craft
from shops.models import Body, Membership
from shops.partner.models import Partner


def craft_of(scheme_code: str) -> Craft:
    """Return the craft whose readers read by a scheme: the first word of its code."""
    return Craft(scheme_code.partition(".")[0])


def accreditations(centre: Body, *, on: date) -> QuerySet[Accreditation]:
    """Return the accreditations of a centre that hold on a day, by person and craft."""
    rows = Accreditation.objects.filter(centre=centre, from_on__lte=on, until_on__gte=on, end=None)
    return rows.select_related("person").order_by("person__full_name", "person", "craft", "pk")


def is_accredited(person: User, centre: Body, craft: Craft, *, at: datetime, on: date) -> bool:
    """Say whether a person may read a craft at a centre: on a day, and not taken back before a moment."""
    rows = Accreditation.objects.filter(
        Q(end=None) | Q(end__ended_at__gt=at), person=person, centre=centre, craft=craft
    )
    return rows.filter(from_on__lte=on, until_on__gte=on).exists()


def declared_by(person: User, *, on: date) -> QuerySet[InterestDeclaration]:
    """Return the parts a person has declared that still count on a day."""
    return person.stamp_interests.filter(until_on__gt=on).select_related("shop").order_by("until_on", "pk")


def interested_in(shop: Partner, *, on: date) -> set[int]:
    """Return who declared a part in a shop that still counts on a day."""
    return set(shop.declared_interests.filter(until_on__gt=on).values_list("person_id", flat=True))


def policy_of(centre: Body) -> CentrePolicy:
    """Return what a centre has settled; an unsaved row, in which seats may coincide, where it has settled nothing."""
    return CentrePolicy.objects.filter(centre=centre).order_by("-pk").first() or CentrePolicy(centre=centre)


def last_reader(application: Application) -> int | None:
    """Return who read the last other piece of this maker at this centre."""
    rows = Evaluation.objects.filter(
        application__maker=application.maker, application__centre=application.centre
    ).exclude(application=application)
    return rows.order_by("-taken_at", "-pk").values_list("inspector_id", flat=True).first()


def seats_of(centre: Body, *, on: date) -> dict[str, int]:
    """Return how many people hold each role at a centre on a day."""
    counted: dict[str, set[int]] = {}
    for role, person in Membership.objects.on(on).filter(body=centre).values_list("role", "user_id"):
        counted.setdefault(role, set()).add(person)
    return {role: len(people) for role, people in counted.items()}


@dataclass
class Agreement:
    """How the grades that one reader's sheets reach stand beside those of a second look at the same pieces.

    `steps` are the differences, this reader's minus the other's, in grades (six of them, and none below).
    """

    person: User
    steps: list[int] = field(default_factory=list)

    @property
    def looks(self) -> int:
        """How many pieces were looked at a second time."""
        return len(self.steps)

    @property
    def same(self) -> int:
        """How often both reached the same."""
        return sum(step == 0 for step in self.steps)

    @property
    def higher(self) -> int:
        """How often this reader's sheet reached more."""
        return sum(step > 0 for step in self.steps)

    @property
    def lower(self) -> int:
        """How often this reader's sheet reached less."""
        return sum(step < 0 for step in self.steps)

    @property
    def mean(self) -> float:
        """By how many grades this reader is above (or, below zero, under) the second look on average."""
        return sum(self.steps) / len(self.steps) if self.steps else 0.0


def agreements(centre: Body) -> list[Agreement]:
    """Return the first readers of a centre whose pieces had a second look, by name.

    A second look is another inspector's sheet on the same request, or the first sheet on appeal.
    """
    found: dict[int, Agreement] = {}
    for first, second in (*_second_readings(centre), *_appeals(centre)):
        row = found.setdefault(first.inspector_id, Agreement(first.inspector))
        row.steps.append(_grade(first) - _grade(second))
    return sorted(found.values(), key=lambda row: (str(row.person), row.person.pk))


def _grade(sheet: Evaluation) -> int:
    return (sheet.proposed or 0) // 10


def _current(rows: QuerySet[Evaluation]) -> Iterable[Evaluation]:
    return rows.filter(corrected_by=None).select_related("inspector").order_by("application", "pk")


def _second_readings(centre: Body) -> list[tuple[Evaluation, Evaluation]]:
    sheets: dict[int, list[Evaluation]] = {}
    for sheet in _current(Evaluation.objects.filter(application__centre=centre)):
        sheets.setdefault(sheet.application_id, []).append(sheet)
    return [(rows[0], rows[1]) for rows in sheets.values() if len(rows) > 1]


def _appeals(centre: Body) -> list[tuple[Evaluation, Evaluation]]:
    pairs = []
    for appeal in Appeal.objects.filter(first__centre=centre, second__isnull=False).order_by("pk"):
        first = next(iter(_current(Evaluation.objects.filter(application=appeal.first_id))), None)
        second = next(iter(_current(Evaluation.objects.filter(application=appeal.second_id))), None)
        if first and second:
            pairs.append((first, second))
    return pairs
