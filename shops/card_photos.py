"""The photo of an artisan card as an answer: read from private storage, for whoever a view has let in, kept nowhere."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.utils.cache import patch_cache_control


def answer(name: str | None) -> HttpResponse:
    """Return the bytes of a card's photo, to be kept by no cache.

    :raises Http404: there is none.
    """
    if not name or not default_storage.exists(name):
        raise Http404
    kind = "image/png" if name.endswith(".png") else "image/jpeg"
    with default_storage.open(name) as file:
        response = HttpResponse(file.read(), content_type=kind)
    patch_cache_control(response, private=True, no_store=True)
    return response
