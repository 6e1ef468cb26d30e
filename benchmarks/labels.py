"""Sign labels and publish the log: how long 10,000 take, and whether each takes longer as they grow.

    python -m benchmarks.labels [--count 10000] [--database postgres://…]

Makes a database of its own with that many granted decisions, each on a piece of its own, with an inspector's whole
sheet; then the signing process's own look signs them, two hundred at a time, and publishes after each look. Prints the
seconds of each thousand, what a proof and a check at `/V/` cost at the end, and what the log weighs.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent.parent
STEP = 1000


def prepare(count: int) -> None:
    """Make a centre and `count` granted decisions, all like one that was made by the house's own steps."""
    from django.conf import settings  # noqa: PLC0415  (after django.setup)

    from quality_labels import actions  # noqa: PLC0415
    from tests.factories import NOW  # noqa: PLC0415
    from tests.quality_labels.centre import (  # noqa: PLC0415
        evaluated,
        make_house_keys,
        make_stamping_centre,
        publish_directory,
    )

    folder = Path(settings.LABEL_KEY_DIR).parent
    centre = make_stamping_centre(key_dir=settings.LABEL_KEY_DIR, settings=settings)
    make_house_keys(settings=settings, folder=folder)
    publish_directory(folder)
    first = evaluated(centre)
    for start in range(0, count, STEP):
        _copies(first, min(STEP, count - start))
    application = type(first).objects.get(pk=first.pk)
    actions.grant(application=application, decider=centre.decider, grade=50, now=NOW)
    _decide_all(first, centre.decider)


def _copies(first: Any, count: int) -> None:
    from catalog.models import Product, ProductImage  # noqa: PLC0415
    from quality_labels.models import Application, Evaluation, Reading  # noqa: PLC0415

    def copied(row: Any, **changed: Any) -> Any:
        values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
        values.pop(row._meta.pk.attname)
        return type(row)(**(values | changed))

    photo = first.product.images.get()
    sheet = first.evaluations.get()
    base = Product.objects.count()
    products = Product.objects.bulk_create(
        copied(first.product, slug=f"bench-{base + n}", upc=f"bench-{base + n}") for n in range(count)
    )
    ProductImage.objects.bulk_create(
        copied(photo, product_id=product.pk, key=f"bench-{product.pk}", sha256=f"{product.pk:064x}")
        for product in products
    )
    applications = Application.objects.bulk_create(
        copied(first, product_id=product.pk, state="granted") for product in products
    )
    sheets = Evaluation.objects.bulk_create(copied(sheet, application_id=row.pk) for row in applications)
    readings = list(sheet.readings.all())
    Reading.objects.bulk_create(
        [copied(reading, evaluation_id=row.pk) for row in sheets for reading in readings], batch_size=5000
    )


def _decide_all(first: Any, decider: Any) -> None:
    from quality_labels.models import Application, Decision  # noqa: PLC0415
    from tests.factories import NOW  # noqa: PLC0415

    open_ones = Application.objects.filter(state="granted", decision=None).values_list("pk", flat=True)
    Decision.objects.bulk_create(
        Decision(application_id=pk, decider=decider, grade=50, decided_at=NOW) for pk in open_ones
    )


def measure(count: int) -> None:
    """Let the signing process look until nothing waits; print what each thousand took."""
    from django.test import Client  # noqa: PLC0415

    from quality_labels import queries, signer, verifier  # noqa: PLC0415
    from quality_labels.models import Label  # noqa: PLC0415
    from tests.factories import NOW  # noqa: PLC0415

    began = mark = time.perf_counter()
    cpu = time.process_time()
    done = 0
    while (look := signer.look(now=NOW)).signed:
        done += look.signed
        if done % STEP == 0:
            print(
                f"{done:>6} labels: the last {STEP} in {time.perf_counter() - mark:.1f} s, log {look.log_size}"
            )
            mark = time.perf_counter()
    whole = time.perf_counter() - began
    each = (time.process_time() - cpu) / done * 1000
    print(f"{done} labels signed and logged in {whole:.1f} s ({each:.2f} ms CPU each)")
    label = Label.objects.order_by("pk")[done // 2]
    for what, asked in (
        ("proof", lambda: queries.proof_of(label.log_entry.leaf_hash)),
        ("check at /V/", lambda: Client().get(f"/V/{queries.carrier_url(label).rpartition('/')[2]}")),
        ("data for phones", verifier.data),
        ("status list", lambda: signer.refresh_status_list(now=NOW)),
    ):
        asked()  # what is made once is made
        start = time.process_time()
        for _turn in range(5):
            asked()
        print(f"{what}: {(time.process_time() - start) / 5 * 1000:.1f} ms CPU")
    data = verifier.data() or {}
    hashes, rest = len(data.pop("leaf_hashes")), len(json.dumps(data, ensure_ascii=False).encode())
    print(f"leaf hashes {hashes / 1000:.0f} kB, everything else {rest / 1000:.0f} kB")


def main() -> None:
    """Make the database in a process of its own, then prepare and measure in this one."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--database", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ |= {
            "DATABASE_URL": options.database or f"sqlite:///{folder / 'bench.sqlite3'}",
            "DAMGHA_VAR": str(folder),
            "LABEL_KEY_DIR": str(folder / "keys"),
            "DJANGO_SETTINGS_MODULE": "marketplace.settings.embedded",
            "ALLOWED_HOSTS": "testserver",
        }
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=HERE, check=True)
        import django  # noqa: PLC0415  (the environment has to be there first)

        django.setup()
        prepare(options.count - 1)
        measure(options.count)


if __name__ == "__main__":
    main()
