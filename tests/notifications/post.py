"""What tests of letters share: an order of two shops, and the way from a commit to the letters."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core import mail
from django.utils import timezone

from catalog.models import Product
from marketplace.notifications import actions, queries
from marketplace.notifications.models import Delivery
from marketplace.outbox import actions as outbox
from shops.destination.models import PayoutDestination
from shops.models import ShopChange
from tests.factories import NOW, make_centre, make_product, make_shop, make_user
from tests.shops.applicants import make_application


def two_pieces() -> tuple[Product, Product]:
    """Make a carpet and a jar of two shops; the first writes Arabic, the second French."""
    centre = make_centre()
    weaver = make_shop(name="Dar Zarbia", slug="dar-zarbia", language="ar", centre=centre)
    potter = make_shop(name="Tin d'Adrar", slug="tin-adrar", language="fr", centre=centre)
    carpet = make_product(
        shop=weaver,
        price=45000,
        title_ar="زربية تيميمون",
        title_fr="Tapis de Timimoun",
        title_en="Timimoun carpet",
    )
    jar = make_product(
        shop=potter, price=3200, title_ar="جرة", title_fr="Jarre d'Adrar", title_en="Jar of Adrar"
    )
    return carpet, jar


def write_rows() -> list[Delivery]:
    """Let the outbox do what was committed; return the letters that are to be sent."""
    while outbox.drain(now=timezone.now()):
        pass
    return list(Delivery.objects.order_by("pk"))


def send_all(*, now: datetime | None = None) -> list[mail.EmailMessage]:
    """Let the outbox do what was committed, send what is due, return what reached the mail server in all."""
    write_rows()
    now = now or timezone.now() + timedelta(seconds=1)
    for delivery_id in queries.due(now=now, limit=100):
        actions.send(delivery_id=delivery_id, now=now)
    return mail.outbox


def payloads_about_shops() -> dict[str, dict[str, Any]]:
    """Return what the letters about applications, shops and their money are about, by the first word of their names."""
    application = make_application()
    step = application.changes.create(to_state="returned", at=NOW, why="الصورة غير واضحة")
    shop = make_shop()
    moved = ShopChange.objects.create(row=shop, to_state="suspended", at=NOW, why="صور غير صحيحة")
    destination = PayoutDestination.objects.create(
        shop=shop, kind="order", holder="Fatma", holder_matches=False, by=make_user(), written_at=NOW
    )
    return {
        "application": {"change_id": step.pk},
        "selling": {"change_id": moved.pk},
        "destination": {"destination_id": destination.pk, "code": "123456"},
    }
