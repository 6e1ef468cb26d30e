"""Who may enter which room of the centre."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from marketplace import jinja
from quality_labels import queries
from quality_labels.actions.evaluations import MOST_PHOTOS
from quality_labels.models import Application, Label
from quality_labels.progress import reasons_of
from shops.access import MemberRequest, require_role
from shops.states import BodyKind, Role

at_the_centre = require_role(Role.INSPECTOR, Role.DECIDER, kind=BodyKind.STAMPING_CENTRE)


who_decides = require_role(Role.DECIDER, kind=BodyKind.STAMPING_CENTRE)


def find_application(request: MemberRequest, pk: int) -> Application:
    """Return a request to this centre; another centre's does not exist here."""
    rows = Application.objects.select_related(
        "product__kind", "product__place", "shop__place", "maker", "centre", "scheme_version__scheme"
    )
    return get_object_or_404(rows, pk=pk, centre=request.membership.body)


def find_label(request: MemberRequest, public_id: str) -> Label:
    """Return a label of this centre; another centre's does not exist here."""
    rows = Label.objects.select_related("product__kind", "centre__place", "scheme_version")
    return get_object_or_404(rows, public_id=public_id, centre=request.membership.body)


def done_already(request: HttpRequest) -> HttpResponse:
    """Say that a colleague was faster, and go back to the desk."""
    messages.info(request, _("Somebody has already done this step."))
    return redirect("stamping")


def first_time(application: Application) -> dict[str, Any] | None:
    """Return why and when a piece was refused before, None for a first presentation and for one read on appeal.

    Who reads on appeal must not know; who reads a piece that was mended looks where it failed.
    """
    before = queries.refused_before(application)
    if before is None:
        return None
    scheme = before.application.scheme_version.read()
    return {"on": before.decided_at, "reasons": reasons_of(before.reasons, scheme, jinja.lang())}


def field_kit(request: MemberRequest) -> str:
    """Return what js/inspect.js needs to keep sheets on the phone and to send them later, as JSON."""
    kit = {
        "user": request.user.pk,
        "token": reverse("stamping_token"),
        "desk": reverse("stamping"),
        "most": MOST_PHOTOS,
        "words": {
            "kept": _("There is no network. The sheet is kept on this phone and will be sent by itself."),
            "waits": _("waits for network"),
            "begun": _("begun"),
            "gone": _("This piece waits for no sheet any more. Tell a colleague what you read."),
        },
    }
    return json.dumps(kit)


def piece_context(application: Application) -> dict[str, Any]:
    """Return what every page about one piece shows of it."""
    return {
        "application": application,
        "product": application.product,
        "photo": queries.front_photo(application.product),
        "card": queries.latest_card(application.maker),
        "today": localdate(),
        "first_time": first_time(application),
    }
