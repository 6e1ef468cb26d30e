"""F39: a mail server that refuses, hangs, takes a letter and drops the line; and a sender killed after its 250."""

from __future__ import annotations

import time

import pytest
from django.db import OperationalError, connection, transaction

from marketplace.notifications.models import Delivery
from tests import servers
from tests.faults.conftest import House

pytestmark = pytest.mark.timeout(120)
BUYER = "buyer@example.test"


def send_until_sent(house: House, *, seconds: float = 20) -> None:
    """Be the beat and the worker: send what is due until nothing is left."""
    deadline = time.monotonic() + seconds
    while Delivery.objects.filter(sent_at__isnull=True).exists():
        assert time.monotonic() < deadline, Delivery.objects.values_list("last_error", flat=True)
        house.call("send_due")
        time.sleep(0.3)


def test_refused_letter_is_tried_again_and_arrives_once(house: House) -> None:
    house.sink.mode = "refuse"
    house.call("commit", [BUYER])

    house.call("write_and_send")
    refused = Delivery.objects.get()
    house.sink.mode = "accept"
    send_until_sent(house)

    assert "451" in refused.last_error
    assert house.sink.recipients == [[BUYER]]
    assert Delivery.objects.get().attempts == 2


def test_letter_to_a_mail_server_that_hangs_is_tried_again_and_arrives_once(house: House) -> None:
    house.under["EMAIL_TIMEOUT"] = 1
    house.sink.mode = "hang"
    house.call("commit", [BUYER])

    began = time.monotonic()
    house.call("write_and_send")
    took = time.monotonic() - began
    hung = Delivery.objects.get()
    house.sink.mode = "accept"
    send_until_sent(house)

    assert took < 6, "a call outward has a timeout"
    assert "imed out" in hung.last_error
    # The server may have kept the letter it hung on: if so it is the same letter.
    assert len(set(house.sink.message_ids())) == 1


def test_letter_dropped_after_it_was_taken_comes_again_with_the_same_message_id(house: House) -> None:
    house.sink.mode = "drop"
    house.call("commit", [BUYER])

    house.call("write_and_send")
    dropped = Delivery.objects.get()
    house.sink.mode = "accept"
    send_until_sent(house)

    assert dropped.sent_at is None
    first, second = house.sink.message_ids()
    assert first == second


def test_mail_server_that_is_gone_is_tried_until_it_is_back(house: House) -> None:
    house.call("commit", [BUYER, "other@example.test"])
    port, house.under["EMAIL_PORT"] = house.under["EMAIL_PORT"], servers.free_port()

    house.call("write_and_send")
    tried = sorted(Delivery.objects.values_list("attempts", flat=True))
    house.under["EMAIL_PORT"] = port
    send_until_sent(house)

    assert tried == [0, 1], "one letter finds out that nobody is there; the other keeps its tries"
    assert sorted(house.sink.recipients) == [[BUYER], ["other@example.test"]]


def test_sender_killed_after_the_250_sends_the_same_letter_again(house: House) -> None:
    house.call("commit", [BUYER])

    house.call_fatal("send_and_die")
    unknown = Delivery.objects.get()
    time.sleep(3.1)  # the lease of the dead
    send_until_sent(house)

    assert unknown.sent_at is None
    first, second = house.sink.message_ids()
    assert first == second
    assert house.sink.messages[0]["Subject"] == house.sink.messages[1]["Subject"]


def test_canary_message_id_drawn_anew_makes_two_letters_of_one(house: House) -> None:
    house.sink.mode = "drop"
    house.call("commit", [BUYER])

    house.call("send_with_a_new_id")
    house.sink.mode = "accept"
    time.sleep(1.1)
    house.call("send_with_a_new_id")

    first, second = house.sink.message_ids()
    assert first != second


# --- nothing is locked while the mail server is waited for ------------------------------------------


def hang(house: House, function: str) -> int:
    """Have a sender wait for a mail server that hangs, and return once it waits."""
    house.under["EMAIL_TIMEOUT"] = 30
    house.sink.mode = "hang"
    house.call("commit", [BUYER])
    sender = house.start(function)
    servers.wait_until(lambda: house.sink.is_hanging, seconds=15, what="the sender to wait")
    return sender


def impatient() -> None:
    """Wait for a lock half a second, then give up."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SET lock_timeout = '500ms'" if connection.vendor == "postgresql" else "PRAGMA busy_timeout = 500"
        )


def test_somebody_buys_and_writes_while_the_mail_server_hangs(house: House) -> None:
    from marketplace.order.models import Order
    from tests.notifications.post import two_pieces
    from tests.orders import make_paid_order

    pieces = two_pieces()
    sender = hang(house, "write_and_send")
    impatient()

    began = time.monotonic()
    order = make_paid_order(*pieces)
    Delivery.objects.update(last_error="the very row that is being sent")
    took = time.monotonic() - began

    assert Order.objects.get(pk=order.pk).paid_at is not None
    assert took < 5
    house.kill(sender)


def test_canary_sender_that_calls_within_its_transaction_keeps_others_from_writing(house: House) -> None:
    sender = hang(house, "send_under_a_lock")
    impatient()

    with pytest.raises(OperationalError), transaction.atomic():
        Delivery.objects.update(last_error="locked out")

    house.kill(sender)
