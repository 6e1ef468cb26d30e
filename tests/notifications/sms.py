"""A gateway of text messages on this machine: it takes, refuses, hangs or drops, as told."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from tests.servers import HOST


class SmsGateway:
    """Keeps what it was given: (headers, body). `mode` is a status to answer with, "hang", or "drop" after keeping."""

    def __init__(self, mode: int | str = 202) -> None:
        self.mode = mode
        self.kept: list[tuple[dict[str, str], dict[str, Any]]] = []
        self.released = threading.Event()
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                gateway.kept.append((dict(self.headers), body))
                if gateway.mode == "hang":
                    gateway.released.wait(20)
                    return
                if gateway.mode == "drop":
                    return
                if gateway.mode == "noise":
                    self.wfile.write(b"what do you want?\r\n\r\n")
                    return
                self.send_response(int(gateway.mode))
                self.send_header("Location", "http://127.0.0.1:9/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_args: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer((HOST, 0), Handler)
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        """Where to post to."""
        return f"http://{HOST}:{self._server.server_port}/send?v=1"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
