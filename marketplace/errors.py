"""What a visitor sees when a page is missing, forbidden or broken. `marketplace.urls` names these handlers."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import override

from marketplace import jinja


def _language_of(request: HttpRequest) -> str:
    """Return the language of the address: a handler may run before or after it was made the active one."""
    first = request.path.lstrip("/").partition("/")[0]
    return first if first in jinja.NATIVE_NAMES else jinja.lang()


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is nothing at this address, in its language, with ways on."""
    with override(_language_of(request)):
        return render(request, "errors/not_found.html", status=HTTPStatus.NOT_FOUND)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that a form was not taken: another site sent it, or it lay open too long. Asks nothing of the session."""
    return HttpResponse(static_page("refused", _language_of(request)), status=HTTPStatus.FORBIDDEN)


def without_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without its token by the same page (setting CSRF_FAILURE_VIEW); `reason` is for the log."""
    return HttpResponse(static_page("refused", _language_of(request)), status=HTTPStatus.FORBIDDEN)


def broken(request: HttpRequest) -> HttpResponse:
    """Say that we are at fault, on a page that asks nothing of request, session or database."""
    return HttpResponse(static_page("broken", _language_of(request)), status=HTTPStatus.INTERNAL_SERVER_ERROR)


def static_page(name: str, language: str) -> str:
    """Return the page `broken`, `refused` or `maintenance` in one language, made without a request."""
    with override(language):
        return render_to_string(f"errors/{name}.html")
