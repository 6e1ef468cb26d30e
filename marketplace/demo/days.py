"""What an ordinary week leaves at desk and panels: an order by telephone, a report, a card sent in, looks."""

from __future__ import annotations

import io
import random
import uuid
from collections import Counter
from datetime import date, datetime, timedelta

from django.db.models import Case, When
from django.utils.timezone import localdate
from PIL import Image

from catalog import reviewing, seeing
from catalog.models import ListingReport, Product, ViewCount
from catalog.states import ReportReason
from marketplace.checkout import actions as checkout
from marketplace.checkout.models import PhoneOrder
from marketplace.checkout.rules import Buyer
from marketplace.demo.drawing import card_picture
from marketplace.demo.region import COMMERCIAL_CENTRE_SLUG
from marketplace.money import Money
from shops.models import ArtisanCard, Membership
from shops.partner.models import Partner
from shops.people.actions import assistance, cards
from shops.people.models import AssistanceConsent, CardRenewal
from shops.states import Role

HELPED = "khoyout-gourara"  # a shop of the trade centre whose owner signed the paper
CALLED_FOR = "jarra-tamentit"  # a shop of the trade centre from which a caller orders
REPORTED = "fadda-tam"
LOOKED_AT = ("dar-touat", "nol-fatna")
DAYS_OF_LOOKS = 84


def days_stand(_now: datetime) -> bool:
    """Tell whether each of them has left its row."""
    kept = (AssistanceConsent, CardRenewal, PhoneOrder, ListingReport, ViewCount)
    return all(model.objects.exists() for model in kept)


def make_days(now: datetime) -> int:
    """Do what is missing, by the use cases people go through; return how many were done."""
    clerk = Membership.objects.select_related("user", "body").get(
        body__slug=COMMERCIAL_CENTRE_SLUG, role=Role.CLERK, until_on__isnull=True
    )
    done = 0
    if not AssistanceConsent.objects.exists():
        shop, until_on = Partner.objects.get(slug=HELPED), localdate(now) + timedelta(days=180)
        assistance.record_paper(shop=shop, member=clerk, paper_number="17", until_on=until_on, now=now)
        done += 1
    if not CardRenewal.objects.exists():
        _send_renewed_card(clerk, now)
        done += 1
    if not PhoneOrder.objects.exists():
        _order_by_telephone(clerk, now)
        done += 1
    if not ListingReport.objects.exists():
        reviewing.report(
            product=_first_piece(REPORTED),
            reason=ReportReason.NOT_FROM_HERE,
            text="J’ai vu le même bijou, fait en série, dans une boutique d’Alger.",
            contact="",
            language="fr",
            network="demonstration",
            now=now - timedelta(hours=20),
        )
        done += 1
    if not ViewCount.objects.exists():
        seeing.record(_looks(localdate(now)))
        done += 1
    return done


def _first_piece(shop: str, **where: str) -> Product:
    """Return a piece that can be had: of `shop` and without a stamp, if a house of few pieces has such a one."""
    rows = Product.objects.filter(is_public=True, stockrecords__num_in_stock__gt=0, **where)
    preferred = (
        Case(When(shop__slug=shop, then=0), default=1),
        Case(When(stamp_grade__isnull=True, then=0), default=1),
    )
    return rows.order_by(*preferred, "upc")[0]


def _send_renewed_card(clerk: Membership, now: datetime) -> None:
    """Let the clerk send the photo of the next card for the maker whose card ends first."""
    card = ArtisanCard.objects.filter(expires_on__gte=localdate(now)).order_by("expires_on", "pk")[0]
    photo = io.BytesIO()
    Image.open(io.BytesIO(card_picture())).convert("RGB").save(photo, "JPEG", quality=85)
    at = now - timedelta(hours=30)
    cards.send_renewal(artisan=card.artisan, photo=photo.getvalue(), by=clerk.user, now=at)


def _order_by_telephone(clerk: Membership, now: datetime) -> None:
    """Let the clerk of the trade centre take an order for somebody who called."""
    piece = _first_piece(CALLED_FOR, shop__centre__slug=COMMERCIAL_CENTRE_SLUG)
    order = checkout.place_by_phone(
        piece=piece,
        quantity=1,
        caller=Buyer(name="بشير مولاي", phone="+213550000001", email="", country="DZ"),
        unit=Money.from_decimal(piece.stockrecords.get().price),
        nonce=uuid.uuid4(),
        taken_by=clerk.user,
        body=clerk.body,
        language="ar",
        now=now,
    )
    checkout.start(order=order, now=now)


def _looks(today: date) -> dict[date, Counter[int]]:
    """Return believable looks of twelve weeks, the same in every house: a few pieces draw most of them."""
    chance = random.Random(84)
    pieces = Product.objects.filter(shop__slug__in=LOOKED_AT, is_public=True).order_by("upc")
    drawn_to = {pk: chance.randint(1, 9) for pk in pieces.values_list("pk", flat=True)}
    days: dict[date, Counter[int]] = {}
    for back in range(DAYS_OF_LOOKS):
        looks = {pk: chance.randint(0, most) for pk, most in drawn_to.items()}
        days[today - timedelta(days=back)] = Counter({pk: number for pk, number in looks.items() if number})
    return days
