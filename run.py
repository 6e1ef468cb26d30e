"""Show Damgha on this machine, or test it: `./run demo`, `./run test`. Python's own library is enough.

A step that is done leaves a stamp (a hash of what it was made from) and is skipped next time.
"""

import contextlib
import ctypes
import fcntl
import hashlib
import http.client
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NoReturn

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"
VAR = Path(os.environ.get("DAMGHA_VAR") or HERE / "var").resolve()

USAGE = """Usage:
  ./run demo                  the shop with made-up makers and pieces, on http://127.0.0.1:8000/ (PORT=8001 for another)
  ./run test                  every check: lint, types, links, both databases, a real browser
  ./run test tests/order -x   the inner loop: these arguments go straight to pytest"""

PEOPLE = (
    ("tourist@demo.test", "a visitor from abroad"),
    ("buyer@demo.test", "a buyer with two past orders"),
    ("artisan@demo.test", "a shop of the commercial centre of Adrar"),
    ("weaver@demo.test", "a home workshop in Timimoun"),
    ("inspector@demo.test", "the stamping centre: takes readings"),
    ("inspector2@demo.test", "the stamping centre: the second look"),
    ("decider@demo.test", "the stamping centre: decides"),
    ("clerk@demo.test", "the commercial centre's counter"),
    ("chamber@demo.test", "the chamber of crafts"),
    ("operator@demo.test", "runs the marketplace"),
    ("approver@demo.test", "approves payouts"),
    ("applicant@demo.test", "has applied for a shop, and waits"),
    ("newcomer@demo.test", "has stopped half-way through her application"),
)
SECOND_FACTOR = "DAMGHADEMODAMGHADEMODAMGHADEMO22"  # made up, and the same for all
ADDRESSES = (
    ("/", "the shop, in your browser's language"),
    ("/ar/", "the shop in Arabic"),
    ("/ar/workspace/", "the artisan's panel"),
    ("/ar/desk/", "the desk of operator, centre and chamber"),
    ("/ar/stamping/", "the stamping centre's desk"),
    ("/V/", "the verifier of stamps"),
    ("/dev/mail/", "every letter that went out"),
)

# The four processes of the house; docker-compose.yml runs the same (tests/house/test_compose.py sees to it).
WEB = "gunicorn marketplace.wsgi:application --worker-class gthread --threads 8 --no-control-socket".split()
WORKER = "celery --app marketplace.celery:app worker --queues orders,notices,images,labels,celery".split()
BEAT = "celery --app marketplace.celery:app beat".split()
SIGNER = "django signer".split()
# On one machine: one web process, for the cache lives in its memory; threads, for SQLite has one writer anyway.
ON_ONE_MACHINE = {
    "web": "--workers 1 --graceful-timeout 8 --access-logfile -".split(),
    "worker": "--pool threads --concurrency 2 --without-gossip --without-mingle --loglevel INFO".split(),
    "beat": "--pidfile= --loglevel INFO".split(),
    "signer": (),
}
COLLECT_STATIC = "collectstatic --noinput --verbosity 0 --ignore oscar*".split()

SECONDS_TO_START = 60
SECONDS_TO_END = 11  # then the rest is killed: together well under the promised 15


class Stop(Exception):
    """Why it cannot go on, as one sentence for the person at the terminal."""


def say(text: str = "") -> None:
    """Print at once, so that a log shows things in the order they happened."""
    print(text, flush=True)  # noqa: T201  (this is a command-line program)


# --- steps and stamps -----------------------------------------------------------------------------


def do(command: Sequence[str | Path], *, failed: str, env: Mapping[str, str] | None = None) -> None:
    """Run one step silently; on failure show what it printed and stop with `failed`.

    :raises Stop: the step did not end with 0.
    """
    done = subprocess.run(
        [str(part) for part in command],
        cwd=HERE,
        env=dict(env or os.environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        lines = done.stdout.strip().splitlines()
        say("\n".join(f"    {line}" for line in lines[-25:]))
        raise Stop(failed)


def digest(paths: Sequence[Path], *also: str) -> str:
    """Return one hash over the names and contents of `paths` and the texts in `also`."""
    total = hashlib.sha256("\0".join(also).encode())
    for path in sorted(paths):
        total.update(
            str(path.relative_to(HERE)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest()
        )
    return total.hexdigest()


def stamped(name: str) -> str:
    """Return the hash that step `name` left when it last ended well, or nothing."""
    path = STAMPS / name
    return path.read_text() if path.exists() else ""


def stamp(name: str, value: str) -> None:
    """Remember that step `name` ended well for what hashes to `value`."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).write_text(value)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Hold back a second ./run of this folder while this one installs and builds."""
    with Path(__file__).open() as own_file:
        fcntl.flock(own_file, fcntl.LOCK_EX)
        yield


# --- what the house stands on ---------------------------------------------------------------------


def works(*command: str | Path) -> bool:
    """Tell whether `command` runs and ends with 0 (a name on PATH may be an empty shim)."""
    try:
        return (
            subprocess.run(
                [str(part) for part in command], capture_output=True, check=False, timeout=60
            ).returncode
            == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False


def may_install_packages() -> bool:
    """Tell whether Debian's packages can be installed here without asking for a password."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(*packages: str) -> bool:
    """Install Debian packages, with fresh lists when the first try finds none; tell whether it worked."""
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (install, ["apt-get", "update", "-q"], install):
        done = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        if command is install and done.returncode == 0:
            return True
    return False


def make_environment(*, for_tests: bool) -> None:
    """Make `.venv` and install exactly what the hashed requirements name, unless that is done.

    :raises Stop: there is no ensurepip and no way to install it, or a package could not be installed.
    """
    uv = works("uv", "--version")
    if not works(PYTHON, "-c", "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))"):
        say("Making the virtual environment …")
        shutil.rmtree(VENV, ignore_errors=True)
        if not uv:
            require_ensurepip()
        do(
            [sys.executable, "-m", "venv", *(["--without-pip"] if uv else []), VENV],
            failed="Python could not make .venv.",
        )
    for name in ("requirements.txt", "requirements-test.txt")[: 2 if for_tests else 1]:
        wanted = digest([HERE / name])
        if stamped(name) == wanted:
            continue
        say(f"Installing {name} with {'uv' if uv else 'pip'} …")
        if not uv and not works(PYTHON, "-m", "pip", "--version"):  # made by uv, which is gone now
            require_ensurepip()
            do(
                [PYTHON, "-m", "ensurepip"],
                failed="Python could not put pip into .venv; remove .venv and start again.",
            )
        with_uv = ["uv", "pip", "install", "--python", str(PYTHON)]
        # Not compiled ahead: the third that is ever imported compiles itself, ten seconds sooner.
        with_pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-compile"]
        do(
            [*(with_uv if uv else with_pip), "--quiet", "--require-hashes", "--requirement", HERE / name],
            failed=f"The packages of {name} could not be installed (is the network there?).",
        )
        stamp(name, wanted)


def require_ensurepip() -> None:
    """Make sure this Python can put pip into a virtual environment (Debian ships that part apart).

    :raises Stop: it cannot, with the one line that mends it.
    """
    if works(sys.executable, "-c", "import ensurepip, venv"):
        return
    package = (
        "python3-venv" if sys.executable == "/usr/bin/python3" else f"python3.{sys.version_info.minor}-venv"
    )
    if may_install_packages():
        say(f"Installing Debian's {package} …")
        apt_install(package)
    if not works(sys.executable, "-c", "import ensurepip, venv"):
        raise Stop(f"Python's venv is incomplete here; install it with:  sudo apt-get install {package}")


def compile_translations() -> None:
    """Turn the `.po` catalogues into what Django reads, unless they are the same as last time.

    :raises Stop: a catalogue is broken.
    """
    catalogues = sorted(HERE.glob("locale/*/LC_MESSAGES/*.po"))
    wanted = digest(catalogues)
    if stamped("translations") == wanted and all(path.with_suffix(".mo").exists() for path in catalogues):
        return
    for path in catalogues:
        do(
            [PYTHON, "-m", "babel.messages.frontend", "compile", "-i", path, "-o", path.with_suffix(".mo")],
            failed=f"{path.relative_to(HERE)} could not be compiled.",
        )
    stamp("translations", wanted)


def collect_static() -> None:
    """Gather, hash and compress what browsers fetch, unless it is the same as last time.

    :raises Stop: a file refers to one that is not there.
    """
    sources = [path for path in (HERE / "static").rglob("*") if path.is_file()]
    wanted = digest([*sources, HERE / "requirements.txt"], *COLLECT_STATIC)
    if stamped("static") == wanted and (HERE / "staticfiles" / "staticfiles.json").exists():
        return
    say("Collecting static files …")
    do([PYTHON, "manage.py", *COLLECT_STATIC], failed="The static files could not be collected.")
    stamp("static", wanted)


# --- ./run demo -----------------------------------------------------------------------------------


def demo() -> int:
    """Make everything ready, start its four processes, and look after them until Ctrl-C; return the exit code.

    :raises Stop: the port, the folder or the database cannot be used, or a step failed.
    """
    port = chosen_port()
    require_writable_folder()
    with one_demo_per_folder():
        require_free_port(port)
        require_sound_database()
        with alone():
            make_environment(for_tests=False)
            compile_translations()
            env = child_environment(port)
            # A first start migrates for half a minute on one processor; the other one has this to do meanwhile.
            with drawing_ahead(env), ThreadPoolExecutor(1) as meanwhile:
                collected = meanwhile.submit(collect_static)
                prepare_database(env)
                collected.result()
        return serve(port, env)


def prepare_database(env: Mapping[str, str]) -> None:
    """Migrate and seed, in one interpreter: on the second start most of the time goes into importing.

    :raises Stop: it could not be done.
    """
    say("Preparing the database …")
    do(
        [PYTHON, "-c", PREPARE_DATABASE],
        env=env,
        failed=f"The database could not be prepared: {described_database()}. The lines above say why.",
    )


# Migrating renders twenty thousand model classes; looking for garbage among them too often costs an eighth of the time.
PREPARE_DATABASE = """
import gc
import django
django.setup()
gc.freeze()
gc.set_threshold(50_000, 50, 100)
from django.core.management import call_command, get_commands
call_command("migrate", verbosity=0, interactive=False)
if "seed" in get_commands():
    call_command("seed")
"""


@contextlib.contextmanager
def drawing_ahead(env: Mapping[str, str]) -> Iterator[None]:
    """On a first start, draw the pieces' pictures in a process beside this one; the seed takes what it finds.

    Only a help: what is not drawn when the seed comes to it, the seed draws itself, and a failure here stops nothing.
    """
    if (VAR / "media" / "photos").exists():
        yield
        return
    with (VAR / "log" / "drawing.log").open("wb") as log:
        process = subprocess.Popen(
            [str(PYTHON), "-m", "marketplace.demo.drawing"],
            cwd=HERE,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            preexec_fn=die_with_parent(os.getpid()),  # noqa: PLW1509  (no threads run here)
        )
    try:
        yield
    finally:
        process.kill()
        process.wait()
        shutil.rmtree(env["DAMGHA_DRAWINGS"], ignore_errors=True)


def chosen_port() -> int:
    """Return the port of the environment, or 8000.

    :raises Stop: it is not the number of a port.
    """
    text = os.environ.get("PORT") or "8000"
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise Stop(f"PORT is {text!r}, which is not a port; choose a number from 1 to 65535.")
    return int(text)


def require_writable_folder() -> None:
    """Make the folder that holds the database, the queue and the pictures.

    :raises Stop: it cannot be made or written.
    """
    try:
        (VAR / "log").mkdir(parents=True, exist_ok=True)
        probe = VAR / ".writable"
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        raise Stop(
            f"The folder {VAR} cannot be written ({error.strerror}); free it, or choose another with DAMGHA_VAR."
        ) from None


@contextlib.contextmanager
def one_demo_per_folder() -> Iterator[None]:
    """Hold the folder for this process: two demos on one database and queue would only confuse.

    :raises Stop: another demo holds it.
    """
    with (VAR / "demo.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Stop(
                f"A demo already runs on {VAR}; end that one, or choose another folder with DAMGHA_VAR."
            ) from None
        yield


def require_free_port(port: int) -> None:
    """Check that nobody listens on `port`.

    :raises Stop: somebody does, or this user may not.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            another = f"PORT={port % 65535 + 1} ./run demo"
            raise Stop(f"Port {port} cannot be used ({error.strerror}); choose another: {another}") from None


def database_file() -> Path | None:
    """Return the SQLite file in use, or None when DATABASE_URL names a server."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return VAR / "damgha.sqlite3"
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None


def described_database() -> str:
    """Name the database in use for a person, without its password."""
    return str(database_file() or os.environ["DATABASE_URL"].rsplit("@", 1)[-1])


def require_sound_database() -> None:
    """Check that the database file, if there is one, is a whole SQLite database.

    :raises Stop: it is not.
    """
    path = database_file()
    if path is None or not path.exists():
        return
    try:
        with contextlib.closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=20)
        ) as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        found = str(error)
    if found != "ok":
        raise Stop(
            f"The database {path} is damaged ({found}); restore a copy, or move it away to start afresh."
        )


def child_environment(port: int) -> dict[str, str]:
    """Return what the processes of the demo find in their environment; what the caller set wins."""
    return (
        {
            "DJANGO_SETTINGS_MODULE": "marketplace.settings.embedded",
            "PUBLIC_ORIGIN": f"http://127.0.0.1:{port}",
            "PYTHONUNBUFFERED": "1",
        }
        | os.environ
        | {"DAMGHA_VAR": str(VAR), "DAMGHA_DRAWINGS": str(VAR / "drawings")}
    )


def start(name: str, command: Sequence[str], env: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start one process of the house, in a group of its own, with its own log."""
    with (VAR / "log" / f"{name}.log").open("wb") as log:
        return subprocess.Popen(
            [str(PYTHON), "-m", *command, *ON_ONE_MACHINE[name]],
            cwd=HERE,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent(os.getpid()),  # noqa: PLW1509  (no threads run here)
        )


def die_with_parent(parent: int) -> Callable[[], None] | None:
    """Return what a child runs first so that it ends even if this process is killed; None where the system cannot."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    set_death_signal = 1  # PR_SET_PDEATHSIG, prctl(2)

    def first() -> None:
        prctl(set_death_signal, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:  # it died before the line above
            os._exit(1)

    return first


def serve(port: int, env: Mapping[str, str]) -> int:
    """Run the four processes until a signal or until one of them ends; return 0, or 1 when one ended by itself."""
    commands = {
        "web": (*WEB, "--bind", f"127.0.0.1:{port}"),
        "worker": WORKER,
        "beat": (*BEAT, "--schedule", str(VAR / "beat-schedule")),
        "signer": SIGNER,
    }
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in commands.items():
            running[name] = start(name, command, env)
            if (
                name == "web"
            ):  # alone first: four processes importing at once would keep the first page waiting
                await_first_page(port, running)
        introduce(port)
        while True:
            require_all_alive(running)
            time.sleep(0.5)
    except KeyboardInterrupt:
        say("\nEnding …")
        return 0
    finally:
        end(running)


def require_all_alive(running: Mapping[str, subprocess.Popen[bytes]]) -> None:
    """Check that none of the processes has ended.

    :raises Stop: one has; its last lines are shown.
    """
    for name, process in running.items():
        if process.poll() is not None:
            log = VAR / "log" / f"{name}.log"
            say("\n".join(f"    {line}" for line in log.read_text(errors="replace").splitlines()[-15:]))
            raise Stop(
                f"The {name} process ended by itself (code {process.returncode}), so all was ended. Log: {log}"
            )


def await_first_page(port: int, running: Mapping[str, subprocess.Popen[bytes]]) -> None:
    """Wait until the Arabic home page answers.

    :raises Stop: the web process ended, or the page did not come in time.
    """
    deadline = time.monotonic() + SECONDS_TO_START
    answer = "no answer"
    while time.monotonic() < deadline:
        require_all_alive(running)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/ar/")
            answer = str(connection.getresponse().status)
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        else:
            if answer == "200":
                return
            time.sleep(1)
        finally:
            connection.close()
    raise Stop(
        f"The first page did not come within {SECONDS_TO_START} s ({answer}); see {VAR / 'log' / 'web.log'}."
    )


def introduce(port: int) -> None:
    """Print where everything is and who can log in."""
    say(f"\nDamgha runs. Everything it keeps is in {VAR}; its logs are in {VAR / 'log'}.\n")
    for path, what in ADDRESSES:
        say(f"  {f'http://127.0.0.1:{port}{path}':<42} {what}")
    say("\nDemonstration logins, password demo-damgha:\n")
    for address, who in PEOPLE:
        say(f"  {address:<42} {who}")
    say(f"\nStaff are asked for a second factor as well: add {SECOND_FACTOR} to any authenticator app.")
    say("\nCtrl-C ends all of it.")


def end(running: Mapping[str, subprocess.Popen[bytes]]) -> None:
    """Ask every process to finish what it does, and kill what has not ended in time."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(
            number, signal.SIG_IGN
        )  # already ending; a second Ctrl-C must not leave half of it running
    for process in running.values():
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + SECONDS_TO_END
    for process in running.values():
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=max(0.0, deadline - time.monotonic()))
    for process in running.values():
        with contextlib.suppress(ProcessLookupError, PermissionError):  # the group is gone: the good case
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


# --- ./run test -----------------------------------------------------------------------------------


def test(arguments: Sequence[str]) -> NoReturn:
    """Become the test run; with arguments, become pytest with them, on the embedded default.

    :raises Stop: what the tests stand on could not be made ready.
    """
    with alone():
        make_environment(for_tests=True)
        compile_translations()
        collect_static()
    os.chdir(HERE)
    module = ("pytest", *arguments) if arguments else ("tests",)
    os.execv(PYTHON, [str(PYTHON), "-m", *module])  # noqa: S606  (no shell: this process becomes that one)


# --- the command ----------------------------------------------------------------------------------


def interrupt(_number: int, _frame: object) -> NoReturn:
    """Let SIGTERM and SIGHUP end everything the way Ctrl-C does."""
    raise KeyboardInterrupt


def main(arguments: Sequence[str]) -> int:
    """Do what the command line asks; return the exit code."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that starts us with "&" has it ignored
    signal.signal(signal.SIGTERM, interrupt)
    signal.signal(signal.SIGHUP, interrupt)
    try:
        if arguments == ["demo"]:
            return demo()
        if arguments[:1] == ["test"]:
            test(arguments[1:])
    except Stop as reason:
        print(reason, file=sys.stderr, flush=True)  # noqa: T201  (this is a command-line program)
        return 1
    except KeyboardInterrupt:
        return 130
    say(USAGE)
    return 0 if arguments in (["help"], ["--help"], ["-h"]) else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
