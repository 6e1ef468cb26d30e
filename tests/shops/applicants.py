"""Applications for a shop as tests arrange them: filled in whole, one thing changed at a time."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from marketplace.accounts.models import User
from marketplace.machine import begin
from shops.application import actions
from shops.application.models import ShopApplication
from shops.application.states import ApplicationState, Proof
from shops.destination.states import DestinationKind
from shops.models import Body
from shops.states import BodyKind, Role
from tests.catalog.test_photos import picture
from tests.factories import NOW, make_body, make_craft, make_membership, make_place, make_user

CCP, KEY = "0023456789", "88"
RIB = "00799999002345678941"
STAFF_SEES = ("photo", "register")


def make_operator() -> User:
    """Make somebody who answers applications."""
    operator = make_user()
    body = Body.objects.filter(kind=BodyKind.OPERATOR).first() or make_body(BodyKind.OPERATOR)
    make_membership(operator, body, Role.OPERATOR)
    return operator


def make_application(
    user: User | None = None, *, state: str = ApplicationState.DRAFT, promised: bool = True, **columns: Any
) -> ShopApplication:
    """Make an application in which nothing is missing, unless `columns` say otherwise."""
    user = user or make_user()
    chamber = Body.objects.filter(kind=BodyKind.CHAMBER).first() or make_body(BodyKind.CHAMBER)
    defaults: dict[str, Any] = {
        "language": "ar",
        "created_at": NOW,
        "submitted_at": None if state == ApplicationState.DRAFT else NOW,
        "proof": Proof.CARD,
        "card_number": f"CAM-{user.pk}",
        "card_chamber": chamber,
        "card_issued_on": date(2025, 1, 1),
        "card_expires_on": date(2030, 1, 1),
        "card_photo": "cards/nothing-behind.jpg",
        "first_name": "فاطمة",
        "last_name": "تواتي",
        "first_name_latin": "Fatma",
        "last_name_latin": "Touati",
        "craft": make_craft(),
        "place": make_place(),
        "shop_name": "نول فاطمة",
        "destination_kind": DestinationKind.CCP,
        "account": CCP,
        "account_key": KEY,
        "holder": "Touati Fatma",
    }
    row = ShopApplication.objects.create(user=user, state=state, **(defaults | columns))
    begin(row, by=user, at=NOW)
    if promised:
        for code in ("makes", "terms"):
            row.checks.create(code=code, by=user, at=NOW)
    return row


def keep_picture(row: ShopApplication) -> None:
    """Put a real file behind the application's photo."""
    name = default_storage.save("cards/applicant.jpg", ContentFile(picture()))
    ShopApplication.objects.filter(pk=row.pk).update(card_photo=name)
    row.card_photo = name


def approve(row: ShopApplication, operator: User, *, seen: tuple[str, ...] = STAFF_SEES) -> Any:
    """Approve as the desk does."""
    return actions.approve(application=row, by=operator, seen=seen, now=NOW)
