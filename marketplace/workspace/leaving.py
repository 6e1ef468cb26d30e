"""A shared phone: whoever leaves takes what the panel kept on it away, pages and unfinished pieces alike."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse


def forget_on_leaving(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Return a middleware that has the browser empty its storage of this site once a person has logged out.

    What was received is on the server and stays. The panel's own way out asks twice while a piece is on the phone
    alone.
    """

    def answered(request: HttpRequest) -> HttpResponse:
        # Who was about to log in and cancels has left nothing: their phone may hold a piece they have yet to send.
        leaves = (
            request.method == "POST"
            and request.path == reverse("account_logout")
            and request.user.is_authenticated
        )
        response = get_response(request)
        if leaves and response.status_code == 302:
            response["Clear-Site-Data"] = '"storage"'
        return response

    return answered
