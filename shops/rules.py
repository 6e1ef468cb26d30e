"""Judgements on bodies and their people."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from marketplace.refusal import Refusal
from shops.states import BodyKind, Role, ShopState

# Which roles there are in which kind of body.
ROLES_OF: Mapping[BodyKind, frozenset[Role]] = {
    BodyKind.SHOP: frozenset({Role.OWNER, Role.SELLER}),
    BodyKind.COMMERCIAL_CENTRE: frozenset({Role.CLERK}),
    BodyKind.CRAFT_CENTRE: frozenset({Role.CLERK}),
    BodyKind.STAMPING_CENTRE: frozenset({Role.INSPECTOR, Role.DECIDER, Role.CLERK}),
    BodyKind.CHAMBER: frozenset({Role.CHAMBER_OFFICER, Role.CLERK}),
    BodyKind.DIRECTORATE: frozenset({Role.CHAMBER_OFFICER}),
    BodyKind.OPERATOR: frozenset({Role.OPERATOR, Role.APPROVER}),
}


def has_role(kind: str, role: str) -> bool:
    """Tell whether a body of `kind` has people in `role`."""
    return Role(role) in ROLES_OF[BodyKind(kind)]


def require_selling(state: str) -> None:
    """Refuse a new piece or price of a shop that does not sell; what was ordered before can still be sent.

    :raises Refusal: it is suspended or closed.
    """
    if state == ShopState.SUSPENDED:
        raise Refusal(_("Your shop is suspended. You can still send the orders you have."))
    if state == ShopState.CLOSED:
        raise Refusal(_("Your shop is closed. You can still send the orders you have."))
