from datetime import timedelta

import pytest

from marketplace.notifications import rules
from marketplace.notifications.states import Letter, To
from marketplace.outbox import registry


def test_every_change_of_the_table_is_handled() -> None:
    assert set(rules.NOTICES) | set(rules.SHOP_NOTICES) <= set(registry._HANDLERS)


def test_paid_order_is_told_to_the_buyer_and_to_each_shop() -> None:
    assert rules.NOTICES["order.paid"] == (
        (Letter.ORDER_PAID, To.BUYER),
        (Letter.SHOP_NEW_ORDER, To.SHOPS),
    )


def test_letter_waits_longer_each_time_and_is_dead_after_the_twelfth_failure() -> None:
    waits = [rules.wait_after(attempts) for attempts in range(1, 13)]

    assert waits[0] == timedelta(seconds=5)
    assert waits[-1] is None
    lived = [wait for wait in waits if wait is not None]
    assert lived == sorted(lived)
    assert sum(lived, timedelta()) > timedelta(hours=20)


def test_message_id_depends_on_the_key_alone_and_is_of_the_senders_host() -> None:
    first = rules.message_id("order_paid:1:buyer", "Damgha <no-reply@damgha.dz>")

    assert first == rules.message_id("order_paid:1:buyer", "Damgha <no-reply@damgha.dz>")
    assert first != rules.message_id("order_paid:2:buyer", "Damgha <no-reply@damgha.dz>")
    assert first.endswith("@damgha.dz>")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Dar Zarbia\r\nBcc: all@example.test", "Dar Zarbia Bcc: all@example.test"),
        ("a\n\nb\x00c\x0bd", "a b c d"),
        ("\u202edetrevni", "detrevni"),
        ("a\u2028Subject: b", "a Subject: b"),
        ("  دار الزربية  ", "دار الزربية"),
    ],
)
def test_header_is_one_line_without_tricks(text: str, line: str) -> None:
    assert rules.header(text) == line
