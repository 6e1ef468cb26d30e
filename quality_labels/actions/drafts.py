"""A centre changes the rules it grades by: one person edits a draft, another adopts it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.locks import lock_name
from marketplace.machine import AlreadyThere
from marketplace.refusal import Refusal
from quality_labels import drafting, queries
from quality_labels.actions.schemes import adopt_scheme
from quality_labels.models import SchemeDraft, SchemeVersion
from quality_labels.refusals import NeedsAnother, NotReady

FIRST_NUMBER = 100  # those below are of the schemes that come with the house


def begin_draft(*, version: SchemeVersion, by: User, now: datetime) -> SchemeDraft:
    """Open a draft of the rules in force; the one that is open already, when there is one."""
    open_one = queries.open_draft(version.scheme)
    if open_one is not None:
        return open_one
    try:
        with transaction.atomic():
            return SchemeDraft.objects.create(
                scheme=version.scheme,
                based_on=version,
                document=version.document,
                edited_by=by,
                edited_at=now,
            )
    except IntegrityError:  # a colleague opened it at this moment
        return SchemeDraft.objects.get(scheme=version.scheme, ended_at=None)


@transaction.atomic
def edit_draft(
    *, draft: SchemeDraft, given: Mapping[str, str], why: str, by: User, now: datetime
) -> SchemeDraft:
    """Change values of a draft; whoever edits it last does not adopt it.

    :raises drafting.BadDraft: the values make no rules; nothing is changed.
    :raises AlreadyThere: it was adopted or dropped.
    """
    draft = _lock(draft)
    draft.document = drafting.changed(draft.document, given)
    draft.why, draft.edited_by, draft.edited_at = why.strip(), by, now
    draft.save(update_fields=["document", "why", "edited_by", "edited_at"])
    return draft


@transaction.atomic
def adopt_draft(*, draft: SchemeDraft, by: User, now: datetime) -> SchemeVersion:
    """Adopt a draft somebody else edited: from today on requests are graded by it, those under way by the old rules.

    :raises NeedsAnother: `by` edited it last.
    :raises Refusal: nothing was changed, or nobody said why.
    :raises NotReady: the rules it was drawn from are not in force any more.
    :raises AlreadyThere: it was adopted or dropped.
    Source: docs/quality-labels.md, R811.
    """
    draft = _lock(draft)
    if draft.edited_by_id == by.pk:
        raise NeedsAnother(_("You edited this draft: a colleague adopts it."))
    if not drafting.differences(draft.based_on.document, draft.document):
        raise Refusal(_("Nothing is changed in this draft."))
    if not draft.why:
        raise Refusal(_("The draft does not say why the rules change."), field="why")
    lock_name("stamp.scheme.number")
    newest = draft.scheme.versions.order_by("-number").first()
    if newest is None or newest.pk != draft.based_on_id:
        raise NotReady(_("The rules have changed since this draft was begun. Drop it and begin anew."))
    last = SchemeVersion.objects.aggregate(last=Max("number"))["last"] or 0
    document = {
        **draft.document,
        "number": max(last + 1, FIRST_NUMBER),
        "version": int(draft.document["version"]) + 1,
    }
    version = adopt_scheme(document=document, owner=draft.scheme.owner, by=by, now=now)
    SchemeDraft.objects.filter(pk=draft.pk).update(adopted_by=by, version=version, ended_at=now)
    return version


@transaction.atomic
def drop_draft(*, draft: SchemeDraft, now: datetime) -> None:
    """Give a draft up.

    :raises AlreadyThere: it was adopted or dropped.
    """
    SchemeDraft.objects.filter(pk=_lock(draft).pk).update(ended_at=now)


def _lock(draft: SchemeDraft) -> SchemeDraft:
    rows = SchemeDraft.objects.select_for_update(of=("self",)).select_related("scheme__owner", "based_on")
    locked = rows.get(pk=draft.pk)
    if locked.ended_at is not None:
        raise AlreadyThere(f"draft {draft.pk} was adopted or dropped")
    return locked
