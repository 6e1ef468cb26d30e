"""Logging in, codes and the second factor; a person's own orders at `account/` are marketplace.order's page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path


def nothing_here(request: HttpRequest, key: str = "") -> HttpResponse:
    """Answer "not found" where allauth has a page that this house does not: people's addresses are kept at a desk.

    Its page of addresses also wrote on GET, and an unconfirmed row of it kept people from a second factor.

    :raises Http404: always.
    """
    raise Http404


urlpatterns: list[URLPattern | URLResolver] = [
    path("account/email/", nothing_here),
    path("account/confirm-email/", nothing_here),
    path("account/confirm-email/<str:key>/", nothing_here),
    path("account/", include("allauth.account.urls")),
    path("account/second-factor/", include("allauth.mfa.urls")),
]
