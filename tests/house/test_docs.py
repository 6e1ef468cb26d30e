"""The documentation: its links lead somewhere, and the tests and commands it names exist."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"(?<!!)!?\[[^\]]*\]\(([^)\s]+)\)")
SOURCES = (".py", ".html", ".toml", ".yml", ".css", ".js")
PAGE_IN_CODE = re.compile(r"docs/[\w/.-]*\w")
PAGE_WITHOUT_FOLDER = re.compile(r"(?<![\w/.-])[a-z-]+\.md\b")
TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def named(pages: list[Path]) -> list[object]:
    return [pytest.param(page, id=str(page.relative_to(ROOT))) for page in pages]


def anchors(document: Path) -> set[str]:
    """Return the anchors that a reader of the rendered page can jump to."""
    headings = re.findall(r"^#+\s+(.+)$", document.read_text(), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", named(PAGES))
def test_links_lead_somewhere(document: Path) -> None:
    broken = []
    for target in LINK.findall(document.read_text()):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, anchor = target.partition("#")
        file = (document.parent / path).resolve() if path else document
        if not file.exists() or (anchor and anchor not in anchors(file)):
            broken.append(target)

    assert broken == []


def sources() -> Iterator[Path]:
    """Every file of ours whose comments and docstrings may send a reader to a page."""
    for folder in (
        ROOT,
        *(ROOT / name for name in ("catalog", "marketplace", "quality_labels", "shops", "templates")),
    ):
        yield from (
            path
            for path in (folder.iterdir() if folder == ROOT else folder.rglob("*"))
            if path.suffix in SOURCES
        )


def test_pages_that_code_sends_its_readers_to_exist() -> None:
    """A page may be named by the beginning of its name (docs/adr/0007); one outside docs/ is nobody's to read."""
    lost = []
    for source in sources():
        text = source.read_text()
        lost += [
            f"{source.relative_to(ROOT)}: {page}"
            for page in PAGE_IN_CODE.findall(text)
            if not (ROOT / page).exists() and not list(ROOT.glob(f"{page}-*"))
        ]
        lost += [f"{source.relative_to(ROOT)}: {page}" for page in PAGE_WITHOUT_FOLDER.findall(text)]

    assert lost == []


@pytest.mark.parametrize("document", named(PAGES))
def test_tests_named_in_documents_exist(document: Path) -> None:
    missing = []
    for file, function in TEST.findall(document.read_text()):
        path = ROOT / file
        functions = (
            {node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)}
            if path.exists()
            else set()
        )
        if not path.exists() or (function and function not in functions):
            missing.append(f"{file}::{function}")

    assert missing == []


@pytest.mark.parametrize(
    ("document", "prefix", "last"),
    [
        *(
            ("acceptance.md", prefix, last)
            for prefix, last in (("T", 30), ("A", 27), ("I", 20), ("C", 11), ("O", 12))
        ),
        ("faults.md", "F", 50),
    ],
)
def test_every_line_of_the_promise_is_listed_once(document: str, prefix: str, last: int) -> None:
    rows = re.findall(rf"^\| ({prefix}\d+) \|", (ROOT / "docs" / document).read_text(), flags=re.MULTILINE)

    assert rows == [f"{prefix}{number}" for number in range(1, last + 1)]


def test_every_setting_of_the_environment_is_in_the_table() -> None:
    sources = [*(ROOT / "marketplace" / "settings").glob("*.py"), ROOT / "run.py"]
    used = set()
    for source in sources:
        text = source.read_text()
        used |= set(re.findall(r"environ(?:\.get|\.setdefault)?[(\[]\s*\"([A-Z_]+)\"", text))
        used |= set(re.findall(r"_required\(\"([A-Z_]+)\"\)", text))

    table = (ROOT / "docs" / "production.md").read_text()
    assert len(used) > 10
    assert sorted(name for name in used if f"`{name}`" not in table) == []


@pytest.mark.parametrize("document", named(PAGES))
def test_documents_name_no_path_of_one_machine(document: Path) -> None:
    assert re.findall(r"(?<![\w./])/(?:home|root|work|Users|tmp)/\S+", document.read_text()) == []
