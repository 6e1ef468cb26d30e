"""Where a shop's money goes: a code on the old channel, everybody told, payouts paused, a stranger's name looked at."""

from datetime import timedelta
from typing import Any

import pytest

from marketplace.accounts import rules as accounts
from marketplace.accounts.models import OneTimeCode, User
from marketplace.outbox.models import Message
from marketplace.refusal import Refusal
from shops.destination import actions, queries
from shops.destination.models import DestinationVerdict, PayoutDestination
from shops.destination.rules import Destination
from shops.destination.states import DestinationKind as Kind
from shops.partner.models import Partner
from shops.queries import payout_destination_of, payouts_paused
from shops.states import Role
from tests.factories import NOW, TODAY, make_artisan, make_membership, make_shop, make_user
from tests.shops.applicants import CCP, KEY, RIB

pytestmark = pytest.mark.django_db
CODE = "123456"


@pytest.fixture
def owner() -> User:
    return make_user("fatma@example.test", phone="+213661000001")


@pytest.fixture
def shop(owner: User) -> Partner:
    shop = make_shop(owner=owner)
    make_artisan(shop, user=owner, first_name="Fatma", last_name="Touati")
    actions.write_first(
        shop=shop,
        destination=Destination(Kind.CCP, "Fatma Touati", CCP, KEY),
        holder_matches=True,
        by=owner,
        now=NOW - timedelta(days=90),
    )
    return shop


def ask(shop: Partner, owner: User, *, holder: str = "Touati Fatma", account: str = RIB) -> OneTimeCode:
    row = actions.ask_change(
        shop=shop, owner=owner, destination=Destination(Kind.BANK, holder, account), language="ar", now=NOW
    )
    OneTimeCode.objects.filter(pk=row.pk).update(code_hash=accounts.code_hash(row.pk, CODE))
    return row


def confirm(shop: Partner, owner: User, row: OneTimeCode, code: str = CODE, **later: Any) -> Any:
    return actions.confirm_change(
        shop=shop, owner=owner, code_id=row.pk, written=code, now=NOW + timedelta(**later)
    )


def test_code_goes_to_the_channel_known_so_far_and_changes_nothing_yet(shop: Partner, owner: User) -> None:
    row = ask(shop, owner)

    message = Message.objects.get(kind="account.destination_code")
    assert row.contact == message.payload["email"] == "fatma@example.test"
    assert PayoutDestination.objects.count() == 1
    assert not payouts_paused(shop, TODAY)


def test_right_code_changes_it_and_pauses_payouts_for_seven_days(shop: Partner, owner: User) -> None:
    changed = confirm(shop, owner, ask(shop, owner))

    now = payout_destination_of(shop)
    assert now == changed
    assert (now.kind, now.account, now.by, now.masked) == (Kind.BANK, RIB, owner, "•••941")
    assert [payouts_paused(shop, TODAY + timedelta(days=days)) for days in (0, 6, 7)] == [True, True, False]
    assert Message.objects.get(kind="destination.changed").payload == {"destination_id": changed.pk}
    assert len(queries.history_of(shop)) == 2


@pytest.mark.parametrize(
    ("code", "later"), [("654321", {}), ("", {}), (CODE, {"minutes": 10}), ("12345", {}), (CODE * 2, {})]
)
def test_wrong_or_late_code_changes_nothing(
    shop: Partner, owner: User, code: str, later: dict[str, int]
) -> None:
    assert confirm(shop, owner, ask(shop, owner), code, **later) is None

    assert PayoutDestination.objects.count() == 1
    assert not payouts_paused(shop, TODAY)
    assert not Message.objects.filter(kind="destination.changed").exists()


def test_code_is_good_for_five_tries(shop: Partner, owner: User) -> None:
    row = ask(shop, owner)

    for _ in range(5):
        confirm(shop, owner, row, "000000")

    assert confirm(shop, owner, row) is None
    assert PayoutDestination.objects.count() == 1


def test_code_is_good_once(shop: Partner, owner: User) -> None:
    row = ask(shop, owner)
    confirm(shop, owner, row)

    assert confirm(shop, owner, row) is None
    assert PayoutDestination.objects.count() == 2


def test_code_of_another_shop_or_another_owner_changes_nothing(shop: Partner, owner: User) -> None:
    neighbour = make_user()
    other = make_shop(owner=neighbour)
    row = ask(shop, owner)

    assert confirm(other, neighbour, row) is None
    assert confirm(shop, neighbour, row) is None
    assert confirm(other, owner, row) is None
    assert PayoutDestination.objects.count() == 1
    assert confirm(shop, owner, row) is not None  # none of these used it up


def test_code_to_come_in_does_not_change_where_money_goes(shop: Partner, owner: User) -> None:
    row = ask(shop, owner)
    OneTimeCode.objects.filter(pk=row.pk).update(purpose="enter")

    assert confirm(shop, owner, row) is None


def test_holder_of_another_name_waits_and_money_goes_nowhere_meanwhile(shop: Partner, owner: User) -> None:
    before = payout_destination_of(shop)

    changed = confirm(shop, owner, ask(shop, owner, holder="Ahmed Touati"))

    assert payout_destination_of(shop) == before
    assert queries.waiting_of(shop) == changed
    assert list(queries.waiting()) == [changed]
    assert payouts_paused(shop, TODAY + timedelta(days=400))


@pytest.mark.parametrize("holds", [True, False])
def test_person_decides_about_such_a_holder_once(shop: Partner, owner: User, holds: bool) -> None:
    before, operator = payout_destination_of(shop), make_user()
    changed = confirm(shop, owner, ask(shop, owner, holder="Ahmed Touati"))

    actions.decide_holder(destination=changed, holds=holds, why="", by=operator, now=NOW)
    with pytest.raises(Refusal):
        actions.decide_holder(destination=changed, holds=not holds, why="", by=operator, now=NOW)

    assert payout_destination_of(shop) == (changed if holds else before)
    assert queries.waiting_of(shop) is None
    assert DestinationVerdict.objects.get().by == operator
    assert payouts_paused(shop, TODAY) is holds
    assert not payouts_paused(shop, TODAY + timedelta(days=7))
    assert Message.objects.filter(kind="destination.decided").count() == 1


def test_account_that_cannot_be_one_gets_no_code(shop: Partner, owner: User) -> None:
    with pytest.raises(Refusal):
        ask(shop, owner, account=RIB[:-1] + "2")

    assert not OneTimeCode.objects.exists()
    assert not Message.objects.exists()


def test_same_account_again_is_no_change(shop: Partner, owner: User) -> None:
    with pytest.raises(Refusal):
        actions.ask_change(
            shop=shop,
            owner=owner,
            destination=Destination(Kind.CCP, "Fatma Touati", "23456789".zfill(10), KEY),
            language="ar",
            now=NOW,
        )

    assert not OneTimeCode.objects.exists()


def test_owner_with_a_phone_alone_is_sent_the_code_there_or_told_to_ask_her_centre(settings: Any) -> None:
    owner = User.objects.create_user(phone="+213661000009")
    assert actions.channel_of(owner) == "+213661000009"

    settings.SMS_FOLDER = None
    with pytest.raises(Refusal):
        actions.channel_of(owner)


def test_code_goes_to_a_phone_where_text_messages_go_out_by_http(settings: Any) -> None:
    settings.SMS_FOLDER, settings.SMS_URL = None, "http://127.0.0.1:9/"
    owner = User(phone="+213661000009")

    assert actions.channel_of(owner) == "+213661000009"


def test_name_of_a_seller_is_no_owners_though_she_owns_another_shop(shop: Partner) -> None:
    seller = make_user()
    make_shop(owner=seller)
    make_membership(seller, shop.body, Role.SELLER)
    make_artisan(shop, user=seller, first_name="Aicha", last_name="Benali")

    assert set(queries.names_of(shop)) == {"Fatma Touati"}


def test_owner_decides_nothing_about_her_own_account(shop: Partner, owner: User) -> None:
    row = confirm(shop, owner, ask(shop, owner, holder="Somebody Else"))

    with pytest.raises(Refusal):
        actions.decide_holder(destination=row, holds=True, why="", by=owner, now=NOW)

    assert not DestinationVerdict.objects.filter(destination=row).exists()
