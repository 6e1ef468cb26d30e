"""The whole test run: what needs no running house first, then both databases side by side, then the browser.

`./run test` makes everything ready and comes here. The exit code is the verdict; the last lines are pytest's own.
"""

import contextlib
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from run import Stop, apt_install, may_install_packages, say
from tests import browser, servers

HERE = Path(__file__).resolve().parent.parent
LOGS = HERE / "var" / "test" / "logs"
BOTH_DATABASES = ("tests", "--ignore=tests/journeys", "--ignore=tests/house", "--durations=5")
ONCE = ("tests/journeys", "tests/house", "-m", "journey or slow", "--durations=5")

Command = tuple[Sequence[str], Mapping[str, str]]


def lints() -> dict[str, Command]:
    """Return every check that needs no running house: its name, its module with arguments, and its environment."""
    production = {
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.production",
        "SECRET_KEY": hashlib.sha512(os.urandom(32)).hexdigest(),
        "LINK_KEYS": hashlib.sha512(os.urandom(32)).hexdigest(),
        "PUBLIC_ORIGIN": "https://damgha.example",
        "DATABASE_URL": "postgres://damgha:x@127.0.0.1/damgha",
        "CACHE_URL": "redis://127.0.0.1:6379/0",
        "BROKER_URL": "redis://127.0.0.1:6379/1",
        "EMAIL_HOST": "127.0.0.1",
        "PYTHONWARNINGS": "error",
    }
    testing = {"DJANGO_SETTINGS_MODULE": "marketplace.settings.test"}
    return {
        "types": (("mypy",), {}),
        "ruff": (("ruff", "check", "."), {}),
        "format": (("ruff", "format", "--check", "."), {}),
        "templates": (("djlint", "templates", "--lint", "--quiet"), {}),
        "imports": (("tests.imports", "--no-logo"), {}),
        "migrations": (("django", "makemigrations", "--check", "--dry-run"), testing),
        "deployment": (("django", "check", "--deploy", "--fail-level", "WARNING"), production),
        "house": (("pytest", "tests/house", "-m", "not slow"), {}),
    }


def lint() -> list[str]:
    """Run every such check, two at a time; show what failed and return its names."""
    common: dict[str, str] = (
        {"DAMGHA_VAR": str(HERE / "var" / "test" / "lint")} | os.environ | {"PYTHONPATH": str(HERE)}
    )
    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        running = {
            name: pool.submit(
                subprocess.run,
                [sys.executable, "-m", *command],
                cwd=HERE,
                env=common | dict(more),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                check=False,
            )
            for name, (command, more) in lints().items()
        }
        for name, future in running.items():
            done = future.result()
            say(f"{'ok  ' if done.returncode == 0 else 'FAIL'}  {name}")
            if done.returncode:
                failed.append(name)
                say(done.stdout.rstrip())
    return failed


def make_sure_of_a_browser() -> None:
    """Find Chromium, or install Debian's, or fetch Playwright's.

    :raises Stop: none could be had. Leaving the journeys out silently would be a check that does not check.
    """
    if browser.find():
        return
    if may_install_packages():
        say("Installing Debian's chromium …")
        apt_install("chromium")
    if browser.find():
        return
    fetch = [sys.executable, "-m", "playwright", "install", "chromium"]
    if subprocess.run(fetch, stdin=subprocess.DEVNULL, check=False).returncode:
        raise Stop(
            "The journeys need Chromium: install it (sudo apt-get install chromium), or name it in CHROMIUM."
        )


def what_is_missing() -> dict[str, str]:
    """Return the servers this machine neither runs nor could start, with what that leaves out."""
    missing = {}
    if not servers.reachable(servers.POSTGRES_URL) and not servers.postgres_binaries():
        missing["PostgreSQL"] = (
            f"nothing answers at {servers.POSTGRES_URL} and initdb is not installed: half of the suite"
        )
    if not servers.redis_binary():
        missing["Redis"] = "redis-server is not installed: the tests that stop, hang and flush it"
    return missing


def run_suite(name: str, arguments: Sequence[str], more: Mapping[str, str]) -> int:
    """Run pytest with `arguments` into the log of `name`; return its exit code."""
    LOGS.mkdir(parents=True, exist_ok=True)
    with (LOGS / f"{name}.log").open("wb") as log:
        command = [sys.executable, "-m", "pytest", *arguments]
        return subprocess.run(
            command,
            cwd=HERE,
            env=os.environ | dict(more),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            check=False,
        ).returncode


def show(name: str) -> str:
    """Print the log of a suite and return its closing line."""
    text = (LOGS / f"{name}.log").read_text(errors="replace").rstrip()
    say(f"\n--- {name} ---\n{text}\n")
    return text.splitlines()[-1] if text else "it printed nothing"


def run_suites(left_out: Mapping[str, str]) -> int:
    """Run the suite on both databases side by side, then what is run once; return the worst exit code."""
    codes: dict[str, int] = {}
    closing: dict[str, str] = {}
    with contextlib.ExitStack() as afterwards:
        suites: dict[str, Command] = {"sqlite": (BOTH_DATABASES, {"DAMGHA_TEST_DB": "sqlite"})}
        if "PostgreSQL" not in left_out:
            server = servers.POSTGRES_URL
            if (
                servers.postgres_binaries()
            ):  # of our own, and not durable: copies take no checkpoint of a busy disk
                server = afterwards.enter_context(servers.PostgresCluster(durable=False)).url
            suites["postgres"] = (
                BOTH_DATABASES,
                {"DAMGHA_TEST_DB": "postgres", "DAMGHA_TEST_POSTGRES": server},
            )
        say(f"The suite runs on {' and '.join(suites)} …")
        pool = afterwards.enter_context(ThreadPoolExecutor(max_workers=len(suites)))
        running = {name: pool.submit(run_suite, name, *how) for name, how in suites.items()}
        for name, future in running.items():
            codes[name] = future.result()
            closing[name] = show(name)
    say("The journeys run in a browser …")
    codes["journeys"] = run_suite("journeys", ONCE, {"DAMGHA_TEST_DB": "sqlite"})
    closing["journeys"] = show("journeys")
    for name, line in closing.items():
        say(f"{name}:\n{line}")
    return max(codes.values())


def main() -> int:
    """Run everything; return 0 only when everything that was to run ran and held."""
    began = time.monotonic()
    try:
        make_sure_of_a_browser()
        left_out = what_is_missing()
        for name, why in left_out.items():
            say(f"LEFT OUT without {name}: {why}.")
        if left_out and os.environ.get("DAMGHA_STRICT") == "1":
            raise Stop("DAMGHA_STRICT=1 lets nothing be left out.")
        if failed := lint():
            raise Stop(
                f"The tests were not run, because of: {', '.join(failed)}. (./run test tests runs them all the same.)"
            )
        say(f"The checks that come first took {time.monotonic() - began:.0f} s.")
        return run_suites(left_out)
    except Stop as reason:
        print(reason, file=sys.stderr, flush=True)  # noqa: T201  (this is a command-line program)
        return 1


if __name__ == "__main__":
    sys.exit(main())
