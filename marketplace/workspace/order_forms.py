"""What a shop says of an order: mostly tapped, seldom typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, TypeVar

from django import forms
from django.db import models
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marketplace import formats
from marketplace.jinja import in_words
from marketplace.order import queries
from marketplace.order.models import Line, ShopOrder
from marketplace.order.states import LaterReason, NoReason

LATER = (3, 7, 14)  # days after the one promised
CARRIERS = ("EMS", "Yalidine", "ZR Express", "Noest")  # known names to choose from; any other may be written
Reasons = TypeVar("Reasons", bound=models.TextChoices)


class _ReasonForm(forms.Form):
    """A ready sentence, or one of their own words."""

    reasons: type[models.TextChoices]
    ready = forms.ChoiceField(label=_("Why?"), widget=forms.RadioSelect, required=False)
    reason = forms.CharField(
        label=_("In your own words"), max_length=300, required=False, help_text=_("The buyer reads this.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["ready"]
        if isinstance(field, forms.ChoiceField):
            field.choices = self.reasons.choices

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        typed = super().clean() or {}
        if not self.errors and not typed.get("ready") and not typed.get("reason", "").strip():
            self.add_error("ready", _("Choose why, or write it in one sentence: the buyer reads it."))
        return typed

    def sentence(self, language: str) -> str:
        """Return the reason as the buyer reads it; what was written by hand stands as it is."""
        typed = self.cleaned_data
        if typed["reason"].strip() or not typed["ready"]:
            return str(typed["reason"])
        with translation.override(language):
            return str(self.reasons(typed["ready"]).label)


class CannotSendForm(_ReasonForm):
    """Why a shop cannot send."""

    reasons = NoReason


class OtherDayForm(_ReasonForm):
    """By which other day, and why."""

    reasons = LaterReason
    later = forms.ChoiceField(label=_("When can you send it?"), widget=forms.RadioSelect, required=False)
    day = forms.DateField(
        label=_("Another day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    field_order = ("later", "day", "ready", "reason")

    def __init__(self, data: Mapping[str, Any] | None = None, *, shop_order: ShopOrder, today: date) -> None:
        super().__init__(data)
        self.promised = max(shop_order.send_by_on or today, today)
        language = (get_language() or "ar")[:2]
        field = self.fields["later"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (str(days), formats.day(self.promised + timedelta(days=days), language)) for days in LATER
            ]

    def clean(self) -> dict[str, Any]:
        """Ask for a day as well."""
        typed = super().clean()
        if not self.errors and not typed.get("later") and not typed.get("day"):
            self.add_error("later", _("Choose the day by which you can send it."))
        return typed

    def proposed_on(self) -> date:
        """Return the day that was chosen; one written by hand counts first."""
        typed = self.cleaned_data
        written: date | None = typed["day"]
        return written or self.promised + timedelta(days=int(typed["later"]))


class PackingForm(forms.Form):
    """Each piece is ticked as it goes in; a photo of the parcel if one likes."""

    lines = forms.TypedMultipleChoiceField(
        label=_("Tick each piece as you put it in."),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    photo = forms.FileField(
        label=_("Photo of the parcel"),
        required=False,
        help_text=_("If the buyer complains, it shows what you sent."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp", "capture": "environment"}),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Any = None,
        *,
        shop_order: ShopOrder,
    ) -> None:
        super().__init__(data, files)
        field = self.fields["lines"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(line.pk, _in_parcel(line)) for line in shop_order.lines.all()]
        for line in queries.labels_of_lines(shop_order):
            self.fields[f"label-{line.pk}"] = forms.CharField(
                label=_("Number on the label of %(piece)s") % {"piece": in_words(line, "title")[0]},
                help_text=_("The last eight digits are enough."),
                max_length=800,
                required=False,
                widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric", "autocomplete": "off"}),
            )

    @property
    def labels(self) -> list[forms.BoundField]:
        """The fields that ask for labels."""
        return [self[name] for name in self.fields if name.startswith("label-")]

    def read(self) -> dict[int, str]:
        """Return what was read from labels, by line."""
        return {
            int(name.removeprefix("label-")): str(said)
            for name, said in self.cleaned_data.items()
            if name.startswith("label-")
        }


def _in_parcel(line: Line) -> str:
    title, _code = in_words(line, "title")
    return f"{title} × {line.quantity}" if line.quantity > 1 else title
