"""What tests of letters share: an order of two shops, and the way from a commit to the letters."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core import mail
from django.utils import timezone

from catalog.models import Product
from marketplace.notifications import actions, queries
from marketplace.notifications.models import Delivery
from marketplace.outbox import actions as outbox
from tests.factories import make_centre, make_product, make_shop


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
