"""The Celery application: `celery -A marketplace.celery worker`."""

import os

from celery import Celery

from marketplace import folder_broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.embedded")

folder_broker.install()
app = Celery("damgha")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
