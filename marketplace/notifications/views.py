"""The demonstration's mailbox. These addresses exist only where `settings.DEMO` is true."""

from __future__ import annotations

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from marketplace.accounts.queries import made_up_code
from marketplace.notifications import mailbox

# A letter shows its own looks and nothing else: no script, no picture from outside, no form.
_LETTER_POLICY = {
    "default-src": [NONE],
    "script-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": ["data:"],
    "font-src": [NONE],
    "connect-src": [NONE],
    "form-action": [NONE],
    "base-uri": [NONE],
    "frame-ancestors": ["'self'"],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """Show every letter and text message that went out, newest first."""
    with translation.override(translation.get_language_from_request(request)):
        shown = {"items": mailbox.items(), "second_factor": made_up_code()}
        return render(request, "dev/mail.html", shown, using="jinja2")


@require_safe
def letter(request: HttpRequest, key: str) -> HttpResponse:
    """Show one of them, its HTML in a frame of its own."""
    item = _item(key)
    with translation.override(translation.get_language_from_request(request)):
        return render(request, "dev/letter.html", {"item": item}, using="jinja2")


@require_safe
@xframe_options_sameorigin
@csp_replace(_LETTER_POLICY)  # type: ignore[arg-type]  # typed for views without a key
def letter_html(request: HttpRequest, key: str) -> HttpResponse:
    """Show the HTML of a letter as it went out, under a policy that allows its style attributes and nothing else.

    Its links open windows of their own, because our pages let nobody frame them.
    """
    return HttpResponse(_item(key).html.replace("<head>", '<head><base target="_blank">', 1))


def _item(key: str) -> mailbox.Item:
    if (item := mailbox.find(key)) is None:
        raise Http404
    return item
