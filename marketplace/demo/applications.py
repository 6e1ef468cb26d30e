"""Two who want a shop: one whose application waits at the desk, one who has stopped half-way."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.timezone import localdate

from catalog.models import Craft
from marketplace.accounts.models import User
from marketplace.demo import people
from marketplace.demo.seeding import card_photo
from shops.application import actions
from shops.application.models import ShopApplication
from shops.application.states import Proof
from shops.destination.rules import ccp_key
from shops.destination.states import DestinationKind
from shops.models import Body, Place

WAITING = "applicant@demo.test"
HALF_WAY = "newcomer@demo.test"
ACCOUNT = "0001234567"  # made up; its key is right


def applications_stand(_now: datetime) -> bool:
    """Tell whether both have begun."""
    return ShopApplication.objects.filter(user__email__in=(WAITING, HALF_WAY)).count() == 2


@transaction.atomic
def make_applications(now: datetime) -> int:
    """Write one application to be answered, and one in which card and account are missing."""
    today = localdate(now)
    facts: dict[str, Any] = {
        "craft": Craft.objects.get(code="textiles"),
        "place": Place.objects.get(slug="timimoun"),
        "first_name": "مباركة",
        "last_name": "بن زيطة",
        "first_name_latin": "Mebarka",
        "last_name_latin": "Benzita",
    }
    waiting = _begin(WAITING, "مباركة بن زيطة", now)
    if waiting is not None:
        actions.keep(
            application=waiting,
            **facts,
            proof=Proof.CARD,
            card_number="01/2026/0417",
            card_chamber=Body.objects.get(slug="chamber-adrar"),
            card_issued_on=today - timedelta(days=200),
            card_expires_on=today + timedelta(days=5 * 365 - 200),
            card_photo=card_photo(),
            shop_name="نول مباركة",
            destination_kind=DestinationKind.CCP,
            account=ACCOUNT,
            account_key=ccp_key(ACCOUNT),
            holder="Benzita Mebarka",
        )
        actions.promise(application=waiting, codes=("makes", "terms"), by=waiting.user, now=now)
        actions.submit(application=waiting, by=waiting.user, now=now)
    half_way = _begin(HALF_WAY, "سالمة أوكاسم", now)
    if half_way is not None:
        actions.keep(
            application=half_way,
            first_name="سالمة",
            last_name="أوكاسم",
            craft=Craft.objects.get(code="pottery"),
            place=Place.objects.get(slug="tamentit"),
        )
    return 2


def _begin(email: str, name: str, now: datetime) -> ShopApplication | None:
    """Return a fresh draft of this person; None where she has begun before."""
    user, _made = User.objects.get_or_create(
        email=email,
        defaults={
            "password": make_password(people.PASSWORD),
            "full_name": name,
            "language": "ar",
            "date_joined": now,
        },
    )
    if user.shop_applications.exists():
        return None
    return actions.begin_application(user=user, language="ar", now=now)
