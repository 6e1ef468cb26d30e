"""What is typed at the desk about pieces."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class SentenceForm(forms.Form):
    """One sentence that the shop reads."""

    why = forms.CharField(
        label=_("One sentence for the shop"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReasonForm(forms.Form):
    """Why a report was not right; the desk keeps it."""

    why = forms.CharField(
        label=_("Why does the piece stay?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class TextForm(forms.Form):
    """Name and story in one language."""

    title = forms.CharField(label=_("Name of the piece"), max_length=120)
    description = forms.CharField(
        label=_("A few words about it"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    language = forms.ChoiceField(choices=[("ar", "ar"), ("fr", "fr"), ("en", "en")], widget=forms.HiddenInput)

    def __init__(self, *args: Any, language: str, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": f"id_{language}_%s"} | options)
        for name in ("title", "description"):
            self.fields[name].widget.attrs |= {"lang": language, "dir": "rtl" if language == "ar" else "ltr"}
