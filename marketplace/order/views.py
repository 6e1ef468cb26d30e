"""What a buyer sees of an order: by its signed link, and the list of an account."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from marketplace import formats
from marketplace.accounts.models import User
from marketplace.machine import IllegalMove
from marketplace.money import Money
from marketplace.order import actions, delivering, queries, rules
from marketplace.order.link import token_of
from marketplace.order.models import DateProposal, Order, ShopOrder
from marketplace.order.states import HoldState, ProposalState
from marketplace.order.states import ShopOrderState as S
from marketplace.shipping import places
from marketplace.shipping.states import DeliveryMethod
from quality_labels import queries as labels

private = cache_control(private=True, no_store=True)


@private
@require_safe
def order(request: HttpRequest, number: str, token: str) -> HttpResponse:
    """Show an order to whoever holds its link; a changed link shows nothing."""
    found = queries.by_link(number, token)
    if found is None:
        raise Http404
    response = render(request, "order/order.html", _page(found))
    response["X-Robots-Tag"] = "noindex, nofollow"
    # The link itself is the key. Only while the page asks something is it named to this site, and to no other: a form
    # of a page without a referrer comes without its origin, and is refused.
    parts = found.shop_orders.all()
    asks = any(
        part.state == S.SENT or any(one.state == ProposalState.OFFERED for one in part.proposals.all())
        for part in parts
    )
    response["Referrer-Policy"] = "same-origin" if asks else "no-referrer"
    return response


@private
@require_POST
def answer_day(request: HttpRequest, number: str, token: str) -> HttpResponse:
    """Take the buyer's answer to another day that a shop proposed, from whoever holds the order's link."""
    found = queries.by_link(number, token)
    proposal = request.POST.get("proposal", "")
    if found is None or not (proposal.isascii() and proposal.isdigit() and len(proposal) < 12):
        raise Http404
    answers = {"agree": actions.agree_to_day, "decline": actions.decline_day}
    answer = answers.get(request.POST.get("answer", ""))
    if answer is None:
        raise Http404
    try:
        answer(order=found, proposal_id=int(proposal), now=timezone.now())
    except DateProposal.DoesNotExist as error:
        raise Http404 from error
    except IllegalMove:  # answered before, or the part went another way: the page says where it stands
        pass
    response = redirect(found.get_absolute_url())
    response["Referrer-Policy"] = "no-referrer"
    return response


@private
@require_POST
def arrived(request: HttpRequest, number: str, token: str) -> HttpResponse:
    """Take from whoever holds the order's link that a part has arrived."""
    found = queries.by_link(number, token)
    if found is None:
        raise Http404
    try:
        delivering.confirm_arrival(order=found, number=request.POST.get("part", "")[:40], now=timezone.now())
    except ShopOrder.DoesNotExist as error:
        raise Http404 from error
    except IllegalMove:  # told before, or it went another way: the page says where it stands
        pass
    response = redirect(found.get_absolute_url())
    response["Referrer-Policy"] = "no-referrer"
    return response


def _page(found: Order) -> dict[str, Any]:
    language = (get_language() or "en")[:2]
    parts = list(found.shop_orders.all())
    standing = rules.standing([part.state for part in parts], paid_at=found.paid_at)
    holds = [hold for hold in found.holds.all() if hold.state == HoldState.HELD]
    product_ids = [line.product_id for part in parts for line in part.lines.all() if line.product_id]
    stamps = labels.labels_for_products(product_ids) if found.paid_at else {}
    quote = getattr(found, "quote", None)
    return {
        "order": found,
        "standing": standing,
        "parts": [_part(found, part, stamps) for part in parts],
        "charge": Money(found.charge_minor, found.charge_currency),
        "dinars": Money(found.dzd_minor),
        "quote": quote,
        "rate": formats.decimal(quote.dinars_per_unit, language) if quote else "",
        "address": places.address_lines(places.Address.of(found), language),
        "goes_somewhere": any(part.delivery_method != DeliveryMethod.COLLECT for part in parts),
        "held_until": min((hold.expires_at for hold in holds), default=None),
        "arrived_url": reverse("order_arrived", args=[found.number, token_of(found)]),
        "answer_url": reverse("order_answer_day", args=[found.number, token_of(found)]),
        "pay_url": queries.payment_page(found, now=timezone.now()),
        "abroad": found.country_code != places.ALGERIA,
        "country_name": places.country_name(found.country_code, language),
    }


def _part(found: Order, part: ShopOrder, stamps: dict[int, Any]) -> dict[str, Any]:
    collect = part.delivery_method == DeliveryMethod.COLLECT
    return {
        "row": part,
        "may_confirm": part.state == S.SENT and found.paid_at is not None,
        "proposal": next(iter(reversed(part.proposals.all())), None),
        "state": rules.state_label(part.state),
        "method": DeliveryMethod(part.delivery_method).label,
        "collect_at": part.shop.centre if collect else None,
        "lines": [_line(found, line, stamps.get(line.product_id or 0)) for line in part.lines.all()],
        "steps": rules.timeline(part, placed_at=found.date_placed, paid_at=found.paid_at),
        "delivery": Money(part.delivery_charge_minor, found.charge_currency),
        "total": Money(part.charge_minor, found.charge_currency),
    }


def _line(found: Order, line: Any, label: Any) -> dict[str, Any]:
    return {
        "row": line,
        "card": getattr(line.product, "card", None) if line.product else None,
        "charge": Money(line.charge_minor, found.charge_currency),
        "dinars": Money(line.dzd_minor),
        "label": label,
        "qr": labels.qr_svg(label) if label else "",
    }


@private
@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show a person their own orders."""
    user = request.user
    if not isinstance(user, User):
        raise Http404
    rows = [
        {
            "order": row,
            "standing": rules.standing([part.state for part in row.shop_orders.all()], paid_at=row.paid_at),
            "charge": Money(row.charge_minor, row.charge_currency),
            "shops": [part.shop for part in row.shop_orders.all()],
        }
        for row in queries.of_user(user)[:100]
    ]
    return render(request, "order/account.html", {"rows": rows, "person": user})
