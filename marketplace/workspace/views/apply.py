"""The way to a shop: a stranger comes in by a code, answers one question per screen, sees what is missing, sends it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.accounts import actions as accounts
from marketplace.accounts.access import to_login
from marketplace.accounts.models import User
from marketplace.accounts.states import CodePurpose
from marketplace.checkout.rules import anonymous
from marketplace.network import network_of
from marketplace.refusal import Refusal
from marketplace.workspace import applying
from marketplace.workspace.apply_forms import FORMS, CodeForm, ContactForm, DestinationForm
from shops import card_photos
from shops.access import SHOP_ROLES, memberships_of
from shops.application import actions, queries
from shops.application.models import ShopApplication
from shops.application.states import EDITABLE, Standing
from shops.destination.states import DestinationKind

ENTRY = "shop_entry"  # in the session: which code was sent where

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class ApplicantRequest(HttpRequest):
    """A request that `applicant` let in; only an annotation, never made."""

    user: User


def _has_shop(request: HttpRequest) -> bool:
    return any(one.role in SHOP_ROLES and hasattr(one.body, "shop") for one in memberships_of(request))


def applicant(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let only people without a shop see the decorated page; whoever has one is led into it."""

    @wraps(view)
    def entered(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return to_login(request)
        if _has_shop(request):
            return redirect("workspace")
        response = view(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        return response

    return entered


def _language() -> str:
    return (get_language() or "ar")[:2]


# Coming in


@get_or_post
def apply(request: HttpRequest) -> HttpResponse:
    """Ask a stranger where a code reaches her; show everybody else her application."""
    if request.user.is_authenticated:
        return application(request)
    form = ContactForm(_posted(request)[0])
    if request.method == "POST" and form.is_valid():
        try:
            return _send(request, form.cleaned_data["contact"])
        except Refusal as refusal:
            form.add_error("contact", str(refusal))
    return render(request, "workspace/apply/enter.html", {"form": form}, status=_status(form))


def _send(request: HttpRequest, contact: str) -> HttpResponse:
    """Send the code and remember where; the answer is the same whether we know the person or not."""
    row = accounts.send_one_time_code(
        purpose=CodePurpose.ENTER,
        contact=contact,
        language=_language(),
        network=anonymous("network", network_of(request)),
        now=timezone.now(),
    )
    request.session[ENTRY] = {"code": row.pk, "contact": contact}
    return redirect("workspace_apply_code")


@get_or_post
def code(request: HttpRequest) -> HttpResponse:
    """Take the six digits; the right ones let her in, as a new person where we did not know her."""
    entry = request.session.get(ENTRY)
    if request.user.is_authenticated or not entry:
        return redirect("workspace_apply")
    form = CodeForm(_posted(request)[0])
    if request.method == "POST" and request.POST.get("do") == "again":
        form = CodeForm({"code": ""})
        try:
            return _send(request, entry["contact"])
        except Refusal as refusal:
            form.full_clean()
            form.errors.clear()
            form.add_error("code", str(refusal))
    elif request.method == "POST" and form.is_valid():
        try:
            if (answer := _enter(request, entry, form.cleaned_data["code"])) is not None:
                return answer
            form.add_error(
                "code", _("This is not the code, or its time is over. Look again, or ask for a new one.")
            )
        except Refusal as refusal:
            form.add_error("code", str(refusal))
    context = {"form": form, "contact": entry["contact"], "by_phone": "@" not in entry["contact"]}
    return render(request, "workspace/apply/code.html", context, status=_status(form))


def _enter(request: HttpRequest, entry: dict[str, Any], written: str) -> HttpResponse | None:
    """Log her in through allauth's door, so that a second factor is still asked of who has one; None: a wrong code."""
    used = accounts.use_code(
        code_id=entry["code"], purpose=CodePurpose.ENTER, written=written, now=timezone.now()
    )
    if used is None:
        return None
    user = accounts.person_of(contact=used.contact, language=_language())
    del request.session[ENTRY]
    email = used.contact if "@" in used.contact else None
    record_authentication(request, user, method="code", email=email, phone=None if email else used.contact)
    return perform_login(request, Login(user=user, redirect_url=reverse("workspace_apply"), email=email))


# The application


@applicant
@get_or_post
def application(request: ApplicantRequest) -> HttpResponse:
    """Show what is done, what is missing and what waits, each in a drawing and words; send it, or take it back."""
    row = queries.application_of(request.user)
    problem = ""
    if request.method == "POST":
        try:
            return _act(request, row, request.POST.get("do", ""))
        except Refusal as refusal:
            problem = str(refusal)
            row = queries.application_of(request.user)
    judged = queries.judged(row, today=timezone.localdate()) if row else []
    change = row.changes.last() if row else None
    context = {
        "application": row,
        "rows": applying.shown(row, judged) if row else [],
        "missing": sum(one.standing == Standing.MISSING for one in judged),
        "done": sum(one.standing == Standing.DONE for one in judged),
        "next": applying.next_step(row, judged) if row else "",
        "can_edit": row is not None and row.state in EDITABLE,
        "sentence": change.why if change else "",
        "problem": problem,
    }
    return render(request, "workspace/apply/application.html", context, status=422 if problem else 200)


def _act(request: ApplicantRequest, row: ShopApplication | None, do: str) -> HttpResponse:
    now = timezone.now()
    if do == "begin":
        begun = actions.begin_application(user=request.user, language=_language(), now=now)
        return redirect(_step_name(applying.steps_of(begun)[0]))
    if row is None:
        raise Http404
    if do == "submit":
        actions.submit(application=row, by=request.user, now=now)
    elif do == "take_back":
        actions.take_back(application=row, by=request.user, now=now)
    return redirect("workspace_apply")


def _step_name(step: str) -> str:
    return f"workspace_apply_{step}"


@applicant
@get_or_post
def step(request: ApplicantRequest, step: str) -> HttpResponse:
    """Ask one question and keep its answer; then comes the next that is not answered yet."""
    row = queries.application_of(request.user)
    if row is None or row.state not in EDITABLE:
        return redirect("workspace_apply")
    form = FORMS[step](*_posted(request), application=row, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, row, step, form)
            return _onward(row, step)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = _place_of(row, step) | {"form": form, "application": row}
    return render(request, f"workspace/apply/{step}.html", context, status=_status(form))


def _keep(request: ApplicantRequest, row: ShopApplication, step: str, form: Any) -> None:
    if columns := form.columns():
        actions.keep(application=row, **columns)
    if step == "photo":
        actions.keep_card_photo(application=row, content=form.cleaned_data["photo"])
    elif step == "promise":
        actions.promise(application=row, codes=("makes", "terms"), by=request.user, now=timezone.now())


def _onward(row: ShopApplication, step: str) -> HttpResponse:
    fresh = queries.application_of(row.user)
    if fresh is None:
        raise Http404
    judged = queries.judged(fresh, today=timezone.localdate())
    following = applying.next_step(fresh, judged, after=step)
    return redirect(_step_name(following) if following else "workspace_apply")


def _place_of(row: ShopApplication, step: str) -> dict[str, Any]:
    """Return where this screen stands among all: its number, how many there are, and the one before."""
    steps = applying.steps_of(row)
    if step not in steps:
        steps = (step, *steps[1:])
    at = steps.index(step)
    before = reverse(_step_name(steps[at - 1])) if at else reverse("workspace_apply")
    return {"number": at + 1, "of": len(steps), "before": before}


@applicant
@get_or_post
def money(request: ApplicantRequest) -> HttpResponse:
    """Ask how she wants to be paid, then only what that way needs."""
    row = queries.application_of(request.user)
    if row is None or row.state not in EDITABLE:
        return redirect("workspace_apply")
    kind = request.GET.get("kind", "")
    if kind not in DestinationKind.values:
        context = _place_of(row, "money") | {"kinds": DestinationKind.choices, "chosen": row.destination_kind}
        return render(request, "workspace/apply/money.html", context)
    kept = {
        "account": row.account,
        "key": row.account_key,
        "centre": row.destination_centre_id,
        "holder": row.holder or row.names[0],
    }
    same = kind == row.destination_kind
    initial = kept if same else {"holder": kept["holder"]}
    form = DestinationForm(_posted(request)[0], kind=kind, initial=initial)
    if request.method == "POST" and form.is_valid():
        typed = form.destination()
        try:
            actions.keep(
                application=row,
                destination_kind=typed.kind,
                account=typed.account,
                account_key=typed.key,
                destination_centre=form.cleaned_data.get("centre"),
                holder=typed.holder,
            )
            return _onward(row, "money")
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = _place_of(row, "money") | {"form": form, "before": reverse("workspace_apply_money")}
    context["kind_name"] = DestinationKind(kind).label
    return render(request, "workspace/apply/account.html", context, status=_status(form))


@applicant
@require_safe
def card_photo(request: ApplicantRequest) -> HttpResponse:
    """Show the applicant the photo of her own card; nobody else has an address for it but the desk."""
    row = queries.application_of(request.user)
    return card_photos.answer(row.card_photo.name if row else "")


def _posted(request: HttpRequest) -> tuple[Any, Any]:
    """Return what was posted, files beside it; nothing where the page was only asked for."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200
