"""What strangers said of the labels of a centre."""

from __future__ import annotations

from django.db.models import Case, IntegerField, QuerySet, Value, When

from quality_labels.models import Complaint
from quality_labels.states import ComplaintState
from shops.models import Body


def open_complaints(centre: Body) -> int:
    """Return how many complaints about a centre's labels wait for an answer."""
    return Complaint.objects.filter(label__centre=centre, state=ComplaintState.OPEN).count()


def complaints_of(centre: Body) -> QuerySet[Complaint]:
    """Return the complaints about a centre's labels: those that wait first, the oldest of them at the head."""
    waits = Case(When(state=ComplaintState.OPEN, then=Value(0)), default=1, output_field=IntegerField())
    rows = Complaint.objects.filter(label__centre=centre).select_related("label__product")
    return rows.annotate(waits=waits).order_by("waits", "pk")
