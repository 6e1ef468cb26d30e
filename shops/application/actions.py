"""Use cases of an application for a shop: written step by step, sent, answered once."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from marketplace import outbox
from marketplace.accounts.models import User
from marketplace.locks import lock_name
from marketplace.machine import AlreadyThere, IllegalMove, advance, begin
from marketplace.refusal import Refusal
from shops.application import queries, rules
from shops.application.models import RequirementCheck, ShopApplication
from shops.application.states import EDITABLE, SHOP_APPLICATION_MOVES, Proof
from shops.application.states import ApplicationState as S
from shops.destination import actions as destinations
from shops.models import Artisan, ArtisanCard, Body, Membership, Unit, UnitTenancy
from shops.partner.models import Partner
from shops.states import BodyKind, Role

LANGUAGES = ("ar", "fr", "en")
FIRST_NUMBER = 1001
_ARABIC = re.compile(r"[\u0600-\u06ff]")


@transaction.atomic
def begin_application(*, user: User, language: str, now: datetime) -> ShopApplication:
    """Open an application for this person, or return the one that is open already."""
    found = queries.application_of(user)
    if found is not None and found.state in (S.DRAFT, S.SUBMITTED, S.RETURNED):
        return found
    try:
        with transaction.atomic():
            row = ShopApplication.objects.create(user=user, language=language, created_at=now)
    except IntegrityError:  # another window of hers was faster
        return ShopApplication.objects.get(user=user, state__in=EDITABLE)
    begin(row, by=user, at=now)
    return row


@transaction.atomic
def keep(*, application: ShopApplication, **columns: Any) -> None:
    """Write what one step asked for; empty is kept as well: nothing has to be right before it is sent.

    :raises Refusal: it was sent meanwhile, and is being looked at.
    """
    kept = ShopApplication.objects.filter(pk=application.pk, state__in=EDITABLE).update(
        **columns, state=F("state")
    )
    if kept != 1:
        raise Refusal(_("We are looking at your application. To change it, take it back first."))
    for name, value in columns.items():
        setattr(application, name, value)


def keep_card_photo(*, application: ShopApplication, content: bytes) -> None:
    """Keep the photo of a card: a JPEG already cleaned of everything but its pixels. The one before it is deleted.

    :raises Refusal: as `keep`.
    """
    before = application.card_photo.name if application.card_photo else ""
    name = default_storage.save(f"cards/{secrets.token_hex(16)}.jpg", ContentFile(content))
    try:
        keep(application=application, card_photo=name)
    except Refusal:
        default_storage.delete(name)
        raise
    if before and not ArtisanCard.objects.filter(photo=before).exists():
        default_storage.delete(before)


@transaction.atomic
def promise(*, application: ShopApplication, codes: Collection[str], by: User, now: datetime) -> None:
    """Record what the artisan promises of herself, with the moment; a promise already made stays as it was.

    :raises Refusal: as `keep`.
    """
    keep(application=application)
    made = set(application.checks.values_list("code", flat=True))
    _check(application, [code for code in codes if code in rules.ATTESTED and code not in made], by, now)


@transaction.atomic
def submit(*, application: ShopApplication, by: User, now: datetime) -> None:
    """Send the application to the operator.

    :raises Refusal: something is missing that she can mend, or it was sent already.
    """
    rules.require_nothing_missing(queries.judged(application, today=localdate(now)))
    _move(application, S.SUBMITTED, by=by, now=now, submitted_at=now)


@transaction.atomic
def take_back(*, application: ShopApplication, by: User, now: datetime) -> None:
    """Open a sent application again, to change something in it.

    :raises Refusal: it was answered meanwhile.
    """
    _move(application, S.DRAFT, by=by, now=now)


@transaction.atomic
def send_back(*, application: ShopApplication, by: User, why: str, now: datetime) -> None:
    """Return it with a sentence that says what to mend; she is told by letter.

    :raises Refusal: somebody answered it meanwhile, or it is the operator's own.
    """
    _answer(application, S.RETURNED, by=by, why=why, now=now)


@transaction.atomic
def refuse(*, application: ShopApplication, by: User, why: str, now: datetime) -> None:
    """Say that it cannot become a shop, with a sentence she reads.

    :raises Refusal: as `send_back`.
    """
    _answer(application, S.REFUSED, by=by, why=why, now=now)


@transaction.atomic
def approve(*, application: ShopApplication, by: User, seen: Collection[str], now: datetime) -> Partner:
    """Open the shop: body, shop, maker with her card or who answers for her, owner, unit and account; all or nothing.

    `seen` are the requirements this operator has just checked. `application` may be stale: it is locked and re-read.

    :raises Refusal: somebody answered it meanwhile, a requirement is not met, the unit was let to another, or the
        operator would approve herself.
    """
    today = localdate(now)
    row = queries.lock(application.pk)
    if row.state != S.SUBMITTED:
        raise Refusal(_("Somebody has answered this application already."))
    if row.user_id == by.pk:
        raise Refusal(_("Nobody approves an application of her own."))
    judged = queries.judged(row, today=today)
    by_person = {one.requirement.code for one in judged if one.by_person}
    _check(row, [code for code in seen if code in by_person], by, now)
    rules.require_all_done(queries.judged(row, today=today))
    _require_no_artisan(row.user)

    shop = _shop_of(row, today)
    artisan = _artisan_of(row, shop)
    if row.proof == Proof.CARD:
        _card_of(row, artisan)
    owner: dict[str, Any] = {"body": shop.body, "user": row.user, "role": Role.OWNER}
    Membership.objects.create(**owner, from_on=today)
    if row.unit is not None:
        _let_unit(row.unit, shop, today)
    destinations.write_first(
        shop=shop,
        destination=rules.destination_of(row),
        holder_matches=rules.holder_is_applicant(row),
        by=by,
        now=now,
    )
    begin(shop, by=by, at=now)
    _answer(row, S.APPROVED, by=by, why="", now=now, shop=shop)
    return shop


def _require_no_artisan(user: User) -> None:
    if Artisan.objects.filter(user=user).exists():
        raise Refusal(_("This person is an artisan of another shop already."))


def _shop_of(row: ShopApplication, today: date) -> Partner:
    lock_name("shop.slug")
    taken = set(Body.objects.values_list("slug", flat=True)) | set(
        Partner.objects.values_list("slug", flat=True)
    )
    slug = rules.slug_of(row, taken)
    names = {f"name_{code}": row.shop_name if code == row.language else None for code in LANGUAGES}
    body = Body.objects.create(
        kind=BodyKind.SHOP,
        slug=slug,
        place=row.place,
        joined_on=today,
        **names,
    )
    return Partner.objects.create(
        code=slug,
        slug=slug,
        body=body,
        place=row.place,
        centre=row.unit.centre if row.unit else None,
        language=row.language,
        notify_email=row.user.email or "",
        **names,
    )


def _artisan_of(row: ShopApplication, shop: Partner) -> Artisan:
    """Make the maker under the next number; how much of her name is shown is hers to say afterwards."""
    lock_name("artisan.number")
    whole: dict[str, Any] = {"place": row.place}  # that nothing is empty was judged before
    last = Artisan.objects.aggregate(last=Max("number"))["last"] or FIRST_NUMBER - 1
    return Artisan.objects.create(
        number=last + 1,
        user=row.user,
        shop=shop,
        **whole,
        guarantor=row.guarantor if row.proof == Proof.GUARANTOR else None,
        guarantor_kind=row.guarantor_kind if row.proof == Proof.GUARANTOR else "",
        name_consent=rules.FIRST_CONSENT,
        **_in_three("first_name", row.first_name, row.first_name_latin),
        **_in_three("last_name", row.last_name, row.last_name_latin),
    )


def _in_three(column: str, written: str, latin: str) -> dict[str, str | None]:
    """Return the columns of a name: each script where it is read, and one alone everywhere by falling back."""
    arabic = written if _ARABIC.search(written) else ""
    latin = latin or ("" if arabic else written)
    return {f"{column}_ar": arabic or None, f"{column}_fr": latin or None, f"{column}_en": latin or None}


def _card_of(row: ShopApplication, artisan: Artisan) -> None:
    card: dict[str, Any] = {  # that nothing is empty was judged before
        "chamber": row.card_chamber,
        "number": row.card_number,
        "craft": row.craft,
        "issued_on": row.card_issued_on,
        "expires_on": row.card_expires_on,
        "photo": row.card_photo.name,
    }
    try:
        with transaction.atomic():
            ArtisanCard.objects.create(artisan=artisan, **card)
    except IntegrityError as error:
        raise Refusal(_("An artisan with this card has a shop already.")) from error


def _let_unit(unit: Unit, shop: Partner, today: date) -> None:
    """Let the unit to the shop; the database lets nobody hold it beside another."""
    try:
        with transaction.atomic():
            UnitTenancy.objects.create(unit=unit, shop=shop, from_on=today)
    except IntegrityError as error:
        raise Refusal(_("This unit was let to another shop meanwhile.")) from error


def _check(row: ShopApplication, codes: Collection[str], by: User, now: datetime) -> None:
    RequirementCheck.objects.bulk_create(
        [RequirementCheck(application=row, code=code, by=by, at=now) for code in sorted(codes)]
    )


def _answer(row: ShopApplication, to: S, *, by: User, why: str, now: datetime, **columns: Any) -> None:
    """Take a sent application to its answer, and have its writer told."""
    if row.user_id == by.pk:
        raise Refusal(_("Nobody answers an application of her own."))
    _move(row, to, by=by, now=now, why=why, **columns)
    change = row.changes.order_by("-pk").first()
    outbox.emit(f"application.{to}", change_id=change.pk if change else 0)


def _move(row: ShopApplication, to: S, *, by: User, now: datetime, why: str = "", **columns: Any) -> None:
    try:
        advance(row, to, moves=SHOP_APPLICATION_MOVES, by=by, at=now, why=why, **columns)
    except AlreadyThere as error:
        raise Refusal(_("This has been done already.")) from error
    except IllegalMove as error:
        raise Refusal(_("Somebody has answered this application already.")) from error
