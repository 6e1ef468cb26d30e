"""Cards being renewed: the maker sends a photo, the chamber enters what stands on it."""

from __future__ import annotations

import secrets
from datetime import date, datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from marketplace import outbox
from marketplace.accounts.models import User
from marketplace.machine import IllegalMove, advance, begin
from marketplace.refusal import Refusal
from shops.models import Artisan, ArtisanCard, Membership
from shops.people import queries, rules
from shops.people.models import CardRenewal
from shops.people.states import RENEWAL_MOVES, RenewalState


def send_renewal(*, artisan: Artisan, photo: bytes, by: User, now: datetime) -> CardRenewal:
    """Send the photo of a renewed card (a cleaned JPEG) to the chamber of the old one.

    :raises Refusal: one is waiting already, or there is no card to renew.
    """
    old = queries.newest_card(artisan)
    if old is None:
        raise Refusal(_("There is no card to renew yet. Please go to the chamber with your first card."))
    name = default_storage.save(f"cards/{secrets.token_hex(16)}.jpg", ContentFile(photo))
    try:
        with transaction.atomic():
            renewal = CardRenewal.objects.create(
                artisan=artisan, chamber=old.chamber, photo=name, sent_at=now
            )
            begin(renewal, by=by, at=now)
    except IntegrityError as error:
        default_storage.delete(name)
        raise Refusal(
            _("A photo of the card is with the chamber already. Please wait for its answer.")
        ) from error
    return renewal


@transaction.atomic
def accept_renewal(
    *, renewal: CardRenewal, number: str, issued_on: date, expires_on: date, member: Membership, now: datetime
) -> ArtisanCard:
    """Enter the renewed card; the maker's pieces come back as soon as the message of it is done.

    A card that keeps its number gets its new expiry; one with a new number stands beside the old.

    :raises Refusal: the card is somebody else's, does not hold longer than the old one, or it was dealt with already.
    """
    number = number.strip()
    old = queries.newest_card(renewal.artisan)
    if not rules.may_decide_card(member, renewal.chamber):
        raise Refusal(_("This card belongs to another chamber."))
    if old is None or expires_on <= old.expires_on:
        raise Refusal(_("The new card must hold longer than the old one."), field="expires_on")
    if expires_on <= issued_on:
        raise Refusal(_("The card must expire after the day it was issued."), field="expires_on")
    _move(renewal, RenewalState.ACCEPTED, member, now)
    same = ArtisanCard.objects.filter(number=number).first()
    if same is not None and same.artisan_id != renewal.artisan_id:
        raise Refusal(_("A card with that number is another maker's."), field="number")
    card = same or ArtisanCard(
        artisan=renewal.artisan, chamber=renewal.chamber, number=number, craft=old.craft
    )
    card.issued_on, card.expires_on, card.photo = issued_on, expires_on, renewal.photo.name
    card.save()
    card_changed(artisan=renewal.artisan)
    return card


@transaction.atomic
def refuse_renewal(*, renewal: CardRenewal, why: str, member: Membership, now: datetime) -> None:
    """Send the photo back with a sentence that the maker reads.

    :raises Refusal: it is another chamber's, or it was dealt with already.
    """
    if not rules.may_decide_card(member, renewal.chamber):
        raise Refusal(_("This card belongs to another chamber."))
    _move(renewal, RenewalState.REFUSED, member, now, why)


def card_changed(*, artisan: Artisan) -> None:
    """Have the pieces looked at that hang on this maker's cards; must run in a transaction."""
    outbox.emit("card.changed", artisan_id=artisan.pk)


def _move(renewal: CardRenewal, to: RenewalState, member: Membership, now: datetime, why: str = "") -> None:
    try:
        advance(renewal, to, moves=RENEWAL_MOVES, by=member.user, at=now, why=why)
    except IllegalMove as error:
        raise Refusal(_("Somebody has dealt with this card already.")) from error
