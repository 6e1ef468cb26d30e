"""Make a catalogue of any size in its own database, on SQLite or PostgreSQL, for the other benchmarks.

    python -m benchmarks.catalogue postgres 100000

The first thousand pieces are made and filed as the house makes them, over all demo kinds, places and words; larger
catalogues repeat them by SQL, so that every word and filter value keeps its share. Databases are kept between runs.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent.parent
FOLDER = HERE / "var" / "bench"
SERVER = os.environ.get("BENCH_POSTGRES", "postgres://postgres@127.0.0.1:5432")
SEED = 1000
SHOPS = 60
SIZES = (1_000, 10_000, 100_000)


def url(vendor: str, size: int) -> str:
    """Return the DATABASE_URL of the catalogue of `size` pieces."""
    return (
        f"{SERVER}/damgha_bench_{size}"
        if vendor == "postgres"
        else f"sqlite:///{FOLDER / f'bench-{size}.sqlite3'}"
    )


def environment(vendor: str, size: int) -> dict[str, str]:
    """Return the environment of a process that works on that catalogue."""
    return os.environ | {
        "DATABASE_URL": url(vendor, size),
        "DAMGHA_VAR": str(FOLDER),
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.embedded",
        "ALLOWED_HOSTS": "bench.test",
    }


def ensure(vendor: str, size: int) -> None:
    """Make the catalogue of `size` pieces unless it is there."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    done = FOLDER / f"{vendor}-{size}.done"
    if done.exists():
        return
    if vendor == "postgres":
        import psycopg  # noqa: PLC0415  (SQLite needs none)

        with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS damgha_bench_{int(size)}")
            server.execute(f"CREATE DATABASE damgha_bench_{int(size)}")
    else:
        for suffix in ("", "-wal", "-shm"):
            Path(url(vendor, size).removeprefix("sqlite:///") + suffix).unlink(missing_ok=True)
    env = environment(vendor, size)
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=HERE, env=env, check=True)
    subprocess.run(
        [sys.executable, "-m", "benchmarks.catalogue", "--fill", str(size)], cwd=HERE, env=env, check=True
    )
    done.touch()


def fill(size: int) -> None:
    """Fill the database at hand."""
    from django.db import connection  # noqa: PLC0415  (Django is set up by then)
    from django.utils import timezone  # noqa: PLC0415

    from catalog.search import actions  # noqa: PLC0415

    _make_seed()
    actions.rebuild(now=timezone.now())
    for table, key in (
        ("catalogue_product", "id"),
        ("catalogue_card", "product_id"),
        ("market_search_searchdocument", "product_id"),
    ):
        with connection.cursor() as cursor:
            columns = [
                column.name for column in connection.introspection.get_table_description(cursor, table)
            ]
            listed = ", ".join(f'"{name}"' for name in columns)
            shifted = ", ".join(f'"{name}" + %s' if name == key else f'"{name}"' for name in columns)
            for copy in range(1, size // SEED):
                copied = f'SELECT {shifted} FROM {table} WHERE "{key}" <= {SEED} ORDER BY "{key}"'  # noqa: S608
                cursor.execute(f"INSERT INTO {table} ({listed}) {copied}", [copy * SEED])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A copied document stands on the shelf of its own number.
            cursor.execute(
                "UPDATE market_search_searchdocument SET terms = array_to_tsvector("
                "array_append(array_remove(tsvector_to_array(terms), 'r_0'), 'r_' || product_id / 4096)) "
                "WHERE product_id >= 4096"
            )
            cursor.execute("VACUUM FULL ANALYZE")
        else:
            cursor.execute("INSERT INTO market_search_fts(market_search_fts) VALUES ('optimize')")
            cursor.execute("ANALYZE")


def _make_seed() -> None:
    """Make a thousand pieces over the demo's kinds, places and words, with ids 1 to 1000."""
    from datetime import UTC, datetime, timedelta  # noqa: PLC0415

    from catalog.models import Card, Product  # noqa: PLC0415
    from marketplace.demo.kinds import KINDS  # noqa: PLC0415
    from marketplace.demo.region import PLACES  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    dice = random.Random(7)
    places = [
        factories.make_place(
            one.slug, wilaya=one.wilaya, name_ar=one.name.ar, name_fr=one.name.fr, name_en=one.name.en
        )
        for one in PLACES
    ]
    centres = [factories.make_centre(slug=f"centre-{n}", name=f"Centre {n}") for n in range(12)]
    shops = [
        factories.make_shop(
            name=f"Dar {n}", slug=f"dar-{n}", centre=dice.choice([None, *centres]), place=dice.choice(places)
        )
        for n in range(SHOPS)
    ]
    crafts = {"carpet": "textiles", "textile": "textiles", "stone": "jewellery", "leather": "other"}
    kinds = [
        factories.make_kind(
            one.code, craft=crafts.get(one.code.split(".")[0], one.code.split(".")[0]),
            name_ar=one.name.ar, name_fr=one.name.fr, name_en=one.name.en,
        )
        for one in KINDS
    ]  # fmt: skip
    story = "Filé, teint et tissé à la main dans la maison de la famille, comme on le fait depuis toujours au pays."
    for number in range(1, SEED + 1):
        kind, shop = dice.choice(kinds), dice.choice(shops)
        extra = dice.choice(
            ["rouge", "noir", "ancien", "fin", "léger", "rayé", "profond", "clair", "brut", "doux"]
        )
        piece = factories.make_product(
            id=number, shop=shop, kind=kind, place=dice.choice(places), price=dice.randrange(8, 600) * 100, card=False,
            title_ar=f"{kind.name_ar} رقم {number}", title_fr=f"{kind.name_fr} {extra} {number}",
            title_en=f"{kind.name_en} no {number}", description_fr=story, stock=min(dice.randrange(9), 1),
        )  # fmt: skip
        factories.make_photo(piece)
    from catalog.queries import build_cards  # noqa: PLC0415

    began = datetime(2026, 1, 1, tzinfo=UTC)
    cards = build_cards(list(Product.objects.values_list("pk", flat=True)), now=factories.NOW)
    for card in cards:
        card.listed_at = began + timedelta(minutes=card.product_id)
        card.grade = dice.choice([0, 0, 0, 0, 20, 30, 40, 50])
        card.stamp_public_id = "bench" if card.grade else ""
    Card.objects.bulk_create(cards)


# ---- measuring ------------------------------------------------------------------------------------------------------


def database_seconds() -> float:
    """Return the CPU seconds that our PostgreSQL backend has used; 0 on SQLite, which works inside this process."""
    from django.db import connection  # noqa: PLC0415

    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def cost(act: Callable[[], Any], *, seconds: float = 2.0) -> float:
    """Return the CPU milliseconds that one `act` costs, here and in the database, over about `seconds` of acting."""
    for _ in range(5):
        act()
    before, count, began = database_seconds(), 0, time.process_time()
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline or count < 20:
        act()
        count += 1
    return (time.process_time() - began + database_seconds() - before) / count * 1000


def table(rows: dict[str, dict[int, float]]) -> str:
    """Return measured costs as a table with the growth from the smallest to the largest catalogue."""
    sizes = sorted({size for row in rows.values() for size in row})
    lines = [
        f"| CPU ms | {' | '.join(f'{size:,}' for size in sizes)} | growth |",
        f"|---|{'---|' * (len(sizes) + 1)}",
    ]
    for name, row in rows.items():
        values = " | ".join(f"{row[size]:.2f}" for size in sizes)
        lines.append(f"| {name} | {values} | {row[sizes[-1]] / row[sizes[0]]:.2f}x |")
    return "\n".join(lines)


def run(module: str, arguments: list[str]) -> None:
    """Measure with `module` on each size, in a process of its own, and print the table per database."""
    vendors = [name for name in arguments if name in ("sqlite", "postgres")] or ["sqlite", "postgres"]
    sizes = [int(name) for name in arguments if name.isdigit()] or list(SIZES)
    for vendor in vendors:
        rows: dict[str, dict[int, float]] = {}
        for size in sizes:
            ensure(vendor, size)
            command = [sys.executable, "-m", module, "--measure"]
            done = subprocess.run(
                command,
                cwd=HERE,
                env=environment(vendor, size),
                check=True,
                stdout=subprocess.PIPE,
                text=True,
            )
            for name, milliseconds in json.loads(done.stdout.splitlines()[-1]).items():
                rows.setdefault(name, {})[size] = milliseconds
        print(f"\n{vendor}\n{table(rows)}")


if __name__ == "__main__":
    if sys.argv[1] == "--fill":
        import django

        django.setup()
        fill(int(sys.argv[2]))
    else:
        ensure(sys.argv[1], int(sys.argv[2]))
