"""What no page, stylesheet or script of ours may contain, read from the sources."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SAVED_FILE = (
    "verifier_file.html"  # a file to keep carries its style and script; its policy names their hashes
)
LETTERS = "notifications"  # a letter has no stylesheet: mail programs read style attributes only


def pages() -> Iterator[Path]:
    """Every template whose output a browser shows."""
    for folder in (ROOT / "templates", ROOT / "marketplace" / "templates"):
        yield from (
            path
            for path in sorted(folder.rglob("*.html"))
            if LETTERS not in path.parts and path.name != SAVED_FILE
        )


def scripts() -> Iterator[Path]:
    """Every script of ours (not of others, kept beside their licence)."""
    for folder in (ROOT / "static" / "js", ROOT / "quality_labels" / "verifier"):
        yield from (path for path in sorted(folder.rglob("*.js")) if "vendor" not in path.parts)


def found(pattern: str, paths: Iterator[Path]) -> list[str]:
    """Return each line of `paths` in which `pattern` occurs, with where it is."""
    expression = re.compile(pattern)
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if expression.search(line)
    ]


FORBIDDEN_IN_PAGES = {
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "a style element": r"<style\b",
    "a script in the page": r"<script\b(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)",
    "an event handler": r"<[^>]*\son[a-z]+\s*=\s*[\"']",
    "an address that runs": r"(?:href|action|src)\s*=\s*[\"']\s*javascript:",
    "unescaped output of a variable": r"\{\{[^}]*\|\s*safe\b",
    "a file of another host": r"(?:src|href)\s*=\s*[\"'](?:https?:)?//(?!damgha)[^\"']*\.(?:js|css|woff2?)",
}


@pytest.mark.parametrize("what", FORBIDDEN_IN_PAGES)
def test_pages_hold_nothing_that_a_strict_policy_forbids(what: str) -> None:
    assert found(FORBIDDEN_IN_PAGES[what], pages()) == []


def test_stylesheet_says_start_and_end_not_left_and_right() -> None:
    sides = r"(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)\b"
    physical = rf"{sides}|^\s*(?:left|right)\s*:|text-align:\s*(?:left|right)\b|float:\s*(?:left|right)\b"

    assert found(physical, (ROOT / "static" / "css").rglob("*.css")) == []


def test_public_pages_load_one_stylesheet_and_panels_one_more() -> None:
    assert sorted(path.name for path in (ROOT / "static" / "css").rglob("*.css")) == ["app.css", "panel.css"]
    assert found(r"panel\.css", (ROOT / "templates").rglob("*.html")) == found(
        r"panel\.css", [ROOT / "templates" / "_panel.html"]
    )


def test_prices_are_written_by_the_formatter() -> None:
    """A price put together in a template would have a plain space in it, where a line may break it in two."""
    put_together = r"\}\}(?: |&nbsp;)?(?:DA|DZD|دج|€|EUR|USD|\$)(?:\W|$)|(?:DZD|€|\$) ?\{\{"

    assert found(put_together, pages()) == []


def test_scripts_hold_no_text_for_people() -> None:
    """Scripts read their words from the page, where they are translated."""
    words = r"""["'`][^"'`]*[\u0600-\u06ff][^"'`]*["'`]|(?:textContent|innerText|alert\()\s*=?\s*["'`][A-Za-z]{3,}"""

    assert found(words, scripts()) == []


def test_scripts_make_no_markup_from_strings() -> None:
    assert found(r"\.(?:inner|outer)HTML\s*=|insertAdjacentHTML|document\.write|\beval\(", scripts()) == []


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('<p style="color: red">', "a style attribute"),
        ("<script>go()</script>", "a script in the page"),
        ('<a onclick="go()">', "an event handler"),
        ('<a href="javascript:go()">', "an address that runs"),
        ("{{ story | safe }}", "unescaped output of a variable"),
    ],
)
def test_what_is_forbidden_would_be_found(line: str, what: str) -> None:
    assert re.search(FORBIDDEN_IN_PAGES[what], line)
