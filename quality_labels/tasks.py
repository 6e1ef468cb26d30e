"""What the centre does by the clock."""

from __future__ import annotations

import logging

from celery import shared_task
from django.core.mail import mail_admins
from django.utils import timezone

from quality_labels import actions, audit, scans

log = logging.getLogger(__name__)
MOST_TOLD = 50


@shared_task(name="quality_labels.expire")
def expire_labels() -> int:
    """End the labels whose time has passed. Returns how many there were."""
    return actions.expire(now=timezone.now())


@shared_task(name="quality_labels.forget_scans")
def forget_scans() -> int:
    """Throw away scans that are old enough. Returns how many there were."""
    return scans.forget(now=timezone.now())


@shared_task(name="quality_labels.audit")
def audit_stamps() -> int:
    """Compare everything once a night; tell whoever runs the house of each difference. Returns how many there are."""
    found = list(audit.findings())
    for finding in found:
        log.critical("stamps: %s", finding)
    if found:
        mail_admins("Stamps do not agree", "\n".join(found[:MOST_TOLD]))
    return len(found)
