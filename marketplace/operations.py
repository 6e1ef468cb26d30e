"""What a proxy and an operator ask: is the process up, can it sell, and which language is the visitor's."""

from __future__ import annotations

from datetime import timedelta

from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from marketplace.outbox.models import Message

OLDEST_MESSAGE = timedelta(minutes=5)


@require_safe
def to_language(request: HttpRequest) -> HttpResponse:
    """Send a visitor to the home page of the language the browser asks for, Arabic when it asks for none of ours."""
    language = translation.get_language_from_request(request)
    response = HttpResponseRedirect(f"/{language}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer while the process lives."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Tell whether this process can sell: database writable, migrations applied; 503 otherwise.

    A broker that is down or an outbox that lags is reported as degraded and never fails this: the shop still sells.
    """
    checks = {"database": _database_writes(), "migrations": False}
    if checks["database"]:
        checks["migrations"] = not MigrationExecutor(connection).migration_plan(
            MigrationExecutor(connection).loader.graph.leaf_nodes()
        )
    ready = all(checks.values())
    degraded = [] if not ready or _outbox_keeps_up() else ["outbox"]
    return JsonResponse({"ready": ready, "degraded": degraded, **checks}, status=200 if ready else 503)


def _database_writes() -> bool:
    try:
        with transaction.atomic():
            now = timezone.now()
            Message.objects.create(key=f"probe:{now.timestamp()}", kind="probe", created_at=now, due_at=now)
            transaction.set_rollback(True)
    except DatabaseError:
        return False
    return True


def _outbox_keeps_up() -> bool:
    oldest = (
        Message.objects.filter(done_at__isnull=True, dead_at__isnull=True)
        .order_by("due_at")
        .values_list("due_at", flat=True)
        .first()
    )
    return oldest is None or timezone.now() - oldest < OLDEST_MESSAGE
