"""Production: every secret and address from the environment; a missing one stops the start with its name."""

import os
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from marketplace.settings.base import *
from marketplace.settings.base import LIMITS_CACHE, REDIS_BROKER_OPTIONS
from marketplace.settings.databases import database


def _required(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"Set {name} in the environment (docs/production.md says what it is).")
    return value


SECRET_KEY = _required("SECRET_KEY")
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("SECRET_KEY_FALLBACKS", "").split(",") if key]
LINK_KEYS = _required("LINK_KEYS").split(",")
PUBLIC_ORIGIN = _required("PUBLIC_ORIGIN")
ALLOWED_HOSTS = [
    urlsplit(PUBLIC_ORIGIN).hostname or "",
    *filter(None, os.environ.get("ALLOWED_HOSTS", "").split(",")),
]
CSRF_TRUSTED_ORIGINS = [PUBLIC_ORIGIN]
DATABASES = {"default": database(_required("DATABASE_URL"))}
CACHES = {
    "default": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": _required("CACHE_URL"),
        "OPTIONS": {"IGNORE_EXCEPTIONS": True, "SOCKET_CONNECT_TIMEOUT": 1, "SOCKET_TIMEOUT": 1},
    },
    "limits": LIMITS_CACHE,
}
CELERY_BROKER_URL = _required("BROKER_URL")
CELERY_BROKER_TRANSPORT_OPTIONS = REDIS_BROKER_OPTIONS

EMAIL_HOST = _required("EMAIL_HOST")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "1") == "1"

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_HTTPONLY = True
