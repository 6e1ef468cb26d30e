"""The yardstick: one indexed query, 24 cards by one Jinja2 template, Django's usual eight middleware, and nothing else.

Run by `benchmarks.pages` in a process of its own, on the same database server, so that what our pages cost can be told
as a multiple of what no Django page can beat on the machine at hand.
"""

from __future__ import annotations

import os
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import dj_database_url
import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from jinja2 import Environment

ROWS = 10_000
TABLE = "limit_card"
COLUMNS = (
    ("id", "bigint primary key"),
    *(
        (name, "varchar(200)")
        for name in ("title", "slug", "shop", "shop_slug", "image", "blurb", "currency")
    ),
    *((name, "integer") for name in ("category", "price", "rating", "reviews", "stock")),
    ("created", "timestamp"),
)
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Ceramics</title>
<link rel="stylesheet" href="/static/s.css"></head><body><header><nav>{% for n in range(12) %}
<a href="/en/c/{{ n }}/">Category {{ n }}</a>{% endfor %}</nav></header><main><h1>Ceramics</h1><ul class="grid">
{% for p in rows %}<li class="card" data-id="{{ p.id }}">
<a class="card__link" href="/en/shop/{{ p.shop_slug }}/{{ p.slug }}-{{ p.id }}/"><picture>
<source type="image/avif" srcset="/media/{{ p.image }}-400.avif 400w, /media/{{ p.image }}-800.avif 800w" sizes="50vw">
<img src="/media/{{ p.image }}-400.webp" srcset="/media/{{ p.image }}-400.webp 400w, /media/{{ p.image }}-800.webp 800w"
 sizes="50vw" width="400" height="400" loading="lazy" alt="{{ p.title }}"></picture><h3>{{ p.title }}</h3></a>
<p>by <a href="/en/shop/{{ p.shop_slug }}/">{{ p.shop }}</a></p><p class="card__blurb">{{ p.blurb }}</p>
<p aria-label="{{ p.rating }} of 5">{{ p.rating }} ({{ p.reviews }})</p>
{% if p.stock %}<p><data value="{{ p.price }}">{{ p.currency }} {{ p.price }}</data></p>{% else %}<p>Sold out</p>
{% endif %}</li>{% endfor %}</ul></main></body></html>"""


def set_up() -> None:
    """Configure Django as bare as it gets, and fill the one table."""
    middleware = """django.middleware.security.SecurityMiddleware
        django.contrib.sessions.middleware.SessionMiddleware django.middleware.locale.LocaleMiddleware
        django.middleware.common.CommonMiddleware django.middleware.csrf.CsrfViewMiddleware
        django.contrib.auth.middleware.AuthenticationMiddleware django.contrib.messages.middleware.MessageMiddleware
        django.middleware.clickjacking.XFrameOptionsMiddleware"""
    apps = "contenttypes auth sessions messages"
    settings.configure(
        SECRET_KEY="yardstick",  # noqa: S106  (it signs nothing)
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        USE_TZ=False,
        DATABASES={"default": dj_database_url.parse(os.environ["DATABASE_URL"], conn_max_age=None)},
        INSTALLED_APPS=[f"django.contrib.{name}" for name in apps.split()],
        MIDDLEWARE=middleware.split(),
    )
    django.setup()
    _fill()


def _fill() -> None:
    from django.db import connection  # noqa: PLC0415  (settings are there by now)

    with connection.cursor() as cursor:
        if TABLE in connection.introspection.table_names(cursor):
            return
        chance, began = random.Random(7), datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
        cursor.execute(f"CREATE TABLE {TABLE} ({', '.join(' '.join(column) for column in COLUMNS)})")
        cursor.execute(f"CREATE INDEX {TABLE}_shelf ON {TABLE} (category, id DESC)")
        row = "{n}|Salt amber bowl no {n}|salt-amber-bowl-{n}|Atelier {s}|atelier-{s}|07/img07|thrown woven forged|EUR"
        rows = [
            (*row.format(n=n, s=n % 300).split("|"), n % 4, chance.randrange(500, 20_000), 4, 17, 1)
            for n in range(1, ROWS + 1)
        ]
        cursor.executemany(
            f"INSERT INTO {TABLE} VALUES ({', '.join(['%s'] * len(COLUMNS))})",  # noqa: S608  (names of ours)
            [(int(first), *rest, began + timedelta(minutes=int(first))) for first, *rest in rows],
        )


def _model() -> Any:
    from django.db import models  # noqa: PLC0415  (settings are there by now)

    kinds = {
        "bigint": models.BigIntegerField,
        "integer": models.IntegerField,
        "timestamp": models.DateTimeField,
    }
    fields: dict[str, Any] = {
        name: kinds[kind](primary_key=name == "id") if kind in kinds else models.CharField(max_length=200)
        for name, written in COLUMNS
        for kind in written.split()[:1]
    }
    meta = type("Meta", (), {"app_label": "contenttypes", "db_table": TABLE, "managed": False})
    return type("LimitCard", (models.Model,), {"Meta": meta, "__module__": __name__, **fields})


def application() -> Any:
    """Return the yardstick as a WSGI application."""
    set_up()
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415  (settings are there by now)
    from django.urls import path  # noqa: PLC0415

    cards, template = _model(), Environment(autoescape=True).from_string(PAGE)

    def page(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(template.render(rows=list(cards.objects.filter(category=1).order_by("-id")[:24])))

    urlpatterns.append(path("", page))
    return get_wsgi_application()


urlpatterns: list[Any] = []
