"""Reads of makers and the people of a shop. What a shop may see starts from the shop."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.accounts.queries import devices_of
from marketplace.refusal import Refusal
from shops.models import Artisan, ArtisanCard, Body, Membership
from shops.partner.models import Partner
from shops.people import rules
from shops.people.models import (
    MAX_TRIES,
    ActivationSlip,
    AssistanceConsent,
    AssistedAct,
    CardReminder,
    CardRenewal,
    ConsentChange,
    Portrait,
    Recovery,
)
from shops.people.states import RecoveryState, RenewalState
from shops.states import Role

STAFF_ROLES = frozenset(Role) - {Role.OWNER, Role.SELLER}


# --- makers and cards ---


def maker_of_new_piece(shop: Partner, *, by: User, chosen: int | None = None) -> Artisan:
    """Return who made a new piece of a shop: whom the form says, else who is logged in, else the only maker there is.

    :raises Refusal: it has to be asked, or the shop has no maker yet.
    """
    return rules.maker_of_new_piece(
        person=Artisan.objects.filter(user=by).first(), makers=list(makers_of(shop)), chosen=chosen
    )


def makers_of(shop: Partner) -> QuerySet[Artisan]:
    """Return the makers of a shop, by number."""
    return Artisan.objects.filter(shop=shop).select_related("place", "user", "guarantor").order_by("number")


def maker_of(shop: Partner, pk: int) -> Artisan | None:
    """Return one maker of `shop`; nothing for another shop's."""
    return makers_of(shop).filter(pk=pk).first()


def crafts_of(maker: Artisan, *, on: date) -> set[int]:
    """Return the crafts of the cards that hold on that day: the maker's own, and those of who answers for her."""
    return _crafts_of_cards({maker.pk, maker.guarantor_id}, on=on)


def crafts_of_shop(makers: Iterable[Artisan], *, on: date) -> set[int]:
    """Return the crafts that at least one of `makers` may offer on that day."""
    return _crafts_of_cards({pk for maker in makers for pk in (maker.pk, maker.guarantor_id)}, on=on)


def _crafts_of_cards(people: Iterable[int | None], *, on: date) -> set[int]:
    holders = [pk for pk in people if pk]
    valid = ArtisanCard.objects.filter(artisan__in=holders, issued_on__lte=on, expires_on__gte=on)
    return set(valid.values_list("craft", flat=True))


class CardOnPage(NamedTuple):
    """A maker with her newest card (or that of who answers for her), and what stands about it."""

    maker: Artisan
    card: ArtisanCard | None
    standing: str  # fine, soon, expired or none
    days_left: int
    renewal: CardRenewal | None
    answer: str  # why the last photo was sent back


def cards_of_shop(shop: Partner, *, today: date) -> list[CardOnPage]:
    """Return the makers of a shop, each with her newest card and how it stands."""
    makers = list(makers_of(shop))
    people = {maker.guarantor_id or maker.pk for maker in makers} | {maker.pk for maker in makers}
    newest: dict[int, ArtisanCard] = {}
    held = ArtisanCard.objects.filter(artisan__in=people).select_related("craft", "chamber")
    for card in held.order_by("expires_on", "pk"):
        newest[card.artisan_id] = card
    sent: dict[int, CardRenewal] = {}
    renewals = CardRenewal.objects.filter(artisan__in=[maker.pk for maker in makers])
    for renewal in renewals.prefetch_related("changes").order_by("pk"):
        sent[renewal.artisan_id] = renewal
    return [_card_on_page(maker, newest, sent.get(maker.pk), today) for maker in makers]


def _card_on_page(
    maker: Artisan, newest: dict[int, ArtisanCard], renewal: CardRenewal | None, today: date
) -> CardOnPage:
    own, other = newest.get(maker.pk), newest.get(maker.guarantor_id or 0)
    card = max((one for one in (own, other) if one), key=lambda one: one.expires_on, default=None)
    left = (card.expires_on - today).days if card else 0
    if card is None:
        standing = "none"
    elif left < 0:
        standing = "expired"
    else:
        standing = "soon" if left <= max(rules.THRESHOLDS) else "fine"
    answer = ""
    if renewal is not None and renewal.state == RenewalState.REFUSED:
        answer = next((change.why for change in reversed(renewal.changes.all())), "")
    waiting = renewal if renewal is not None and renewal.state == RenewalState.WAITING else None
    return CardOnPage(maker, card, standing, left, waiting, answer)


def cards_to_remind_of(today: date) -> QuerySet[ArtisanCard]:
    """Return the cards that expire, or expired, within the longest threshold, save those followed by a later one."""
    span = max(rules.THRESHOLDS)
    later = ArtisanCard.objects.filter(
        artisan=OuterRef("artisan"), craft=OuterRef("craft"), expires_on__gt=OuterRef("expires_on")
    )
    return ArtisanCard.objects.filter(
        ~Exists(later),
        expires_on__lte=date.fromordinal(today.toordinal() + span),
        expires_on__gte=date.fromordinal(today.toordinal() - span),
    ).order_by("pk")


def reminder(pk: int) -> CardReminder:
    """Return a reminder with its card, maker and shop."""
    rows = CardReminder.objects.select_related(
        "card__artisan__shop__body", "card__artisan__user", "card__chamber"
    )
    return rows.get(pk=pk)


def renewals_for(member: Membership) -> QuerySet[CardRenewal]:
    """Return the photos of renewed cards that wait for this member of staff."""
    waiting = CardRenewal.objects.filter(state=RenewalState.WAITING).select_related(
        "artisan__shop", "artisan__place", "chamber"
    )
    return _of_chamber(waiting, member).order_by("sent_at", "pk")


def renewal_for(member: Membership, pk: int) -> CardRenewal | None:
    """Return one of the photos sent to this member's chamber; nothing for another chamber's."""
    rows = CardRenewal.objects.select_related("artisan__shop", "artisan__place", "chamber")
    return _of_chamber(rows, member).filter(pk=pk).first()


def _of_chamber(rows: QuerySet[CardRenewal], member: Membership) -> QuerySet[CardRenewal]:
    return rows if member.role == Role.OPERATOR else rows.filter(chamber=member.body)


def newest_card(maker: Artisan) -> ArtisanCard | None:
    """Return a maker's own card that holds longest."""
    return (
        ArtisanCard.objects.filter(artisan=maker)
        .select_related("craft", "chamber")
        .order_by("-expires_on", "-pk")
        .first()
    )


def chambers_of(shop: Partner) -> set[int]:
    """Return the chambers whose cards the makers of a shop hold."""
    return set(ArtisanCard.objects.filter(artisan__shop=shop).values_list("chamber", flat=True))


# --- consent ---


def consent_changes(maker: Artisan) -> QuerySet[ConsentChange]:
    """Return what a maker chose, the newest first."""
    return ConsentChange.objects.filter(artisan=maker).select_related("by").order_by("-pk")


def portraits_of(makers: Sequence[Artisan]) -> dict[int, Portrait]:
    """Return the pictures of these makers that they consent to, by maker; what she chose stands above what is kept."""
    shown = {maker.pk: maker.portrait_consent for maker in makers}
    rows = Portrait.objects.filter(artisan__in=shown)
    return {row.artisan_id: row for row in rows if row.shows == shown[row.artisan_id]}


def decides_for(user: User, makers: Sequence[Artisan], *, is_owner: bool) -> list[Artisan]:
    """Return the makers this person may decide for: herself; an owner also for those without an account."""
    return [maker for maker in makers if maker.user_id == user.pk or (is_owner and maker.user_id is None)]


# --- team ---


def team_of(shop: Partner, *, on: date) -> QuerySet[Membership]:
    """Return who works in a shop on that day, owners first."""
    return (
        Membership.objects.on(on)
        .filter(body=shop.body, role__in=(Role.OWNER, Role.SELLER))
        .select_related("user")
        .order_by("role", "from_on", "pk")
    )


def require_not_own(person: User, shop: Partner | None, *, on: date) -> None:
    """Leave what is decided about a shop to somebody who does not work there.

    :raises Refusal: `person` does.
    """
    if shop is not None and team_of(shop, on=on).filter(user=person).exists():
        raise Refusal(_("You work in this shop yourself: a colleague decides."))


# --- help ---


def consent_for(pk: int, *, staff: User, on: date) -> AssistanceConsent | None:
    """Return the consent by which `staff` may act for its shop on that day; nothing once it or the role is over."""
    consent = (
        AssistanceConsent.objects.on(on)
        .filter(pk=pk)
        .select_related("shop__body", "shop__place", "body")
        .first()
    )
    if consent is None:
        return None
    at_the_desk = Membership.objects.on(on).filter(
        user=staff, body=consent.body, role__in=rules.ASSISTING_ROLES
    )
    return consent if at_the_desk.exists() else None


def assists(staff: User, shop: Partner, *, on: date) -> bool:
    """Tell whether `staff` may act for a shop on that day: by a consent, and as staff of the body it names."""
    bodies = Membership.objects.on(on).filter(user=staff, role__in=rules.ASSISTING_ROLES).values("body")
    return AssistanceConsent.objects.on(on).filter(shop=shop, body__in=bodies).exists()


def consents_of_body(body: Body, *, on: date) -> QuerySet[AssistanceConsent]:
    """Return the shops that let this body act for them."""
    return AssistanceConsent.objects.on(on).filter(body=body).select_related("shop", "body").order_by("-pk")


def consents_of_shop(shop: Partner) -> QuerySet[AssistanceConsent]:
    """Return every consent a shop gave, the newest first."""
    return AssistanceConsent.objects.filter(shop=shop).select_related("body").order_by("-pk")


def acts_for(shop: Partner) -> QuerySet[AssistedAct]:
    """Return what was done for a shop, the newest first."""
    return AssistedAct.objects.filter(consent__shop=shop).select_related("staff", "consent__body")


def helping_bodies() -> QuerySet[Body]:
    """Return the bodies whose staff may help a shop."""
    return Body.objects.filter(kind__in=rules.HELPING_KINDS).select_related("place").order_by("kind", "slug")


def shop_for_desk(member: Membership, written: str) -> Partner | None:
    """Return the shop that a clerk means: by its short name, or by number or card number of one of its makers."""
    text = written.strip()
    match = Q(slug=text.lower()) | Q(artisans__cards__number__iexact=text)
    if text.isdecimal() and len(text) < 10:
        match |= Q(artisans__number=int(text))
    for shop in Partner.objects.filter(match, body__isnull=False).select_related("body").distinct()[:5]:
        if rules.answers_for_shop(member, shop, chambers=chambers_of(shop)):
            return shop
    return None


# --- slips and lost phones ---


def is_staff(user: User) -> bool:
    """Tell whether a person has, or had, a role of staff: such people never come in by a paper."""
    return (
        user.is_staff
        or user.is_superuser
        or Membership.objects.filter(user=user, role__in=STAFF_ROLES).exists()
    )


def shops_of(user: User, *, on: date) -> list[Partner]:
    """Return the shops of a person: where she works, and where she makes."""
    works = Membership.objects.on(on).filter(user=user, role__in=(Role.OWNER, Role.SELLER))
    found = Partner.objects.filter(Q(body__in=works.values("body")) | Q(artisans__user=user))
    return list(found.select_related("body").distinct())


def is_reachable_by(member: Membership, user: User, *, on: date) -> bool:
    """Tell whether a person is this member's to help: nobody of staff, and of a shop that is."""
    if is_staff(user):
        return False
    shops = shops_of(user, on=on)
    if not shops:
        return member.role == Role.OPERATOR
    return any(rules.answers_for_shop(member, shop, chambers=chambers_of(shop)) for shop in shops)


def person_for_desk(written: str) -> User | None:
    """Return the person of a phone (+213…), an e-mail, an artisan number or a card number."""
    text = written.strip()
    match = Q(phone=text) | Q(email__iexact=text) | Q(artisan__cards__number__iexact=text)
    if text.isdecimal() and len(text) < 10:
        match |= Q(artisan__number=int(text))
    return User.objects.filter(match, is_active=True).distinct().first()


def slips_of(body: Body) -> QuerySet[ActivationSlip]:
    """Return the slips a body printed, the newest first."""
    return ActivationSlip.objects.filter(body=body).select_related("user", "issued_by").order_by("-pk")


def open_slip(token: str, *, now: datetime) -> ActivationSlip | None:
    """Return the slip whose QR was scanned, while it opens something."""
    return (
        ActivationSlip.objects.filter(
            token_hash=rules.digest(token),
            used_at__isnull=True,
            cancelled_at__isnull=True,
            expires_at__gt=now,
            tries__lt=MAX_TRIES,
        )
        .select_related("user", "body")
        .first()
    )


def recoveries_for(member: Membership) -> QuerySet[Recovery]:
    """Return the lost phones this member's body deals with, the newest first."""
    rows = Recovery.objects.select_related("user", "requested_by", "approved_by", "body").order_by("-pk")
    return rows if member.role == Role.OPERATOR else rows.filter(body=member.body)


def phones_to_approve(member: Membership) -> int:
    """Return how many replaced phones wait for a second person, and that may be this one."""
    waiting = recoveries_for(member).filter(state=RecoveryState.REQUESTED)
    return waiting.exclude(requested_by=member.user_id).count()


def shops_helped(member: Membership) -> int:
    """Return how many shops let this member's body act for them today."""
    return consents_of_body(member.body, on=timezone.localdate()).count()


def slips_open(member: Membership) -> int:
    """Return how many slips of this member's body still wait to be used."""
    waiting = ActivationSlip.objects.filter(body=member.body, used_at__isnull=True, cancelled_at__isnull=True)
    return waiting.filter(expires_at__gt=timezone.now()).count()


def recovered(user: User) -> bool:
    """Tell whether a person's phone was replaced at a desk and she has not logged in since."""
    last = Recovery.objects.filter(user=user, state=RecoveryState.DONE).order_by("-pk").first()
    if last is None or last.effective_at is None:
        return False
    return user.last_login is None or user.last_login < last.effective_at


def recovery_of_notice(token: str) -> Recovery | None:
    """Return the recovery whose notice carries this token."""
    pk = rules.read_stop_token(token)
    return Recovery.objects.select_related("body", "user").filter(pk=pk).first() if pk else None


class RecoveryAtDesk(NamedTuple):
    """A lost phone, and on how many devices its person is logged in."""

    row: Recovery
    devices: int


def recoveries_with_devices(member: Membership, *, now: datetime) -> list[RecoveryAtDesk]:
    """Return the newest lost phones this member's body deals with, each with how many devices are logged in."""
    rows = list(recoveries_for(member)[:50])
    return [RecoveryAtDesk(row, devices_of(row.user, now=now).count()) for row in rows]
