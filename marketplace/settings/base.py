"""What every installation shares. Everything that differs comes from the environment: docs/production.md."""

import os
from pathlib import Path

import oscar
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from oscar.defaults import *

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR = Path(os.environ.get("DAMGHA_VAR", BASE_DIR / "var"))

DEBUG = False
ROOT_URLCONF = "marketplace.urls"
WSGI_APPLICATION = "marketplace.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
SITE_ID = 1

_FORKED = {
    "django.contrib.admin": "marketplace.admin_site.MarketAdminConfig",
    "oscar.config.Shop": "marketplace.oscar_config.MarketShop",
    "oscar.apps.catalogue.apps.CatalogueConfig": "catalog.apps.CatalogueConfig",
    "oscar.apps.partner.apps.PartnerConfig": "shops.partner.apps.PartnerConfig",
    "oscar.apps.basket.apps.BasketConfig": "marketplace.basket.apps.BasketConfig",
    "oscar.apps.shipping.apps.ShippingConfig": "marketplace.shipping.apps.ShippingConfig",
    "oscar.apps.order.apps.OrderConfig": "marketplace.order.apps.OrderConfig",
    "oscar.apps.checkout.apps.CheckoutConfig": "marketplace.checkout.apps.CheckoutConfig",
    "oscar.apps.payment.apps.PaymentConfig": "marketplace.payment.apps.PaymentConfig",
    "oscar.apps.address.apps.AddressConfig": "marketplace.quiet.QuietAddressConfig",
    "oscar.apps.analytics.apps.AnalyticsConfig": "marketplace.quiet.QuietAnalyticsConfig",
    "oscar.apps.catalogue.reviews.apps.CatalogueReviewsConfig": "marketplace.quiet.QuietReviewsConfig",
    "oscar.apps.communication.apps.CommunicationConfig": "marketplace.quiet.QuietCommunicationConfig",
    "oscar.apps.customer.apps.CustomerConfig": "marketplace.quiet.QuietCustomerConfig",
    "oscar.apps.dashboard.apps.DashboardConfig": "marketplace.quiet.QuietDashboardConfig",
    "oscar.apps.offer.apps.OfferConfig": "marketplace.quiet.QuietOfferConfig",
    "oscar.apps.search.apps.SearchConfig": "marketplace.quiet.QuietSearchConfig",
    "oscar.apps.voucher.apps.VoucherConfig": "marketplace.quiet.QuietVoucherConfig",
    "oscar.apps.wishlists.apps.WishlistsConfig": "marketplace.quiet.QuietWishlistsConfig",
}
_UNUSED = ("oscar.apps.dashboard.", "django_tables2", "widget_tweaks", "haystack")


def _is_used(app: str) -> bool:
    return app in _FORKED or not app.startswith(_UNUSED)


INSTALLED_APPS = [
    "modeltranslation",
    "marketplace.outbox.apps.OutboxConfig",
    "marketplace.accounts.apps.AccountsConfig",
    *[_FORKED.get(app, app) for app in oscar.INSTALLED_APPS if _is_used(app)],
    "django.contrib.sitemaps",
    "shops.apps.ShopsConfig",
    "catalog.search.apps.CatalogSearchConfig",
    "quality_labels.apps.QualityLabelsConfig",
    "marketplace.settlement.apps.SettlementConfig",
    "marketplace.notifications.apps.NotificationsConfig",
    "marketplace.workspace.apps.WorkspaceConfig",
    "marketplace.desk.apps.DeskConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",  # before WhiteNoise: its answers carry the policy too
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "marketplace.private_pages.private_unless_said",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "marketplace.no_nul.no_nul",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "marketplace.acting.acting_device",
    "marketplace.workspace.leaving.forget_on_leaving",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "marketplace.jinja.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "marketplace" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

# Languages: by address, Arabic first.
LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", _("Arabic")), ("fr", _("French")), ("en", _("English"))]
MODELTRANSLATION_LANGUAGES = ("ar", "fr", "en")
MODELTRANSLATION_DEFAULT_LANGUAGE = "fr"
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ("fr", "ar", "en"), "ar": ("fr", "en"), "en": ("fr", "ar")}
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Africa/Algiers"

# Accounts: one login path, allauth's, by e-mail or phone and by password or code.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 9}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 90 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "marketplace.errors.without_token"
# allauth
ACCOUNT_ADAPTER = "marketplace.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # sign-up is closed; a login code proves the address
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60  # a letter or an SMS may take its time
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_RATE_LIMITS = {
    # By name, not by address alone: a mobile network shares one, and one child must not lock out a town.
    "login": "120/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "request_login_code": "60/m/ip,3/m/key",
}
ACCOUNT_FORMS = {
    "login": "marketplace.accounts.forms.LoginForm",
    "request_login_code": "marketplace.accounts.forms.RequestLoginCodeForm",
    "confirm_login_code": "marketplace.accounts.forms.ConfirmLoginCodeForm",
    "reauthenticate": "marketplace.accounts.forms.PasswordAgainForm",
}
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXIES", "0"))
# Tries of logging in, and codes already used, are counted where no restart and no full cache forgets them.
LIMITS_CACHE = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "accounts_limits",
    "OPTIONS": {"MAX_ENTRIES": 100_000},
}
MFA_ADAPTER = "marketplace.accounts.adapter.SecondFactorAdapter"
MFA_TOTP_ISSUER = "Damgha"
MFA_TOTP_TOLERANCE = 1  # phones without network time run half a minute off
MFA_FORMS = {
    "authenticate": "marketplace.accounts.forms.SecondFactorForm",
    "reauthenticate": "marketplace.accounts.forms.SecondFactorAgainForm",
    "activate_totp": "marketplace.accounts.forms.ActivateSecondFactorForm",
}
# Text messages: a gateway by HTTP, or the folder of the demonstration, or none (docs/production.md).
SMS_FOLDER: Path | None = None
SMS_URL = os.environ.get("SMS_URL", "")
SMS_TOKEN = os.environ.get("SMS_TOKEN", "")
SMS_TO_FIELD = os.environ.get("SMS_TO_FIELD", "to")
SMS_TEXT_FIELD = os.environ.get("SMS_TEXT_FIELD", "text")
SMS_KEY_FIELD = os.environ.get("SMS_KEY_FIELD", "")
SMS_SENDER_FIELD = os.environ.get("SMS_SENDER_FIELD", "from")
SMS_SENDER = os.environ.get("SMS_SENDER", "")
SMS_TIMEOUT = 10  # seconds, of each step of the conversation

# Files
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
FILE_UPLOAD_PERMISSIONS = 0o644
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 12

# Headers
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
        "form-action": [SELF, "https://checkout.stripe.com"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# Oscar
HAYSTACK_CONNECTIONS = {"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}}
HAYSTACK_SIGNAL_PROCESSOR = "haystack.signals.BaseSignalProcessor"
OSCAR_SHOP_NAME = "Damgha"
OSCAR_DEFAULT_CURRENCY = "DZD"
OSCAR_ALLOW_ANON_CHECKOUT = True
OSCAR_SLUG_ALLOW_UNICODE = False
OSCAR_EAGER_ALERTS = False
OSCAR_MAX_BASKET_QUANTITY_THRESHOLD = 50
OSCAR_REQUIRED_ADDRESS_FIELDS = ("last_name", "line1", "country")
OSCAR_DASHBOARD_NAVIGATION: list = []

# Celery: the outbox is the truth, the broker a doorbell (docs/adr).
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 100
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.2,
}
OUTBOX_RINGS = True  # False: wait for the beat, as when the broker is down
CELERY_TIMEZONE = "UTC"
# A Redis that is down or hangs costs a buyer two seconds once, then nothing for a while (outbox.ring).
REDIS_BROKER_OPTIONS: dict[str, object] = {
    "visibility_timeout": CELERY_TASK_TIME_LIMIT * 5,
    "socket_timeout": 2,
    "socket_connect_timeout": 2,
    "max_retries": 0,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
CELERY_TASK_ROUTES = {
    "outbox.*": {"queue": "orders"},
    "order.*": {"queue": "orders"},
    "settlement.*": {"queue": "orders"},
    "notifications.*": {"queue": "notices"},
    "catalog.*": {"queue": "images"},
    "quality_labels.*": {"queue": "labels"},
    "workspace.*": {"queue": "images"},
    "shops.*": {"queue": "orders"},
}
CELERY_BEAT_SCHEDULE = {
    "drain": {"task": "outbox.drain", "schedule": 5.0},
    "send": {"task": "notifications.send_due", "schedule": 5.0},
    "images": {"task": "catalog.process_due_photos", "schedule": 15.0},
    "holds": {"task": "order.release_expired_holds", "schedule": 60.0},
    "inbox": {"task": "settlement.process_inbox", "schedule": 5.0},
    "answers": {"task": "order.keep_the_clock", "schedule": 600.0},
    "rates": {"task": "settlement.tell_of_missing_rates", "schedule": crontab(hour=7, minute=5)},
    "deliver": {"task": "order.deliver_by_clock", "schedule": crontab(minute=35)},
    "poll": {"task": "settlement.poll", "schedule": 60.0},
    "drafts": {"task": "workspace.sweep_drafts", "schedule": 6 * 3600.0},
    "day": {"task": "shops.begin_day", "schedule": 60.0},
    "scans": {"task": "quality_labels.forget_scans", "schedule": crontab(hour=1, minute=40)},
    "expiry": {"task": "quality_labels.expire", "schedule": crontab(minute=25)},
    "stamps": {"task": "quality_labels.audit", "schedule": crontab(hour=1, minute=20)},  # night in Algiers
}

# Who is told when what must agree does not (the nightly round over stamps).
ADMINS = [(address, address) for address in os.environ.get("ADMINS", "").split(",") if address]

# Dated business settings: what they mean stands in docs/production.md.
STAMP_HOST = os.environ.get("STAMP_HOST", "DAMGHA.DZ")
LABEL_KEY_DIR = Path(os.environ.get("LABEL_KEY_DIR", VAR / "keys"))
ROOT_KEY = Path(os.environ.get("ROOT_KEY", VAR / "root.vkey"))  # the public half alone
SIGNER_SOCKET = Path(os.environ.get("SIGNER_SOCKET", VAR / "signer.sock"))
HOLD_MINUTES = 40  # longer than a hosted payment page lives (30): docs/orders.md
CASH_HOLD_DAYS = 3
CASH_MAX_OPEN_PIECES = 3
HOLDS_PER_SESSION = 2
HOLDS_PER_NETWORK_HOUR = 10
ANSWER_DAYS = 3
DELIVERED_DAYS = 10  # after sending in Algeria, when its buyer has not said so before
DELIVERED_DAYS_ABROAD = 30
SCAN_PLACES = 12  # networks in one week from which everybody is told to compare; set by us, to be measured
SCAN_KEPT_DAYS = 90
ACCREDITATION_MOST_DAYS = 3 * 366
INTEREST_DAYS = 2 * 365  # set by us, not official
APPEAL_ANSWER_DAYS = 30  # for the centre to answer an appeal, from the day it was lodged
APPEAL_DAYS = 30  # against a refused stamp, from the day of the decision
UNANSWERED_DAYS = 7  # then an order that a shop did not answer is refused for it (terms of sale, 7)
PROPOSAL_DAYS = 3
PROPOSALS_PER_PART = 2
RATE_STALE_DAYS = 7
RATE_LEAP_PCT = 10  # off the last one: then a second person confirms it before anybody is charged at it
RECOVERY_WAIT_HOURS = 24  # a replaced phone holds after that, so that whoever reads the notice can object
COMMISSION_BASIS_POINTS = 800
DESTINATION_PAUSE_DAYS = 7  # nothing is paid out for so long after it changed where a shop's money goes
TERMS_VERSION = "2026-11-01"
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "Damgha <no-reply@damgha.test>")
PUBLIC_ORIGIN = os.environ.get("PUBLIC_ORIGIN", "http://127.0.0.1:8000")
PUBLIC_PAGE_SECONDS = 20  # how long a process keeps a public page; visitors keep it for 60 (public_pages.py)
EMAIL_TIMEOUT = 10  # seconds, of each step of the conversation
# How long a sender may take before another one tries: longer than a mail server can keep it waiting.
LETTER_LEASE_SECONDS = int(os.environ.get("LETTER_LEASE_SECONDS", "180"))
DEMO = False
