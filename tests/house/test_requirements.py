"""What is installed: exactly what is named, each with its hashes, and from no address written down."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
LOCKS = ("requirements.txt", "requirements-test.txt")


def packages(lock: str) -> dict[str, tuple[str, int]]:
    """Return name → (version, number of hashes) of a lock file."""
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text())
    named = (re.match(r"([A-Za-z0-9._-]+)(?:\[[^\]]+\])?==(\S+)", entry) for entry in entries)
    return {
        match[1].lower(): (match[2], entry.count("--hash=sha256:"))
        for match, entry in zip(named, entries, strict=True)
        if match
    }


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_a_version_and_a_hash(lock: str) -> None:
    unhashed = [name for name, (_version, hashes) in packages(lock).items() if not hashes]

    assert len(packages(lock)) > 20
    assert unhashed == []


@pytest.mark.parametrize("name", [*LOCKS, "requirements.in", "requirements-test.in"])
def test_requirements_name_no_address_and_no_index(name: str) -> None:
    assert (
        re.findall(r"https?://\S+|--(?:extra-)?index\S*|--find-links\S*|git\+\S+", (ROOT / name).read_text())
        == []
    )


def test_both_locks_agree_on_what_they_share() -> None:
    ours, tests = packages(LOCKS[0]), packages(LOCKS[1])

    assert {
        name: (ours[name][0], tests[name][0])
        for name in ours.keys() & tests.keys()
        if ours[name] != tests[name]
    } == {}


@pytest.mark.parametrize("name", ["requirements", "requirements-test"])
def test_lock_holds_everything_that_was_asked_for(name: str) -> None:
    asked = re.findall(
        r"^([A-Za-z0-9][A-Za-z0-9._-]*)", (ROOT / f"{name}.in").read_text(), flags=re.MULTILINE
    )
    locked = {re.sub(r"[._-]+", "-", package) for package in packages(f"{name}.txt")}

    assert [package for package in asked if re.sub(r"[._-]+", "-", package.lower()) not in locked] == []
