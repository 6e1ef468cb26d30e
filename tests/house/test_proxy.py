"""The proxy hands out the files that pages show, and no other."""

import re
from pathlib import Path

CADDYFILE = Path(__file__).resolve().parent.parent.parent / "proxy" / "Caddyfile"


def test_proxy_serves_files_of_pages_and_neither_originals_nor_cards() -> None:
    text = CADDYFILE.read_text()

    served = re.findall(r"handle (\S+) \{[^}]*?root \* (\S+)", text)

    assert served == [("/media/photos/*", "/srv")]
    assert text.count("file_server") == 1
