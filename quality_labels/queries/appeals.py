"""Appeals, and who may answer them."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from quality_labels.models import Appeal, Application, Decision, Evaluation
from quality_labels.queries.requests import stakeholder_ids
from quality_labels.states import AppealState
from shops.models import Body, Membership
from shops.states import Role


def refused_before(application: Application) -> Decision | None:
    """Return the refusal that a second presentation follows, None for a first one and for one read on appeal."""
    if application.previous_id is None or Appeal.objects.filter(second=application).exists():
        return None
    decisions = Decision.objects.select_related("application__scheme_version")
    return decisions.filter(application=application.previous_id, grade=None).first()


def took_part(first: Application) -> set[int]:
    """Return who read or decided a request."""
    readers = Evaluation.objects.filter(application=first).values_list("inspector_id", flat=True)
    deciders = Decision.objects.filter(application=first).values_list("decider_id", flat=True)
    return {*readers, *deciders}


def barred_by_appeal(application: Application) -> set[int]:
    """Return who may neither read nor decide this request, because it answers an appeal against theirs."""
    appeal = Appeal.objects.select_related("first").filter(second=application).first()
    return took_part(appeal.first) if appeal is not None else set()


def free_for_appeal(first: Application, *, on: date) -> tuple[set[int], set[int]]:
    """Return which people of the centre may read a piece again, and which may decide on it."""
    barred = took_part(first) | stakeholder_ids(first, on=on)
    members = Membership.objects.on(on).filter(body=first.centre)
    readers, deciders = (
        set(members.filter(role=role).values_list("user_id", flat=True)) - barred
        for role in (Role.INSPECTOR, Role.DECIDER)
    )
    return readers | deciders, deciders


def open_appeals(centre: Body) -> QuerySet[Appeal]:
    """Return the appeals of a centre that are not answered yet, the one to be answered first at the head."""
    rows = Appeal.objects.filter(first__centre=centre, state__in=(AppealState.LODGED, AppealState.READING))
    return rows.select_related("first__product", "first__shop").order_by("lodged_at", "pk")


def waiting_appeals(centre: Body) -> QuerySet[Appeal]:
    """Return the appeals of a centre that nobody reads yet, oldest first."""
    rows = Appeal.objects.filter(first__centre=centre, state=AppealState.LODGED)
    return rows.select_related("first__product", "first__shop", "first__decision").order_by("lodged_at", "pk")
