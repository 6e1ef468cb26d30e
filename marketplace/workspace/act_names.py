"""What was done for a shop, in words: by the name of the address it was sent to."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SOMETHING = _("A change in the workspace")
NAMES: Mapping[str, Promise] = {
    "workspace_accept": _("An order accepted"),
    "workspace_refuse": _("An order refused"),
    "workspace_send": _("A parcel sent"),
    "workspace_new_piece": _("A new piece"),
    "workspace_piece": _("Price or stock of a piece"),
    "workspace_add_photo": _("A photo of a piece"),
    "workspace_retry_photo": _("A photo of a piece"),
    "workspace_ask_for_stamp": _("A stamp asked for"),
    "workspace_send_card": _("A card sent to the chamber"),
    "workspace_holiday": _("A holiday"),
    "workspace_open_again": _("The shop opened again"),
}
