"""The embedded default with cheap password hashes and mail kept in memory; the suite runs on both databases.

Each test process keeps its files in a folder of its own (tests/database.py removes it). DAMGHA_TEST_DB=postgres chooses
the other database; a DATABASE_URL in the environment wins, so that a process that a test starts shares the test's own.
"""

import os
from pathlib import Path

if "DATABASE_URL" not in os.environ:
    _folder = Path(__file__).resolve().parents[2] / "var" / "test" / f"process-{os.getpid()}"
    os.environ["DAMGHA_VAR"] = str(_folder)
    if os.environ.get("DAMGHA_TEST_DB") == "postgres":
        os.environ["DATABASE_URL"] = os.environ.get(
            "DAMGHA_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres"
        )
    else:
        os.environ["DATABASE_URL"] = f"sqlite:///{_folder / 'damgha.sqlite3'}"

from marketplace.settings.embedded import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = os.environ.get("EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
PUBLIC_PAGE_SECONDS = 0
