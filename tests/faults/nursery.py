"""Real processes at the price of a fork: one process gets Django ready, and each worker, beat or caller is its child.

    python -m tests.faults.nursery

It reads one JSON line per order and answers with one. `{"run": "module:function", "arguments": […], "under": {…}}`
forks a child in a process group of its own, which takes on the settings of `under` and calls; the answer is its pid.
`{"reap": pid}` waits for its end and answers with its exit status (negative: the signal) and what it returned.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any, NoReturn

import django

PR_SET_PDEATHSIG = 1  # Linux's prctl(2)


def take_on(under: dict[str, Any]) -> None:
    """Turn to the database, broker and mail server of one test. No connection is open yet and Celery is not set up."""
    from django.conf import settings
    from django.db import connections

    name = under.pop("DATABASE_NAME")
    settings.DATABASES["default"]["NAME"] = connections["default"].settings_dict["NAME"] = name
    for key, value in under.items():
        setattr(settings, key, value)


def child(order: dict[str, Any], folder: Path) -> NoReturn:
    """Be one process of the test, and never come back."""
    os.setsid()
    ctypes.CDLL(None).prctl(
        PR_SET_PDEATHSIG, signal.SIGKILL
    )  # a test run that was killed leaves nobody behind
    log = os.open(folder / f"{os.getpid()}.log", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(log, stream)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    status = 1
    try:
        take_on(order["under"])
        module, _, name = order["run"].partition(":")
        result = getattr(importlib.import_module(module), name)(*order["arguments"])
        (folder / f"{os.getpid()}.json").write_text(json.dumps(result))
        status = 0
    except BaseException as error:  # noqa: BLE001  (this process must not run on as the nursery)
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        status = error.code if isinstance(error, SystemExit) and isinstance(error.code, int) else 1
    finally:
        os._exit(status)


def reap(pid: int, folder: Path) -> dict[str, Any]:
    """Wait for a child's end."""
    _pid, status = os.waitpid(pid, 0)
    told = folder / f"{pid}.json"
    result = json.loads(told.read_text()) if told.exists() else None
    return {"status": os.waitstatus_to_exitcode(status), "result": result}


def main(folder: Path) -> None:
    """Take orders until the input ends."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what a library prints must not mix with the answers
    django.setup()
    for needed in ("marketplace.celery", "celery.bin.celery", "tests.faults.acts", "tests.orders"):
        importlib.import_module(needed)
    print("ready", file=answers, flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        if "reap" in order:
            answer = reap(order["reap"], folder)
        else:
            pid = os.fork()
            if pid == 0:
                child(order, folder)
            answer = {"pid": pid}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
