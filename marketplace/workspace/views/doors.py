"""Doors for who is not logged in: the printed slip, and stopping a replaced phone from its notice."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from marketplace.refusal import Refusal
from marketplace.workspace import people_forms
from shops.access import SHOP_ROLES, memberships_of
from shops.people import queries as people
from shops.people.actions import recovery as recovery_actions
from shops.people.actions import slips as slip_actions

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the PIN of a slip, then log its person in for ninety days."""
    form = people_forms.PinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = slip_actions.use(token=token, pin=form.cleaned_data["pin"], now=timezone.now())
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            login(request, user, backend=BACKEND)
            at_work = any(row.role in SHOP_ROLES for row in memberships_of(request))
            return redirect("workspace" if at_work else "account")
    slip = people.open_slip(token, now=timezone.now())
    status = 422 if form.errors else 200 if slip else 404
    return render(request, "workspace/start.html", {"form": form, "slip": slip}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_recovery(request: HttpRequest, token: str) -> HttpResponse:
    """Let who reads the notice of a replaced phone stop it."""
    recovery = people.recovery_of_notice(token)
    if recovery is None:
        raise Http404
    refused = ""
    if request.method == "POST":
        try:
            recovery_actions.stop(recovery=recovery, by=None, why="from the notice", now=timezone.now())
        except Refusal as refusal:
            refused = str(refusal)
    context = {"recovery": recovery, "refused": refused}
    return render(request, "workspace/stop_recovery.html", context, status=422 if refused else 200)
