from pathlib import Path
from typing import Any

import pytest

from tests.quality_labels.centre import Centre, make_stamping_centre


@pytest.fixture
def centre(db: None, tmp_path: Path, settings: Any) -> Centre:
    """A stamping centre that can work."""
    return make_stamping_centre(key_dir=tmp_path / "keys", settings=settings)
