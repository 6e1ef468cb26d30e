"""What the processes of fault tests do: each function runs in a process of its own and may not come back from it."""

from __future__ import annotations

import os
import signal
import time
from datetime import timedelta
from typing import Any, NoReturn

from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from marketplace import outbox
from marketplace.notifications import actions as letters
from marketplace.notifications import gateway, queries, rules
from marketplace.notifications import tasks as letter_tasks
from marketplace.notifications.models import Delivery
from marketplace.outbox import actions as messages
from marketplace.outbox import registry
from marketplace.outbox.models import Message
from marketplace.settlement import actions as settlement


def die(*_arguments: object) -> NoReturn:
    """End this process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("SIGKILL did not come")


def hurry() -> None:
    """Shorten every waiting time, so that a test sees the third try within seconds."""
    messages.LEASE = timedelta(seconds=3)
    rules.RETRY_AFTER = (timedelta(seconds=1),) * 11  # type: ignore[assignment]
    settings.LETTER_LEASE_SECONDS = 3
    for name in ("drain", "send"):
        settings.CELERY_BEAT_SCHEDULE[name]["schedule"] = 1.0


# --- the house -------------------------------------------------------------------------------------


def worker(pool: str = "threads") -> None:
    """Be a Celery worker."""
    from marketplace.celery import app

    hurry()
    app.worker_main(
        [
            "worker",
            "--queues=orders,notices",
            f"--pool={pool}",
            "--concurrency=2",
            "--loglevel=INFO",
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
        ]
    )


def worker_with_kombus_own_folder() -> None:
    """Be a Celery worker that reads the folder with kombu's own transport."""
    from kombu.transport import TRANSPORT_ALIASES

    TRANSPORT_ALIASES["filesystem"] = "kombu.transport.filesystem:Transport"
    settings.CELERY_BROKER_TRANSPORT_OPTIONS["processed_folder"] = settings.CELERY_BROKER_TRANSPORT_OPTIONS[
        "data_folder_in"
    ]
    worker()


def beat(folder: str, *, hurried: bool = True) -> None:
    """Be the beat."""
    from marketplace.celery import app

    if hurried:
        hurry()
    app.start(["beat", "--pidfile=", f"--schedule={folder}/beat", "--loglevel=INFO"])


def unhurried_beat(folder: str) -> None:
    """Be the beat as it is in the shop."""
    beat(folder, hurried=False)


# --- buyers ----------------------------------------------------------------------------------------


def emit(address: str) -> None:
    """Cause one letter, in the transaction that is open."""
    outbox.emit("account.login_code", code="123456", email=address, phone="", language="en")


def commit(addresses: list[str], pause: float = 0.0) -> list[float]:
    """Cause one letter per address, each in a transaction of its own; return how long each took."""
    took = []
    for address in addresses:
        began = time.monotonic()
        with transaction.atomic():
            emit(address)
        took.append(time.monotonic() - began)
        time.sleep(pause)
    return took


def commit_and_die(address: str) -> None:
    """Die after COMMIT and before anything is published."""
    with transaction.atomic():
        transaction.on_commit(die)
        emit(address)


def pay_and_die(attempt_id: int) -> None:
    """Come back from the payment page, and have the web process die right after COMMIT."""
    from marketplace.payment.models import PaymentAttempt

    settlement.outbox.emit = _dying(settlement.outbox.emit)  # type: ignore[attr-defined]
    settlement.settle(attempt=PaymentAttempt.objects.get(pk=attempt_id), now=timezone.now())


def _dying(real: Any) -> Any:
    def emit_then_die(*arguments: Any, **ids: Any) -> None:
        transaction.on_commit(die)
        real(*arguments, **ids)

    return emit_then_die


def roll_back(address: str) -> str:
    """Cause a letter, and then do not."""
    try:
        with transaction.atomic():
            emit(address)
            raise ZeroDivisionError
    except ZeroDivisionError:
        return "rolled back"


# --- the same without the defence: canaries ---------------------------------------------------------


@shared_task(name="tests.tell", queue="notices")
def tell(address: str) -> None:
    """Tell somebody as is usually done: straight from a task that was published by the request."""
    send_mail("Hello", "Hello", None, [address])


def delay_on_commit_and_die(address: str) -> None:
    """Tell by publishing after COMMIT, without a row; and die in between."""
    with transaction.atomic():
        Message.objects.create(
            key=address, kind="x", created_at=timezone.now(), due_at=timezone.now(), done_at=timezone.now()
        )
        transaction.on_commit(die)
        tell.delay_on_commit(address)


def delay_and_roll_back(address: str) -> str:
    """Tell by publishing within the transaction, and then roll back."""
    try:
        with transaction.atomic():
            tell.delay(address)
            raise ZeroDivisionError
    except ZeroDivisionError:
        return "rolled back"


def tell_by_delay(address: str) -> None:
    """Tell by publishing, with nothing written down."""
    tell.delay(address)


def drain_and_die() -> None:
    """Do a message and die before its transaction commits."""
    real = registry.run

    def run_then_die(*arguments: Any) -> None:
        real(*arguments)
        die()

    registry.run = run_then_die
    messages.LEASE = timedelta(seconds=1)
    messages.drain(now=timezone.now())


def drain_unmarked_and_die() -> None:
    """Do a message in one transaction and mean to mark it in another; and die in between."""
    message = Message.objects.filter(done_at__isnull=True).earliest("pk")
    with transaction.atomic():
        registry.run(message.kind, message.payload, timezone.now())
    die()


def drain(at: float) -> int:
    """Drain at the stroke of `at`."""
    time.sleep(max(0.0, at - time.time()))
    return messages.drain(now=timezone.now())


def drain_unguarded(at: float) -> int:
    """Drain with claim and mark switched off."""
    time.sleep(max(0.0, at - time.time()))
    waiting = list(Message.objects.filter(done_at__isnull=True))
    time.sleep(2)  # so that on a busy machine too the others look before the first has done anything
    for message in waiting:
        with transaction.atomic():
            registry.run(message.kind, message.payload, timezone.now())
            Message.objects.filter(pk=message.pk).update(done_at=timezone.now())
    return len(waiting)


# --- senders ---------------------------------------------------------------------------------------


def write_and_send() -> int:
    """Be one run of the worker: rows first, letters then."""
    hurry()
    messages.drain(now=timezone.now())
    return letter_tasks.send_due()


def send_due() -> int:
    """Send what is due, once."""
    hurry()
    return letter_tasks.send_due()


def send_and_die() -> None:
    """Send a letter and die between the mail server's 250 and our COMMIT."""
    real = gateway.send

    def send_then_die(*arguments: Any) -> None:
        real(*arguments)
        die()

    gateway.send = send_then_die
    write_and_send()


def send_with_a_new_id() -> int:
    """Send with a Message-ID drawn anew for each try, as mail libraries do by themselves."""
    rules.message_id = gateway.message_id = lambda key, sender: f"<{os.urandom(8).hex()}@x>"
    return write_and_send()


def send_under_a_lock() -> None:
    """Send as a single transaction: claim, call, record."""
    hurry()
    messages.drain(now=timezone.now())
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update().earliest("pk")
        Delivery.objects.filter(pk=delivery.pk).update(attempts=1)
        gateway.send(delivery, letters.letters.write(delivery))


def count_due() -> int:
    """Return how many letters are to be sent."""
    return len(queries.due(now=timezone.now(), limit=1000))
