"""A request for a stamp comes in, and is taken on or given back."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from catalog.models import Product
from catalog.states import Care
from marketplace import outbox
from marketplace.accounts.models import User
from marketplace.locks import lock_name
from marketplace.machine import advance, begin
from marketplace.refusal import Refusal
from quality_labels import queries
from quality_labels.actions.likeness import look_for_alike
from quality_labels.models import (
    Appeal,
    Application,
    Label,
    SchemeVersion,
)
from quality_labels.refusals import (
    NotReady,
)
from quality_labels.states import (
    APPLICATION_MOVES,
    OPEN_APPLICATION,
    STANDING_LABEL,
    AppealState,
    ApplicationState,
)
from shops.models import Body


@transaction.atomic
def submit(*, product: Product, by: User | None, now: datetime, centre: Body | None = None) -> Application:
    """Ask the centre to stamp a piece, or ask again after it was sent back and put right.

    :raises NotReady: no scheme for its kind, no maker with a valid card, no photo; or it has a stamp or an open
        request already, or one of its photos is that of another piece.
    Source: docs/quality-labels.md, R10.
    """
    centre, version = _require_ready(product, centre or queries.stamping_centre(), now)
    if Appeal.objects.filter(first__product=product, state=AppealState.LODGED).exists():
        raise NotReady(_("Your appeal is under way. Ask again when it has been answered."))
    _require_own_photos(product)
    open_one = Application.objects.filter(product=product, state__in=OPEN_APPLICATION).first()
    if open_one is not None:
        if open_one.state != ApplicationState.RETURNED:
            raise NotReady(_("A stamp has already been asked for this piece."))
        advance(open_one, ApplicationState.SUBMITTED, moves=APPLICATION_MOVES, by=by, at=now)
        look_for_alike(open_one, now=now)
        return open_one
    application = Application(
        centre=centre,
        product=product,
        shop=product.shop,
        maker=product.maker,
        scheme_version=version,
        requested_by=by,
        requested_at=now,
        previous=queries.last_refused(product),
    )
    try:
        with transaction.atomic():
            application.save(force_insert=True)
    except IntegrityError as error:
        raise NotReady(_("A stamp has already been asked for this piece.")) from error
    begin(application, by=by, at=now)
    look_for_alike(application, now=now)
    return application


def _require_own_photos(product: Product) -> None:
    """Refuse a piece that shows a photo of another one at the centre: one stamp, one piece, one picture of it.

    Whoever asks with the same photo at the same moment waits here.
    """
    for sha256 in queries.photo_hashes(product):
        lock_name(f"stamp.photo:{sha256}")
    first = queries.piece_with_a_photo_of(product)
    if first is not None:
        raise NotReady(
            _("This photo is already that of another piece: %(piece)s. Take a photo of this piece itself.")
            % {"piece": first.title},
            field="photo",
        )


def _require_ready(product: Product, centre: Body | None, now: datetime) -> tuple[Body, SchemeVersion]:
    """Return the centre that will stamp the piece and the rules it goes by, or say what is missing."""
    today = localdate(now)
    code = product.kind.code if product.kind else ""
    for_food = code.startswith("pottery.") and Care.FOR_FOOD in product.care
    version = queries.scheme_version_for(code, on=today, for_food=for_food)
    if for_food and version is None:
        raise NotReady(
            _(
                "The centre does not stamp this kind of piece for food. Say that it is for decoration, then ask again."
            )
        )
    if centre is None or version is None:
        raise NotReady(_("The stamping centre does not stamp this kind of piece yet."))
    if product.maker is None:
        raise NotReady(_("Say who made the piece first."))
    if not queries.holds_valid_card(product.maker, on=today):
        raise NotReady(_("The artisan card of the maker is missing or has expired."))
    if queries.front_photo(product) is None:
        raise NotReady(_("Add a photo of the piece first."))
    if Label.objects.filter(product=product, state__in=STANDING_LABEL).exists():
        raise NotReady(_("This piece is already stamped."))
    if (elsewhere := queries.foreign_stamp_of(product)) is not None:
        raise NotReady(
            _("This piece is stamped by %(centre)s already.") % {"centre": elsewhere.get_centre_display()}
        )
    return centre, version


@transaction.atomic
def accept(*, application: Application, by: User | None, now: datetime) -> Application:
    """Take a request on: photos, card and kind are in order, and the piece waits for an inspector.

    :raises NotReady: it shows a photo like one of another piece, and nobody has compared both.
    :raises IllegalMove: it was not waiting (AlreadyThere: it is accepted).
    """
    if pair := application.alike.filter(told_at=None).select_related("other").first():
        raise NotReady(
            _("Its photo is like one of another piece: %(piece)s. First somebody compares both.")
            % {"piece": pair.other.title}
        )
    advance(application, ApplicationState.ACCEPTED, moves=APPLICATION_MOVES, by=by, at=now)
    return application


@transaction.atomic
def send_back(*, application: Application, by: User, why: str, now: datetime) -> Application:
    """Give a request back to the shop, with the sentence that says what to put right.

    :raises Refusal: no sentence was given.
    :raises IllegalMove: it was not waiting.
    """
    if not why.strip():
        raise Refusal(_("Say what the shop should put right."), field="why")
    advance(application, ApplicationState.RETURNED, moves=APPLICATION_MOVES, by=by, at=now, why=why.strip())
    outbox.emit("stamp.returned", application_id=application.pk)
    return application
