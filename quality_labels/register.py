"""The public register as people ask it: by last digits, month, wilaya, grade and state; and as a table of nobody."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.timezone import localdate

from catalog.grades import Grade
from quality_labels import payload, queries, schemes
from quality_labels.models import Appeal, Application, Complaint, Label
from quality_labels.states import AppealState, ApplicationState, ComplaintState, LabelReason, LabelState
from shops.models import Body, Place
from shops.states import BodyKind

COLUMNS = ("last_digits", "month", "kind", "grade", "wilaya", "centre", "state", "reason", "sheet")
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Question:
    """What is asked of the register; what is empty is not asked. A question that makes no sense asks nothing."""

    digits: str = ""
    month: str = ""  # 2026-11
    wilaya: str = ""
    grade: str = ""
    state: str = ""

    @classmethod
    def read(cls, asked: QueryDict) -> Question:
        """Read an address; whatever is no value of its list is left out."""
        return cls(
            digits=text if re.fullmatch(r"\d{1,4}", text := asked.get("digits", ""), re.ASCII) else "",
            month=text if _MONTH.fullmatch(text := asked.get("month", "")) else "",
            wilaya=text if re.fullmatch(r"[a-z0-9-]{1,50}", text := asked.get("wilaya", "")) else "",
            grade=text if (text := asked.get("grade", "")) in {str(value) for value in Grade.values} else "",
            state=text
            if (text := asked.get("state", "")) in {str(state) for state in queries.REGISTERED}
            else "",
        )

    def rows(self) -> QuerySet[Label]:
        """Return the labels it asks for, newest first."""
        found = queries.register()
        if self.digits:
            found = found.filter(serial__endswith=self.digits)
        if self.month:
            year, month = map(int, self.month.split("-"))
            first = date(year, month, 1)
            after = (first + timedelta(days=32)).replace(day=1)
            found = found.filter(signed_at__date__gte=first, signed_at__date__lt=after)
        if self.wilaya:
            found = found.filter(
                Q(product__place__wilaya=self.wilaya)
                | Q(product__place=None, product__shop__place__wilaya=self.wilaya)
            )
        if self.grade:
            found = found.filter(grade=self.grade)
        return found.filter(state=self.state) if self.state else found


def wilayas() -> list[tuple[str, str]]:
    """Return the wilayas of our places by slug and name in the active language (that of their chief town)."""
    places = list(Place.objects.all())
    names = {place.slug: place.name for place in places}
    slugs = sorted({place.wilaya for place in places})
    return [(slug, names.get(slug, slug.replace("-", " ").capitalize())) for slug in slugs]


def table(rows: QuerySet[Label], *, origin: str) -> Iterator[str]:
    """Yield labels as lines of CSV, the head first: codes and numbers, no name of a person, no whole serial."""
    yield _line(COLUMNS)
    kinds = schemes.codes()["kinds"]
    for label in rows.select_related("scheme_version").iterator(chunk_size=500):
        place = label.product.place or (label.product.shop.place if label.product.shop else None)
        claims: payload.Claims = queries.read_label(label)[1]
        yield _line(
            (
                label.last_four,
                f"{localdate(label.signed_at):%Y-%m}",
                kinds.get(str(claims.kind), {}).get("code", str(claims.kind)),
                str(label.grade),
                place.wilaya if place else "",
                f"{label.centre.number or 0:02d}",
                label.state,
                LabelReason(label.state_reason).name.lower() if label.state_reason else "",
                f"{origin}/en/stamps/{label.public_id}/",
            )
        )


def _line(cells: tuple[str, ...]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def statistics() -> list[dict[str, Any]]:
    """Return for each centre what it decided, refusals and appeals too, and what became of its labels."""
    centres = Body.objects.filter(kind=BodyKind.STAMPING_CENTRE).order_by("number")
    granted = _counted(Application.objects.filter(state=ApplicationState.GRANTED))
    refused = _counted(Application.objects.filter(state=ApplicationState.REFUSED))
    appeals = {
        state: _counted(Appeal.objects.filter(state=state), centre="first__centre") for state in AppealState
    }
    complaints = {
        state: _counted(Complaint.objects.filter(state=state), centre="label__centre")
        for state in ComplaintState
    }
    states = {state: _counted(Label.objects.filter(state=state)) for state in queries.REGISTERED}
    return [
        {
            "centre": f"{centre.number or 0:02d}",
            "granted": granted.get(centre.pk, 0),
            "refused": refused.get(centre.pk, 0),
            "appeals": {str(state): counts.get(centre.pk, 0) for state, counts in appeals.items()},
            "complaints": {str(state): counts.get(centre.pk, 0) for state, counts in complaints.items()},
            "labels": {str(LabelState(state)): counts.get(centre.pk, 0) for state, counts in states.items()},
        }
        for centre in centres
    ]


def _counted(rows: QuerySet[Any], *, centre: str = "centre") -> dict[int, int]:
    return dict(rows.order_by().values_list(centre).annotate(count=Count("pk")))
