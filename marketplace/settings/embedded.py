"""One machine, nothing installed: SQLite, a filesystem broker, mail into a folder. What `./run demo` uses.

Loudly a demonstration: DemoPay is offered, `/dev/mail/` shows every letter, and keys are made up per folder.
"""

import os

from marketplace.settings.base import *
from marketplace.settings.base import LIMITS_CACHE, REDIS_BROKER_OPTIONS, VAR
from marketplace.settings.databases import database

DEMO = True
DEBUG = False
for _folder in ("queue", "mail", "media", "keys", "log"):
    (VAR / _folder).mkdir(parents=True, exist_ok=True)


def _secret(name: str) -> str:
    """Return the secret kept in this folder, made on first use: an embedded installation has no administrator."""
    import secrets  # noqa: PLC0415  (only this file makes secrets)

    path = VAR / "keys" / name
    if not path.exists():
        path.write_text(secrets.token_urlsafe(48))
        path.chmod(0o600)
    return path.read_text()


SECRET_KEY = os.environ.get("SECRET_KEY") or _secret("secret_key")
LINK_KEYS = [os.environ.get("LINK_KEY") or _secret("link_key")]
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
DATABASES = {"default": database(os.environ.get("DATABASE_URL") or f"sqlite:///{VAR / 'damgha.sqlite3'}")}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 2000}},
    "limits": LIMITS_CACHE,
}

CELERY_BROKER_URL = os.environ.get("BROKER_URL") or "filesystem://"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = (
    {
        "data_folder_in": str(VAR / "queue"),
        "data_folder_out": str(VAR / "queue"),
        "control_folder": str(VAR / "queue" / "control"),
        "polling_interval": 0.3,
    }
    if CELERY_BROKER_URL.startswith("filesystem")
    else REDIS_BROKER_OPTIONS
)

EMAIL_BACKEND = os.environ.get("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = SMS_FOLDER = VAR / "mail"
EMAIL_HOST = os.environ.get("EMAIL_HOST", "127.0.0.1")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "1025"))

from marketplace.settings.base import INSTALLED_APPS  # noqa: E402

INSTALLED_APPS = [*INSTALLED_APPS, "marketplace.demo.apps.DemoConfig"]

from marketplace.settings.base import CELERY_BEAT_SCHEDULE  # noqa: E402

# The demonstration's further views are drawn a few at a time, after the first page is up.
CELERY_BEAT_SCHEDULE = CELERY_BEAT_SCHEDULE | {
    "demo-views": {"task": "catalog.draw_demo_views", "schedule": 20.0}
}
