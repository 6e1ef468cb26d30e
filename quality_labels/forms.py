"""What people of the centre type; every error is a sentence that says what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.grades import Grade
from catalog.states import OtherCentre
from marketplace.typed import NumberField
from quality_labels import rules, schemes
from quality_labels.models import Evaluation, Label
from quality_labels.progress import OTHER_REASON
from quality_labels.states import LabelReason, Layout

NONE_SEEN = "none"
YES, NO = "yes", "no"


def _as_reason(value: str) -> LabelReason:
    return LabelReason(int(value))


class ManyFiles(forms.ClearableFileInput):
    """Several files of one field."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Photos taken at the piece: none is needed, several may be sent. `clean` returns the files as a list."""

    widget = ManyFiles(attrs={"accept": "image/*", "capture": "environment"})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Check each file as a file."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(PhotosField, self).clean(one, initial) for one in given]


class EvaluationForm(forms.Form):
    """The sheet of one scheme: every reading, every gate. Nothing on it is a grade."""

    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    photos = PhotosField(
        label=gettext_lazy("Photos of the piece"),
        help_text=gettext_lazy("Six at most: the front, the back, a place that was counted, a defect."),
        required=False,
    )
    draft = forms.UUIDField(required=False, widget=forms.HiddenInput)  # given by the phone
    read_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)  # by the phone's clock
    rules_sha256 = forms.CharField(
        required=False, max_length=64, widget=forms.HiddenInput
    )  # of the sheet that was filled

    def __init__(
        self,
        scheme: schemes.Scheme,
        language: str,
        *args: Any,
        corrects: Evaluation | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.scheme = scheme
        self.initial.setdefault("rules_sha256", schemes.fingerprint(scheme.document))
        if corrects is not None:
            self.fields["why"] = forms.CharField(
                label=_("What was wrong in your sheet"), max_length=500, required=False
            )
            self.initial = {**_as_entered(scheme, corrects), **self.initial}
        for measure in scheme.read_measures:
            for position, names in enumerate(measure.ticks, start=1):
                self.fields[f"{measure.code}-{position}"] = forms.TypedChoiceField(
                    label=names[language],
                    choices=[(1, _("Yes")), (0, _("No"))],
                    coerce=Decimal,
                    widget=forms.RadioSelect,
                )
            for position in range(1, 1 if measure.ticks else measure.readings + 1):
                self.fields[f"{measure.code}-{position}"] = NumberField(
                    label=_("Reading %(number)s") % {"number": position}
                    if measure.readings > 1
                    else _("Reading"),
                    min_value=measure.lowest,
                    max_value=measure.highest,
                    max_digits=12,
                    decimal_places=3,
                )
        for gate in scheme.gates:
            if gate.form == "confirm":
                self.fields[f"gate-{gate.code}"] = forms.ChoiceField(
                    label=gate.names[language],
                    help_text=gate.method.get(language, ""),
                    choices=[(YES, _("Yes")), (NO, _("No"))],
                    widget=forms.RadioSelect,
                )
            elif gate.form == "one_of":
                self.fields[f"gate-{gate.code}"] = forms.ChoiceField(
                    label=gate.names[language],
                    help_text=gate.method.get(language, ""),
                    choices=[
                        *((code, names[language]) for code, names in gate.options),
                        (NO, _("None of these")),
                    ],
                    widget=forms.RadioSelect,
                )
            elif gate.form == "none_of":
                self.fields[f"gate-{gate.code}"] = forms.MultipleChoiceField(
                    label=gate.names[language],
                    choices=[
                        (NONE_SEEN, _("None of these was seen")),
                        *((code, names[language]) for code, names in gate.options),
                    ],
                    widget=forms.CheckboxSelectMultiple,
                )

    def clean(self) -> dict[str, Any]:
        """Refuse "none" beside a defect: only one of them can be true."""
        cleaned = super().clean() or {}
        if (filled := cleaned.get("rules_sha256")) and filled != schemes.fingerprint(self.scheme.document):
            raise forms.ValidationError(
                _("The rules of this piece have changed since the sheet was opened. Open it again.")
            )
        for gate in self.scheme.gates:
            seen = cleaned.get(f"gate-{gate.code}", ())
            if gate.form == "none_of" and NONE_SEEN in seen and len(seen) > 1:
                self.add_error(f"gate-{gate.code}", _("Choose the defects you saw, or none."))
        return cleaned

    def sheet(self) -> rules.Sheet:
        """Return what was entered, once it is valid."""
        given = self.cleaned_data
        return rules.Sheet(
            readings={
                measure.code: [
                    given[f"{measure.code}-{position}"] for position in range(1, measure.readings + 1)
                ]
                for measure in self.scheme.read_measures
            },
            confirmed=frozenset(
                gate.code
                for gate in self.scheme.gates
                if gate.form == "confirm" and given[f"gate-{gate.code}"] == YES
            )
            | frozenset(
                f"{gate.code}={given[f'gate-{gate.code}']}"
                for gate in self.scheme.gates
                if gate.form == "one_of" and given[f"gate-{gate.code}"] != NO
            ),
            defects={
                gate.code: frozenset(given[f"gate-{gate.code}"]) - {NONE_SEEN}
                for gate in self.scheme.gates
                if gate.form == "none_of"
            },
        )


def _as_entered(scheme: schemes.Scheme, sheet: Evaluation) -> dict[str, Any]:
    """Return a sheet as its form held it, for its own reader to correct."""
    ticked = {measure.code for measure in scheme.read_measures if measure.ticks}
    entered: dict[str, Any] = {"note": sheet.note}
    for reading in sheet.readings.all():
        value = reading.value.normalize()
        entered[f"{reading.measure}-{reading.position}"] = (
            int(value) if reading.measure in ticked else f"{value:f}"
        )
    for gate in scheme.gates:
        if gate.form == "confirm":
            entered[f"gate-{gate.code}"] = YES if gate.code in sheet.confirmed else NO
        elif gate.form == "one_of":
            chosen = [code for code, _names in gate.options if f"{gate.code}={code}" in sheet.confirmed]
            entered[f"gate-{gate.code}"] = chosen[0] if chosen else NO
        elif gate.form == "none_of":
            entered[f"gate-{gate.code}"] = sheet.defects.get(gate.code) or [NONE_SEEN]
    return entered


class GrantForm(forms.Form):
    """A grade the readings reach; a lower one needs a sentence."""

    grade = forms.TypedChoiceField(label=gettext_lazy("Grade"), coerce=int, widget=forms.RadioSelect)
    why = forms.CharField(
        label=gettext_lazy("Why a lower grade"),
        help_text=gettext_lazy("Only when you choose a lower grade than the readings reach."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, reachable: int, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        grades = sorted((grade for grade in Grade if grade <= reachable), reverse=True)
        self.fields["grade"].choices = [(grade.value, grade.label) for grade in grades]  # type: ignore[attr-defined]
        self.initial.setdefault("grade", reachable)


class RefuseForm(forms.Form):
    """A reasoned refusal: the artisan reads each reason as a sentence."""

    reasons = forms.MultipleChoiceField(
        label=gettext_lazy("Reasons"), widget=forms.CheckboxSelectMultiple, required=False
    )
    why = forms.CharField(
        label=gettext_lazy("In your words"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, scheme: schemes.Scheme, language: str, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        sentences = [(code, names[language]) for code, names in scheme.reasons.items()]
        self.fields["reasons"].choices = [*sentences, (OTHER_REASON, _("Another reason"))]  # type: ignore[attr-defined]


class ElsewhereForm(forms.Form):
    """The card of another centre, as it hangs on the piece."""

    centre = forms.TypedChoiceField(
        label=gettext_lazy("Which centre stamped it"),
        choices=OtherCentre.choices,
        coerce=lambda value: OtherCentre(int(value)),
    )
    card_number = forms.CharField(
        label=gettext_lazy("Number of the card"),
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    photo = forms.FileField(
        label=gettext_lazy("Photo of the card on the piece"),
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )


class EndRecordForm(forms.Form):
    """Why a record ends."""

    why = forms.CharField(label=gettext_lazy("What was the mistake?"), max_length=500, required=False)


class SendBackForm(forms.Form):
    """What the shop should put right before the centre looks at the piece."""

    why = forms.CharField(
        label=gettext_lazy("What should the shop put right?"), max_length=500, required=False
    )


class ReasonForm(forms.Form):
    """Why a label is put in doubt, brought back or withdrawn: a reason for everybody, and a word for colleagues."""

    reason = forms.TypedChoiceField(label=gettext_lazy("Reason, which the register shows"), coerce=_as_reason)
    why = forms.CharField(label=gettext_lazy("Note for the centre"), max_length=500, required=False)

    def __init__(self, reasons: Sequence[LabelReason], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].choices = [(reason.value, reason.label) for reason in reasons]  # type: ignore[attr-defined]


class PrintForm(forms.Form):
    """Which labels are printed, and on what."""

    layout = forms.ChoiceField(label=gettext_lazy("Paper"), choices=Layout.choices)
    labels = forms.MultipleChoiceField(
        label=gettext_lazy("Labels to print"), widget=forms.CheckboxSelectMultiple, required=False
    )
    stock_from = forms.IntegerField(
        label=gettext_lazy("Number of the first blank, where they are numbered"),
        required=False,
        min_value=1,
        max_value=2_000_000_000,
    )

    def __init__(self, waiting: Sequence[Label], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["labels"].choices = [  # type: ignore[attr-defined]
            (label.public_id, f"…{label.last_four} · {label.product.title}") for label in waiting
        ]


class AffixForm(forms.Form):
    """What is read from the label on the piece, with a photo of the corner and the seal's number where there is one."""

    said = forms.CharField(
        label=gettext_lazy("Number of the label, or the text of its QR"),
        max_length=800,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    seal_no = forms.CharField(label=gettext_lazy("Number of the seal"), max_length=20, required=False)
    photo = forms.FileField(
        label=gettext_lazy("Photo of the corner with label and seal"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )
