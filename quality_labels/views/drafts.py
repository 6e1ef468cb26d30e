"""The rules of the centre: what is in force, and drafts that one edits and another adopts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace import jinja
from marketplace.machine import IllegalMove
from marketplace.refusal import Refusal
from quality_labels import actions, drafting, queries, schemes
from quality_labels.models import SchemeDraft, SchemeVersion
from quality_labels.views.access import at_the_centre, done_already, who_decides
from shops.access import MemberRequest

WORDS = {
    "at_least": gettext_lazy("at least"),
    "at_most": gettext_lazy("at most"),
    "readings": gettext_lazy("number of readings"),
    "tolerance": gettext_lazy("tolerance of the instrument"),
    "cv_max_pct": gettext_lazy("scatter of the readings at most"),
}
GROUPS = {
    "grades": gettext_lazy("What reaches which grade"),
    "gates": gettext_lazy("What every piece must meet"),
    "measures": gettext_lazy("What is measured"),
}


@at_the_centre
@require_safe
def rules(request: MemberRequest) -> HttpResponse:
    """List the rules of this centre, with the drafts that are open."""
    owned = [
        version
        for version in queries.schemes_in_force()
        if version.scheme.owner_id == request.membership.body.pk
    ]
    drafts = {version.pk: queries.open_draft(version.scheme) for version in owned}
    context = {"versions": [(version, version.read(), drafts[version.pk]) for version in owned]}
    return render(request, "quality_labels/own_rules.html", context)


@who_decides
@require_POST
def begin(request: MemberRequest, version_pk: int) -> HttpResponse:
    """Open a draft of the rules in force."""
    rows = SchemeVersion.objects.filter(scheme__owner=request.membership.body)
    version = get_object_or_404(rows, pk=version_pk)
    row = actions.begin_draft(version=version, by=request.user, now=timezone.now())
    return redirect("stamping_draft", row.pk)


@who_decides
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: MemberRequest, draft_pk: int) -> HttpResponse:
    """Show a draft with its differences, and keep what was changed in it."""
    row = _find(request, draft_pk)
    wrong: drafting.BadDraft | None = None
    if request.method == "POST":
        given = {
            value.key: request.POST.get(value.key, value.text) for value in drafting.values(row.document)
        }
        try:
            row = actions.edit_draft(
                draft=row,
                given=given,
                why=request.POST.get("why", "")[:500],
                by=request.user,
                now=timezone.now(),
            )
        except IllegalMove:
            return done_already(request)
        except drafting.BadDraft as bad:
            wrong = bad
        else:
            messages.success(request, _("Kept. A colleague adopts it."))
            return redirect("stamping_draft", row.pk)
    return _page(request, row, wrong)


def _page(request: MemberRequest, row: SchemeDraft, wrong: drafting.BadDraft | None) -> HttpResponse:
    language = jinja.lang()
    typed = request.POST if wrong else {}
    groups = [
        (
            title,
            [
                {
                    "key": value.key,
                    "name": value.names[language],
                    "of": value.of.get(language, ""),
                    "what": WORDS[value.what],
                    "unit": schemes.word("units", value.unit, language) if value.unit else "",
                    "text": typed.get(value.key, value.text),
                    "is_wrong": wrong is not None and value.key in wrong.keys,
                }
                for value in drafting.values(row.document)
                if value.group == group
            ],
        )
        for group, title in GROUPS.items()
    ]
    differences = [
        (value.names[language], value.of.get(language, ""), WORDS[value.what], value.text, becomes)
        for value, becomes in drafting.differences(row.based_on.document, row.document)
    ]
    context = {
        "draft": row,
        "scheme": schemes.read(row.based_on.document),
        "groups": groups,
        "differences": differences,
        "wrong": wrong,
        "why": typed.get("why", row.why),
        "mine": row.edited_by_id == request.user.pk,
    }
    return render(request, "quality_labels/draft.html", context, status=422 if wrong else 200)


@who_decides
@require_POST
def adopt(request: MemberRequest, draft_pk: int) -> HttpResponse:
    """Adopt a draft that a colleague edited."""
    row = _find(request, draft_pk)
    try:
        version = actions.adopt_draft(draft=row, by=request.user, now=timezone.now())
    except IllegalMove:
        return done_already(request)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("stamping_draft", row.pk)
    messages.success(
        request, _("Adopted: from today on requests are graded by it. The public log tells of it.")
    )
    return redirect("stamp_scheme", version.scheme.code)


@who_decides
@require_POST
def drop(request: MemberRequest, draft_pk: int) -> HttpResponse:
    """Give a draft up."""
    try:
        actions.drop_draft(draft=_find(request, draft_pk), now=timezone.now())
    except IllegalMove:
        return done_already(request)
    messages.success(request, _("The draft is dropped. The rules in force stay."))
    return redirect("stamping_rules")


def _find(request: MemberRequest, pk: int) -> SchemeDraft:
    rows = SchemeDraft.objects.select_related("scheme", "based_on", "edited_by")
    return get_object_or_404(rows, pk=pk, ended_at=None, scheme__owner=request.membership.body)
