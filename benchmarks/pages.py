"""What every page that matters costs, beside a yardstick measured in the same minutes.

    python -m benchmarks.pages [sqlite|postgres] [--rounds 9]

CPU milliseconds of a whole request through every middleware, our process and the database's together; the page cache is
off except where it is what is measured. Pages and yardstick take turns, so that a busy machine slows both alike: the
column "x yardstick" is what to compare between machines. Makes one database per vendor (migrated, seeded, ten thousand
cards) under var/bench and keeps it; remove the folder to have it made anew.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from statistics import median
from typing import Any

from benchmarks import catalogue

FOLDER = catalogue.FOLDER / "pages"
CARDS = 10_000
LIMIT = "yardstick"
# What is allowed, in ms of the machine whose yardstick takes 1.09 ms (performance.md): must, goal.
BUDGETS = {
    "listing": (4.8, 3.2),
    "listing, Arabic": (4.8, 3.2),
    "product": (4.0, 2.5),
    "basket": (6.0, 3.6),
    "add to basket": (3.0, 1.7),
    "cached": (0.5, 0.3),
    "304": (0.5, 0.3),
    "/V/<digits>": (2.0, 1.0),
    "/V/ typed": (2.0, 1.0),
}
THEIR_LIMIT = 1.09


def url(vendor: str) -> str:
    """Return the DATABASE_URL of the pages' own database."""
    if vendor == "postgres":
        return f"{catalogue.SERVER}/damgha_bench_pages"
    return f"sqlite:///{FOLDER / 'pages.sqlite3'}"


def environment(vendor: str) -> dict[str, str]:
    """Return the environment of a process that works on it."""
    return os.environ | {
        "DATABASE_URL": url(vendor),
        "DAMGHA_VAR": str(FOLDER / vendor),
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.embedded",
        "ALLOWED_HOSTS": "bench.test",
    }


def ensure(vendor: str) -> None:
    """Make the database unless it is there."""
    (FOLDER / vendor).mkdir(parents=True, exist_ok=True)
    done = FOLDER / f"{vendor}.done"
    if done.exists():
        return
    if vendor == "postgres":
        import psycopg  # noqa: PLC0415  (SQLite needs none)

        with psycopg.connect(f"{catalogue.SERVER}/postgres", autocommit=True) as server:
            server.execute("DROP DATABASE IF EXISTS damgha_bench_pages")
            server.execute("CREATE DATABASE damgha_bench_pages")
    for step in (["migrate", "-v0"], ["seed"]):
        subprocess.run(
            [sys.executable, "manage.py", *step], cwd=catalogue.HERE, env=environment(vendor), check=True
        )
    command = [sys.executable, "-m", "benchmarks.pages", "--fill"]
    subprocess.run(command, cwd=catalogue.HERE, env=environment(vendor), check=True)
    done.touch()


def fill() -> None:
    """Repeat the seeded pieces and their cards until there are ten thousand."""
    from django.db import connection  # noqa: PLC0415  (Django is set up by then)
    from django.db.models import Max  # noqa: PLC0415

    from catalog.models import Card  # noqa: PLC0415

    step = Card.objects.aggregate(last=Max("product_id"))["last"]
    for table, key in (("catalogue_product", "id"), ("catalogue_card", "product_id")):
        with connection.cursor() as cursor:
            described = connection.introspection.get_table_description(cursor, table)
            listed = ", ".join(f'"{column.name}"' for column in described)
            taken = ", ".join(
                f'"{column.name}" + %s'
                if column.name == key
                else "NULL"
                if column.name == "upc"
                else f'"{column.name}"'
                for column in described
            )
            for copy in range(1, CARDS // step + 1):
                cursor.execute(
                    f'INSERT INTO {table} ({listed}) SELECT {taken} FROM {table} WHERE "{key}" <= %s',  # noqa: S608
                    [copy * step, step],
                )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


# ---- in the process that answers ------------------------------------------------------------------------------------


def browser(application: Any) -> Callable[..., Callable[[], int]]:
    """Return what makes a caller of one address of `application`."""

    def caller(address: str, *, form: str = "", wanted: str = "200", **headers: str) -> Callable[[], int]:
        path, _, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": "POST" if form else "GET", "PATH_INFO": path, "QUERY_STRING": query,
            "SERVER_NAME": "bench.test", "SERVER_PORT": "80", "HTTP_HOST": "bench.test", "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http", "wsgi.errors": sys.stderr, "CONTENT_LENGTH": str(len(form)),
            "CONTENT_TYPE": "application/x-www-form-urlencoded" if form else "", "HTTP_SEC_FETCH_SITE": "same-origin",
            "HTTP_ACCEPT_ENCODING": "br", **headers,
        }  # fmt: skip
        answer: dict[str, Any] = {}

        def start(status: str, sent: list[tuple[str, str]], _error: object = None) -> None:
            answer.update(status=status, headers=sent)

        def ask() -> int:
            response = application(environ | {"wsgi.input": io.BytesIO(form.encode())}, start)
            size = sum(map(len, response))
            response.close()
            if not answer["status"].startswith(wanted):
                raise SystemExit(f"{address}: {answer['status']}, not {wanted}")
            return size

        ask.answer = answer  # type: ignore[attr-defined]  # what it said besides its body
        return ask

    return caller


def pages() -> dict[str, Callable[[], int]]:
    """Return a caller of each page of ours."""
    import django  # noqa: PLC0415

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from catalog.models import Card  # noqa: PLC0415
    from quality_labels import carrier  # noqa: PLC0415
    from quality_labels.models import Label  # noqa: PLC0415

    connection.settings_dict["CONN_MAX_AGE"] = None
    caller = browser(get_wsgi_application())
    label = Label.objects.order_by("pk")[0]
    cards = list(Card.objects.filter(available=True, product__upc__isnull=False).order_by("product_id"))
    stamped = next(card for card in cards if card.grade)
    product = f"/en/catalog/{stamped.slug}_{stamped.product_id}/"
    plain = [card for card in cards if not card.grade]
    add = caller("/en/basket/add/", form=f"product={plain[0].product_id}&quantity=1", wanted="303")
    basket = _filled(caller, [card.product_id for card in plain[:: len(plain) // 3]][:3])

    def kept(ask: Callable[[], int]) -> Callable[[], int]:
        def cached() -> int:
            settings.PUBLIC_PAGE_SECONDS = 3600
            try:
                return ask()
            finally:
                settings.PUBLIC_PAGE_SECONDS = 0

        return cached

    settings.PUBLIC_PAGE_SECONDS = 3600
    listing = caller("/fr/catalog/")
    listing()
    tag = dict(listing.answer["headers"])["ETag"]  # type: ignore[attr-defined]
    settings.PUBLIC_PAGE_SECONDS = 0
    return {
        "home": caller("/fr/"),
        "listing": listing,
        "listing, Arabic": caller("/ar/catalog/"),
        "product": caller(product),
        "product, Arabic": caller(product.replace("/en/", "/ar/")),
        "basket": caller("/fr/basket/", HTTP_COOKIE=basket),
        "add to basket": add,
        "cached": kept(listing),
        "304": kept(caller("/fr/catalog/", wanted="304", HTTP_IF_NONE_MATCH=tag)),
        "/V/<digits>": caller(f"/V/{carrier.digits_of(bytes(label.cose))}"),
        "/V/ typed": caller(f"/V/{label.serial}"),
    }


def _filled(caller: Callable[..., Any], products: list[int]) -> str:
    """Put pieces of three shops into a basket; return its cookies."""
    cookies: dict[str, str] = {}
    for product in products:
        ask = caller(
            "/en/basket/add/",
            form=f"product={product}&quantity=1",
            wanted="303",
            HTTP_COOKIE="; ".join(f"{name}={value}" for name, value in cookies.items()),
        )
        ask()
        for name, value in ask.answer["headers"]:
            if name == "Set-Cookie":
                said, _, is_worth = value.partition(";")[0].partition("=")
                cookies[said] = is_worth
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def queries(ask: Callable[[], int]) -> int:
    """Return how many statements one request sends, transactions' own left out."""
    from django.db import connection  # noqa: PLC0415  (Django is set up by then)

    sent: list[str] = []

    def counted(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE")):
            sent.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(counted):
        ask()
    return len(sent)


def serve(callers: dict[str, Callable[[], int]], *, counts: bool) -> None:
    """Measure the page that a line names, whenever one comes in."""
    for ask in callers.values():
        for _ in range(5):
            ask()
    facts = {name: (queries(ask) if counts else 1, ask()) for name, ask in callers.items()}
    print(json.dumps(facts), flush=True)
    for line in sys.stdin:
        print(json.dumps(catalogue.cost(callers[line.rstrip()], seconds=0.25)), flush=True)


# ---- in the process that asks ---------------------------------------------------------------------------------------


class Measured:
    """A process that measures one of its pages when it is told to."""

    def __init__(self, what: str, env: dict[str, str]) -> None:
        command = [sys.executable, "-m", "benchmarks.pages", what]
        self.process = subprocess.Popen(
            command, cwd=catalogue.HERE, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.facts = self._read()

    def _read(self) -> Any:
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())

    def cost(self, page: str) -> float:
        """Let it measure a page once."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{page}\n")
        self.process.stdin.flush()
        return float(self._read())

    def end(self) -> None:
        """Let it go."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def compare(vendor: str, rounds: int) -> None:
    """Measure each page right after the yardstick, again and again, and print the medians."""
    ensure(vendor)
    limit, ours = (Measured(what, environment(vendor)) for what in ("--limit", "--ours"))
    costs: dict[str, list[float]] = {name: [] for name in (LIMIT, *ours.facts)}
    times: dict[str, list[float]] = {name: [] for name in ours.facts}
    for _ in range(rounds):
        for page in ours.facts:
            yardstick, cost = limit.cost(LIMIT), ours.cost(page)
            costs[LIMIT].append(yardstick)
            costs[page].append(cost)
            times[page].append(cost / yardstick)
    for one in (limit, ours):
        one.end()
    print(f"\n{vendor}, {CARDS:,} cards, {rounds} rounds, load average {os.getloadavg()[0]:.1f}\n")
    print(f"yardstick: {median(costs[LIMIT]):.2f} ms\n")
    print("| page | ms here | x yardstick | ms where it is 1.09 | must | goal | queries | bytes |")
    print("|---|---|---|---|---|---|---|---|")
    for page, (count, size) in ours.facts.items():
        must, goal = BUDGETS.get(page, ("", ""))
        there = median(times[page]) * THEIR_LIMIT
        print(
            f"| {page} | {median(costs[page]):.2f} | {median(times[page]):.2f} | {there:.2f} |"
            f" {must} | {goal} | {count} | {size:,} |"
        )


def main() -> None:
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("vendors", nargs="*", choices=["sqlite", "postgres", []], default=[])
    parser.add_argument("--rounds", type=int, default=9)
    for inner in ("--fill", "--limit", "--ours"):
        parser.add_argument(inner, action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.fill:
        import django  # noqa: PLC0415

        django.setup()
        fill()
    elif asked.limit:
        from benchmarks import limit  # noqa: PLC0415  (it configures a Django of its own)

        serve({LIMIT: browser(limit.application())("/")}, counts=False)
    elif asked.ours:
        serve(pages(), counts=True)
    else:
        for vendor in asked.vendors or ("sqlite", "postgres"):
            compare(vendor, asked.rounds)


if __name__ == "__main__":
    main()
