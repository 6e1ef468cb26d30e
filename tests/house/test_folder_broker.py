"""The queue in a folder: whole messages, each taken by one, in the order they came."""

from __future__ import annotations

from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection

from marketplace import folder_broker
from marketplace.celery import app


@pytest.fixture
def channel(tmp_path: Path) -> Any:
    options = {name: str(tmp_path) for name in ("data_folder_in", "data_folder_out")}
    with Connection(
        "filesystem://", transport_options=options | {"control_folder": str(tmp_path / "c")}
    ) as open_one:
        yield open_one.default_channel


def test_filesystem_address_means_our_transport(channel: Any) -> None:
    assert type(channel) is folder_broker.Channel
    assert app.conf.broker_url.startswith("filesystem")


def test_message_comes_out_once_and_leaves_nothing(channel: Any, tmp_path: Path) -> None:
    for number in range(3):
        channel._put("orders", {"number": number})

    taken = [channel._get("orders")["number"] for _ in range(3)]

    assert sorted(taken) == [0, 1, 2]
    assert list(tmp_path.glob("*.msg*")) == []
    with pytest.raises(Empty):
        channel._get("orders")


def test_queues_do_not_mix(channel: Any) -> None:
    channel._put("orders", {})

    with pytest.raises(Empty):
        channel._get("notices")


def test_message_that_is_not_whole_yet_is_not_seen(channel: Any, tmp_path: Path) -> None:
    (tmp_path / "1_x.unfinished").write_text('{"half": ')
    (tmp_path / "2_x.orders.msg").write_text("")
    channel._put("orders", {"whole": True})

    assert channel._get("orders") == {"whole": True}
