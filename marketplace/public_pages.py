"""What makes a public page cacheable: the same for every visitor, an ETag, sixty seconds of public lifetime."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import blake2b

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

LIFETIME = 60  # seconds: docs/adr/0011
LONGEST_KEPT_ADDRESS = (
    300  # longer ones are made anew each time: a crawler's inventions must not fill the cache
)


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Serve `view` to everybody alike: GET and HEAD only, with an ETag, answered by 304 where the visitor has it.

    Its pages are kept for `PUBLIC_PAGE_SECONDS` under their address (zero in tests: every request is made anew). A view
    that sets a cookie or looks at the session cannot be one, and says so by an error rather than by a leak.
    """

    @require_safe
    @wraps(view)
    def served(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        _forget_who_asks(request)
        key = _key(request)
        kept = cache.get(key) if key else None
        if kept is None:
            response = view(request, *args, **kwargs)
            if response.status_code != 200:
                return response
            _require_public(request, response)
            kept = (response.content, response["Content-Type"], _etag(response.content))
            if key:
                cache.set(key, kept, settings.PUBLIC_PAGE_SECONDS)
        content, content_type, etag = kept
        fresh = HttpResponse(content, content_type=content_type, headers={"ETag": etag})
        patch_cache_control(fresh, public=True, max_age=LIFETIME)
        patch_vary_headers(fresh, ["Accept-Encoding"])
        return get_conditional_response(request, etag=etag, response=fresh) or fresh

    return served


def public_file(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Serve `view` to everybody alike, pages of any site too: GET and HEAD only. The view says how long it is kept."""

    @require_safe
    @wraps(view)
    def served(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        _forget_who_asks(request)
        response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return served


def _forget_who_asks(request: HttpRequest) -> None:
    """Know nobody's cookies: spoilt ones would even be answered (a token made anew, a session's cookie taken back)."""
    request.COOKIES.clear()
    request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", None)


def _key(request: HttpRequest) -> str:
    """Return the cache key of an address, empty when it is not to be kept."""
    address = request.get_full_path()
    if not settings.PUBLIC_PAGE_SECONDS or len(address) > LONGEST_KEPT_ADDRESS:
        return ""
    return f"page:{blake2b(address.encode(), digest_size=16).hexdigest()}"


def _etag(content: bytes) -> str:
    return f'"{blake2b(content, digest_size=12).hexdigest()}"'


def _require_public(request: HttpRequest, response: HttpResponse) -> None:
    session = getattr(request, "session", None)
    if response.cookies or (session is not None and session.accessed):
        raise RuntimeError(f"{request.path} is a public page and must not know its visitor")
    if request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
        raise RuntimeError(f"{request.path} is a public page and must not carry a token")
