"""What strangers and the centre write about a stamped piece."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from quality_labels.states import ComplaintKind, ComplaintState


class ComplaintForm(forms.Form):
    """What is wrong with a stamped piece. `website` is seen by machines only: whoever fills it is one."""

    kind = forms.TypedChoiceField(
        label=gettext_lazy("What is wrong?"),
        choices=ComplaintKind.choices,
        coerce=ComplaintKind,
        widget=forms.RadioSelect,
    )
    place = forms.CharField(
        label=gettext_lazy("Where did you see it?"),
        help_text=gettext_lazy("A town, a market, a shop, an address of the Internet."),
        max_length=120,
        required=False,
    )
    text = forms.CharField(
        label=gettext_lazy("What did you see?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    photo = forms.FileField(
        label=gettext_lazy("A photo of the piece and its label"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    contact = forms.CharField(
        label=gettext_lazy("Your e-mail or phone, if we may ask you"), max_length=120, required=False
    )
    website = forms.CharField(required=False, max_length=200)


class AnswerForm(forms.Form):
    """What the centre found."""

    to = forms.ChoiceField(
        label=gettext_lazy("What did you find?"),
        choices=[
            (ComplaintState.UPHELD.value, gettext_lazy("The complaint is right")),
            (ComplaintState.DISMISSED.value, gettext_lazy("The complaint is not right")),
        ],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label=gettext_lazy("In your words"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
