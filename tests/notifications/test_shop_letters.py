"""What an artisan is told of her shop: every channel she has, her language, the sentence as it was written."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from catalog import shop_moves
from marketplace.accounts.models import User
from marketplace.notifications.models import Delivery
from marketplace.notifications.states import Channel, Letter
from shops.application import actions
from shops.application.states import ApplicationState as S
from shops.destination.models import PayoutDestination
from shops.destination.states import DestinationKind
from tests.factories import NOW, TODAY, make_shop
from tests.notifications.post import send_all
from tests.shops.applicants import RIB, approve, make_application, make_operator

pytestmark = pytest.mark.django_db


@pytest.fixture
def both() -> User:
    """Somebody with an e-mail and a phone."""
    return User.objects.create_user(email="fatma@example.test", phone="+213661000001", language="fr")


def rows(letter: Letter) -> list[tuple[str, str, str]]:
    found = Delivery.objects.filter(letter=letter).order_by("channel")
    return [(row.channel, row.recipient, row.language) for row in found]


def test_answer_reaches_the_applicant_on_every_channel_in_her_language(both: User) -> None:
    row = make_application(both, state=S.SUBMITTED)

    actions.send_back(application=row, by=make_operator(), why="الصورة غير <واضحة>", now=NOW)
    send_all()

    assert rows(Letter.APPLICATION_RETURNED) == [
        (Channel.EMAIL, "fatma@example.test", "fr"),
        (Channel.SMS, "+213661000001", "fr"),
    ]
    (letter,) = mail.outbox
    assert "الصورة غير <واضحة>" in letter.body
    assert "الصورة غير &lt;واضحة&gt;" in letter.alternatives[0][0]
    assert "/fr/workspace/apply/" in letter.body


def test_answer_by_message_alone_where_there_is_no_gateway_goes_by_letter(both: User, settings: Any) -> None:
    settings.SMS_FOLDER = None
    row = make_application(both, state=S.SUBMITTED)

    actions.refuse(application=row, by=make_operator(), why="x", now=NOW)
    send_all()

    assert rows(Letter.APPLICATION_REFUSED) == [(Channel.EMAIL, "fatma@example.test", "fr")]


def test_returned_twice_is_told_twice_and_each_once(both: User) -> None:
    operator = make_operator()
    row = make_application(both, state=S.SUBMITTED)
    for hour in (1, 2):
        actions.send_back(application=row, by=operator, why=f"{hour}", now=NOW + timedelta(hours=hour))
        actions.submit(application=row, by=both, now=NOW + timedelta(hours=hour))
    send_all()
    send_all()

    assert len(rows(Letter.APPLICATION_RETURNED)) == 4


def test_approved_applicant_is_told_her_shop_is_open(both: User) -> None:
    approve(make_application(both, state=S.SUBMITTED), make_operator())
    send_all()

    (letter,) = mail.outbox
    assert "نول فاطمة" in letter.subject
    assert "/fr/workspace/" in letter.body


def test_suspended_shop_reads_the_reason_in_its_letter(both: User) -> None:
    shop = make_shop(owner=both, notify_email="fatma@example.test", language="ar")
    shop_moves.suspend(shop=shop, by=make_operator(), why="صور غير صحيحة", now=NOW)
    send_all()

    assert [row[:2] for row in rows(Letter.SELLING_SUSPENDED)] == [
        (Channel.EMAIL, "fatma@example.test"),
        (Channel.SMS, "+213661000001"),
    ]
    assert "صور غير صحيحة" in mail.outbox[0].body


def test_change_of_where_money_goes_is_told_everywhere_and_shows_three_digits(both: User) -> None:
    from django.db import transaction

    from marketplace.outbox import emit

    shop = make_shop(owner=both, notify_email="shop@example.test", language="fr")
    row = PayoutDestination.objects.create(
        shop=shop,
        kind=DestinationKind.BANK,
        account=RIB,
        holder="Fatma",
        holder_matches=True,
        paused_until=TODAY + timedelta(days=7),
        by=both,
        written_at=NOW,
    )
    with transaction.atomic():
        emit("destination.changed", destination_id=row.pk)
    send_all()

    told = {address for _channel, address, _language in rows(Letter.DESTINATION_CHANGED)}
    assert told == {"shop@example.test", "fatma@example.test", "+213661000001"}
    for letter in mail.outbox:
        assert "941" in letter.body
        assert RIB not in letter.body
