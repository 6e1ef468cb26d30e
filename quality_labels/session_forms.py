"""What people of the centre type about a session."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.accounts.models import User
from marketplace.jinja import in_words
from quality_labels import queries
from quality_labels.models import Application
from quality_labels.states import SeatRole
from shops.models import Place


class PlanForm(forms.Form):
    """A day and a place. The hour and the house are for who comes with a carpet on her shoulder."""

    held_on = forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    begins = forms.TimeField(
        label=gettext_lazy("From what time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    place: Any = forms.ModelChoiceField(
        label=gettext_lazy("Town or village"), queryset=Place.objects.none(), empty_label=None
    )
    venue = forms.CharField(
        label=gettext_lazy("Where exactly"),
        help_text=gettext_lazy("The house, school or hall, as people there call it."),
        max_length=120,
        required=False,
    )

    def __init__(self, home: Place | None, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        places = self.fields["place"]
        places.queryset = Place.objects.order_by("name", "slug")  # type: ignore[attr-defined]
        places.label_from_instance = lambda place: in_words(place, "name")[0]  # type: ignore[attr-defined]
        self.initial.setdefault("held_on", localdate())
        if home is not None:
            self.initial.setdefault("place", home.pk)


class SeatForm(forms.Form):
    """Somebody of the centre, and what they do there."""

    person: Any = forms.ModelChoiceField(
        label=gettext_lazy("Person"), queryset=User.objects.none(), empty_label=None
    )
    role = forms.ChoiceField(label=gettext_lazy("What they do"), choices=SeatRole.choices)

    def __init__(self, people: Any, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]

    def clean_role(self) -> SeatRole:
        """Return the role as the action takes it."""
        return SeatRole(self.cleaned_data["role"])


class AnnounceForm(forms.Form):
    """Which pieces are to be brought."""

    applications = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Pieces to bring"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, waiting: Sequence[Application], near: Place, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["applications"].choices = [  # type: ignore[attr-defined]
            (row.pk, _label(row)) for row in by_nearness(waiting, near)
        ]


def by_nearness(waiting: Iterable[Application], near: Place) -> list[Application]:
    """Return requests, those of a session's own village first, village by village, the oldest first in each."""

    def place(row: Application) -> tuple[bool, str]:
        village = queries.village_of(row)
        return (village is None or village.pk != near.pk, village.slug if village else "")

    return sorted(waiting, key=place)


def _label(row: Application) -> str:
    village = queries.village_of(row)
    parts = [in_words(row.product, "title")[0], in_words(row.shop, "name")[0]]
    parts.append(in_words(village, "name")[0] if village else _("No village"))
    return " · ".join(parts)


class CancelForm(forms.Form):
    """Why a session is not held."""

    why = forms.CharField(
        label=gettext_lazy("Why is it not held? The shops read it."),
        max_length=500,
        error_messages={"required": gettext_lazy("Say why the session is not held: the shops read it.")},
    )
