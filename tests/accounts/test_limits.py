"""Tries are counted in the database: a restart, a full cache or a cache that is down forgets none of them."""

from __future__ import annotations

import pytest
from allauth.core.internal import ratelimit
from allauth.mfa.totp.internal import auth
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.test import Client

from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/en/account/login/"


def try_password(
    name: str, password: str = "wrong-password", address: str = "10.0.0.1", **headers: str
) -> Client:
    client = Client()
    client.post(LOGIN, {"login": name, "password": password}, REMOTE_ADDR=address, headers=headers)
    return client


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_allauth_counts_in_the_table() -> None:
    """The two modules are allauth's own; a release that renames what we replaced must be seen here."""
    assert isinstance(caches["limits"], DatabaseCache)
    assert ratelimit.cache is auth.cache

    try_password("amina@example.test")

    assert any(key for key in _keys() if "login_failed" in key)


def _keys() -> list[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM accounts_limits")
        return [row[0] for row in cursor.fetchall()]


def test_name_is_closed_after_five_wrong_passwords_even_for_the_right_one() -> None:
    make_user("amina@example.test")

    for number in range(5):
        try_password("amina@example.test", address=f"10.0.0.{number}")
    caches["default"].clear()

    assert not is_in(try_password("amina@example.test", PASSWORD, address="10.0.0.99"))


def test_closed_name_closes_no_other_of_the_same_network() -> None:
    make_user("amina@example.test")

    for _try in range(8):
        try_password("other@example.test")

    assert is_in(try_password("amina@example.test", PASSWORD))


def test_phones_are_counted_each_by_itself() -> None:
    """allauth counts by e-mail or user name only: all phones would be one name, and one thief would close them all."""
    from marketplace.accounts.models import User

    User.objects.create_user(phone="+213661234567", password=PASSWORD)

    for _try in range(8):
        try_password("0550000000")

    assert is_in(try_password("0661234567", PASSWORD))


def test_forged_forwarding_header_opens_no_second_count() -> None:
    make_user("amina@example.test")

    for number in range(8):
        try_password("amina@example.test", **{"X-Forwarded-For": f"8.8.8.{number}"})

    assert not is_in(try_password("amina@example.test", PASSWORD, **{"X-Forwarded-For": "8.8.8.99"}))
