"""GET changes nothing (13), and a public page knows nobody: crawled over the whole URL conf, as every role."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from tests.security.addresses import addresses
from tests.security.house import House

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER|TRUNCATE)\b", re.IGNORECASE)
# Why a GET of these may write: a probe that is rolled back; a provider sends people back by GET, and settling is
# idempotent (checked below); allauth keeps the key of a password link out of the address by the session.
MAY_WRITE = {"readyz", "account_reset_password_from_key"}
# Pages that anybody may keep: they know nobody.
PUBLIC = {
    "home", "listing", "listing_craft", "product", "shops", "shop", "centres", "centre", "terms", "privacy",
    "returns", "legal", "stamps", "stamp", "verifier", "verify", "sitemap_index", "report_piece",
    "log_checkpoint", "keys", "status_list", "verifier_script", "verifier_worker", "verifier_data", "verifier_file",
    "stamps_table", "stamp_rules", "stamp_complain", "stamp_centre", "stamp_scheme", "stamp_lessons", "stamp_lesson",
    "stamp_statistics",
    "log_tile", "log_entries", "log_leaf_proof", "log_label_proof", "scheme_document",
}  # fmt: skip


@contextmanager
def writes_of(found: list[str], what: str) -> Iterator[None]:
    """Collect every statement that writes."""

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if WRITES.match(sql):
            found.append(f"{what}: {sql[:90]}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield


def tables() -> dict[str, int]:
    """Return a fingerprint of every row of every table that has a model."""
    return {
        model._meta.label: hash(repr(list(model._base_manager.order_by("pk").values_list())))
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }


@pytest.mark.timeout(120)
def test_no_get_writes_for_any_role(house: House) -> None:
    """13: every address, with parameters that lead somewhere, as a person of every role."""
    written: list[str] = []
    people = list(house.people())
    before = tables()

    for role, client in people:
        for address in addresses():
            if address.name in MAY_WRITE or address.name.startswith("dev_letter"):
                continue
            path = address.path(house.path_values(address.name))
            with writes_of(written, f"{role} {path}"):
                answer = client.get(path)
            assert answer.status_code < 500, (role, path)

    assert written == []
    changed = [label for label, rows in tables().items() if rows != before[label]]
    assert changed == []


def test_public_pages_exist_and_say_so(house: House) -> None:
    """13: no cookie, no Vary: Cookie, a public lifetime; whoever asks, with whatever cookies."""
    cookies = {"sessionid": "x", "basket": "y", "csrftoken": "z", "messages": "w", "basket_count": "3"}
    known = {address.name: address for address in addresses()}
    shown: dict[str, bytes] = {}

    for name in sorted(PUBLIC & set(known)):
        path = known[name].path(house.path_values(name))
        for client in (Client(), Client()):
            if shown.get(name):
                client.cookies.load(cookies)
            answer = client.get(path)
            vary = answer.get("Vary", "")
            assert answer.status_code == 200, (name, path, answer.status_code)
            assert not answer.cookies, name
            assert "cookie" not in vary.lower(), (name, vary)
            assert "public" in answer["Cache-Control"], name
            assert b"csrfmiddlewaretoken" not in answer.content, name
            assert shown.setdefault(name, answer.content) == answer.content, name


def test_every_public_page_is_named_here() -> None:
    """A page decorated as public that this list does not know would not be looked at."""
    names = {address.name for address in addresses()}

    assert names >= PUBLIC


def test_pages_of_one_person_are_kept_by_no_cache(house: House) -> None:
    """A cache on the way must not hand one person's page to the next."""
    open_to_all = PUBLIC | {"root", "healthz", "readyz", "dev_mail", ""}
    open_to_all |= {
        "workspace_manifest",
        "workspace_worker",
        "stamping_worker",
    }  # files of the app, the same for everybody
    kept = []

    for role, client in house.people():
        for address in addresses():
            if address.name in open_to_all or address.name.startswith("dev_letter"):
                continue
            answer = client.get(address.path(house.path_values(address.name)))
            control = answer.get("Cache-Control", "")
            if answer.status_code == 200 and not ("no-store" in control and "private" in control):
                kept.append((role, address.name, control))

    assert kept == []


def test_coming_back_from_paying_without_paying_changes_nothing(house: House) -> None:
    """24: the address a provider sends people back to, opened by hand, over and over."""
    before = tables()

    answers = [Client().get(f"/en/checkout/return/{house.values()['reference']}/") for _ in range(3)]

    assert {answer.status_code for answer in answers} == {303}
    assert tables() == before
    house.unpaid.refresh_from_db()
    assert house.unpaid.paid_at is None


def test_order_page_opened_without_paying_changes_nothing(house: House) -> None:
    """24: nor does the order page itself, with whatever a success address would carry."""
    before = tables()

    page = Client().get(house.unpaid.get_absolute_url() + "?paid=1&session_id=cs_x&redirect_status=succeeded")

    assert page.status_code == 200
    assert tables() == before
