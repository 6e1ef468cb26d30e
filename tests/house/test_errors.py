"""Missing and broken pages, in the language of their address."""

import io
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from marketplace import errors


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")])
def test_missing_page_keeps_its_language(client: Client, language: str, direction: str) -> None:
    response = client.get(f"/{language}/nowhere/")

    assert response.status_code == 404
    assert f'<html lang="{language}" dir="{direction}">' in response.content.decode()
    assert not response.cookies


@pytest.mark.django_db
def test_broken_page_is_shown_when_a_view_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken_read(*_args: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("catalog.queries.crafts", broken_read)
    client = Client(raise_request_exception=False)

    response = client.get("/fr/")

    assert response.status_code == 500
    assert '<html lang="fr" dir="ltr">' in response.content.decode()


def test_static_pages_need_neither_request_nor_database() -> None:
    assert '<html lang="ar" dir="rtl">' in errors.static_page("maintenance", "ar")
    assert '<html lang="en" dir="ltr">' in errors.static_page("broken", "en")


def test_maintenance_pages_are_written_for_the_proxy(tmp_path: Any) -> None:
    call_command("write_maintenance_pages", str(tmp_path), stdout=io.StringIO())

    names = sorted(path.name for path in tmp_path.glob("*.html"))

    assert names == sorted(
        f"{name}.{code}.html" for name in ("broken", "maintenance") for code in ("ar", "fr", "en")
    )
