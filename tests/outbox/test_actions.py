"""The outbox: a message is never lost, never done for what did not happen, and done once."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from marketplace import outbox
from marketplace.outbox import actions, registry, tasks
from marketplace.outbox.models import Message
from tests.servers import wait_until

DONE: list[Any] = []


@pytest.fixture(autouse=True)
def handlers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_HANDLERS", dict(registry._HANDLERS))
    monkeypatch.setattr(registry, "_SECRET", set(registry._SECRET))
    monkeypatch.setattr(actions, "_no_ringing_before", 0.0)
    DONE.clear()

    @outbox.handles("test.note")
    def note(*, number: int, now: object) -> None:
        DONE.append(number)

    @outbox.handles("test.poison")
    def poison(*, now: object) -> None:
        DONE.append("poison")
        raise ValueError("this one never works")

    @outbox.handles("test.code", secret=True)
    def code(*, code: str, now: object) -> None:
        DONE.append(code)


def emit(kind: str = "test.note", **ids: Any) -> None:
    with transaction.atomic():
        outbox.emit(kind, **ids)


@pytest.mark.django_db(transaction=True)
def test_emit_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError):
        outbox.emit("test.note", number=1)

    assert Message.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_rolled_back_change_leaves_no_message_and_rings_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    rings: list[object] = []
    monkeypatch.setattr(actions, "ring", rings.append)

    def change_and_fail() -> None:
        with transaction.atomic():
            outbox.emit("test.note", number=1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_and_fail()

    actions.drain(now=timezone.now())
    assert (Message.objects.count(), rings, DONE) == (0, [], [])


@pytest.mark.django_db(transaction=True)
def test_many_messages_of_one_commit_ring_once(monkeypatch: pytest.MonkeyPatch) -> None:
    rings: list[object] = []
    monkeypatch.setattr(actions, "ring", rings.append)

    with transaction.atomic():
        for number in range(20):
            outbox.emit("test.note", number=number)

    assert rings == [tasks.drain]


@pytest.mark.django_db(transaction=True)
def test_broker_that_is_down_is_not_asked_again_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []

    def refuse(**_options: object) -> None:
        tries.append(1)
        raise OperationalError("Connection refused")

    monkeypatch.setattr(tasks.drain, "apply_async", refuse)

    for number in range(5):
        emit(number=number)
        wait_until(lambda: actions._RINGING._value == 4, seconds=5, what="the ring to end")

    assert Message.objects.count() == 5
    assert len(tries) == 1


@pytest.mark.django_db(transaction=True)
def test_broker_that_hangs_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    let_go = threading.Event()
    monkeypatch.setattr(tasks.drain, "apply_async", lambda **_options: let_go.wait(20))

    began = time.monotonic()
    for number in range(20):
        emit(number=number)
    took = time.monotonic() - began
    waiting = 4 - actions._RINGING._value
    let_go.set()
    wait_until(lambda: actions._RINGING._value == 4, seconds=5, what="the rings to end")

    assert took < 5
    assert waiting == 4


@pytest.mark.django_db
def test_message_with_the_key_of_another_is_the_same_message() -> None:
    emit(key="note:1", number=1)
    emit(key="note:1", number=2)

    actions.drain(now=timezone.now())

    assert DONE == [1]


@pytest.mark.django_db
def test_message_is_done_once_however_often_it_is_drained() -> None:
    emit(number=1)

    counts = [actions.drain(now=timezone.now()) for _time in range(3)]

    assert (counts, DONE) == ([1, 0, 0], [1])


@pytest.mark.django_db
def test_message_that_is_not_due_waits() -> None:
    now = timezone.now()
    emit(number=1, due_at=now + timedelta(hours=1))

    early = actions.drain(now=now)
    later = actions.drain(now=now + timedelta(hours=2))

    assert (early, later) == (0, 1)


@pytest.mark.django_db
def test_poison_is_dead_after_twelve_tries_and_the_others_flow(caplog: pytest.LogCaptureFixture) -> None:
    """F8, with its clock turned by hand."""
    now = timezone.now()
    emit("test.poison")
    for number in range(3):
        emit(number=number)

    for _try in range(20):
        actions.drain(now=now)
        now += timedelta(hours=2)

    dead = Message.objects.get(kind="test.poison")
    assert (dead.attempts, dead.done_at) == (12, None)
    assert dead.dead_at is not None
    assert "this one never works" in dead.last_error
    assert DONE.count("poison") == 12
    assert [done for done in DONE if done != "poison"] == [0, 1, 2]
    assert [record.levelname for record in caplog.records].count("CRITICAL") == 1


@pytest.mark.django_db
def test_kind_nobody_knows_yet_waits_for_newer_code() -> None:
    """F45: older code meets a newer message; it is put off, not dropped."""
    now = timezone.now()
    emit("test.tomorrow")

    actions.drain(now=now)
    outbox.handles("test.tomorrow")(lambda *, now: DONE.append("tomorrow"))
    actions.drain(now=now + timedelta(minutes=1))

    assert DONE == ["tomorrow"]


@pytest.mark.django_db
def test_failed_handler_leaves_nothing_of_what_it_wrote() -> None:
    @outbox.handles("test.half")
    def half(*, now: Any) -> None:
        Message.objects.create(key="half", kind="x", created_at=now, due_at=now)
        raise ValueError("half way")

    emit("test.half")

    actions.drain(now=timezone.now())

    assert not Message.objects.filter(key="half").exists()


@pytest.mark.django_db
def test_secret_is_forgotten_once_it_is_done() -> None:
    emit("test.code", code="123456")

    actions.drain(now=timezone.now())

    assert DONE == ["123456"]
    assert Message.objects.get(kind="test.code").payload == {}


@pytest.mark.django_db(transaction=True)
def test_two_drains_at_once_do_each_message_once() -> None:
    """F7 in threads; tests/faults does it with processes."""
    for number in range(30):
        emit(number=number)
    start = threading.Barrier(4)

    def drain() -> None:
        start.wait()
        actions.drain(now=timezone.now())
        connection.close()

    threads = [threading.Thread(target=drain) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(DONE) == list(range(30))
