"""Judgements on bodies and their people."""

from collections.abc import Mapping

from shops.states import BodyKind, Role

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
