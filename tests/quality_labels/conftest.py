from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from marketplace import guards
from tests.quality_labels.centre import Centre, make_stamping_centre


@pytest.fixture
def centre(db: None, tmp_path: Path, settings: Any) -> Centre:
    """A stamping centre that can work."""
    return make_stamping_centre(key_dir=tmp_path / "keys", settings=settings)


@pytest.fixture
def bare_rows(db: None) -> Iterator[Callable[[], None]]:
    """Take the guards off when called, as whoever owns the database can; they are put back afterwards."""
    yield lambda: guards.remove_all(connection)
    guards.install_all(connection)
