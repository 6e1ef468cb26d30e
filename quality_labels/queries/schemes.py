"""The rules in force, and who teaches what they ask."""

from __future__ import annotations

from django.db.models import QuerySet

from quality_labels.models import Scheme, SchemeDraft, SchemeVersion
from shops.models import Body
from shops.states import BodyKind


def schemes_in_force() -> list[SchemeVersion]:
    """Return the newest adopted version of each scheme, in the order of their codes."""
    newest: dict[int, SchemeVersion] = {}
    for version in SchemeVersion.objects.select_related("scheme__owner").order_by("number"):
        newest[version.scheme_id] = version
    return sorted(newest.values(), key=lambda version: version.scheme.code)


def open_draft(scheme: Scheme) -> SchemeDraft | None:
    """Return the open draft of a scheme, if it has one."""
    return SchemeDraft.objects.filter(scheme=scheme, ended_at=None).select_related("edited_by").first()


def versions_of(code: str) -> list[SchemeVersion]:
    """Return every adopted version of a scheme, the newest first; none for a code nobody adopted."""
    return list(
        SchemeVersion.objects.filter(scheme__code=code).select_related("scheme__owner").order_by("-number")
    )


def teachers() -> QuerySet[Body]:
    """Return who holds courses: the chambers of crafts, then the craft centres."""
    held = Body.objects.filter(kind__in=(BodyKind.CHAMBER, BodyKind.CRAFT_CENTRE))
    return held.select_related("place").order_by("-kind", "slug")
