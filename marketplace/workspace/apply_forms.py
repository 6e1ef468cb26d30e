"""What an artisan types on her way to a shop: one form per screen, lenient where a later look decides."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog import photos
from catalog.models import Craft
from marketplace.accounts import rules as names
from marketplace.accounts.forms import CODE_LABEL, NAME_LABEL
from marketplace.refusal import Refusal
from marketplace.texting import can_text
from shops.application import queries
from shops.application.models import ShopApplication
from shops.application.states import Proof
from shops.destination import rules as money
from shops.destination.rules import Destination
from shops.destination.states import DestinationKind
from shops.models import Artisan, Body, Place, Unit
from shops.states import GuarantorKind


class ContactForm(forms.Form):
    """The one question to a stranger: where a code reaches her."""

    contact = forms.CharField(
        max_length=254,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["contact"].label = NAME_LABEL if can_text() else _("E-mail")

    def clean_contact(self) -> str:
        """Return an e-mail in lower case or a phone as we keep it; a phone only where a gateway is set."""
        name = names.login_name(self.cleaned_data["contact"])
        if "@" in name:
            validate_email(name)
            return name
        if not names.phone_number(name):
            raise forms.ValidationError(_("Write an e-mail address or a phone number."))
        if not name.startswith(names.COUNTRY_CODE):  # strangers would have us pay for messages to anywhere
            raise forms.ValidationError(_("We send text messages to Algerian phones only. Write an e-mail."))
        if not can_text():
            raise forms.ValidationError(
                _("We cannot send text messages yet. Write an e-mail, or ask a craft centre to let you in.")
            )
        return name


class CodeForm(forms.Form):
    """The six digits that came."""

    code = forms.CharField(
        label=CODE_LABEL,
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "maxlength": "12",
                "class": "code-input",
                "dir": "ltr",
            }
        ),
    )


class StepForm(forms.Form):
    """One screen of an application: what it shows first, and which columns it fills."""

    names: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, application: ShopApplication, today: date, **options: Any) -> None:
        self.application, self.today = application, today
        options.setdefault("initial", self.begin())
        super().__init__(*args, **options)

    def begin(self) -> dict[str, Any]:
        """Return what the fields show at first: what was kept."""
        return {name: getattr(self.application, name) for name in self.base_fields if name in self.names}

    def columns(self) -> dict[str, Any]:
        """Return the columns of the application that the typed answers fill."""
        return {name: self.cleaned_data[name] for name in self.names}


class PhotoForm(StepForm):
    """The card as the phone sees it; cleaned of everything but its pixels before it is kept."""

    photo = forms.FileField(
        label=gettext_lazy("Photo of your artisan card"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp", "capture": "environment"}),
    )

    def clean_photo(self) -> bytes:
        """Return a fresh JPEG of the upload."""
        upload = self.cleaned_data["photo"]
        try:
            return photos.clean(upload, size=upload.size or 0).content
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def columns(self) -> dict[str, Any]:
        return {"proof": Proof.CARD}


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class CardForm(StepForm):
    """What stands on the card."""

    names = ("card_number", "card_chamber", "card_issued_on", "card_expires_on")
    card_number = forms.CharField(
        label=gettext_lazy("Number of the card"),
        max_length=30,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    card_chamber: forms.ModelChoiceField[Body] = forms.ModelChoiceField(
        Body.objects.none(), label=gettext_lazy("Which chamber gave it?"), empty_label=gettext_lazy("Choose")
    )
    card_issued_on = forms.DateField(label=gettext_lazy("Given on"), widget=_day())
    card_expires_on = forms.DateField(label=gettext_lazy("Valid until"), widget=_day())

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ModelChoiceField[Body]", self.fields["card_chamber"]).queryset = queries.chambers()

    def clean_card_number(self) -> str:
        """Return the number as cards write it: Latin digits, no space around."""
        return names.plain_digits(self.cleaned_data["card_number"])

    def clean(self) -> dict[str, Any]:
        """Hold the two days to their order."""
        typed = super().clean() or {}
        first, last = typed.get("card_issued_on"), typed.get("card_expires_on")
        if first and last and last <= first:
            self.add_error("card_expires_on", _("The card ends after it was given. Look at both days again."))
        return typed

    def columns(self) -> dict[str, Any]:
        return super().columns() | {"proof": Proof.CARD}


class GuarantorForm(StepForm):
    """Somebody with a card who answers for a maker without one (A26)."""

    number = forms.CharField(
        label=gettext_lazy("Number of the artisan who answers for you"),
        help_text=gettext_lazy("It stands on her workspace, and in every stamp she has."),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Who is it?"), choices=GuarantorKind.choices, widget=forms.RadioSelect
    )

    def begin(self) -> dict[str, Any]:
        guarantor = self.application.guarantor
        return {"number": guarantor.number if guarantor else "", "kind": self.application.guarantor_kind}

    def clean_number(self) -> Artisan:
        """Find the artisan; her number is public, her card has to hold today."""
        typed = money.digits(self.cleaned_data["number"])
        found = queries.carded_artisan(int(typed), today=self.today) if typed and len(typed) < 10 else None
        if found is None:
            raise forms.ValidationError(
                _("We know no artisan with this number and a valid card. Ask her for it again.")
            )
        return found

    def columns(self) -> dict[str, Any]:
        return {
            "proof": Proof.GUARANTOR,
            "guarantor": self.cleaned_data["number"],
            "guarantor_kind": self.cleaned_data["kind"],
        }


class NameForm(StepForm):
    """The name, as the card writes it."""

    names = ("first_name", "last_name", "first_name_latin", "last_name_latin")
    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=60)
    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=60)
    first_name_latin = forms.CharField(
        label=gettext_lazy("First name in Latin letters"), max_length=60, required=False
    )
    last_name_latin = forms.CharField(
        label=gettext_lazy("Last name in Latin letters"), max_length=60, required=False
    )


class CraftForm(StepForm):
    """What she makes."""

    names = ("craft",)
    craft: forms.ModelChoiceField[Craft] = forms.ModelChoiceField(
        Craft.objects.none(),
        label=gettext_lazy("What do you make?"),
        empty_label=None,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ModelChoiceField[Craft]", self.fields["craft"]).queryset = Craft.objects.all()


class UnitField(forms.ModelChoiceField):
    """A unit, named by its centre and number."""

    def label_from_instance(self, obj: Unit) -> str:
        return _("%(centre)s, unit %(number)s") % {"centre": obj.centre.name, "number": obj.number}


class PlaceForm(StepForm):
    """A town or village, or one of a centre's units that nobody holds."""

    names = ("place", "unit")
    place: forms.ModelChoiceField[Place] = forms.ModelChoiceField(
        Place.objects.none(),
        label=gettext_lazy("Your town or village"),
        empty_label=gettext_lazy("Choose"),
        required=False,
    )
    unit = UnitField(
        Unit.objects.none(),
        label=gettext_lazy("Or: your unit in a craft trade centre"),
        empty_label=gettext_lazy("I have no unit"),
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ModelChoiceField[Place]", self.fields["place"]).queryset = queries.places()
        cast("UnitField", self.fields["unit"]).queryset = queries.free_units(self.today)

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two; a unit lies where its centre lies."""
        typed = super().clean() or {}
        if typed.get("unit") is not None:
            typed["place"] = typed["unit"].centre.place
        elif typed.get("place") is None and not self.errors:
            raise forms.ValidationError(_("Choose your town or your unit."))
        return typed


class ShopNameForm(StepForm):
    """What is written over the door."""

    names = ("shop_name",)
    shop_name = forms.CharField(label=gettext_lazy("Name of the shop"), max_length=60)


class DestinationForm(forms.Form):
    """Where the money goes: only what the chosen way needs is asked."""

    holder = forms.CharField(
        label=gettext_lazy("Name of the person who receives the money"),
        help_text=gettext_lazy("As the card writes it. For another person we ask you first."),
        max_length=120,
    )
    account = forms.CharField(
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"}),
    )
    key = forms.CharField(
        label=gettext_lazy("Key (the two digits after the number)"),
        max_length=4,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"}),
    )
    centre: forms.ModelChoiceField[Body] = forms.ModelChoiceField(
        Body.objects.none(),
        label=gettext_lazy("At which centre do you collect it?"),
        empty_label=gettext_lazy("Choose"),
    )
    field_order = ("account", "key", "centre", "holder")

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        self.kind = kind
        super().__init__(*args, **options)
        asked = {
            DestinationKind.CCP: {"account", "key", "holder"},
            DestinationKind.BANK: {"account", "holder"},
            DestinationKind.ORDER: {"holder"},
            DestinationKind.CENTRE: {"centre", "holder"},
        }[DestinationKind(kind)]
        for name in set(self.fields) - asked:
            del self.fields[name]
        if "account" in self.fields:
            self.fields["account"].label = (
                _("CCP number") if kind == DestinationKind.CCP else _("RIB: twenty digits")
            )
        if "centre" in self.fields:
            cast("forms.ModelChoiceField[Body]", self.fields["centre"]).queryset = queries.paying_centres()

    def clean(self) -> dict[str, Any]:
        """Hold the numbers to their own keys."""
        typed = super().clean() or {}
        if not self.errors:
            try:
                money.require_valid(self.destination())
            except Refusal as refusal:
                field = refusal.field if refusal.field in self.fields else None
                self.add_error(field, str(refusal))
        return typed

    def destination(self) -> Destination:
        """Return what was typed, tidied."""
        typed = self.cleaned_data
        centre = typed.get("centre")
        return money.tidy(
            Destination(
                kind=self.kind,
                holder=typed.get("holder", ""),
                account=typed.get("account", ""),
                key=typed.get("key", ""),
                centre_id=centre.pk if centre else None,
            )
        )


class PromiseForm(StepForm):
    """What only she can say of herself."""

    makes = forms.BooleanField(label=gettext_lazy("I make these pieces myself, by hand"))
    terms = forms.BooleanField(label=gettext_lazy("I accept the terms of sale"))

    def columns(self) -> dict[str, Any]:
        return {}


FORMS: dict[str, type[StepForm]] = {
    "photo": PhotoForm,
    "card": CardForm,
    "guarantor": GuarantorForm,
    "name": NameForm,
    "craft": CraftForm,
    "place": PlaceForm,
    "shop": ShopNameForm,
    "promise": PromiseForm,
}
