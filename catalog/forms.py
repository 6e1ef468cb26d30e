"""What a visitor types on a public page of the catalog."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.states import ReportReason


class ReportForm(forms.Form):
    """What is wrong with a listing. `website` is seen by machines only: whoever fills it is one."""

    reason = forms.ChoiceField(
        label=_("What is wrong?"), choices=ReportReason.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What did you see?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    contact = forms.CharField(
        label=_("Your e-mail or phone, if we may ask you"), max_length=120, required=False
    )
    website = forms.CharField(required=False, max_length=200)

    @property
    def is_by_a_machine(self) -> bool:
        """Tell whether the field was filled that nobody sees."""
        return bool(self.cleaned_data.get("website"))
