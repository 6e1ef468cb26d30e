"""A lock on a name: for what is counted rather than held in a row."""

from __future__ import annotations

import hashlib

from django.db import connection


def lock_name(name: str) -> None:
    """Let one transaction at a time count what belongs to `name` (a contact, a session, a series of numbers).

    SQLite needs nothing: its transactions start IMMEDIATE, so there is one writer already.
    """
    if connection.vendor == "postgresql":
        key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
