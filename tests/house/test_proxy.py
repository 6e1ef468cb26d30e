"""The proxy hands out the files that pages show, and no other; and web answers to every name it is asked by."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
CADDYFILE = ROOT / "proxy" / "Caddyfile"


def test_proxy_serves_files_of_pages_and_neither_originals_nor_cards() -> None:
    text = CADDYFILE.read_text()

    served = re.findall(r"handle (\S+) \{[^}]*?root \* (\S+)", text)

    assert served == [("/media/photos/*", "/srv"), ("/media/voices/*", "/srv")]
    assert text.count("file_server") == 2


def test_health_checks_and_stamps_ask_by_names_that_web_answers_to() -> None:
    """A name that is missing is answered by 400: web is never healthy, and the proxy never starts."""
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    web, proxy = services["web"], services["proxy"]
    answered = web["environment"]["ALLOWED_HOSTS"].split(",")
    stamp = web["environment"]["STAMP_HOST"]

    asked = re.findall(r"://([^:/']+)", " ".join(web["healthcheck"]["test"]))
    asked += re.findall(r"reverse_proxy (\w+):", CADDYFILE.read_text())

    assert asked == ["127.0.0.1", "web"]
    assert [name for name in [*asked, stamp] if name not in answered] == []
    assert f"https://{stamp}" in proxy["environment"]["SITE_ADDRESS"]
