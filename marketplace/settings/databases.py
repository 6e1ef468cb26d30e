"""How a database address becomes Django's setting, with what SQLite needs to survive several writers."""

from typing import Any

import dj_database_url


def database(url: str) -> dict[str, Any]:
    """Return the setting for `url` (sqlite:///… or postgres://…).

    SQLite: WAL, IMMEDIATE transactions and a 20 s wait; with DEFERRED most concurrent buys failed when measured.
    PostgreSQL: persistent connections that are checked before use, so a restarted server needs no restarted web.
    """
    setting: dict[str, Any] = dict(dj_database_url.parse(url))
    if setting["ENGINE"].endswith("sqlite3"):
        setting["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        }
    else:
        setting["CONN_MAX_AGE"] = 60
        setting["CONN_HEALTH_CHECKS"] = True
        setting["OPTIONS"] = {"connect_timeout": 5}
    return setting
