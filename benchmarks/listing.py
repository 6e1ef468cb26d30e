"""What a listing costs, from a thousand pieces to a hundred thousand.

    python -m benchmarks.listing [sqlite|postgres] [1000 10000 100000]

CPU milliseconds of a whole request through every middleware, our process and the database's together, with the page
cache off. The first run makes the catalogues (a few minutes).
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable

from benchmarks import catalogue

PAGES = {
    "listing": "/fr/catalog/",
    "listing, Arabic": "/ar/catalog/",
    "one craft": "/fr/catalog/textiles/",
    "facets": "/fr/catalog/textiles/?place=timimoun&stamped=1&max=40000",
    "two places, by price": "/fr/catalog/?place=timimoun&place=fatis&sort=price",
    "a page far in": "/fr/catalog/?after=1.30000.500&sort=price",
    "search": "/fr/catalog/?q=tapis+timimoun",
    "search and filter": "/fr/catalog/?q=tapis&place=timimoun&stamped=1",
}


def request(address: str, **headers: str) -> Callable[[], int]:
    """Return a call that asks the whole application for `address` and returns the size of what it answers."""
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415  (Django is set up by then)

    application = get_wsgi_application()
    path, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "bench.test",
        "SERVER_PORT": "80", "HTTP_HOST": "bench.test", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr, **headers,
    }  # fmt: skip
    answer: dict[str, str] = {}

    def start(status: str, _headers: list[tuple[str, str]], _error: object = None) -> None:
        answer["status"] = status

    def ask() -> int:
        response = application(dict(environ), start)
        size = sum(map(len, response))
        response.close()
        if not answer["status"].startswith("200"):
            raise RuntimeError(f"{address}: {answer['status']}")
        return size

    return ask


def measure() -> dict[str, float]:
    """Return the cost of each page on the catalogue at hand."""
    import django  # noqa: PLC0415

    django.setup()
    from django.conf import settings  # noqa: PLC0415

    settings.PUBLIC_PAGE_SECONDS = 0
    settings.DATABASES["default"]["CONN_MAX_AGE"] = None
    from django.db import connection  # noqa: PLC0415

    connection.settings_dict["CONN_MAX_AGE"] = None
    return {name: catalogue.cost(request(address)) for name, address in PAGES.items()}


if __name__ == "__main__":
    if "--measure" in sys.argv:
        print(json.dumps(measure()))
    else:
        catalogue.run("benchmarks.listing", sys.argv[1:])
