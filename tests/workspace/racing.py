"""What the processes of a race run: a phone that sends its piece, and sends it again."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from marketplace.accounts.models import User
from marketplace.refusal import Refusal
from marketplace.workspace import actions
from marketplace.workspace.models import PieceDraft

NOW = datetime.fromisoformat("2026-11-22T09:00:00+00:00")


def publish(draft: str, by: int) -> dict[str, Any]:
    """Send a finished piece."""
    try:
        product = actions.publish(
            draft=PieceDraft.objects.get(pk=UUID(draft)), by=User.objects.get(pk=by), now=NOW
        )
    except Refusal as refusal:
        return {"refused": str(refusal)}
    return {"product": product.pk}


def publish_unguarded(draft: str, by: int) -> dict[str, Any]:
    """Send it as if "is it still open?" had been asked in an earlier transaction, and nothing guarded the move."""
    row = PieceDraft.objects.select_related("shop", "product").get(pk=UUID(draft))

    def as_it_was(_draft: PieceDraft) -> PieceDraft:
        return row

    actions.queries.lock_draft = as_it_was
    actions.rules.first_missing = lambda *_args, **_photos: None  # the canary's draft has no photos
    actions.advance = lambda *_args, **_columns: None
    return publish(draft, by)
