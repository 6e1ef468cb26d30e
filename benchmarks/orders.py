"""Guest orders per second: the whole journey over HTTP by several clients, DemoPay answered by a script.

    python benchmarks/orders.py [--clients 8] [--seconds 15] [--workers 2] [--database postgres://…]

Makes a database of its own (migrated, with pieces that never run out), starts gunicorn, and lets each client do what
a buyer does: piece, basket, details, check, pay, back, order page. Prints orders per second, CPU per order, and what
the audit of money says afterwards: a fast answer that oversells is no answer.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

HERE = Path(__file__).resolve().parent.parent
PORT = int(os.environ.get("PORT", "8765"))
PIECES = 64
DETAILS = {
    "name": "Amina Benali",
    "phone": "0550123456",
    "email": "amina@example.test",
    "country": "DZ",
    "wilaya": "timimoun",
    "commune": "timimoun",
    "provider": "demo",
    "currency": "DZD",
}


class Browser:
    """One client: a connection that stays open, and its cookies."""

    def __init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
        self.cookies: dict[str, str] = {}

    def ask(
        self, method: str, path: str, form: dict[str, str] | None = None, *, wanted: int
    ) -> tuple[str, str]:
        """Return (body, where it leads) of one request, and stop the run when it is not answered as `wanted`."""
        headers = {
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
            "Sec-Fetch-Site": "same-origin",
        }
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, urlencode(form) if form is not None else None, headers)
        answer = self.connection.getresponse()
        body = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value.strip('"')
        if answer.status != wanted:
            raise SystemExit(f"{method} {path} answered {answer.status}, not {wanted}:\n{body[:1500]}")
        return body, urlsplit(answer.headers.get("Location", "")).path


def _hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    if found is None:
        raise SystemExit(f"no hidden field {name}")
    return found.group(1)


def order_once(piece: str, product: str) -> None:
    """Do what a guest does, from the piece's page to the paid order's page: eleven requests."""
    browser = Browser()
    browser.ask("GET", piece, wanted=200)
    browser.ask("POST", "/en/basket/add/", {"product": product, "quantity": "1"}, wanted=303)
    browser.ask("GET", "/en/basket/", wanted=200)
    page, _ = browser.ask("GET", "/en/checkout/", wanted=200)
    token = {"csrfmiddlewaretoken": _hidden(page, "csrfmiddlewaretoken")}
    browser.ask("POST", "/en/checkout/", DETAILS | token, wanted=303)
    page, _ = browser.ask("GET", "/en/checkout/check/", wanted=200)
    confirm = token | {"terms": _value(page, "terms"), "seen": _hidden(page, "seen")}
    _, paying = browser.ask("POST", "/en/checkout/check/", confirm, wanted=303)
    browser.ask("GET", paying, wanted=200)
    _, back = browser.ask("POST", paying, token | {"do": "pay"}, wanted=303)
    _, order = browser.ask("GET", back, wanted=303)
    page, _ = browser.ask("GET", order, wanted=200)
    if "Your order is paid" not in page:
        raise SystemExit("the order page does not say paid")
    browser.connection.close()


def _value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return found.group(1) if found else ""


def run(pieces: list[tuple[str, str]], clients: int, seconds: float) -> int:
    """Let `clients` order for `seconds`; return how many orders were paid."""
    until, done, lock = time.monotonic() + seconds, [0], threading.Lock()

    def client(first: int) -> None:
        index = first
        while time.monotonic() < until:
            order_once(*pieces[index % len(pieces)])
            index += clients
            with lock:
                done[0] += 1

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done[0]


def prepare(env: dict[str, str]) -> list[tuple[str, str]]:
    """Migrate a database and fill it with pieces that do not run out; return (address, id) of each."""
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=HERE, env=env, check=True)
    code = (
        "from tests.factories import make_product, make_shop, make_rate\n"
        "from marketplace.shipping.actions import install_default_rates\n"
        "install_default_rates()\n"
        "shops = [make_shop() for _ in range(8)]\n"
        f"made = [make_product(shop=shops[n % 8], stock=1000000, photo=True) for n in range({PIECES})]\n"
        "print('PIECES', *(f'{p.slug}_{p.pk}' for p in made))\n"
    )
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", code],
        cwd=HERE,
        env=env,
        check=True,
        capture_output=True,
        text=True,
    )
    words = next(line for line in done.stdout.splitlines() if line.startswith("PIECES")).split()[1:]
    return [(f"/en/catalog/{word}/", word.rpartition("_")[2]) for word in words]


@contextmanager
def server(env: dict[str, str], workers: int) -> Iterator[int]:
    """Run gunicorn as production does; yield its process id."""
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "marketplace.wsgi:application",
        "--bind",
        f"127.0.0.1:{PORT}",
    ]
    command += [
        "--workers",
        str(workers),
        "--worker-class",
        "gthread",
        "--threads",
        "8",
        "--no-control-socket",
    ]
    process = subprocess.Popen([*command, "--log-level", "warning"], cwd=HERE, env=env)
    try:
        for _ in range(150):
            try:
                Browser().ask("GET", "/healthz", wanted=200)
                break
            except OSError:
                time.sleep(0.2)
        yield process.pid
    finally:
        process.terminate()
        process.wait(15)


def cpu_of(pid: int) -> float:
    """Return the CPU seconds a server and its workers have used (Linux)."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(stat.parent.name) == pid or int(fields[1]) == pid:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument(
        "--database", default="", help="an empty PostgreSQL database; SQLite in a folder without it"
    )
    asked = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="damgha-orders-")
    env = os.environ | {"DAMGHA_VAR": folder, "DJANGO_SETTINGS_MODULE": "marketplace.settings.embedded"}
    env |= (
        {"PYTHONPATH": str(HERE), "DATABASE_URL": asked.database}
        if asked.database
        else {"PYTHONPATH": str(HERE)}
    )
    try:
        pieces = prepare(env)
        with server(env, asked.workers) as pid:
            run(pieces, asked.clients, 8)  # templates compile, places and words load: once per worker
            cpu, began = cpu_of(pid), time.monotonic()
            done = run(pieces, asked.clients, asked.seconds)
            took, used = time.monotonic() - began, cpu_of(pid) - cpu
        where = "PostgreSQL" if asked.database else "SQLite"
        print(f"{where}, {asked.clients} clients, {asked.workers} workers: {done} orders in {took:.1f} s")
        print(f"{done / took:.1f} orders/s; {1000 * used / max(done, 1):.1f} ms CPU of the server per order")
        print(f"load average {os.getloadavg()[0]:.1f}")
        subprocess.run([sys.executable, "manage.py", "audit_money"], cwd=HERE, env=env, check=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
