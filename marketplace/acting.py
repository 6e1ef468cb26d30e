"""From which device an act is done: what a record of acts keeps beside the person and the time."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

_SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")
_BROWSERS = (
    "Edg",
    "SamsungBrowser",
    "Firefox",
    "Chrome",
    "Safari",
)  # the first that is named is the one meant
_request: ContextVar[HttpRequest | None] = ContextVar("acting_request", default=None)
_named: ContextVar[str] = ContextVar("acting_device", default="")


def acting_device(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Remember, for what happens during a request, which request it is (middleware)."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        token = _request.set(request)
        try:
            return get_response(request)
        finally:
            _request.reset(token)

    return middleware


@contextmanager
def acting_from(name: str) -> Iterator[None]:
    """Say by name where acts come from that no request carries: a command, the signing process."""
    token = _named.set(name)
    try:
        yield
    finally:
        _named.reset(token)


def device() -> str:
    """Return the device of the act at hand, such as "Android Chrome 3f2a9c"; empty for the house itself.

    The last part tells two phones of one kind apart: it is a hash of the session, which itself is kept nowhere.
    """
    request = _request.get()
    if request is None:
        return _named.get()
    agent = request.headers.get("User-Agent", "")
    system = next((name for name in _SYSTEMS if name in agent), "")
    browser = next((name for name in _BROWSERS if re.search(rf"\b{name}", agent)), "")
    session = getattr(request, "session", None)
    key = (session.session_key if session is not None else "") or ""
    short = hashlib.sha256(key.encode()).hexdigest()[:6] if key else ""
    return " ".join(part for part in (system, browser, short) if part)[:60]
