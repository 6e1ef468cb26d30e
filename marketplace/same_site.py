"""Guard forms that carry no token: public pages are cached, so nothing in them may belong to one visitor."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt


def _is_ours(request: HttpRequest) -> bool:
    """Judge by Sec-Fetch-Site; where a browser is too old to send it, by Origin, else by Referer."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    source = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return bool(source) and urlsplit(source).netloc == request.get_host()


def same_site_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Answer 403 to a POST that another site's page sent; the view needs no CSRF token then (docs/adr/0011).

    :raises PermissionDenied: it was; `marketplace.errors.refused` says so in a page.
    """

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD", "OPTIONS") and not _is_ours(request):
            raise PermissionDenied("sent from another site")
        return view(request, *args, **kwargs)

    return guarded
