"""What people of the centre type about themselves and each other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from marketplace.accounts.models import User
from marketplace.jinja import in_words
from quality_labels.models import CentrePolicy
from quality_labels.states import Craft, Interest
from shops.partner.models import Partner

USUAL_DAYS = 365


class AccreditForm(forms.Form):
    """Who may read which craft, until when, and what that rests on."""

    person: Any = forms.ModelChoiceField(
        label=gettext_lazy("Person"), queryset=User.objects.none(), empty_label=None
    )
    craft = forms.TypedChoiceField(label=gettext_lazy("Craft"), choices=Craft.choices, coerce=Craft)
    until_on = forms.DateField(
        label=gettext_lazy("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    evidence = forms.CharField(
        label=gettext_lazy("What it rests on"),
        help_text=gettext_lazy("A course, an examination, years of work."),
        max_length=500,
        required=False,
    )

    def __init__(self, people: Any, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.initial.setdefault("until_on", localdate() + timedelta(days=USUAL_DAYS))


class EndForm(forms.Form):
    """Why an accreditation ends before its last day."""

    why = forms.CharField(label=gettext_lazy("Why it ends"), max_length=500, required=False)


class InterestForm(forms.Form):
    """In which shop one has a part, and what part."""

    shop: Any = forms.ModelChoiceField(
        label=gettext_lazy("Shop"), queryset=Partner.objects.none(), empty_label=None
    )
    kind = forms.TypedChoiceField(label=gettext_lazy("Which part"), choices=Interest.choices, coerce=Interest)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        shops = self.fields["shop"]
        shops.queryset = Partner.objects.order_by("name", "pk")  # type: ignore[attr-defined]
        shops.label_from_instance = lambda shop: in_words(shop, "name")[0]  # type: ignore[attr-defined]


class PolicyForm(forms.Form):
    """Which seats the centre keeps apart."""

    printer_apart = forms.BooleanField(
        label=gettext_lazy("Who decided on a piece does not print its label"), required=False
    )
    fixer_apart = forms.BooleanField(
        label=gettext_lazy("Who printed a label does not fix it to the piece"), required=False
    )
    readers_alternate = forms.BooleanField(
        label=gettext_lazy("Nobody reads two pieces of an artisan in a row"), required=False
    )

    @classmethod
    def of(cls, policy: CentrePolicy) -> PolicyForm:
        """Return the form filled with what holds now."""
        return cls(initial={name: getattr(policy, name) for name in cls.base_fields})
