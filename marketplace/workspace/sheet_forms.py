"""The form that takes a table of pieces."""

from django import forms
from django.utils.translation import gettext_lazy as _


class TableForm(forms.Form):
    """One file; what is in it is judged by `workspace.tables`."""

    table = forms.FileField(
        label=_("The table"),
        help_text=_("A CSV file or an Excel workbook (.xlsx), at most 500 pieces."),
        widget=forms.FileInput(
            attrs={
                "accept": ".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
        ),
    )
