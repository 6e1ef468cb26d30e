"""What an artisan types; every error is a sentence that says what to do next."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.actions import PieceFacts
from catalog.models import Kind
from catalog.states import Care, Colour, Material, Technique, View
from marketplace.money import parse_dinars

MAX_PHOTOS = 6


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


class ManyPhotosInput(forms.ClearableFileInput):
    """A file input that takes several, without the "currently" box of the original."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class PhotosField(forms.FileField):
    """Up to MAX_PHOTOS files in one field; each is judged by the catalog when it is kept."""

    widget = ManyPhotosInput(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def clean(self, value: Any, initial: Any = None) -> list[Any]:
        """Return the files as a list; empty when none was chosen and none is required."""
        files = value if isinstance(value, (list, tuple)) else [value] if value else []
        if len(files) > MAX_PHOTOS:
            raise forms.ValidationError(_("Please choose at most 6 photos at a time."))
        single = super().clean
        if not files and self.required:
            single(None, initial)
        return [single(file, initial) for file in files]


class NewPieceForm(forms.Form):
    """A piece in the shop's own language; the other languages fall back visibly until someone writes them."""

    photos = PhotosField(label=_("Photos"), help_text=_("One to six photos, the whole piece first."))
    kind: forms.ModelChoiceField[Kind] = forms.ModelChoiceField(
        Kind.objects.none(), label=_("What is it?"), empty_label=_("Choose")
    )
    title = forms.CharField(label=_("Name of the piece"), max_length=120)
    description = forms.CharField(
        label=_("A few words about it"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    price = DinarsField(label=_("Price in dinars"))
    stock = forms.IntegerField(label=_("How many do you have?"), min_value=1, max_value=999, initial=1)
    length = CentimetresField(label=_("Length in cm"))
    width = CentimetresField(label=_("Width in cm"))
    height = CentimetresField(label=_("Height in cm"))
    mass = forms.IntegerField(label=_("Weight in grams"), min_value=1, max_value=500_000, required=False)
    technique = forms.ChoiceField(
        label=_("How is it made?"), choices=[("", _("Choose")), *Technique.choices], required=False
    )
    materials = forms.MultipleChoiceField(
        label=_("What is it made of?"),
        choices=Material.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    colours = forms.MultipleChoiceField(
        label=_("Colours"), choices=Colour.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    care = forms.MultipleChoiceField(
        label=_("How to care for it"),
        choices=Care.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = Kind.objects.select_related("craft").order_by("craft__position", "code")
        cast("forms.ModelChoiceField[Kind]", self.fields["kind"]).queryset = kinds

    def facts(self, *, language: str, now: datetime) -> PieceFacts:
        """Return what was typed as the catalog takes it; a new piece is made this year."""
        typed = self.cleaned_data
        return PieceFacts(
            language=language,
            kind=typed["kind"],
            title=typed["title"],
            description=typed["description"],
            price_dinars=typed["price"],
            stock=typed["stock"],
            materials=typed["materials"],
            colours=typed["colours"],
            care=typed["care"],
            technique=typed["technique"],
            length_mm=typed["length"],
            width_mm=typed["width"],
            height_mm=typed["height"],
            mass_g=typed["mass"],
            made_year=now.year,
        )


class PriceAndStockForm(forms.Form):
    """The two things that change every week."""

    price = DinarsField(label=_("Price in dinars"))
    stock = forms.IntegerField(label=_("How many do you have?"), min_value=0, max_value=999)


class PhotoForm(forms.Form):
    """One more photo of a piece."""

    photo = forms.FileField(
        label=_("Photo"), widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})
    )
    view = forms.ChoiceField(label=_("What does it show?"), choices=View.choices, initial=View.WHOLE)


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
