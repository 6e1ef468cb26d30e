"""allauth's forms with our words, one field for e-mail or phone, and number pads for codes."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account_forms
from allauth.account.internal.flows.login import derive_login_method
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.accounts import rules
from marketplace.texting import can_text

NAME_LABEL = gettext_lazy("E-mail or phone")
CODE_LABEL = gettext_lazy("Six-digit code")
_CODE_INPUT = {
    "autocomplete": "one-time-code",
    "inputmode": "numeric",
    "maxlength": "12",
    "class": "code-input",
    "dir": "ltr",
}


def _name_input() -> forms.TextInput:
    return forms.TextInput(
        attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}
    )


def _as_code(field: forms.Field) -> None:
    """Let a field take a code: number pad, paste allowed, filled in by the phone that got it."""
    field.label = CODE_LABEL
    field.widget = forms.TextInput(attrs=_CODE_INPUT)


class LoginForm(account_forms.LoginForm):
    """E-mail or phone, and a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, password = self.fields["login"], self.fields["password"]
        name.label, name.widget = NAME_LABEL, _name_input()
        password.label = _("Password")
        password.widget.attrs.pop("placeholder", None)

    def clean_login(self) -> str:
        return rules.login_name(self.cleaned_data["login"])


class RequestLoginCodeForm(account_forms.RequestLoginCodeForm):
    """One field: the e-mail, or the phone where a gateway for text messages is set."""

    login = forms.CharField(max_length=254)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Not hidden, gone: whoever could post one name to find the person and another to send the code to would get in.
        del self.fields["email"], self.fields["phone"]
        login = self.fields["login"]
        login.label = NAME_LABEL if can_text() else _("E-mail")
        login.widget = _name_input()

    def clean(self) -> dict[str, Any]:
        """Find out which of the two it is, and let allauth judge it as if it alone had been asked for."""
        cleaned = self.cleaned_data
        if not (name := rules.login_name(cleaned.get("login", ""))):
            return cleaned
        method = derive_login_method(name).value
        if method == "email":
            cleaned["email"] = name
            cleaned["email"] = self.clean_email()
        elif method == "phone" and can_text():
            cleaned["phone"] = name
            cleaned["phone"] = self.clean_phone()
        else:
            raise forms.ValidationError(_("Write an e-mail address or a phone number."))
        return cleaned


class ConfirmLoginCodeForm(account_forms.ConfirmLoginCodeForm):
    """The code that came by letter or text message."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code(self.fields["code"])


class PasswordAgainForm(account_forms.ReauthenticateForm):
    """The password once more, before a change to how one logs in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")
        self.fields["password"].widget.attrs.pop("placeholder", None)


class SecondFactorForm(factor_forms.AuthenticateForm):
    """The code an authenticator app shows, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code(self.fields["code"])
        self.fields["code"].label = _("Code from your app")


class SecondFactorAgainForm(factor_forms.ReauthenticateForm):
    """The same in the midst of a session."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code(self.fields["code"])
        self.fields["code"].label = _("Code from your app")


class ActivateSecondFactorForm(totp_forms.ActivateTOTPForm):
    """The first code of an app that was just given its secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code(self.fields["code"])
        self.fields["code"].label = _("Code from your app")
