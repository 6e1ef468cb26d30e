"""What the processes of the races on looks and reports run."""

from __future__ import annotations

from typing import Any

from catalog import actions, reviewing
from catalog.models import ListingReport, ListingRevision, Product
from marketplace.accounts.models import User
from marketplace.machine import IllegalMove
from marketplace.refusal import Refusal
from tests.factories import NOW


def approve(product_id: int, user_id: int) -> str:
    """Approve a piece."""
    product, by = Product.objects.get(pk=product_id), User.objects.get(pk=user_id)
    try:
        reviewing.approve(product=product, by=by, now=NOW)
    except IllegalMove:
        return "late"
    return "approved"


def approve_unguarded(product_id: int, user_id: int) -> str:
    """Approve a piece as it was read before the start, by a statement without a condition."""

    def as_it_was(product: Product, *, to: str) -> Product:
        return product

    def unguarded(row: Any, to: str, *, by: Any, at: Any, why: str = "", moves: Any, **columns: Any) -> None:
        Product.objects.filter(pk=row.pk).update(state=to, **columns)
        row.changes.create(from_state=row.state, to_state=to, by=by, at=at, why=why)

    reviewing._lock_waiting = as_it_was
    actions.advance = unguarded
    return approve(product_id, user_id)


def settle(report_id: int, user_id: int, how: str) -> str:
    """Uphold or dismiss a report."""
    report, by = ListingReport.objects.get(pk=report_id), User.objects.get(pk=user_id)
    act = reviewing.uphold if how == "uphold" else reviewing.dismiss
    try:
        act(report=report, by=by, why="Because.", now=NOW)
    except IllegalMove:
        return "late"
    return how


def judge(revision_id: int, user_id: int, how: str) -> str:
    """Approve or refuse a change of a stamped piece."""
    revision, by = ListingRevision.objects.get(pk=revision_id), User.objects.get(pk=user_id)
    try:
        if how == "approve":
            reviewing.approve_revision(revision=revision, seen=revision.edits, by=by, now=NOW)
        else:
            reviewing.refuse_revision(revision=revision, by=by, why="No.", now=NOW)
    except IllegalMove:
        return "late"
    return how


def report(product_id: int) -> str:
    """Report a piece from the one network."""
    try:
        reviewing.report(
            product=Product.objects.get(pk=product_id),
            reason="other",
            text="",
            contact="",
            language="ar",
            network="192.0.2.9",
            now=NOW,
        )
    except Refusal:
        return "bounded"
    return "kept"
