"""How a request for a stamp went so far, as its shop reads it: what happened when, what comes, and why it was refused.

Built from rows that are at hand; asks no database.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from quality_labels import lessons, schemes
from quality_labels.models import Application, Label, StampingSession
from quality_labels.states import ApplicationState as A
from quality_labels.states import LabelState

OTHER_REASON = "other"


@dataclass(frozen=True)
class Step:
    """One line of the timeline, as the macro `timeline` takes it; `state` is done, now, next or off."""

    what: str
    when: datetime | None = None
    note: str = ""
    state: str = "next"


@dataclass(frozen=True)
class Reason:
    """Why a piece was refused, in a sentence, and what can be done about it."""

    sentence: str
    fix: str
    lesson: str = ""  # the code of its lesson, empty where there is none


@dataclass(frozen=True)
class Progress:
    """A request's way: its steps, and what a refusal or a sending-back says."""

    steps: Sequence[Step]
    reasons: Sequence[Reason] = ()
    said: str = ""  # the centre's own words
    appeal_until_on: date | None = None
    may_ask_again: bool = False
    session: StampingSession | None = None  # where the piece is to be brought


@cache
def fixes() -> Mapping[str, Mapping[str, str]]:
    """Return what to do about each reason of a refusal, by code and language."""
    table: dict[str, dict[str, str]] = json.loads((schemes.FOLDER / "fixes.json").read_text("utf-8"))
    return table


def reasons_of(codes: Iterable[str], scheme: schemes.Scheme, language: str) -> list[Reason]:
    """Return the sentences of refusal codes in a language, each with what to put right."""
    sentences = {code: names[language] for code, names in scheme.reasons.items()}
    sentences[OTHER_REASON] = _("Another reason, in the words of the centre.")
    advice = fixes()
    return [
        Reason(
            sentences.get(code, code),
            advice.get(code, advice[OTHER_REASON])[language],
            code if code in lessons.codes() else "",
        )
        for code in codes
    ]


def appeal_until(decided_at: datetime) -> date:
    """Return the last day on which a refusal can be appealed against: docs/quality-labels.md, R20."""
    return localdate(decided_at) + timedelta(days=settings.APPEAL_DAYS)


def progress_of(application: Application, *, label: Label | None, language: str) -> Progress:
    """Return how a request stands, whose changes, decision and rules are at hand."""
    changed = {change.to_state: change for change in application.changes.all()}
    steps = [Step(pgettext("step of a stamp", "Request"), application.requested_at, state="done")]
    returned = changed.get(A.RETURNED) if application.state == A.RETURNED else None
    if returned is not None:
        steps.append(Step(pgettext("step of a stamp", "Sent back by the centre"), returned.at, state="now"))
        return Progress(steps=steps, said=returned.why, may_ask_again=True)
    recorded = changed.get(A.RECORDED)
    if recorded is not None:
        words = pgettext("step of a stamp", "Stamped by another centre: recorded")
        return Progress(steps=[*steps, Step(words, recorded.at, state="done")])
    went = [
        (A.ACCEPTED, pgettext("step of a stamp", "Taken on by the centre")),
        (A.EVALUATED, pgettext("step of a stamp", "Looked at and measured")),
    ]
    for state, words in went:
        change = changed.get(state)
        steps.append(Step(words, change.at if change else None, state="done" if change else "next"))
    decision = getattr(application, "decision", None)
    if application.state == A.REFUSED and decision is not None:
        steps.append(Step(pgettext("step of a stamp", "Refusal"), decision.decided_at, state="off"))
        reasons = reasons_of(decision.reasons, application.scheme_version.read(), language)
        return Progress(
            steps=steps,
            reasons=reasons,
            said=decision.why,
            appeal_until_on=appeal_until(decision.decided_at),
            may_ask_again=True,
        )
    granted = decision.decided_at if decision is not None else None
    steps.append(Step(pgettext("step of a stamp", "Decision"), granted, state="done" if granted else "next"))
    steps.extend(_of_label(label))
    session = next((piece.session for piece in application.announced_to), None)
    return Progress(steps=_with_now(steps), session=session)


def _of_label(label: Label | None) -> list[Step]:
    """Return the last two steps: signed and printed, then fixed to the piece."""
    fixed = label is not None and label.state not in (LabelState.SIGNED, LabelState.PRINTED)
    on_piece = next(
        (change.at for change in label.changes.all() if change.to_state == LabelState.ACTIVE)
        if label
        else iter(()),
        None,
    )
    return [
        Step(
            pgettext("step of a stamp", "Tag printed"),
            label.signed_at if label else None,
            state="done" if label else "next",
        ),
        Step(pgettext("step of a stamp", "Tag on the piece"), on_piece, state="done" if fixed else "next"),
    ]


def _with_now(steps: list[Step]) -> list[Step]:
    """Mark the first step that has not happened as the one that is waited for."""
    for place, step in enumerate(steps):
        if step.state == "next":
            return [*steps[:place], Step(step.what, step.when, _("waiting"), "now"), *steps[place + 1 :]]
    return steps
