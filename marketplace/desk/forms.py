"""What is written down at the desk, with the person in front of it."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.rules import login_name, phone_number
from marketplace.settlement.queries import FOREIGN
from marketplace.typed import NumberField


class DayField(forms.DateField):
    """A day, picked on the browser's own calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PhoneField(forms.CharField):
    """A phone, however it is written; kept as +213…."""

    widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "dir": "ltr"})

    def clean(self, value: object) -> str:
        """Return the number as we keep it, or say how to write it."""
        number = phone_number(super().clean(value))
        if not number:
            raise forms.ValidationError(_("Write a phone number, for example 0661 23 45 67."))
        return number


class PersonField(forms.CharField):
    """Somebody the house knows: phone, e-mail, artisan number or card number."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"})

    def clean(self, value: object) -> str:
        """Return an e-mail in lower case, a phone as we keep it, a number as it came."""
        text = super().clean(value).strip()
        return text if text.isdecimal() and len(text) < 9 else login_name(text)


class CardForm(forms.Form):
    """What stands on a renewed card."""

    number = forms.CharField(
        label=_("Card number"), max_length=30, widget=forms.TextInput(attrs={"dir": "ltr"})
    )
    issued_on = DayField(label=_("Issued on"))
    expires_on = DayField(label=_("Expires on"))


class CardRefusalForm(forms.Form):
    """Why a photo is sent back; the maker reads it."""

    why = forms.CharField(label=_("Why? The maker reads this."), max_length=300)


class SlipForm(forms.Form):
    """Whom a slip is for."""

    person = PersonField(label=_("Phone, e-mail, artisan number or card number"), max_length=254)


class NewcomerForm(forms.Form):
    """Somebody who has no account yet."""

    full_name = forms.CharField(label=_("Name"), max_length=150)
    phone = PhoneField(label=_("Phone"), max_length=30)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, initial="ar")


class PaperForm(forms.Form):
    """A consent signed on paper."""

    shop = forms.CharField(
        label=_("Shop, artisan number or card number"),
        max_length=80,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    paper_number = forms.CharField(
        label=_("Number of the signed paper"), max_length=40, widget=forms.TextInput(attrs={"dir": "ltr"})
    )
    until_on = DayField(label=_("Until"))


class RecoveryForm(forms.Form):
    """A lost phone, with the artisan card on the table."""

    person = PersonField(label=_("Old phone, e-mail or artisan number"), max_length=254)
    identity_seen = forms.CharField(
        label=_("Number of the artisan card you see"),
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    new_phone = PhoneField(label=_("New phone"), max_length=30)


class RateForm(forms.Form):
    """The official rate of a day, and where it was read."""

    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in FOREIGN])
    dinars_per_unit = NumberField(
        label=_("Dinars for one"), min_value=0, max_digits=14, decimal_places=6, help_text=_("As 145.32")
    )
    rate_on = DayField(label=_("Day"), initial=localdate)
    source = forms.CharField(
        label=_("Where it was read"),
        help_text=_("As the Bank of Algeria's page of that day."),
        max_length=120,
    )
