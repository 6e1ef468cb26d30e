"""Reads of applications for a shop."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from marketplace.accounts.models import User
from shops.application import rules
from shops.application.models import RequirementCheck, ShopApplication
from shops.application.states import OPEN, ApplicationState
from shops.models import Artisan, ArtisanCard, Body, Place, Unit, UnitTenancy
from shops.states import BodyKind

_WITH = (
    "user",
    "card_chamber",
    "guarantor__shop",
    "craft",
    "place",
    "unit__centre",
    "destination_centre",
    "shop",
)


def application_of(user: User) -> ShopApplication | None:
    """Return this person's application: the open one, else the last."""
    rows = ShopApplication.objects.filter(user=user).select_related(*_WITH)
    return rows.filter(state__in=OPEN).first() or rows.order_by("-pk").first()


def waiting() -> QuerySet[ShopApplication]:
    """Return the applications that wait for the operator, the oldest first."""
    rows = ShopApplication.objects.filter(state=ApplicationState.SUBMITTED)
    return rows.select_related("place", "craft").order_by("submitted_at", "pk")


def answered(*, limit: int) -> list[ShopApplication]:
    """Return those that were answered, the newest first."""
    rows = ShopApplication.objects.exclude(state__in=(ApplicationState.DRAFT, ApplicationState.SUBMITTED))
    return list(rows.select_related("place", "craft", "shop").order_by("-submitted_at", "-pk")[:limit])


def application(pk: int) -> ShopApplication | None:
    """Return one that was sent at least once: a draft is its writer's alone."""
    rows = ShopApplication.objects.filter(pk=pk, submitted_at__isnull=False)
    return rows.exclude(state=ApplicationState.DRAFT).select_related(*_WITH).first()


def lock(pk: int) -> ShopApplication:
    """Return an application locked until the transaction ends, with what its approval reads."""
    row = ShopApplication.objects.select_for_update().get(pk=pk)
    return ShopApplication.objects.select_related(*_WITH).get(pk=row.pk)


def facts_of(row: ShopApplication, *, today: date) -> rules.Facts:
    """Return what other rows say of an application on that day.

    A promise stands; what staff saw counts for what was sent last, not for what was sent before it.
    """
    checks = list(RequirementCheck.objects.filter(application=row).values_list("code", "at"))
    return rules.Facts(
        today=today,
        contact_confirmed=bool(row.user.email or row.user.phone_verified),
        card_is_free=not ArtisanCard.objects.filter(number=row.card_number).exists(),
        guarantor_answers=_answers(row.guarantor_id, row.craft_id, today),
        unit_is_free=row.unit_id is None or free_units(today).filter(pk=row.unit_id).exists(),
        promised={code for code, _at in checks if code in rules.ATTESTED},
        seen={
            code
            for code, at in checks
            if code not in rules.ATTESTED and row.submitted_at is not None and at >= row.submitted_at
        },
    )


def _answers(guarantor_id: int | None, craft_id: int | None, today: date) -> bool:
    """Tell whether this artisan has a card of her own that holds today, of the craft where one is chosen."""
    if guarantor_id is None:
        return False
    cards = ArtisanCard.objects.filter(artisan=guarantor_id, issued_on__lte=today, expires_on__gte=today)
    return (cards if craft_id is None else cards.filter(craft=craft_id)).exists()


def judged(row: ShopApplication, *, today: date) -> list[rules.Judged]:
    """Return every requirement of an application with where it stands on that day."""
    return rules.judge(row, facts_of(row, today=today))


def carded_artisan(number: int, *, today: date) -> Artisan | None:
    """Return the artisan of this public number who may answer for another: with a card of her own today."""
    found = Artisan.objects.filter(number=number).first()
    return found if found is not None and _answers(found.pk, None, today) else None


def free_units(today: date) -> QuerySet[Unit]:
    """Return the units that nobody holds today or has taken for later, by centre and number."""
    held = UnitTenancy.objects.filter(unit=OuterRef("pk")).filter(
        Q(until_on__isnull=True) | Q(until_on__gt=today)
    )
    return Unit.objects.filter(~Exists(held)).select_related("centre").order_by("centre", "number")


def chambers() -> QuerySet[Body]:
    """Return the bodies that give artisan cards."""
    return Body.objects.filter(kind=BodyKind.CHAMBER).order_by("slug")


def paying_centres() -> QuerySet[Body]:
    """Return the centres at which money can be collected."""
    kinds = (BodyKind.COMMERCIAL_CENTRE, BodyKind.CRAFT_CENTRE)
    return Body.objects.filter(kind__in=kinds).order_by("slug")


def places() -> QuerySet[Place]:
    """Return the towns and villages that can be chosen."""
    return Place.objects.order_by("slug")
