"""F1 to F5, F7 and F9: each notice goes out, never for what did not happen, and once; with processes that are killed.

Every test that holds has its canary: the same fault with the defence switched off, which must do harm.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from marketplace.notifications.models import Delivery
from marketplace.outbox.models import Message
from tests import servers
from tests.faults.conftest import House, redis_broker

pytestmark = pytest.mark.timeout(120)


def addresses(count: int, name: str = "buyer") -> list[str]:
    return [f"{name}{number}@example.test" for number in range(count)]


def assert_each_once(house: House, expected: list[str], *, copies: int = 0) -> None:
    """Assert one row and one letter per address; `copies` of a letter may be known as such by their Message-ID."""
    assert sorted(Delivery.objects.values_list("recipient", flat=True)) == sorted(expected)
    assert not Delivery.objects.filter(sent_at__isnull=True).exists()
    assert not Message.objects.filter(done_at__isnull=True).exists()
    assert {to for got in house.sink.recipients for to in got} == set(expected)
    assert len(set(house.sink.message_ids())) == len(expected)
    assert len(house.sink.message_ids()) <= len(expected) + copies


def settled() -> bool:
    """Tell whether nothing is left to be done or sent."""
    return not (
        Message.objects.filter(done_at__isnull=True).exists()
        or Delivery.objects.filter(sent_at__isnull=True).exists()
    )


def wait_until_settled(seconds: float = 40) -> None:
    servers.wait_until(settled, seconds=seconds, what="the outbox to run empty")


# --- F1: the request's process dies between COMMIT and publishing -----------------------------------


def test_request_killed_after_commit_is_told_by_the_beat_within_ten_seconds(house: House) -> None:
    house.start_worker()
    house.start_beat("unhurried_beat")

    house.call_fatal("commit_and_die", "buyer@example.test")
    killed_at = time.monotonic()
    house.wait_for_letters(["buyer@example.test"], seconds=10)

    assert time.monotonic() - killed_at < 10
    wait_until_settled()
    assert_each_once(house, ["buyer@example.test"])


def test_canary_request_killed_before_it_publishes_tells_nobody_without_the_outbox(house: House) -> None:
    house.start_worker()
    house.start_beat()

    house.call_fatal("delay_on_commit_and_die", "buyer@example.test")
    time.sleep(6)

    assert Message.objects.filter(key="buyer@example.test").exists(), "the change itself was committed"
    assert house.sink.messages == []


def test_paid_order_is_told_though_the_web_process_died_at_once(house: House) -> None:
    """F1 on the real path: the money came in, the process died, buyer and both shops hear of it."""
    from tests.notifications.post import two_pieces
    from tests.orders import BUYER, make_order, press

    attempt = press(make_order(*two_pieces()))
    house.start_worker()
    house.start_beat()

    house.call_fatal("pay_and_die", attempt.pk)

    told = [BUYER.email, "dar-zarbia@example.test", "tin-adrar@example.test"]
    house.wait_for_letters(told, seconds=15)
    wait_until_settled()
    assert_each_once(house, told)


# --- F2, F3: a worker, or a child of its pool, dies in the midst of notices --------------------------


def test_worker_killed_eight_times_at_random_leaves_each_notice_once(house: House) -> None:
    expected = addresses(40)
    house.start_beat()
    slow = servers.TcpProxy(house.sink.port)
    slow.delay = 0.02
    with slow:
        house.under["EMAIL_PORT"] = slow.port
        buyers = house.start("commit", expected, 0.15)

        for _kill in range(8):
            worker = house.start_worker()
            time.sleep(house.dice.uniform(0.1, 1.2))
            house.kill(worker)
        house.start_worker()
        house.reap(buyers)

        house.wait_for_letters(expected, seconds=40)
        wait_until_settled()
    assert_each_once(house, expected, copies=8)


def test_pool_children_killed_at_random_leave_each_notice_once(
    house: House, redis_server: servers.RedisServer
) -> None:
    house.under.update(redis_broker(redis_server))
    expected = addresses(24)
    house.start_beat()
    slow = servers.TcpProxy(house.sink.port)
    slow.delay = 0.02
    with slow:
        house.under["EMAIL_PORT"] = slow.port
        worker = house.start_worker()
        buyers = house.start("commit", expected, 0.1)

        kills = 0
        for _kill in range(6):
            time.sleep(house.dice.uniform(0.1, 0.6))
            if children := house.pool_children(worker):
                os.kill(house.dice.choice(children), signal.SIGKILL)
                kills += 1
        house.reap(buyers)

        house.wait_for_letters(expected, seconds=40)
        wait_until_settled()
    assert kills > 0
    assert_each_once(house, expected, copies=kills)


def test_worker_killed_before_its_message_committed_does_it_once(house: House) -> None:
    house.call("commit", ["buyer@example.test"])

    house.call_fatal("drain_and_die")
    left_behind = Delivery.objects.count()
    time.sleep(1.1)
    house.call("write_and_send")

    assert left_behind == 0
    assert_each_once(house, ["buyer@example.test"])


def test_canary_worker_killed_between_effect_and_mark_does_it_twice(house: House) -> None:
    """With the mark in a transaction of its own, the same death doubles the notice."""
    house.call("commit", ["buyer@example.test"])

    house.call_fatal("drain_unmarked_and_die")
    house.call("write_and_send")

    assert house.sink.recipients == [["buyer@example.test"]] * 2
    assert len(set(house.sink.message_ids())) == 2


# --- F4, F5, F6: the broker forgets, is gone, hangs -------------------------------------------------


def test_flushed_and_emptied_redis_loses_no_notice(house: House, redis_server: servers.RedisServer) -> None:
    house.under.update(redis_broker(redis_server))
    expected = addresses(30)
    worker = house.start_worker()
    house.start_beat()
    buyers = house.start("commit", expected, 0.1)

    time.sleep(house.dice.uniform(0.2, 0.8))
    redis_server.flush()
    time.sleep(house.dice.uniform(0.2, 0.8))
    redis_server.kill()
    redis_server.start()  # no file was kept: it comes back empty
    time.sleep(house.dice.uniform(0.2, 0.8))
    redis_server.flush()
    house.reap(buyers)

    house.wait_for_letters(expected, seconds=45, keep_worker=worker)
    wait_until_settled()
    assert_each_once(house, expected)


def test_canary_flushed_redis_loses_what_only_it_knew(
    house: House, redis_server: servers.RedisServer
) -> None:
    house.under.update(redis_broker(redis_server))

    house.call("tell_by_delay", "buyer@example.test")
    redis_server.flush()
    house.start_worker()
    house.start_beat()
    time.sleep(5)

    assert house.sink.messages == []


@pytest.mark.parametrize("fault", ["kill", "pause"])
def test_shop_sells_on_while_redis_is_gone_or_hangs(
    house: House, redis_server: servers.RedisServer, fault: str
) -> None:
    house.under.update(redis_broker(redis_server))
    expected = addresses(5)
    getattr(redis_server, fault)()

    took = house.call("commit", expected)

    assert max(took) < 3, took
    assert Message.objects.filter(done_at__isnull=True).count() == 5
    if fault == "kill":
        redis_server.start()
    else:
        redis_server.resume()
    house.start_worker()
    house.start_beat()
    house.wait_for_letters(expected, seconds=30)
    wait_until_settled()
    assert_each_once(house, expected)


# --- the embedded default's broker is a folder ------------------------------------------------------


def write_half_a_message(house: House) -> None:
    """Leave a message as a publisher does that was killed, or is not done writing yet."""
    folder = Path(house.under["CELERY_BROKER_TRANSPORT_OPTIONS"]["data_folder_in"])
    (folder / "0_half.orders.msg").write_text('{"body": ')


def test_worker_outlives_a_message_that_is_half_written(house: House) -> None:
    worker = house.start_worker()
    house.start_beat()

    write_half_a_message(house)
    servers.wait_until(
        lambda: "no message" in house.printed(worker), seconds=15, what="the worker to read it"
    )
    house.call("commit", ["buyer@example.test"])

    house.wait_for_letters(["buyer@example.test"], seconds=15)
    assert not house.has_ended(worker)


def test_canary_worker_on_kombus_own_folder_dies_of_half_a_message(house: House) -> None:
    worker = house.start("worker_with_kombus_own_folder")
    servers.wait_until(lambda: " ready." in house.printed(worker), seconds=30, what="the worker")

    write_half_a_message(house)

    servers.wait_until(lambda: house.has_ended(worker), seconds=15, what="the worker to die")


# --- F7: two of everything --------------------------------------------------------------------------


def drain_at_once(house: House, function: str) -> list[Any]:
    at = time.time() + 0.5
    pids = [house.start(function, at) for _ in range(4)]
    return [house.reap(pid)[1] for pid in pids]


def test_four_drains_at_once_do_each_message_once(house: House) -> None:
    expected = addresses(40)
    house.call("commit", expected)

    done = drain_at_once(house, "drain")

    assert sum(done) == 40
    assert sorted(Delivery.objects.values_list("recipient", flat=True)) == sorted(expected)


def test_canary_four_drains_without_claim_and_mark_double_messages(house: House) -> None:
    house.call("commit", addresses(40))

    done = drain_at_once(house, "drain_unguarded")

    assert sum(done) > 40
    assert Delivery.objects.count() > 40


def test_two_beats_and_two_workers_tell_everybody_once(house: House) -> None:
    expected = addresses(20)
    for _double in range(2):
        house.start_worker()
        house.start_beat()

    house.call("commit", expected)

    house.wait_for_letters(expected, seconds=30)
    wait_until_settled()
    assert_each_once(house, expected)


# --- F9: what was rolled back -----------------------------------------------------------------------


def test_rolled_back_change_is_told_to_nobody(house: House) -> None:
    house.start_worker()
    house.start_beat()

    house.call("roll_back", "ghost@example.test")
    house.call("commit", ["buyer@example.test"])
    house.wait_for_letters(["buyer@example.test"], seconds=15)
    time.sleep(2)

    assert_each_once(house, ["buyer@example.test"])


def test_canary_task_published_inside_the_transaction_tells_of_what_never_happened(house: House) -> None:
    house.start_worker()

    house.call("delay_and_roll_back", "ghost@example.test")

    house.wait_for_letters(["ghost@example.test"], seconds=15)
