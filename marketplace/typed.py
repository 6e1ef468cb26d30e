"""Numbers as people type them: 10.5, 10,5 or ١٠٫٥."""

from __future__ import annotations

from typing import Any

from django import forms


def folded(text: str) -> str:
    """Return a typed number with Latin digits and a point."""
    plain = text.strip().replace(",", ".").replace("٫", ".").replace("\u00a0", "").replace(" ", "")
    return "".join(str(int(char)) if char.isdecimal() else char for char in plain)


class NumberField(forms.DecimalField):
    """A decimal number, in whichever digits and with whichever sign it is typed."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "dir": "ltr"})

    def to_python(self, value: Any) -> Any:
        """Fold digits and signs, then read the number."""
        return super().to_python(folded(value) if isinstance(value, str) else value)
