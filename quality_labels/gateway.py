"""The way to the signing process: a bell, never a promise. It looks by itself every few seconds."""

from __future__ import annotations

import contextlib
import json
import socket
from typing import Any

from django.conf import settings

SECONDS = 0.5
MAX_ANSWER = 65_536


def ring_signer() -> None:
    """Tell the signing process that there is something to sign; whether it hears is of no consequence."""
    with contextlib.suppress(OSError, ValueError):
        _ask("ring")


def signer_status() -> dict[str, Any] | None:
    """Return what the signing process says of itself, None when it does not answer."""
    try:
        answer = json.loads(_ask("status"))
    except (OSError, ValueError):
        return None
    return answer if isinstance(answer, dict) else None


def _ask(word: str) -> bytes:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(SECONDS)
        line.connect(str(settings.SIGNER_SOCKET))
        line.sendall(word.encode() + b"\n")
        line.shutdown(socket.SHUT_WR)
        parts: list[bytes] = []
        while len(b"".join(parts)) < MAX_ANSWER and (part := line.recv(4096)):
            parts.append(part)
        return b"".join(parts)
