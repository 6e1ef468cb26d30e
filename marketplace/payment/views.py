"""DemoPay's page: what a hosted payment page is, with the word *demonstration* over all of it."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from marketplace.money import Money
from marketplace.payment import actions, queries
from marketplace.payment.providers.demo import DECLINED, PAID
from marketplace.payment.states import AttemptState, ProviderCode

PRESSED = {"pay": PAID, "decline": DECLINED}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def demo_pay(request: HttpRequest, reference: str) -> HttpResponse:
    """Show *pay*, *decline* and *walk away*; a button writes the event a provider's webhook would bring."""
    attempt = queries.by_reference(reference)
    if attempt is None or attempt.provider != ProviderCode.DEMO:
        raise Http404
    with translation.override(attempt.order.language):
        back = reverse("checkout_return", args=[reference])
        if request.method == "POST":
            kind = PRESSED.get(request.POST.get("do", ""))
            if kind is not None:
                actions.record_event(
                    provider=ProviderCode.DEMO,
                    event_id=f"demo-{uuid.uuid4()}",
                    kind=kind,
                    reference=reference,
                    body={"amount_minor": attempt.amount_minor, "currency": attempt.currency},
                    now=timezone.now(),
                )
            response: HttpResponse = HttpResponseRedirect(back)
            response.status_code = HTTPStatus.SEE_OTHER
            return response
        context = {
            "order": attempt.order,
            "amount": Money(attempt.amount_minor, attempt.currency),
            "is_paid": attempt.state == AttemptState.PAID,
            "back": back,
        }
        return render(request, "payment/demo_pay.html", context)
