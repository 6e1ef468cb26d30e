"""Guard forms that carry no token: public pages are cached, so nothing in them may belong to one visitor."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt


def _is_ours(request: HttpRequest) -> bool:
    """Judge by Sec-Fetch-Site; where a browser is too old to send it, by Origin, else by Referer."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    source = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return bool(source) and urlsplit(source).netloc == request.get_host()


def same_site_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 403 to a POST that another site's page sent; the view needs no CSRF token then (design.md)."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method not in ("GET", "HEAD", "OPTIONS") and not _is_ours(request):
            return HttpResponseForbidden(
                _("This form was sent from another site. Please open our page and try again.")
            )
        return view(request, *args, **kwargs)

    return guarded
