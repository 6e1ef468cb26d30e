"""Who may enter which page: decided by memberships that hold today, and by nothing else.

A page that is not for a person does not exist for them: 404, never 403. A stranger is asked to log in. Roles of staff
also ask for the second factor, in this very session.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from marketplace.accounts.access import has_second_factor, to_login, to_second_factor
from marketplace.accounts.models import User
from shops.models import Membership
from shops.partner.models import Partner
from shops.people import queries as people
from shops.people import rules as people_rules
from shops.people.actions import assistance
from shops.people.models import AssistanceConsent
from shops.queries import help_phone_of
from shops.states import BodyKind, Role

STAFF_ROLES = frozenset(
    {Role.INSPECTOR, Role.DECIDER, Role.CLERK, Role.CHAMBER_OFFICER, Role.OPERATOR, Role.APPROVER}
)
SHOP_ROLES = (Role.OWNER, Role.SELLER)

View = Callable[..., HttpResponse]


class MemberRequest(HttpRequest):
    """A request that `require_role` let in; only an annotation, never made."""

    user: User
    membership: Membership  # its `.body` is the body; `request.body` is Django's name for what was posted


class ShopRequest(MemberRequest):
    """A request that `require_shop` let in; only an annotation, never made."""

    shop: Partner
    help_phone: str  # of who helps this shop, in the same corner of every page
    assistance: AssistanceConsent | None  # while a member of staff acts for the shop


ASSISTING = "assisting"  # in the session: the key of the consent by which its person acts for a shop


def memberships_of(request: HttpRequest) -> list[Membership]:
    """Return the memberships of this person that hold today, with their bodies; read once per request."""
    if not request.user.is_authenticated:
        return []
    if not hasattr(request, "_memberships"):
        held = Membership.objects.on(timezone.localdate()).filter(user=request.user)
        request._memberships = list(  # type: ignore[attr-defined]  # a cache that dies with the request
            held.select_related("body", "body__shop__centre", "body__shop__place", "body__place").order_by(
                "pk"
            )
        )
    return request._memberships  # type: ignore[attr-defined]


def shop_of(request: HttpRequest) -> Partner:
    """Return the shop this person works for as owner or seller (their first, where there are several).

    :raises Http404: there is none.
    """
    return _enter(request, SHOP_ROLES, BodyKind.SHOP).body.shop


def require_role(*roles: Role, kind: BodyKind | None = None) -> Callable[[View], View]:
    """Let only members in one of `roles` (of a body of `kind`, where given) see the decorated page.

    Sets `request.membership` (with its `.body`). In staff roles the second factor must have been shown; the answer is
    never stored by a cache on the way.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def entered(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return to_login(request)
            membership = _enter(request, roles, kind)
            if membership.role in STAFF_ROLES and not has_second_factor(request):
                return to_second_factor(request)
            request.membership = membership
            response = view(request, *args, **kwargs)
            patch_cache_control(response, private=True, no_store=True)
            return response

        return entered

    return decorate


def require_shop(view: View) -> View:
    """Let only the people of a shop see the decorated page, and staff who act for it by its consent.

    Sets `request.shop`, `request.help_phone` and `request.assistance`. What staff send in is done in one transaction
    with the line that says so: no act without its line.
    """

    @require_role(*SHOP_ROLES, kind=BodyKind.SHOP)
    @wraps(view)
    def of_the_shop(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        request.shop = request.membership.body.shop
        request.help_phone = help_phone_of(request.shop)
        request.assistance = None
        return view(request, *args, **kwargs)

    @require_role(*people_rules.ASSISTING_ROLES)
    @wraps(view)
    def for_the_shop(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        request.shop = request.assistance.shop
        request.help_phone = help_phone_of(request.shop)
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return view(request, *args, **kwargs)
        return _recorded(request, view, args, kwargs)

    @wraps(view)
    def entered(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated or ASSISTING not in request.session:
            return of_the_shop(request, *args, **kwargs)
        request.assistance = people.consent_for(
            request.session[ASSISTING], staff=request.user, on=timezone.localdate()
        )
        if request.assistance is None:  # taken back, or over
            del request.session[ASSISTING]
            raise Http404
        return for_the_shop(request, *args, **kwargs)

    return entered


def require_owner(view: View) -> View:
    """Let only the owner herself see the decorated page: no seller, and nobody who acts for her.

    For what only she decides: where her money goes, who works in the shop, consent, closing the shop.
    """

    @require_shop
    @wraps(view)
    def entered(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_owner(request):
            raise Http404
        return view(request, *args, **kwargs)

    return entered


def is_owner(request: ShopRequest) -> bool:
    """Tell whether the person of a workspace page owns the shop; nobody who acts for her does."""
    return request.assistance is None and request.membership.role == Role.OWNER


def _recorded(request: Any, view: View, args: Any, kwargs: Any) -> HttpResponse:
    """Do what was asked for a shop, and leave the line of it, both or neither.

    :raises Http404: the consent was taken back a moment ago.
    """
    staff = request.user  # a page that logs out leaves nobody there
    with transaction.atomic():
        consent = assistance.lock(request.assistance)
        if consent.ended_at is not None:
            raise Http404
        response = view(request, *args, **kwargs)
        match = request.resolver_match
        assistance.record_act(
            consent=consent,
            staff=staff,
            method=request.method,
            route=match.view_name or "",
            object_id=" ".join(str(value) for value in match.kwargs.values()),
            status=response.status_code,
            now=timezone.now(),
        )
    return response


def _enter(request: HttpRequest, roles: tuple[Role, ...], kind: BodyKind | None) -> Membership:
    """Return the first membership that opens the page.

    :raises Http404: none does.
    """
    for membership in memberships_of(request):
        if membership.role not in roles or (kind and membership.body.kind != kind):
            continue
        if kind == BodyKind.SHOP and not hasattr(membership.body, "shop"):
            continue
        return membership
    raise Http404
