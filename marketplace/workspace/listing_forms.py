"""What a shop types about a piece of its own, one form per room: one group of questions on each screen."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.completeness import LANGUAGES
from catalog.kinds import Needs
from catalog.models import Product, ProductImage
from catalog.states import Care, Colour, Material, Technique, View
from marketplace.workspace.forms import CentimetresField

ON_THE_LABEL = _("The stamping centre measured this. It stands on the label and cannot be changed here.")
FOOD_CHOICES = [
    (Care.FOR_FOOD, _("Yes, it is fit for food and drink.")),
    (Care.NOT_FOR_FOOD, _("No, it is for decoration.")),
]


class SlotForm(forms.Form):
    """A photo for one view, or in the place of another."""

    photo = forms.FileField(
        label=_("Photo"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    view = forms.ChoiceField(choices=View.choices, initial=View.WHOLE, widget=forms.HiddenInput)
    replaces = forms.ModelChoiceField(ProductImage.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, product: Product, **options: Any) -> None:
        super().__init__(*args, **options)
        own = ProductImage.objects.filter(product=product, is_shown=True)
        self.fields["replaces"].queryset = own  # type: ignore[attr-defined]


class WordsForm(forms.Form):
    """Name and story in the shop's language; the others may stay empty, and the page then says so."""

    def __init__(self, *args: Any, language: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.languages = (language, *(code for code in LANGUAGES if code != language))
        for code in self.languages:
            marked = {"lang": code, "dir": "rtl" if code == "ar" else "ltr"}
            self.fields[f"title_{code}"] = forms.CharField(
                label=_("Name of the piece"),
                max_length=120,
                required=code == language,
                widget=forms.TextInput(attrs=marked),
            )
            self.fields[f"description_{code}"] = forms.CharField(
                label=_("A few words about it"),
                max_length=3000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 5, **marked}),
            )

    def clean(self) -> dict[str, Any]:
        """Ask for a name wherever there is a story."""
        typed = super().clean() or {}
        for code in self.languages:
            if typed.get(f"description_{code}") and not typed.get(f"title_{code}"):
                self.add_error(f"title_{code}", _("Please write the name of the piece."))
        return typed

    def words(self) -> dict[str, tuple[str, str]]:
        """Return name and story of each language that has a name."""
        typed = self.cleaned_data
        return {
            code: (typed[f"title_{code}"], typed[f"description_{code}"])
            for code in self.languages
            if typed.get(f"title_{code}")
        }


class FactsForm(forms.Form):
    """A form about facts: those on the label are shown and cannot be typed."""

    def fix(self, fixed: Collection[str]) -> None:
        """Close the fields of facts that stand on the label."""
        for name in set(fixed) & set(self.fields):
            self.fields[name].disabled = True
            self.fields[name].help_text = ON_THE_LABEL

    def facts(self) -> dict[str, Any]:
        """Return the facts as the catalog keeps them."""
        return dict(self.cleaned_data)


class MadeForm(FactsForm):
    """What it is made of, how, in which colours, and when."""

    materials = forms.MultipleChoiceField(
        label=_("What is it made of?"),
        choices=Material.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    technique = forms.ChoiceField(
        label=_("How is it made?"), choices=[("", _("Choose")), *Technique.choices], required=False
    )
    colours = forms.MultipleChoiceField(
        label=_("Colours"), choices=Colour.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    made_year = forms.IntegerField(
        label=_("In which year was it made?"), min_value=1950, max_value=2200, required=False
    )


class MeasuresForm(FactsForm):
    """How large and how heavy; only what is asked of its kind."""

    length_mm = CentimetresField(label=_("Length in cm"))
    width_mm = CentimetresField(label=_("Width in cm"))
    height_mm = CentimetresField(label=_("Height in cm"))
    mass_g = forms.IntegerField(
        label=_("Weight in grams"),
        help_text=_("A loaf of bread weighs about 250 g, a full teapot about 1000 g."),
        min_value=1,
        max_value=500_000,
        required=False,
    )

    def __init__(self, *args: Any, needs: Needs, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in set(self.fields) - set(needs.measures):
            del self.fields[name]

    @staticmethod
    def initial_of(facts: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is known as it is typed: lengths in centimetres."""
        lengths = ("length_mm", "width_mm", "height_mm")
        return {name: f"{facts[name] / 10:g}" for name in lengths if facts.get(name)} | {
            "mass_g": facts.get("mass_g")
        }


class CareForm(FactsForm):
    """How it is kept well, by sentences that fit its kind; and whether it may hold food, where that is a question."""

    care = forms.MultipleChoiceField(
        label=_("How to care for it"), widget=forms.CheckboxSelectMultiple, required=False
    )
    food = forms.ChoiceField(
        label=_("May it hold food?"), choices=FOOD_CHOICES, widget=forms.RadioSelect, required=False
    )

    def __init__(self, *args: Any, needs: Needs, held: Collection[str], **options: Any) -> None:
        super().__init__(*args, **options)
        food = {Care.FOR_FOOD.value, Care.NOT_FOR_FOOD.value}
        fitting = set(needs.care) or set(Care.values)
        self.fields["care"].choices = [  # type: ignore[attr-defined]
            (code, label) for code, label in Care.choices if code in (fitting | {*held}) - food
        ]
        if "food" not in needs.asked_facts and not food & {*held}:
            del self.fields["food"]

    def facts(self) -> dict[str, Any]:
        """Return the sentences of care, the one about food among them."""
        chosen = {*self.cleaned_data["care"], self.cleaned_data.get("food") or ""}
        return {"care": [code for code in Care.values if code in chosen]}

    @staticmethod
    def initial_of(held: Collection[str]) -> dict[str, Any]:
        """Return what is known as it is ticked."""
        food = [code for code in held if code in (Care.FOR_FOOD, Care.NOT_FOR_FOOD)]
        return {"care": [code for code in held if code not in food], "food": food[0] if food else ""}


class LeadForm(forms.Form):
    """Whether it is there, or made once somebody orders it; and how many days that takes."""

    made_to_order = forms.TypedChoiceField(
        label=_("Is it ready?"),
        choices=[("no", _("Yes, it is here.")), ("yes", _("No, I make it when somebody orders it."))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    lead_days = forms.IntegerField(label=_("How many days until it can leave?"), min_value=1, max_value=180)
