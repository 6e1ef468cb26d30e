"""Use cases of a shop that changes a piece of its own: words, facts, photos, and whether it is offered.

Words, price and stock apply at once. Facts and photos do too, until the piece is stamped: then they wait as a
`ListingRevision` until somebody at the desk has compared both (docs/listings.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import IO, Any

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from catalog import actions, forbidden, photos, queries, rules
from catalog.models import ListingRevision, Product, ProductImage, TextWritten
from catalog.states import REVISION_MOVES, ListingState, RevisionState
from marketplace.accounts.models import User
from marketplace.machine import AlreadyThere, advance, begin
from marketplace.refusal import Refusal
from shops.models import Body

FACTS = (
    "materials",
    "technique",
    "colours",
    "made_year",
    "length_mm",
    "width_mm",
    "height_mm",
    "mass_g",
    "care",
)
MAX_PHOTOS = 12


# Words


@transaction.atomic
def write_words(
    *,
    product: Product,
    language: str,
    title: str,
    description: str,
    by: User,
    now: datetime,
    body: Body | None = None,
) -> None:
    """Write name and story of a piece in one language, and keep who wrote them.

    With `body`, its staff writes for the shop: only a language the shop does not write, and never over what the shop
    wrote itself. The address of the page follows the name; the old one leads there. Words that name what may not be
    sold are refused; what only sounds like it, and did not before, takes a shown piece back to a look.

    :raises Refusal: the name is missing, it may not be sold, or the words are the shop's own.
    """
    title, description = title.strip(), description.strip()
    if not title:
        raise Refusal(_("Please write the name of the piece."), field="title")
    verdict = forbidden.judge(title, description)
    if verdict.refused:
        raise Refusal(verdict.refused[0].label, field="title")
    product = queries.lock_piece(product.pk)
    if body is not None:
        _refuse_over_the_shops_own(product, language)
    columns = (f"title_{language}", f"description_{language}")
    if tuple(getattr(product, column) or "" for column in columns) == (title, description):
        return
    doubted_before = forbidden.judge(*(getattr(product, column) or "" for column in columns)).doubted
    for column, text in zip(columns, (title, description), strict=True):
        setattr(product, column, text)
    product.slug = product.get_slug()
    product.save(update_fields=[*columns, "slug"])
    TextWritten.objects.create(
        product=product, language=language, title=title, description=description, by=by, body=body, at=now
    )
    doubts = [ground.value for ground in verdict.doubted if ground not in doubted_before]
    if doubts and product.state == ListingState.LISTED:
        why = " ".join(doubts)
        actions.move_listing(product=product, to=ListingState.REVIEW, by=by, now=now, why=why)
    actions.listing_changed(product_ids=[product.pk])


def _refuse_over_the_shops_own(product: Product, language: str) -> None:
    last = TextWritten.objects.filter(product=product, language=language).order_by("-pk").first()
    when_listed = bool(getattr(product, f"title_{language}"))
    own = when_listed if last is None else last.body_id is None
    if own or (product.shop is not None and product.shop.language == language):
        raise Refusal(_("The shop wrote these words itself. Only the shop changes them."))


# Facts


@transaction.atomic
def change_facts(
    *, product: Product, facts: Mapping[str, Any], by: User, now: datetime
) -> ListingRevision | None:
    """Change what is known of a piece (columns of FACTS), and return the change that waits, if one does.

    A stamped piece keeps its facts until the desk has looked; what is on its label stays for good.

    :raises Refusal: a fact is on the label, so that typing cannot change it.
    """
    product = queries.lock_piece(product.pk)
    differing = {name: value for name, value in facts.items() if getattr(product, name) != value}
    if not product.stamp_public_id:
        if differing:
            Product.objects.filter(pk=product.pk, stamp_public_id="").update(**differing)
            actions.listing_changed(product_ids=[product.pk])
        return None
    fixed = rules.fixed_by_stamp({name: getattr(product, name) for name in FACTS}, is_stamped=True)
    for name in differing:
        if name in fixed:
            raise Refusal(
                _("The stamping centre measured this. It stands on the label and cannot be changed here."),
                field=name,
            )
    revision = queries.lock_waiting_revision(product)
    if revision is None and not differing:
        return None
    revision = revision or _begin_revision(product, by=by, now=now)
    kept = {name: value for name, value in revision.after.items() if name not in facts}
    revision.after = kept | differing
    revision.before = {name: getattr(product, name) for name in revision.after}
    return _put(revision, by=by, now=now)


def _begin_revision(product: Product, *, by: User, now: datetime) -> ListingRevision:
    revision = ListingRevision.objects.create(product=product, made_at=now)
    begin(revision, by=by, at=now)
    return revision


def _put(revision: ListingRevision, *, by: User, now: datetime) -> ListingRevision | None:
    """Keep what the shop put into a change; one that changes nothing any more is taken back."""
    ListingRevision.objects.filter(pk=revision.pk, state=RevisionState.WAITING).update(
        before=revision.before,
        after=revision.after,
        add=revision.add,
        remove=revision.remove,
        edits=F("edits") + 1,
    )
    if revision.after or revision.add or revision.remove:
        return revision
    advance(revision, RevisionState.WITHDRAWN, moves=REVISION_MOVES, by=by, at=now)
    return None


@transaction.atomic
def take_back_revision(*, revision: ListingRevision, by: User, now: datetime) -> None:
    """Leave a stamped piece as it is: the change that waited is no longer asked for.

    :raises IllegalMove: it waits no more (AlreadyThere: it was taken back).
    """
    advance(revision, RevisionState.WITHDRAWN, moves=REVISION_MOVES, by=by, at=now)


# Photos


def put_photo(
    *,
    product: Product,
    upload: IO[bytes],
    size: int,
    view: str,
    by: User,
    now: datetime,
    replaces: ProductImage | None = None,
) -> ProductImage:
    """Add a photo to a piece, in the place of another where one is named; on a stamped piece it waits for a look.

    The same bytes twice are one photo.

    :raises Refusal: it is no photo we take, or there are enough.
    """
    cleaned = photos.clean(upload, size=size)
    with transaction.atomic():
        product = queries.lock_piece(product.pk)
        stamped = bool(product.stamp_public_id)
        known = ProductImage.objects.filter(product=product, sha256=cleaned.sha256).first()
        if known is not None and known.is_shown:
            return known
        shown = ProductImage.objects.filter(product=product, is_shown=True)
        if replaces is None and shown.count() >= MAX_PHOTOS:
            raise Refusal(_("There are enough photos. Please replace one of them."), field="photo")
        if known is not None:
            ProductImage.objects.filter(pk=known.pk).update(view=view, is_shown=not stamped)
            photo = known
        else:
            photo = actions.keep_photo(
                product=product,
                photo=cleaned,
                view=view,
                position=replaces.display_order if replaces else shown.count(),
                now=now,
                is_shown=not stamped,
            )
        if stamped:
            revision = queries.lock_waiting_revision(product) or _begin_revision(product, by=by, now=now)
            revision.add = [*(pk for pk in revision.add if pk != photo.pk), photo.pk]
            if replaces is not None:
                _leave_out(revision, replaces)
            _put(revision, by=by, now=now)
        else:
            if replaces is not None:
                ProductImage.objects.filter(pk=replaces.pk).update(is_shown=False)
            actions.listing_changed(product_ids=[product.pk])
        return photo


def _leave_out(revision: ListingRevision, photo: ProductImage) -> None:
    """Take a photo out of a change: one that was to be added is not, one that is shown is to be removed."""
    if photo.pk in revision.add:
        revision.add = [pk for pk in revision.add if pk != photo.pk]
    elif photo.pk not in revision.remove:
        revision.remove = [*revision.remove, photo.pk]


@transaction.atomic
def take_out_photo(*, product: Product, photo: ProductImage, by: User, now: datetime) -> None:
    """Show a photo no more; on a stamped piece that waits for a look.

    Its file stays: a photo may be what a stamp, a sale or a report speaks of.

    :raises Refusal: it is the last one, and a piece in the shop window needs one.
    """
    product = queries.lock_piece(product.pk)
    revision = queries.lock_waiting_revision(product)
    shown = set(ProductImage.objects.filter(product=product, is_shown=True).values_list("pk", flat=True))
    leaving = {photo.pk, *(revision.remove if revision else ())}
    if photo.pk in shown and not shown - leaving and product.state == ListingState.LISTED:
        raise Refusal(_("A piece needs one photo. Please add another one first."), field="photo")
    if product.stamp_public_id or (revision and photo.pk in revision.add):
        revision = revision or _begin_revision(product, by=by, now=now)
        _leave_out(revision, photo)
        _put(revision, by=by, now=now)
        return
    ProductImage.objects.filter(pk=photo.pk).update(is_shown=False)
    actions.listing_changed(product_ids=[product.pk])


@transaction.atomic
def put_photo_first(*, product: Product, photo: ProductImage) -> None:
    """Make a shown photo the one that stands on the card; it changes no photo, so a stamped piece may do it too."""
    product = queries.lock_piece(product.pk)
    ProductImage.objects.filter(product=product).update(display_order=F("display_order") + 1)
    ProductImage.objects.filter(pk=photo.pk).update(display_order=0)
    actions.listing_changed(product_ids=[product.pk])


# Whether and how it is offered


@transaction.atomic
def set_lead(*, product: Product, lead_days: int, made_to_order: bool) -> None:
    """Say in how many days a piece can leave, and whether it is made only once somebody orders it."""
    Product.objects.filter(pk=product.pk).update(lead_days=lead_days, made_to_order=made_to_order)
    actions.listing_changed(product_ids=[product.pk])


@transaction.atomic
def pause(*, product: Product, now: datetime) -> None:
    """Keep a piece in sight that nobody can order for now; harmless twice."""
    Product.objects.filter(pk=product.pk, owner_paused_at__isnull=True).update(owner_paused_at=now)
    actions.refresh_pauses(product_ids=[product.pk], today=localdate(now))


@transaction.atomic
def resume(*, product: Product, now: datetime) -> None:
    """Let a piece be ordered again that its shop paused; harmless twice."""
    Product.objects.filter(pk=product.pk).update(owner_paused_at=None)
    actions.refresh_pauses(product_ids=[product.pk], today=localdate(now))


@transaction.atomic
def withdraw(*, product: Product, by: User, now: datetime) -> None:
    """Take a piece out of the shop window; orders already placed go on.

    :raises IllegalMove: it is not there to be taken out (AlreadyThere: it is out).
    """
    actions.move_listing(product=product, to=ListingState.WITHDRAWN, by=by, now=now)


@transaction.atomic
def put_back(*, product: Product, by: User, now: datetime) -> ListingState:
    """Put a piece back that its shop took out, or send one again that was not accepted; return where it stands now.

    What was shown when it left is shown again, unless its words became doubtful meanwhile; anything else waits for a
    look.

    :raises Refusal: it was taken down: only the desk brings it back; or it has no photo yet.
    :raises AlreadyThere: it is shown, or waits for its look.
    """
    product = queries.lock_piece(product.pk)
    if not ProductImage.objects.filter(product=product, is_shown=True).exists():
        raise Refusal(_("A piece needs one photo. Please add one first."), field="photo")
    to, doubts = ListingState.REVIEW, []
    if product.state == ListingState.WITHDRAWN:
        left = product.changes.filter(to_state=ListingState.WITHDRAWN).order_by("-pk").first()
        doubts = _doubts_since(product, left.at) if left else []
        to = rules.state_put_back(left_from=left.from_state if left else "", doubts=doubts)
    elif product.state == ListingState.TAKEN_DOWN:
        raise Refusal(_("The operator took this piece down. Please write to the operator."))
    elif product.state != ListingState.REFUSED:
        raise AlreadyThere(f"piece {product.pk} is back already")
    actions.move_listing(product=product, to=to, by=by, now=now, why=" ".join(doubts))
    return to


def _doubts_since(product: Product, moment: datetime) -> list[str]:
    """Return what the words of a piece are doubted for, in the languages that were written since then."""
    written = TextWritten.objects.filter(product=product, at__gte=moment)
    languages = sorted(set(written.values_list("language", flat=True)))
    words = (
        getattr(product, f"{name}_{code}") or "" for name in ("title", "description") for code in languages
    )
    return [ground.value for ground in forbidden.judge(*words).doubted]
