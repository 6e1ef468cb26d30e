"""The admin shows rows and moves none, and is entered by the one login path with its second factor (30, 6, 13)."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from marketplace import outbox
from marketplace.accounts.models import User
from marketplace.notifications.models import Delivery
from marketplace.outbox.models import Message
from tests.factories import NOW, PASSWORD, make_user
from tests.people import sign_in

pytestmark = pytest.mark.django_db
REGISTRY = sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.fixture
def superuser(client: Client) -> Client:
    """A superuser who showed the second factor: nobody may do more."""
    return sign_in(client, make_user(is_staff=True, is_superuser=True), second_factor=True)


def _page(model: type[Model], name: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def test_registry_is_not_empty() -> None:
    assert {"order.Order", "quality_labels.Label", "accounts.User"} <= {
        model._meta.label for model in REGISTRY
    }


@pytest.mark.parametrize("model", REGISTRY, ids=lambda model: model._meta.label)
def test_no_model_can_be_added_changed_or_deleted(model: type[Model], rf: Any) -> None:
    """30: generated over the whole registry, asked of the view itself so that it stays quick; as a superuser."""
    request = rf.post("/", {"_save": "1", "post": "yes"})
    request._dont_enforce_csrf_checks = True
    request.user = User(is_staff=True, is_superuser=True)
    shown = admin.site._registry[model]

    for ask in (
        lambda: shown.add_view(request),
        lambda: shown.change_view(request, "1"),
        lambda: shown.delete_view(request, "1"),
    ):
        with pytest.raises(PermissionDenied):
            ask()


def test_no_model_has_an_action_or_rows_of_others_to_edit() -> None:
    assert [model for model, shown in admin.site._registry.items() if shown.actions or shown.inlines] == []
    assert [model for model, shown in admin.site._registry.items() if shown.list_editable] == []


def test_superuser_cannot_change_a_row_that_exists(superuser: Client) -> None:
    victim = make_user("victim@example.test")

    posted = {"email": "taken@example.test", "is_staff": "on", "post": "yes"}
    answers = [superuser.post(_page(User, name, victim.pk), posted) for name in ("change", "delete")]

    assert [answer.status_code for answer in answers] == [403, 403]
    victim.refresh_from_db()
    assert (victim.email, victim.is_staff) == ("victim@example.test", False)


def test_admin_has_no_login_of_its_own(client: Client) -> None:
    """6, 9: a password alone opens nothing, and there is no second place to try passwords at."""
    make_user("root@example.test", is_staff=True, is_superuser=True)

    shown = client.get("/admin/login/?next=//evil.example/", follow=True)
    client.post("/admin/login/", {"username": "root@example.test", "password": PASSWORD})

    assert re.fullmatch(r"/ar/account/login/\?next=(/|%2F)admin(/|%2F)", shown.redirect_chain[-1][0])
    assert "_auth_user_id" not in client.session
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/accounts/user/", "/admin/order/order/", "/admin/jsi18n/"]
)
def test_strangers_are_sent_to_the_one_login_page(client: Client, path: str) -> None:
    answer = client.get(path, follow=True)

    assert answer.redirect_chain[-1][0].startswith("/ar/account/login/?next=")


def test_staff_without_second_factor_sees_nothing(client: Client) -> None:
    """6: forced to set one up, or to show it in this session."""
    person = make_user(is_staff=True, is_superuser=True)

    without = sign_in(client, person).get("/admin/", follow=True)
    sign_in(Client(), person, second_factor=True)
    not_shown = sign_in(Client(), person).get("/admin/", follow=True)

    assert "/account/second-factor/totp/activate/" in "".join(url for url, _ in without.redirect_chain)
    assert "/account/second-factor/reauthenticate/" in "".join(url for url, _ in not_shown.redirect_chain)


def test_people_who_are_no_staff_find_nothing(client: Client) -> None:
    """A page that is not for a person does not exist for them."""
    person = sign_in(client, make_user(), second_factor=True)

    assert person.get("/admin/", follow=True).status_code == 404
    assert person.get("/admin/accounts/user/", follow=True).status_code == 404


def test_admin_changes_no_password(superuser: Client) -> None:
    """One login path: passwords are changed there."""
    assert superuser.get("/admin/password_change/")["Location"] == "/ar/account/password/change/"
    assert superuser.post("/admin/password_change/", {})["Location"] == "/ar/account/password/change/"


SECRET_TABLES = ("sessions.Session", "mfa.Authenticator", "account.EmailConfirmation", "checkout.ContactCode")


def test_admin_shows_no_key_that_opens_somebodys_account() -> None:
    """32: a session's key, a second factor's secret or a code on its way is not to be read off a page."""
    registered = {model._meta.label for model in REGISTRY}

    assert {apps.get_model(label)._meta.label for label in SECRET_TABLES} & registered == set()


def test_admin_shows_no_password_hash_and_no_letter_that_opens_something(superuser: Client) -> None:
    victim = make_user("victim@example.test")
    outbox.emit("account.login_code", code="271828", email="v@example.test", phone="", language="en")
    told = Delivery.objects.create(
        key="k", letter="login_code", recipient="v@example.test", language="en",
        payload={"code": "314159"}, created_at=NOW, due_at=NOW,
    )  # fmt: skip
    pages = "".join(
        superuser.get(_page(type(row), "change", row.pk)).content.decode()
        for row in (victim, told, Message.objects.latest("pk"))
    )

    assert "victim@example.test" in pages
    for secret in (victim.password, "271828", "314159"):
        assert secret not in pages
