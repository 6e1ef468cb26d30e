"""Test vectors of others, found by the environment and never copied into the project."""

import json
import os
from pathlib import Path
from typing import Any

import pytest


def load(name: str) -> Any:
    """Read a JSON vector file of `$DAMGHA_TEST_DATA/vectors`; skipped aloud without, failing if strict."""
    return json.loads(text(name))


def text(name: str) -> str:
    """Read a vector file as text, with the same rule."""
    folder = os.environ.get("DAMGHA_TEST_DATA")
    if folder:
        return (Path(folder) / "vectors" / name).read_text("utf-8")
    if os.environ.get("DAMGHA_STRICT") == "1":
        pytest.fail(f"DAMGHA_TEST_DATA is not set and nothing may be left out: {name}")
    pytest.skip(f"left out: {name} needs DAMGHA_TEST_DATA")
