"""The five questions of a new piece, a form each; every error is a sentence that says what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.models import Kind
from marketplace.workspace.forms import DinarsField, ManyPhotosInput
from marketplace.workspace.states import Age, Lead, Screen
from shops.models import Artisan

PHOTO_TYPES = "image/jpeg,image/png,image/webp"
MAX_AT_ONCE = (
    6  # without the script photos come at full size, and one form has at most 32 MB (proxy/Caddyfile)
)


class DraftPhotosField(forms.FileField):
    """Up to MAX_AT_ONCE files in one field; each is judged by the catalog when it is kept."""

    widget = ManyPhotosInput(attrs={"accept": PHOTO_TYPES})

    def clean(self, value: Any, initial: Any = None) -> list[Any]:
        """Return the files as a list; empty when none was chosen."""
        files = value if isinstance(value, (list, tuple)) else [value] if value else []
        if len(files) > MAX_AT_ONCE:
            raise forms.ValidationError(_("Please choose at most 6 photos at a time."))
        single = super().clean
        return [single(file, initial) for file in files]


class PhotoScreen(forms.Form):
    """One photo at least, from the camera or from those on the phone."""

    camera = DraftPhotosField(
        label=_("Take a photo"),
        required=False,
        widget=ManyPhotosInput(attrs={"accept": PHOTO_TYPES, "capture": "environment"}),
    )
    photos = DraftPhotosField(label=_("Choose photos from the phone"), required=False)

    def chosen(self) -> list[Any]:
        """Return all that came, the camera's first."""
        return [*self.cleaned_data["camera"], *self.cleaned_data["photos"]]


class WhatScreen(forms.Form):
    """What it is: one of the kinds; who made it, where the shop has several makers; a name, if one likes."""

    kind = forms.ChoiceField(
        label=_("What is it?"), error_messages={"required": _("Please choose what it is.")}
    )
    maker = forms.ChoiceField(label=_("Who made it?"), required=False)
    title = forms.CharField(
        label=_("Name of the piece"),
        help_text=_("Two or three words. Without a name, the piece is called by what it is."),
        max_length=120,
        required=False,
    )

    def __init__(self, *args: Any, kinds: list[Kind], makers: list[Artisan], **options: Any) -> None:
        super().__init__(*args, **options)
        self.kinds, self.makers = kinds, makers
        self._choices("kind", [(kind.code, kind.name) for kind in kinds])
        self._choices("maker", [(str(maker.pk), str(maker)) for maker in makers])
        self.fields["maker"].required = len(makers) > 1

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (tells the type checker which field it is)
        field.choices = choices

    def clean_maker(self) -> int | None:
        """Return the maker's id, or nothing where there is none to choose."""
        typed = self.cleaned_data.get("maker")
        return int(typed) if typed else None


class PriceScreen(forms.Form):
    """The price; `price_sure` is the price that was said to be meant after the question "dinars or centimes?"."""

    price = DinarsField(label=_("Price in dinars"))
    price_sure = forms.IntegerField(required=False, widget=forms.HiddenInput)


class CountScreen(forms.Form):
    """How many there are, and how long until one can leave."""

    stock = forms.IntegerField(
        label=_("How many do you have?"),
        min_value=1,
        max_value=999,
        initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    lead = forms.TypedChoiceField(
        label=_("When can it leave?"),
        choices=Lead.choices,
        coerce=int,
        initial=Lead.READY,
        widget=forms.RadioSelect,
        required=False,
        empty_value=str(Lead.READY.value),
    )


class CheckScreen(forms.Form):
    """That it is new, a few words, and the maker's voice."""

    age = forms.ChoiceField(
        label=_("Is it new?"),
        choices=Age.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please say whether it is new.")},
    )
    description = forms.CharField(
        label=_("A few words about it"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class VoiceForm(forms.Form):
    """A recording, and how many seconds it lasts where the phone knows."""

    voice = forms.FileField(
        label=_("Its story, spoken"),
        help_text=_("One minute at most. Buyers can listen to it."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "audio/*", "capture": True}),
    )
    seconds = forms.IntegerField(min_value=0, max_value=3600, required=False, widget=forms.HiddenInput)


SCREENS: Mapping[Screen, type[forms.Form]] = {
    Screen.PHOTO: PhotoScreen,
    Screen.WHAT: WhatScreen,
    Screen.PRICE: PriceScreen,
    Screen.COUNT: CountScreen,
    Screen.CHECK: CheckScreen,
}


def screen_form(
    screen: Screen,
    typed: Any = None,
    *,
    kinds: list[Kind],
    makers: list[Artisan],
    answers: Mapping[str, Any] | None = None,
) -> forms.Form:
    """Return the form of a screen, bound to what was `typed`, else filled with what was answered before."""
    initial = {name: value for name, value in (answers or {}).items() if value is not None}
    if screen == Screen.WHAT:
        return WhatScreen(typed, kinds=kinds, makers=makers, initial=initial)
    return SCREENS[screen](typed, initial=initial)
