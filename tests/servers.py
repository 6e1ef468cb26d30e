"""Servers of our own for tests that stop, hang and break them: Redis, PostgreSQL, a mail sink, a TCP proxy.

Each lives in a temporary folder on a free port of 127.0.0.1 and is ended by its own pid. The machine's servers are
never touched (its PostgreSQL only lends a server for ordinary tests: databases of our own, made and dropped).
"""

import asyncio
import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

POSTGRES_URL = os.environ.get("DAMGHA_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
HOST = "127.0.0.1"


def free_port() -> int:
    """Return a port nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def reachable(url: str) -> bool:
    """Tell whether somebody accepts connections at the host and port of `url`."""
    address = urlsplit(url)
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((address.hostname or HOST, address.port or 5432)) == 0


def wait_until(condition: Callable[[], bool], *, seconds: float, what: str) -> None:
    """Return as soon as `condition` holds.

    :raises TimeoutError: it did not within `seconds`; says `what` was waited for.
    """
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds} s for {what}")
        time.sleep(0.02)


def postgres_binaries() -> Path | None:
    """Return the folder of PostgreSQL's programs (Debian keeps them off PATH), or None."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return folders[-1].parent if folders else None


def redis_binary() -> str | None:
    """Return Redis's server program, or None."""
    return shutil.which("redis-server")


class _Server:
    """One server process with its folder and port; a context manager that leaves nothing behind."""

    name: str

    def __init__(self) -> None:
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix=f"damgha-{self.name}-"))
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The pid of the running server."""
        if self.process is None:
            raise RuntimeError(f"{self.name} is not running")
        return self.process.pid

    def start(self) -> None:
        """Start the server and wait until it accepts connections."""
        raise NotImplementedError(self.name)

    def kill(self) -> None:
        """End the server with SIGKILL, as a power cut would."""
        os.kill(self.pid, signal.SIGKILL)
        self._reap()

    def pause(self) -> None:
        """Hang the server: connections are accepted by the kernel, and nothing answers."""
        os.kill(self.pid, signal.SIGSTOP)

    def resume(self) -> None:
        """Let a paused server go on."""
        os.kill(self.pid, signal.SIGCONT)

    def stop(self) -> None:
        """End the server in order; SIGKILL if it does not in 10 s."""
        if self.process is None:
            return
        for number in (signal.SIGCONT, signal.SIGINT):  # PostgreSQL's fast shutdown; a plain end for Redis
            os.kill(self.process.pid, number)
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.kill(self.process.pid, signal.SIGKILL)
        self._reap()

    def _reap(self) -> None:
        if self.process is not None:
            self.process.wait()
            self.process = None

    def _spawn(self, *command: str, user: str | None = None) -> None:
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                user=user,
            )

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


class RedisServer(_Server):
    """A Redis of our own; `appendonly` as in production, so that a killed one comes back with what it had."""

    name = "redis"

    def __init__(self, *, appendonly: bool = False) -> None:
        super().__init__()
        self.appendonly = "yes" if appendonly else "no"

    @property
    def url(self) -> str:
        """The address for BROKER_URL or CACHE_URL."""
        return f"redis://{HOST}:{self.port}/0"

    def start(self) -> None:
        """Start Redis (again) on the same port and folder, and wait until it answers."""
        binary = redis_binary()
        if binary is None:
            raise FileNotFoundError("redis-server")
        options = ["--bind", HOST, "--port", str(self.port), "--save", "", "--appendonly", self.appendonly]
        self._spawn(binary, *options, "--dir", str(self.folder), "--maxmemory-policy", "noeviction")
        wait_until(lambda: reachable(self.url), seconds=10, what="Redis to answer")

    def flush(self) -> None:
        """Forget everything at once (FLUSHALL)."""
        with socket.create_connection((HOST, self.port), timeout=5) as connection:
            connection.sendall(b"FLUSHALL\r\n")
            if not connection.recv(64).startswith(b"+OK"):
                raise RuntimeError("Redis did not flush")


class PostgresCluster(_Server):
    """A PostgreSQL cluster of our own, run as `postgres` when we are root (it refuses to run as root)."""

    name = "postgres"

    def __init__(self, *, durable: bool = True) -> None:
        super().__init__()
        self.durable = durable
        self.user = "postgres" if os.geteuid() == 0 else None
        binaries = postgres_binaries()
        if binaries is None:
            raise FileNotFoundError("initdb")
        self.binaries = binaries
        if self.user:
            account = pwd.getpwnam(self.user)
            os.chown(self.folder, account.pw_uid, account.pw_gid)

    @property
    def url(self) -> str:
        """The address of its maintenance database."""
        return f"postgres://postgres@{HOST}:{self.port}/postgres"

    def start(self) -> None:
        """Make the cluster on first use, start it (again), and wait until it takes queries."""
        cluster = self.folder / "data"
        if not cluster.exists():
            make = f"{self.binaries / 'initdb'} -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync -D".split()
            subprocess.run([*make, cluster], user=self.user, cwd=self.folder, capture_output=True, check=True)
        settings = {"listen_addresses": HOST, "port": self.port, "unix_socket_directories": self.folder}
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self._spawn(str(self.binaries / "postgres"), "-D", str(cluster), *options, user=self.user)
        ready = [str(self.binaries / "pg_isready"), "-q", "-h", HOST, "-p", str(self.port)]
        wait_until(
            lambda: subprocess.run(ready, check=False).returncode == 0,
            seconds=30,
            what="PostgreSQL to answer",
        )


SmtpMode = Literal["accept", "refuse", "hang", "drop"]


class SmtpSink:
    """A mail server that keeps what it is given, and fails as told.

    `refuse` answers 451 to the message, `hang` accepts the connection and never answers, `drop` keeps the message and
    closes the connection without saying so (the client cannot know: a second copy may follow, same Message-ID).
    """

    def __init__(self, mode: SmtpMode = "accept") -> None:
        self.mode: SmtpMode = mode
        self.messages: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.is_hanging = False  # somebody waits for us right now
        self._controller = Controller(self, hostname=HOST, port=free_port(), timeout=60)
        self._released = threading.Event()

    @property
    def port(self) -> int:
        """The port for EMAIL_PORT."""
        return int(self._controller.port)

    def message_ids(self) -> list[str]:
        """Return the Message-ID of every message kept, in the order they came."""
        return [str(message["Message-ID"]) for message in self.messages]

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  (aiosmtpd's name)
        """Answer one message as the mode says."""
        if self.mode == "refuse":
            return "451 4.3.0 try again later"
        if self.mode == "hang":
            self.is_hanging = True
            while not self._released.is_set() and self.mode == "hang":  # noqa: ASYNC110  (set by the test's thread)
                await asyncio.sleep(0.05)
            self.is_hanging = False
        parsed: Any = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        self.messages.append(parsed)
        self.recipients.append(list(envelope.rcpt_tos))
        if self.mode == "drop" and isinstance(server.transport, asyncio.WriteTransport):
            server.transport.abort()
        return "250 2.0.0 kept"

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._released.set()
        self._controller.stop()


class TcpProxy:
    """Stands before a server and spoils the connection: `delay` per chunk, `drop` answers, `reset`, `refuse`.

    Change `mode` at any time; it holds for connections and chunks from then on.
    """

    def __init__(self, target_port: int) -> None:
        self.target_port = target_port
        self.mode: Literal["pass", "drop", "reset", "refuse"] = "pass"
        self.delay = 0.0
        self._listener = socket.create_server((HOST, 0))
        self.port = int(self._listener.getsockname()[1])
        self._open: list[socket.socket] = []

    def _accept(self) -> None:
        while True:
            try:
                client, _address = self._listener.accept()
            except OSError:  # closed: the test is over
                return
            if self.mode == "refuse":
                client.close()
                continue
            server = socket.create_connection((HOST, self.target_port))
            self._open += [client, server]
            for source, sink, is_answer in ((client, server, False), (server, client, True)):
                threading.Thread(target=self._pump, args=(source, sink, is_answer), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, is_answer: bool) -> None:
        with contextlib.suppress(OSError):
            while chunk := source.recv(65536):
                time.sleep(self.delay)
                if self.mode == "reset":
                    break
                if not (is_answer and self.mode == "drop"):
                    sink.sendall(chunk)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._listener.close()
        for connection in self._open:
            connection.close()


@contextlib.contextmanager
def ended_afterwards(process: subprocess.Popen[Any]) -> Iterator[subprocess.Popen[Any]]:
    """Kill `process` and its group (it must have one of its own) when the block is left, however it is left."""
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
