from pathlib import Path
from typing import Any

import pytest

from tests.security.house import House, build


@pytest.fixture
def house(db: None, tmp_path: Path, settings: Any) -> House:
    """A house with somebody in every room."""
    settings.LANGUAGE_CODE = "en"
    return build(key_dir=tmp_path / "keys", settings=settings)
