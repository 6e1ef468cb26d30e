"""What the operator types about applications and shops: sentences that a maker reads."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SentenceForm(forms.Form):
    """One sentence to the artisan, in her language."""

    why = forms.CharField(
        label=_("A sentence to the artisan"),
        help_text=_("She reads it as you write it: in her language, in simple words, what to do next."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
