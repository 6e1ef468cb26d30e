"""What an artisan chooses about herself, her shop's days and her people."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog import photos
from marketplace.accounts.rules import login_name
from marketplace.refusal import Refusal
from shops.models import Body
from shops.people.queries import helping_bodies
from shops.states import NameConsent, PortraitConsent

PHOTO_INPUT = {"accept": "image/jpeg,image/png,image/webp"}


class DayField(forms.DateField):
    """A day, picked on the phone's own calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PhotoField(forms.FileField):
    """One photo, cleaned at the door: what is kept of it is pixels."""

    widget = forms.FileInput(attrs=PHOTO_INPUT)

    def clean(self, value: Any, initial: Any = None) -> photos.CleanPhoto | None:
        """Return the cleaned photo; None when none was chosen and none is required."""
        upload = super().clean(value, initial)
        if not upload:
            return None
        try:
            return photos.clean(upload, size=upload.size)
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class RenewalForm(forms.Form):
    """The photo of a renewed card."""

    photo = PhotoField(label=_("Photo of the new card"))


class NameConsentForm(forms.Form):
    """How much of the name is shown."""

    shown = forms.ChoiceField(choices=NameConsent.choices)


class PortraitConsentForm(forms.Form):
    """Which picture is shown, and the picture itself where there is none yet."""

    shown = forms.ChoiceField(choices=PortraitConsent.choices)
    photo = PhotoField(label=_("Photo"), required=False)


class HolidayForm(forms.Form):
    """From a day through a day."""

    from_on = DayField(label=_("First day"))
    until_on = DayField(label=_("Last day"))


# The big buttons of the holiday page: how many days each closes, today being the first.
SPANS = {"today": 1, "feast": 3, "week": 7}


def span(name: str, today: date) -> tuple[date, date] | None:
    """Return the first and last day that a big button means."""
    days = SPANS.get(name)
    return (today, today + timedelta(days=days - 1)) if days else None


class SellerForm(forms.Form):
    """Who is to sell for the shop."""

    name = forms.CharField(
        label=_("Phone or e-mail"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "inputmode": "email"}),
    )
    full_name = forms.CharField(label=_("Name"), max_length=150, required=False)

    def clean_name(self) -> str:
        """Return the e-mail in lower case or the phone as we keep it."""
        return login_name(self.cleaned_data["name"])


class HelpForm(forms.Form):
    """Which body may act for the shop, and until when."""

    body: forms.ModelChoiceField[Body] = forms.ModelChoiceField(
        Body.objects.none(), label=_("Who may help me?"), empty_label=_("Choose")
    )
    until_on = DayField(label=_("Until"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["body"].queryset = helping_bodies()  # type: ignore[attr-defined]  # a ModelChoiceField


class PinForm(forms.Form):
    """The six digits on the slip."""

    pin = forms.CharField(
        label=_("The six digits on your paper"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "code-input", "dir": "ltr"}
        ),
    )

    def clean_pin(self) -> str:
        """Return the digits alone, whichever digits they were typed with."""
        return "".join(str(int(sign)) for sign in self.cleaned_data["pin"] if sign.isdecimal())
