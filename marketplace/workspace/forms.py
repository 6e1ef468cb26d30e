"""What an artisan types; every error is a sentence that says what to do next."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.money import parse_dinars


class DinarsField(forms.CharField):
    """Whole dinars as people write them: 4500, 4 500, 4.500, ٤٥٠٠, 4500 دج."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        """Return the whole dinars, or say how to write them."""
        text = super().to_python(value)
        if text in self.empty_values:
            return text
        try:
            return parse_dinars(text or "")
        except ValueError as error:
            raise forms.ValidationError(_("Write the price in whole dinars, for example 4500.")) from error


class ManyPhotosInput(forms.ClearableFileInput):
    """A file input that takes several, without the "currently" box of the original."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class CentimetresField(forms.DecimalField):
    """A length typed in centimetres and kept in millimetres."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            min_value=0.1, max_value=2000, max_digits=6, decimal_places=1, required=False, **options
        )
        self.widget.attrs["inputmode"] = "decimal"

    def clean(self, value: Any) -> Any:
        """Return millimetres, or None when nothing was typed."""
        centimetres = super().clean(value)
        return None if centimetres is None else int(centimetres * 10)


class PriceAndStockForm(forms.Form):
    """The two things that change every week."""

    price = DinarsField(label=_("Price in dinars"))
    stock = forms.IntegerField(label=_("How many do you have?"), min_value=0, max_value=999)


class SendingForm(forms.Form):
    """How it left: a carrier's number, or handed to the centre."""

    carrier = forms.CharField(label=_("Carrier"), max_length=60, required=False)
    tracking_number = forms.CharField(label=_("Tracking number"), max_length=60, required=False)
    handed_to_centre = forms.BooleanField(label=_("I handed it to the centre"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        typed = super().clean() or {}
        if not typed.get("tracking_number") and not typed.get("handed_to_centre"):
            raise forms.ValidationError(
                _("Write the tracking number, or tick that you handed it to the centre.")
            )
        return typed
