"""`./run demo` itself: one clear sentence when it cannot start, and nothing left running when it has ended."""

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

import run
from marketplace.demo import applications, people
from tests.servers import ended_afterwards, free_port, wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
PROMISED_TO_END = 15
FIRST_PAGE = (
    240  # generous: a machine that runs two suites besides; what a quiet one takes is measured elsewhere
)


def run_demo(**environment: str) -> subprocess.CompletedProcess[str]:
    """Run `./run demo` where it must stop at once."""
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | environment
    return subprocess.run(
        [ROOT / "run", "demo"],
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def assert_one_sentence(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert [word for word in words if word not in done.stderr] == []


def test_demo_names_a_taken_port_and_another_one(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        done = run_demo(DAMGHA_VAR=str(tmp_path), PORT=str(port))

    assert_one_sentence(done, f"Port {port}", f"PORT={port % 65535 + 1} ./run demo")


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "٨٠٨٠"])
def test_demo_refuses_what_is_no_port(tmp_path: Path, port: str) -> None:
    done = run_demo(DAMGHA_VAR=str(tmp_path), PORT=port)

    assert_one_sentence(done, "PORT", "1 to 65535")


def test_demo_names_a_folder_it_cannot_write(tmp_path: Path) -> None:
    in_the_way = tmp_path / "var"
    in_the_way.write_text("a file where the folder should be")

    done = run_demo(DAMGHA_VAR=str(in_the_way), PORT=str(free_port()))

    assert_one_sentence(done, str(in_the_way), "DAMGHA_VAR")


@pytest.mark.parametrize("content", [b"not a database " * 100, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_demo_names_a_broken_database_and_leaves_it_as_it_is(tmp_path: Path, content: bytes) -> None:
    database = tmp_path / "damgha.sqlite3"
    database.write_bytes(content)

    done = run_demo(DAMGHA_VAR=str(tmp_path), PORT=str(free_port()))

    assert_one_sentence(done, str(database), "damaged")
    assert database.read_bytes() == content


def test_run_without_a_command_explains_itself() -> None:
    done = subprocess.run([ROOT / "run"], capture_output=True, text=True, timeout=30, check=False)

    assert done.returncode == 2
    assert "./run demo" in done.stdout
    assert "./run test" in done.stdout


def test_run_passes_over_a_shim_without_a_python(tmp_path: Path) -> None:
    for name in ("python3", "python3.13", "python3.12"):
        shim = tmp_path / name
        shim.write_text('#!/bin/sh\necho "pyenv: command not found" >&2\nexit 127\n')
        shim.chmod(0o755)

    env = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    done = subprocess.run([ROOT / "run"], env=env, capture_output=True, text=True, timeout=30, check=False)

    assert (done.returncode, done.stderr) in [(2, ""), (1, no_python())]


def no_python() -> str:
    """What `run` says where python3.11 is not installed under that name."""
    text = (ROOT / "run").read_text()
    return text.partition('echo "')[2].partition('" >&2')[0] + "\n"


def test_python_without_ensurepip_gets_the_one_line_that_mends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "works", lambda *_command: False)
    monkeypatch.setattr(run, "may_install_packages", lambda: False)
    monkeypatch.setattr(run, "apt_install", lambda *_packages: pytest.fail("nobody may install here"))

    with pytest.raises(run.Stop, match=r"sudo apt-get install python3(\.\d+)?-venv$"):
        run.require_ensurepip()


def test_python_without_ensurepip_is_mended_where_packages_may_be_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    installed: list[str] = []
    monkeypatch.setattr(run, "works", lambda *_command: bool(installed))
    monkeypatch.setattr(run, "may_install_packages", lambda: True)
    monkeypatch.setattr(run, "apt_install", lambda *packages: installed.extend(packages))

    run.require_ensurepip()

    assert len(installed) == 1
    assert installed[0].endswith("-venv")


def test_stamped_step_is_done_again_only_when_its_sources_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "HERE", tmp_path)
    monkeypatch.setattr(run, "STAMPS", tmp_path / "stamps")
    source = tmp_path / "static" / "app.css"
    source.parent.mkdir()
    source.write_text("a{}")
    (tmp_path / "requirements.txt").write_text("")
    (tmp_path / "staticfiles").mkdir()
    (tmp_path / "staticfiles" / "staticfiles.json").write_text("{}")
    times: list[str] = []
    monkeypatch.setattr(run, "do", lambda *_command, failed: times.append(failed))

    run.collect_static()
    run.collect_static()
    source.write_text("b{}")
    run.collect_static()

    assert len(times) == 2


def test_drawing_ahead_that_fails_stops_nothing_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "VAR", tmp_path)
    monkeypatch.setattr(run, "PYTHON", Path("/bin/false"))
    (tmp_path / "log").mkdir()
    env = run.child_environment(8000)
    Path(env["DAMGHA_DRAWINGS"]).mkdir()

    with run.drawing_ahead(env):
        prepared = True

    assert prepared
    assert not Path(env["DAMGHA_DRAWINGS"]).exists()


def test_demo_introduces_the_people_that_the_seed_makes() -> None:
    made = [person.email for person in people.PEOPLE] + [applications.WAITING, applications.HALF_WAY]

    assert [address for address, _who in run.PEOPLE] == made
    assert run.SECOND_FACTOR == people.TOTP_SECRET


@contextmanager
def running_demo(folder: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Start the demonstration in `folder` and wait for its first page."""
    port = free_port()
    env = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    }
    with (folder / "printed.txt").open("w") as printed:
        process = subprocess.Popen(
            [ROOT / "run", "demo"],
            env=env | {"DAMGHA_VAR": str(folder / "var"), "PORT": str(port)},
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
    with ended_afterwards(process):
        wait_until(
            lambda: "Ctrl-C" in (folder / "printed.txt").read_text() or process.poll() is not None,
            seconds=FIRST_PAGE,
            what="the demonstration to introduce itself",
        )
        assert process.poll() is None, (folder / "printed.txt").read_text()
        yield process, port


def processes_of(folder: Path) -> list[str]:
    """Return the command lines of every process whose environment names `folder`."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if str(folder / "var").encode() in (entry / "environ").read_bytes():
                found.append((entry / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:  # it ended while we looked
            continue
    return found


def status(port: int, path: str) -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request("GET", path)
        return connection.getresponse().status


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_demo_starts_web_worker_and_beat_and_ctrl_c_ends_them_all(tmp_path: Path) -> None:
    with running_demo(tmp_path) as (process, port):
        assert status(port, "/ar/") == 200
        assert status(port, "/readyz") == 200
        wait_until(
            lambda: len(processes_of(tmp_path)) >= 5,
            seconds=30,
            what="web, its worker, worker, beat and run.py",
        )

        asked = time.monotonic()
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=PROMISED_TO_END)

    assert code == 0
    assert time.monotonic() - asked < PROMISED_TO_END
    assert processes_of(tmp_path) == []


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_demo_leaves_nothing_running_when_it_is_killed(tmp_path: Path) -> None:
    with running_demo(tmp_path) as (process, _port):
        process.kill()
        process.wait()

        wait_until(lambda: processes_of(tmp_path) == [], seconds=10, what="its children to end")


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_demo_says_which_process_died_and_ends_the_rest(tmp_path: Path) -> None:
    with running_demo(tmp_path) as (process, _port):
        (beat,) = (
            int(entry.name)
            for entry in Path("/proc").glob("[0-9]*")
            if str(tmp_path / "var" / "beat-schedule").encode() in _command_line(entry)
        )
        os.kill(beat, signal.SIGKILL)

        code = process.wait(timeout=PROMISED_TO_END + 2)

    assert code == 1
    assert "The beat process ended by itself" in (tmp_path / "printed.txt").read_text()
    assert processes_of(tmp_path) == []


def _command_line(entry: Path) -> bytes:
    try:
        return (entry / "cmdline").read_bytes()
    except OSError:
        return b""
