from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import localdate

from marketplace.accounts.models import User
from shops import rules
from shops.models import Body, Membership
from shops.states import BodyKind, Role
from tests.factories import make_body, make_membership, make_user

pytestmark = pytest.mark.django_db


def test_first_operator_is_appointed_with_the_body_itself() -> None:
    call_command("appoint", "operator", "Anna@Example.org")

    (held,) = Membership.objects.select_related("body", "user")
    assert (held.role, held.body.kind, held.user.email) == (
        Role.OPERATOR,
        BodyKind.OPERATOR,
        "anna@example.org",
    )
    assert not held.user.has_usable_password()


def test_appointing_again_changes_nothing() -> None:
    for _time in range(2):
        call_command("appoint", "operator", "anna@example.org")
    call_command("appoint", "approver", "ben@example.org")

    assert (Membership.objects.count(), User.objects.count(), Body.objects.count()) == (2, 2, 1)


def test_person_whose_role_ended_is_appointed_anew() -> None:
    centre, anna = make_body(BodyKind.STAMPING_CENTRE, slug="adrar"), make_user("anna@example.org")
    make_membership(anna, centre, Role.DECIDER, until_on=localdate() - timedelta(days=1))

    call_command("appoint", "decider", "anna@example.org", body="adrar")

    assert Membership.objects.on(localdate()).count() == 1
    assert Membership.objects.count() == 2


@pytest.mark.parametrize(
    ("role", "body", "says"),
    [
        ("decider", "", "in which body"),
        ("decider", "nowhere", "no body called"),
        ("decider", "the-shop", "nobody in that role"),
    ],
)
def test_appointment_that_makes_no_sense_is_refused_and_leaves_nothing(
    role: str, body: str, says: str
) -> None:
    make_body(BodyKind.SHOP, slug="the-shop")

    with pytest.raises(CommandError, match=says):
        call_command("appoint", role, "anna@example.org", body=body)

    assert not User.objects.exists()


def test_every_role_exists_in_some_body() -> None:
    assert set().union(*rules.ROLES_OF.values()) == set(Role)
    assert set(rules.ROLES_OF) == set(BodyKind)
