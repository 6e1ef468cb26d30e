"""Six digits by letter or message: counted, short-lived, good once and for one purpose."""

from datetime import timedelta

import pytest

from marketplace.accounts import actions, rules
from marketplace.accounts.models import OneTimeCode, User
from marketplace.accounts.states import CodePurpose
from marketplace.outbox.models import Message
from marketplace.refusal import Refusal
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db
WHO = "fatma@example.test"


def send(contact: str = WHO, *, network: str = "", at: timedelta = timedelta()) -> tuple[OneTimeCode, str]:
    row = actions.send_one_time_code(
        purpose=CodePurpose.ENTER, contact=contact, language="ar", network=network, now=NOW + at
    )
    return row, Message.objects.filter(kind="account.login_code").latest("pk").payload["code"]


def use(
    row: OneTimeCode, code: str, *, at: timedelta = timedelta(), purpose: CodePurpose = CodePurpose.ENTER
) -> bool:
    return actions.use_code(code_id=row.pk, purpose=purpose, written=code, now=NOW + at) is not None


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_code_stands_nowhere_but_in_the_message_that_is_forgotten() -> None:
    row, code = send()

    assert code not in str(OneTimeCode.objects.values().get())
    assert row.code_hash != rules.code_hash(row.pk + 1, code)
    assert use(row, f" {code[:3]} {code[3:]}")


def test_known_and_unknown_contacts_are_treated_alike() -> None:
    make_user(WHO)

    known, unknown = send()[0], send("nobody@example.test")[0]

    payloads = [message.payload | {"code": "", "email": ""} for message in Message.objects.all()]
    assert payloads[0] == payloads[1]
    assert (known.purpose, known.tries) == (unknown.purpose, unknown.tries)
    assert User.objects.count() == 1


def test_code_ends_after_ten_minutes_five_tries_or_one_use() -> None:
    late, late_code = send()
    tried, tried_code = send()
    used, used_code = send()

    assert not use(late, late_code, at=timedelta(minutes=10))
    assert not any(use(tried, wrong(tried_code)) for _ in range(5))
    assert not use(tried, tried_code)
    assert [use(used, used_code) for _ in range(2)] == [True, False]
    assert not use(used, used_code, purpose=CodePurpose.DESTINATION)


def test_seventh_code_to_one_contact_within_the_hour_is_refused() -> None:
    for _ in range(rules.CODES_PER_CONTACT_HOUR):
        send()

    with pytest.raises(Refusal):
        send()

    assert OneTimeCode.objects.count() == Message.objects.count() == rules.CODES_PER_CONTACT_HOUR
    send("other@example.test")
    send(at=timedelta(minutes=61))


def test_one_network_cannot_write_to_everybody() -> None:
    for n in range(rules.CODES_PER_NETWORK_HOUR):
        send(f"person{n}@example.test", network="n")

    with pytest.raises(Refusal):
        send("next@example.test", network="n")

    send("next@example.test", network="another")


def test_rows_of_yesterday_are_gone() -> None:
    send()

    send(at=timedelta(days=1, minutes=1))

    assert OneTimeCode.objects.count() == 1


def test_person_is_made_when_she_has_confirmed_and_found_again_later() -> None:
    by_mail = actions.person_of(contact=WHO, language="fr")
    by_phone = actions.person_of(contact="+213661000001", language="ar")

    assert (by_mail.email, by_mail.language, by_mail.has_usable_password()) == (WHO, "fr", False)
    assert (by_phone.phone, by_phone.phone_verified) == ("+213661000001", True)
    assert actions.person_of(contact=WHO, language="ar") == by_mail


def test_person_whose_account_was_closed_does_not_come_in() -> None:
    make_user(WHO, is_active=False)

    with pytest.raises(Refusal):
        actions.person_of(contact=WHO, language="ar")
