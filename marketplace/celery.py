"""The Celery application: `celery -A marketplace.celery worker`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.embedded")

app = Celery("damgha")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
