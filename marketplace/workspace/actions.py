"""Use cases of the artisan's panel: a piece is prepared, and becomes one listed piece."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import IO, Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from catalog import actions as catalog
from catalog import photos, voices
from catalog import queries as catalog_queries
from catalog.models import Kind, Product
from catalog.states import View
from marketplace.accounts.models import User
from marketplace.machine import AlreadyThere, advance, begin
from marketplace.refusal import Refusal
from marketplace.workspace import queries, rules
from marketplace.workspace.models import DraftPhoto, PieceDraft
from marketplace.workspace.states import DRAFT_MOVES, Age, DraftState, Lead
from shops.partner.models import Partner
from shops.people import queries as people

log = logging.getLogger("damgha.workspace")


def open_draft(*, uuid: UUID, shop: Partner, by: User, now: datetime) -> PieceDraft:
    """Return the shop's draft of that uuid, begun now if it is new: the phone that made the uuid may ask twice.

    :raises Http404: it is another shop's.
    :raises Refusal: the shop has too many open ones.
    """
    draft = PieceDraft.objects.filter(pk=uuid).first()
    if draft is None:
        if PieceDraft.objects.filter(shop=shop, state=DraftState.OPEN).count() >= rules.MAX_OPEN_DRAFTS:
            raise Refusal(
                _("There are too many unfinished pieces. Please finish one or throw one away first.")
            )
        draft = _begun(uuid, shop, by, now)
    if draft.shop_id != shop.pk:
        raise Http404
    return draft


def _begun(uuid: UUID, shop: Partner, by: User, now: datetime) -> PieceDraft:
    """Make the row, or take the one that another request of the same phone has made meanwhile."""
    try:
        with transaction.atomic():
            draft = PieceDraft.objects.create(uuid=uuid, shop=shop, by=by, created_at=now, updated_at=now)
            begin(draft, by=by, at=now)
    except IntegrityError:
        return PieceDraft.objects.get(pk=uuid)
    return draft


def add_photo(
    *, draft: PieceDraft, uuid: UUID, upload: IO[bytes], size: int, view: str, now: datetime
) -> DraftPhoto:
    """Keep a photo of a draft, cleaned; the same uuid or the same picture again is the photo that is there.

    :raises Refusal: it is no photo we take, the draft is closed, or it has enough of them.
    """
    known = DraftPhoto.objects.filter(draft=draft, uuid=uuid).first()
    if known is not None:
        return known
    _require_open(draft)
    clean = photos.clean(upload, size=size)
    same = DraftPhoto.objects.filter(draft=draft, sha256=clean.sha256).first()
    if same is not None:
        return same
    count = DraftPhoto.objects.filter(draft=draft).count()
    if count >= rules.MAX_PHOTOS:
        raise Refusal(_("A piece has at most 12 photos."), field="photos")
    stored = catalog.store_photo(clean, view=view)
    try:
        with transaction.atomic():
            _require_open(
                queries.lock_draft(draft)
            )  # a piece that was made meanwhile would go without this photo
            kept = DraftPhoto.objects.create(
                draft=draft,
                uuid=uuid,
                key=stored.key,
                file=stored.name,
                view=view,
                width=stored.width,
                height=stored.height,
                sha256=stored.sha256,
                position=count,
            )
            PieceDraft.objects.filter(pk=draft.pk).update(updated_at=now)
    except IntegrityError:  # the same photo came twice at the same moment: the other one is kept
        _remove_files([stored.name])
        return DraftPhoto.objects.filter(draft=draft, uuid=uuid).first() or DraftPhoto.objects.get(
            draft=draft, sha256=clean.sha256
        )
    return kept


def add_photos(*, draft: PieceDraft, uploads: Iterable[tuple[UUID, Any]], now: datetime) -> None:
    """Keep photos that came in one form; the first of a piece shows it whole.

    :raises Refusal: one of them is no photo we take; those before it are kept.
    """
    for uuid, upload in uploads:
        view = View.DETAIL if DraftPhoto.objects.filter(draft=draft).exists() else View.WHOLE
        add_photo(draft=draft, uuid=uuid, upload=upload, size=upload.size or 0, view=view, now=now)


def remove_photo(*, draft: PieceDraft, uuid: UUID, now: datetime) -> None:
    """Take a photo off a draft; harmless when it is gone.

    :raises Refusal: the draft is closed.
    """
    with transaction.atomic():
        _require_open(
            queries.lock_draft(draft)
        )  # the photos of a piece that was made meanwhile are the piece's
        rows = DraftPhoto.objects.filter(draft=draft, uuid=uuid)
        files = list(rows.values_list("file", flat=True))
        rows.delete()
        PieceDraft.objects.filter(pk=draft.pk).update(updated_at=now)
        transaction.on_commit(lambda: _remove_files(files), robust=True)


def set_voice(*, draft: PieceDraft, content: bytes, seconds: int, now: datetime) -> None:
    """Keep the voice note of a draft; a new one takes the place of the old.

    :raises Refusal: it is no recording we take, or the draft is closed.
    """
    _require_open(draft)
    stored = catalog.store_voice(voices.clean(content, seconds=seconds))
    try:
        _put_voice(draft, stored, now)
    except Refusal:
        _remove_files([voices.path_of(stored.key, stored.extension)])
        raise


def remove_voice(*, draft: PieceDraft, now: datetime) -> None:
    """Take the voice note off a draft.

    :raises Refusal: the draft is closed.
    """
    _put_voice(draft, catalog.StoredVoice("", "", 0), now)


@transaction.atomic
def _put_voice(draft: PieceDraft, voice: catalog.StoredVoice, now: datetime) -> None:
    """Put a voice note in the place of what a draft has; what it had goes, unless a piece was made with it meanwhile.

    :raises Refusal: the draft is closed.
    """
    row = queries.lock_draft(draft)
    _require_open(row)
    old = voice_file(row)
    PieceDraft.objects.filter(pk=row.pk).update(
        voice_key=voice.key, voice_format=voice.extension, voice_seconds=voice.seconds, updated_at=now
    )
    if old:
        transaction.on_commit(lambda: _remove_files([old]), robust=True)


def voice_file(draft: PieceDraft) -> str:
    """Return where the draft's voice note lies, empty when it has none."""
    return voices.path_of(draft.voice_key, draft.voice_format) if draft.voice_key else ""


@transaction.atomic
def save_answers(*, draft: PieceDraft, answers: Mapping[str, Any], now: datetime) -> PieceDraft:
    """Keep what screens have accepted beside what was kept before, and return the draft as it is then.

    :raises Refusal: the draft is closed.
    """
    row = queries.lock_draft(draft)
    _require_open(row)
    _answer(row, answers, now)
    return row


def _answer(draft: PieceDraft, answers: Mapping[str, Any], now: datetime) -> None:
    draft.answers = {**draft.answers, **answers}
    draft.updated_at = now
    draft.save(update_fields=["answers", "updated_at"])


@transaction.atomic
def publish(
    *, draft: PieceDraft, by: User, now: datetime, answers: Mapping[str, Any] | None = None
) -> Product:
    """Make one piece of a draft, with all its photos and its voice note; asked again, return that same piece.

    `draft` may be stale; `answers` are those that came with the wish to send. Forbidden goods are refused; what
    sounds like them waits for the operator's look.

    :raises Refusal: a screen is not done, an unlikely price was not confirmed, or it may not be sold.
    """
    draft = queries.lock_draft(draft)
    if draft.state == DraftState.PUBLISHED and draft.product is not None:
        return draft.product
    _require_open(draft)
    if answers:
        _answer(draft, answers, now)
    kept = list(draft.photos.all())
    kind = _require_whole(draft, len(kept))
    verdict = rules.judge(draft.answers)
    if verdict.refused:
        raise Refusal(verdict.refused[0].label, field="title")
    try:
        advance(draft, DraftState.PUBLISHED, moves=DRAFT_MOVES, by=by, at=now, updated_at=now)
    except AlreadyThere:
        return _published(draft)
    product = catalog.list_stored_piece(
        shop=draft.shop,
        maker=people.maker_of_new_piece(draft.shop, by=by, chosen=draft.answer("maker")),
        facts=_facts(draft, kind, now),
        photos=[
            catalog.StoredPhoto(row.key, row.file, row.width, row.height, row.sha256, row.view)
            for row in kept
        ],
        voice=catalog.StoredVoice(draft.voice_key, draft.voice_format, draft.voice_seconds)
        if draft.voice_key
        else None,
        now=now,
        by=by,
        doubts=[ground.value for ground in verdict.doubted],
    )
    PieceDraft.objects.filter(pk=draft.pk).update(product=product)
    return product


def _published(draft: PieceDraft) -> Product:
    product = PieceDraft.objects.get(pk=draft.pk).product
    if product is None:
        raise RuntimeError(f"draft {draft.pk} is published without a piece")
    return product


def _require_open(draft: PieceDraft) -> None:
    if draft.state != DraftState.OPEN:
        raise Refusal(_("This piece was already sent or thrown away. Nothing was changed."))


def _require_whole(draft: PieceDraft, photo_count: int) -> Kind:
    """Return the kind of a draft that is complete.

    :raises Refusal: a screen is missing, or its price was not confirmed; `field` is the screen's answer.
    """
    missing = rules.first_missing(draft.answers, photos=photo_count)
    if missing is not None:
        field = rules.ASKED.get(missing, "photos")
        raise Refusal(_("Something is still missing here. Please fill it in."), field=field)
    kind = Kind.objects.filter(code=draft.answer("kind")).first()
    if kind is None:
        raise Refusal(_("Please choose what it is."), field="kind")
    known = catalog_queries.price_ranges().get(kind.code)
    if rules.price_question(draft.answers, median=known.median if known else None) is not None:
        raise Refusal(_("Please look at the price again: dinars or centimes?"), field="price")
    return kind


def _facts(draft: PieceDraft, kind: Kind, now: datetime) -> catalog.PieceFacts:
    """Return the answers as the catalog takes them; a piece without a name is called by its kind."""
    language = draft.shop.language
    name = getattr(kind, f"name_{language}", "") or kind.name
    return catalog.PieceFacts(
        language=language,
        kind=kind,
        title=draft.answer("title") or name,
        description=draft.answer("description") or "",
        price_dinars=int(draft.answer("price")),
        stock=int(draft.answer("stock")),
        materials=[],
        colours=[],
        care=[],
        made_year=now.year if draft.answer("age") in (Age.NEW, Age.LOOKS_OLD) else None,
        lead_days=int(draft.answer("lead") or Lead.READY),
    )


def discard(*, draft: PieceDraft, by: User | None, now: datetime, why: str = "") -> None:
    """Throw a draft away with its photos, its voice and all that was typed; only that it was there stays.

    :raises IllegalMove: it is published, or was thrown away before.
    """
    with transaction.atomic():
        files = list(draft.photos.values_list("file", flat=True))
        voice = voice_file(draft)
        advance(
            draft,
            DraftState.DISCARDED,
            moves=DRAFT_MOVES,
            by=by,
            at=now,
            why=why,
            answers={},
            voice_key="",
            voice_format="",
            voice_seconds=0,
            updated_at=now,
        )
        DraftPhoto.objects.filter(draft=draft).delete()
        transaction.on_commit(lambda: _remove_files([*files, voice] if voice else files), robust=True)


def sweep_abandoned(*, now: datetime, limit: int = 200) -> int:
    """Throw away the drafts nobody touched for `rules.ABANDONED_AFTER`, and return how many there were."""
    stale = PieceDraft.objects.filter(state=DraftState.OPEN, updated_at__lt=now - rules.ABANDONED_AFTER)
    swept = 0
    for draft in stale.order_by("updated_at")[:limit]:
        try:
            discard(draft=draft, by=None, now=now, why="abandoned")
        except AlreadyThere:
            continue
        swept += 1
    return swept


def _remove_files(names: Iterable[str]) -> None:
    """Delete files no row names any more; one that cannot be deleted is an orphan nobody serves."""
    for name in names:
        try:
            default_storage.delete(name)
        except OSError as error:
            log.warning("file %s of a draft stays: %s", name, error)
