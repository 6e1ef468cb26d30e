"""Who sits at the desk: the operator, and for what is done face to face the clerks and officers of bodies."""

from __future__ import annotations

from shops.access import require_role
from shops.states import Role

DESK_ROLES = (Role.OPERATOR, Role.CLERK, Role.CHAMBER_OFFICER)

require_operator = require_role(Role.OPERATOR)
require_desk = require_role(*DESK_ROLES)  # each page says in addition what which of them may do
require_caller = require_role(Role.OPERATOR, Role.CLERK)  # who calls shops and takes orders for callers
