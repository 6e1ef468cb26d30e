"""The first page of the desk."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace.desk import queries
from marketplace.desk.access import require_desk
from shops.access import MemberRequest


@require_desk
@require_safe
def home(request: MemberRequest) -> HttpResponse:
    """Show what waits for this member of staff, then the doors to work that begins here, then what is done."""
    member = request.membership
    context = {
        "body": member.body,
        "queues": queries.queues_of(member),
        "doors": queries.queues_of(member, of=queries.DOORS),
    }
    return render(request, "desk/home.html", context)
