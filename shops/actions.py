"""Use cases of bodies and their people."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.refusal import Refusal
from shops import rules
from shops.models import Body, Membership
from shops.states import BodyKind, Role

OPERATOR_SLUG = "damgha"


@transaction.atomic
def appoint(*, role: Role, email: str, body_slug: str = "", today: date) -> Membership:
    """Make the first person of a body, and the operator's body itself where there is none; again is harmless.

    The person logs in by a code to that e-mail, and sets up the second factor before the first staff page opens. A
    membership that ended stays as it was, and a new one begins today.

    :raises Refusal: there is no such body, or it has nobody in that role.
    """
    body = _body(role, body_slug, today)
    if not rules.has_role(body.kind, role):
        raise Refusal(_("%(body)s has nobody in that role.") % {"body": body.slug})
    email = email.strip().lower()
    user = User.objects.filter(email=email).first() or User.objects.create_user(email=email)
    held = Membership.objects.on(today).filter(body=body, user=user, role=role).first()
    return held or Membership.objects.create(body=body, user=user, role=role, from_on=today)


def _body(role: Role, slug: str, today: date) -> Body:
    if slug:
        if (body := Body.objects.filter(slug=slug).first()) is None:
            raise Refusal(_("There is no body called %(slug)s.") % {"slug": slug})
        return body
    if role not in rules.ROLES_OF[BodyKind.OPERATOR]:
        raise Refusal(_("Say in which body: a person is %(role)s of something.") % {"role": role})
    operator = Body.objects.filter(kind=BodyKind.OPERATOR).order_by("pk").first()
    return operator or Body.objects.create(
        kind=BodyKind.OPERATOR,
        slug=OPERATOR_SLUG,
        name_ar="دمغة",
        name_fr="Damgha",
        name_en="Damgha",
        joined_on=today,
    )
